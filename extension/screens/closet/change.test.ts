// A change of a listing sends what is different and nothing else; and what is typed as tags.
import { describe, expect, test } from "vitest";
import { LISTINGS } from "../../gallery/sample_ports";
import { asRead, differenceOf, emptied, moved, photosOf } from "./change";
import { isBelowFloor, notesOf } from "./notes_of";
import { readTags } from "./tags";

const [dress, coat] = LISTINGS;
if (!dress?.details || !coat) throw new Error("the sample lost its details");
const read = asRead(dress.details);
const euros = (amount: number) => ({ amount, currency: "EUR" });
const price = euros(2000);

describe("differenceOf", () => {
  test("nothing changed sends nothing", () => {
    expect(differenceOf(read, read)).toBeUndefined();
    expect(differenceOf(read, { ...read, fields: { ...read.fields, color_ids: [] } })).toBeUndefined();
  });

  test("only what is different is named", () => {
    const wanted = { ...read, fields: { ...read.fields, price, title: "Robe" } };
    expect(differenceOf(read, wanted)).toEqual({ price, title: "Robe" });
  });

  test("another order of the photos is the whole new order", () => {
    expect(differenceOf(read, { ...read, photoIds: [2, 1, 3] })).toEqual({
      photos: [{ vinted_photo_id: 2 }, { vinted_photo_id: 1 }, { vinted_photo_id: 3 }],
    });
  });

  test("a field that was emptied is noticed, because it would not be sent", () => {
    const wanted = { ...read, fields: { ...read.fields, price: null } };
    expect(emptied(read, wanted)).toBe(true);
    expect(differenceOf(read, wanted)).toBeUndefined();
    expect(emptied(read, read)).toBe(false);
  });
});

test("photos keep their pictures whatever their order, and one without an address has none", () => {
  expect(photosOf(dress.details as NonNullable<typeof dress.details>).map(({ url }) => url !== undefined)).toEqual([
    true,
    true,
    false,
  ]);
  expect(moved([1, 2, 3], 3, 0)).toEqual([3, 1, 2]);
  expect(moved([1, 2, 3], 1, 99)).toEqual([2, 3, 1]);
});

test("an unknown floor stops nothing, a known one does", () => {
  expect(notesOf(coat)).toMatchObject({ purchase_cost: null, floor: null });
  expect(isBelowFloor(coat, euros(1))).toBe(false);
  expect(isBelowFloor(dress, euros(1799))).toBe(true);
  expect(isBelowFloor(dress, euros(1800))).toBe(false);
  expect(isBelowFloor(dress, { amount: 1, currency: "GBP" })).toBe(false);
});

test("tags are what stands between commas, each once", () => {
  expect(readTags(" été,  robe   longue ,été,, ")).toEqual({ tags: ["été", "robe longue"] });
  expect(readTags("x".repeat(31)).problem).toBe("long");
  expect(readTags(Array.from({ length: 11 }, (_, at) => `t${at}`).join()).problem).toBe("many");
});
