// What a person types as a price, read as minor units. Both "," and "." may stand before the cents, whatever the language, because
// sellers copy prices from everywhere; three digits after a mark are thousands.
import type { Money } from "../../../shared-schemas/wire";

export type PriceProblem = "not_an_amount" | "negative" | "too_low" | "too_high";

export interface ReadPrice {
  /** What is saved; null when nothing is typed or nothing can be made of it. */
  price: Money | null;
  problem: PriceProblem | null;
}

/** The least Vinted takes, in minor units: one whole unit of every currency. */
export const LEAST = 100;
/** The most, in minor units, where it is known; elsewhere what can be stored. */
const MOST: Readonly<Record<string, number>> = { EUR: 3_000_000 };
const STORABLE = 100_000_000_000;

const PLAIN = /^(\d+)(?:[.,](\d{0,2}))?$/;
const GROUPED = /^(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d{0,2}))?$/;
const MINUS = /^[-−–]/;

export function readPrice(text: string, currency: string): ReadPrice {
  const typed = text.replace(/[\s'’\p{Sc}]/gu, "");
  if (typed === "") return { price: null, problem: null };
  if (MINUS.test(typed)) return { price: null, problem: "negative" };
  const plain = PLAIN.exec(typed);
  const grouped = plain ? null : GROUPED.exec(typed);
  const [units, cents] = plain ? [plain[1], plain[2]] : [grouped?.[1]?.replace(/[.,]/g, ""), grouped?.[3]];
  if (units === undefined) return { price: null, problem: "not_an_amount" };
  const amount = Number(units) * 100 + Number((cents ?? "").padEnd(2, "0"));
  if (amount > STORABLE) return { price: null, problem: "too_high" };
  const problem = amount < LEAST ? "too_low" : amount > (MOST[currency] ?? STORABLE) ? "too_high" : null;
  return { price: { amount, currency }, problem };
}

/** A stored price as it stands in the box, ready to be typed over: "12,50" or "12.50" as the language writes it. */
export function priceText(price: Money | null, languageTag: string): string {
  if (!price) return "";
  const hasCents = price.amount % 100 !== 0;
  const format = new Intl.NumberFormat(languageTag, {
    useGrouping: false,
    minimumFractionDigits: hasCents ? 2 : 0,
    maximumFractionDigits: 2,
  });
  return format.format(price.amount / 100);
}
