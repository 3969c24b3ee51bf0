// @vitest-environment node
// What is counted of Vinted's answers: by place and shape, bounded, as text to copy.
import { beforeEach, expect, it, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import { diagnosticText, noteOddities, oddities } from "./diagnostics";

const DAY = Date.parse("2026-11-22T10:00:00Z");
const entry = { where: "notification.entry_type", what: "999" };

beforeEach(() => {
  fakeBrowser.reset();
  vi.spyOn(browser.runtime, "getManifest").mockReturnValue({ version: "1" } as never);
});

it("counts each kind, with its first and last day", async () => {
  await Promise.all([noteOddities([entry], DAY), noteOddities([entry], DAY + 86_400_000)]);
  expect(await oddities()).toEqual([{ ...entry, n: 2, first: "2026-11-22", last: "2026-11-23" }]);
});

it("is text to copy", async () => {
  await noteOddities([entry], DAY);
  expect((await diagnosticText()).split("\n").slice(1)).toEqual([
    "n\twhere\twhat\tfirst\tlast",
    "1\tnotification.entry_type\t999\t2026-11-22\t2026-11-22",
  ]);
});

it("never grows: the rarest kinds go", async () => {
  await noteOddities([entry], DAY);
  await noteOddities([entry], DAY);
  await noteOddities(
    Array.from({ length: 500 }, (_, n) => ({ where: "x", what: String(n) })),
    DAY,
  );
  const rows = await oddities();
  expect(rows).toHaveLength(200);
  expect(rows[0]).toMatchObject({ ...entry, n: 2 });
});
