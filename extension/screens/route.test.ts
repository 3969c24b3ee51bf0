// Addresses of places: what follows "#" and what follows "?" in it.
import { expect, test } from "vitest";
import { bulkHash, hashOf, readRoute } from "./route";

test("a bulk act's address names its listings", () => {
  const { screen, path, query } = readRoute(bulkHash("price", [3, 4]));
  expect([screen, path, query.get("items")]).toEqual(["closet", ["bulk", "price"], "3,4"]);
});

test("an address without a question has none, and no address is Today", () => {
  expect(readRoute(hashOf("inbox", "a/b")).path).toEqual(["a/b"]);
  expect(readRoute("").screen).toBe("today");
  expect(readRoute("#/closet").query.size).toBe(0);
});
