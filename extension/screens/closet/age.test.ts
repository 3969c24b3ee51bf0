// Age and order of listings.
import { expect, test } from "vitest";
import type { Listing, SeenListing } from "../../../shared-schemas/wire";
import { ageInDays, sleepers, sortedByNeed } from "./age";

const NOW = Date.parse("2026-11-23T12:00:00Z");

function listing(title: string, state: SeenListing["state"], days: number | null): Listing {
  const oldest_photo_at = days === null ? null : new Date(NOW - days * 86_400_000).toISOString();
  return { seen: { title, state, oldest_photo_at } } as Listing;
}
const titles = (listings: readonly Listing[]) => listings.map(({ seen }) => seen.title);

test("age is in whole days, unknown without a photo's date, never negative", () => {
  expect(ageInDays(listing("a", "active", 60.9).seen, NOW)).toBe(60);
  expect(ageInDays(listing("a", "active", null).seen, NOW)).toBeUndefined();
  expect(ageInDays(listing("a", "active", -1).seen, NOW)).toBe(0);
});

test("only what is for sale sleeps, from 61 days on, the oldest first", () => {
  const all = [
    listing("60", "active", 60),
    listing("61", "active", 61),
    listing("hidden", "hidden", 200),
    listing("90", "active", 90),
    listing("unknown", "active", null),
  ];
  expect(titles(sleepers(all, NOW))).toEqual(["90", "61"]);
});

test("what can be acted on comes first, then by age", () => {
  const all = [
    listing("sold", "sold", 300),
    listing("young", "active", 2),
    listing("hidden", "hidden", 100),
    listing("old", "active", 90),
  ];
  expect(titles(sortedByNeed(all))).toEqual(["old", "young", "hidden", "sold"]);
});
