// A mark stands beside what it proves, and beside nothing else.
import { expect, test } from "vitest";
import type { AnalysedField, DraftAnalysis } from "../../../../shared-schemas/wire";
import { type Content, NO_FIELDS } from "../content";
import { currentField, isFilledNow } from "./current";

const brand: AnalysedField = {
  name: "brand",
  source: "label",
  fit: "exact",
  confidence: 0.9,
  distance: null,
  said: "Zara",
  ids: [12],
  read: "ZARA",
  photo_id: null,
  region: null,
  is_filled: true,
};
const content: Content = { ...NO_FIELDS, photo_ids: [], closet_id: null };
const having = (...fields: AnalysedField[]) => ({ fields }) as DraftAnalysis;

test("stands while the field is as it was filled in", () => {
  expect(currentField("brand", having(brand), { ...content, brand_id: 12, brand: "Zara" })).toBe(brand);
  expect(currentField("brand", having({ ...brand, ids: [], fit: "unknown" }), { ...content, brand: "Zara" })?.said).toBe("Zara");
});

test("goes when the person chose something else, or nothing", () => {
  expect(currentField("brand", having(brand), { ...content, brand_id: 10, brand: "Levi's" })).toBeUndefined();
  expect(currentField("brand", having(brand), content)).toBeUndefined();
});

test("unknown is said only where nothing stands", () => {
  const unknown: AnalysedField = { ...brand, source: "unknown", fit: "unknown", said: "", ids: [] };
  expect(currentField("brand", having(unknown), content)).toBe(unknown);
  expect(currentField("brand", having(unknown), { ...content, brand_id: 10, brand: "Levi's" })).toBeUndefined();
  expect(currentField("brand", having(), content)).toBeUndefined();
});

test("a unit is filled only by what was put into it", () => {
  const chosen = { ...content, brand_id: 12, brand: "Zara" };
  expect(isFilledNow("brand", having(brand), chosen)).toBe(true);
  expect(isFilledNow("brand", having({ ...brand, is_filled: false }), chosen)).toBe(false);
  expect(isFilledNow("price", having(brand), chosen)).toBe(false);
});

test("two colours are the same in any order", () => {
  const colours: AnalysedField = { ...brand, name: "colours", ids: [1, 9] };
  expect(currentField("colours", having(colours), { ...content, color_ids: [9, 1] })).toBe(colours);
  expect(currentField("colours", having(colours), { ...content, color_ids: [9] })).toBeUndefined();
});
