// What the price guide says of an estimate: which words for which basis, and where on the bar an amount stands. Pure.
import type { DefectKind, Money, PriceEstimate, PriceReason } from "../../../shared-schemas/wire";
import { formatMoney } from "../../ui/format";
import { formatNumber } from "../../ui/format_figures";
import { type TextKey, t } from "../../ui/i18n";

/** A price with its interval, as an estimate that is reliable has it. */
export interface Estimated {
  recommended: Money;
  low: Money;
  high: Money;
}

/** The prices of an estimate; undefined where it says that none is reliable. */
export function estimated({ basis, recommended, low, high }: PriceEstimate): Estimated | undefined {
  return basis !== "none" && recommended && low && high ? { recommended, low, high } : undefined;
}

/** What is offered to be taken: never less than the floor. */
export function offered({ recommended }: Estimated, floor: Money | null): Money {
  return floor && floor.currency === recommended.currency && floor.amount > recommended.amount ? floor : recommended;
}

/** How far along from low to high an amount stands, in percent; what lies outside stands at the end. Prices are compared by their
 * proportions, as the interval is made. */
export function placeOn({ low, high }: Estimated, amount: number): number {
  const whole = Math.log(high.amount / low.amount);
  if (!(whole > 0) || amount <= 0) return amount <= low.amount ? 0 : 100;
  return Math.round(Math.min(100, Math.max(0, (Math.log(amount / low.amount) / whole) * 100)));
}

/** What the estimate rests on, in sentences. */
export function basisWords({ basis, rests_on, sales, coverage, low, high, model }: PriceEstimate): string[] {
  const range = low && high ? { low: formatMoney(low), high: formatMoney(high) } : undefined;
  switch (basis) {
    case "model":
      return [
        t("price_guide.basis.model", { count: rests_on }),
        sales > 0 ? t("price_guide.sales", { count: sales }) : t("price_guide.asked"),
        ...(range && coverage !== null
          ? [t("price_guide.coverage", { ...range, share: formatNumber(Math.round(coverage * 100)) })]
          : []),
      ];
    case "comparables":
      return [t("price_guide.basis.comparables", { count: rests_on }), ...instead(model), ...spread(range)];
    case "category_condition":
      return [t("price_guide.basis.category", { count: rests_on }), ...instead(model), ...spread(range)];
    case "none":
      return [];
    default:
      return basis satisfies never;
  }
}

function spread(range: { low: string; high: string } | undefined): string[] {
  return range ? [t("price_guide.spread", range)] : [];
}

/** Why the market's model did not speak, where that is worth a sentence beside what did. */
function instead(model: PriceEstimate["model"]): string[] {
  return model === "unreadable" ? [t("price_guide.unreadable")] : [];
}

const WITHOUT: Readonly<Record<Exclude<PriceEstimate["model"], "used">, TextKey>> = {
  not_trained: "price_guide.none.not_trained",
  unreadable: "price_guide.none.unreadable",
  too_few_alike: "price_guide.none.too_few_alike",
  no_category: "price_guide.none.no_category",
};

/** Why there is no estimate, and what helps. */
export function noneWords({ model }: PriceEstimate): string {
  return t(model === "used" ? WITHOUT.not_trained : WITHOUT[model]);
}

const DEFECTS: Readonly<Record<string, TextKey>> = {
  stain: "price_guide.reason.defect.stain",
  tear: "price_guide.reason.defect.tear",
  fading: "price_guide.reason.defect.fading",
  pilling: "price_guide.reason.defect.pilling",
  wear: "price_guide.reason.defect.wear",
  seam: "price_guide.reason.defect.seam",
  missing_button: "price_guide.reason.defect.missing_button",
  other: "price_guide.reason.defect.other",
} satisfies Record<DefectKind, TextKey>;

/** "“wool”", "Stain", or the name of a field. */
export function reasonName({ kind, text }: PriceReason): string {
  if (kind === "word") return t("price_guide.reason.word", { text });
  return t(kind === "defect" ? (DEFECTS[text] ?? "price_guide.reason.defect") : `price_guide.reason.${kind}`);
}
