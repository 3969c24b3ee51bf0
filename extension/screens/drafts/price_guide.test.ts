import { beforeAll, expect, test } from "vitest";
import type { PriceEstimate, PriceReason } from "../../../shared-schemas/wire";
import { loadLanguage } from "../../ui/load_language";
import { basisWords, estimated, noneWords, offered, placeOn, reasonName } from "./price_guide";

beforeAll(() => loadLanguage(["en"]));

const euros = (amount: number) => ({ amount, currency: "EUR" });
const ESTIMATE: PriceEstimate = {
  country: "fr",
  currency: "EUR",
  basis: "model",
  model: "used",
  recommended: euros(2000),
  low: euros(1000),
  high: euros(4000),
  coverage: 0.796,
  rests_on: 293,
  sales: 0,
  reasons: [],
  defects: [],
  comparables: [],
  fast: null,
  patient: null,
  purchase_cost: null,
  floor: null,
  query: { text: "blazer", catalog_id: null, brand_id: null, size_id: null, condition_ids: [] },
  read_at: null,
  job_id: null,
};
const PRICES = { recommended: euros(2000), low: euros(1000), high: euros(4000) };

test("an amount stands where its proportion is, and never outside the bar", () => {
  expect(placeOn(PRICES, 2000)).toBe(50);
  expect([placeOn(PRICES, 0), placeOn(PRICES, 1), placeOn(PRICES, 1000)]).toEqual([0, 0, 0]);
  expect([placeOn(PRICES, 4000), placeOn(PRICES, 1_000_000)]).toEqual([100, 100]);
});

test("an interval without width is no division by nothing", () => {
  const same = { recommended: euros(500), low: euros(500), high: euros(500) };
  expect([placeOn(same, 400), placeOn(same, 500), placeOn(same, 600)]).toEqual([0, 0, 100]);
});

test("what is offered never loses money, and another currency says nothing about it", () => {
  expect(offered(PRICES, null)).toEqual(euros(2000));
  expect(offered(PRICES, euros(1500))).toEqual(euros(2000));
  expect(offered(PRICES, euros(2500))).toEqual(euros(2500));
  expect(offered(PRICES, { amount: 9000, currency: "PLN" })).toEqual(euros(2000));
});

test("no reliable estimate is none, and says why", () => {
  const none: PriceEstimate = { ...ESTIMATE, basis: "none", model: "no_category", recommended: null, low: null, high: null };
  expect(estimated(none)).toBeUndefined();
  expect(basisWords(none)).toEqual([]);
  const reasons = (["not_trained", "unreadable", "too_few_alike", "no_category"] as const).map((model) =>
    noneWords({ ...none, model }),
  );
  expect(new Set(reasons).size).toBe(4);
});

test("asked is told from paid, and a fallback says that it is one", () => {
  expect(basisWords(ESTIMATE).join(" ")).toContain("asked");
  expect(basisWords({ ...ESTIMATE, sales: 12 }).join(" ")).toContain("12");
  expect(basisWords(ESTIMATE).join(" ")).toContain("80");
  const other = basisWords({ ...ESTIMATE, basis: "comparables", model: "unreadable", rests_on: 7, coverage: null }).join(" ");
  expect(other).toContain("7");
  expect(other).toContain("cannot be read");
});

test("a reason is named in plain words: a word as it is written, a defect by its name, and that there is none", () => {
  const named = (kind: PriceReason["kind"], text = "") => reasonName({ kind, text, percent: -12 });
  expect(named("word", "wool")).toBe("“wool”");
  expect(named("defect", "missing_button")).toBe("Missing button");
  expect(named("defect")).toBe("No defect on the photos");
  expect(named("condition")).toBe("Condition");
});
