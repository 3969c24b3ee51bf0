// Where a link may lead after signing in: to this portal only, and to an address the browser takes.
import { expect, it } from "vitest";
import { nextAddress } from "./router";

it.each([
  ["/devices?x=1", "/devices?x=1"],
  ["/", "/"],
  ["https://evil.test/x", "/"],
  ["//evil.test/x", "/"],
  ["/.//evil.test/x", "/"],
  ["https://own.test//evil.test", "/"],
  ["http://[", "/"],
  ["javascript:alert(1)", "/"],
])("next=%s leads to %s", (next, expected) => {
  const address = new URL("https://own.test/login");
  address.searchParams.set("next", next);
  expect(nextAddress(address)).toBe(expected);
});
