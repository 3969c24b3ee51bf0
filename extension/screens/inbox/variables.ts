// The variables of a text for several people, filled as the server fills them, so that the preview is what will stand on the cards.
import type { Liker, Money } from "../../../shared-schemas/wire";

export const TEXT_MOST = 2000;

export const VARIABLES = ["buyer_name", "item_title", "price"] as const;
export type Variable = (typeof VARIABLES)[number];

const IN_BRACES = /\{(\w+)\}/g;

/** Names in braces that are none of the variables: they would be sent as they stand. */
export function unknownVariables(text: string): string[] {
  const found = [...text.matchAll(IN_BRACES)].flatMap(([, name]) => (name ? [name] : []));
  return found.filter((name) => !VARIABLES.some((known) => known === name));
}

const SIGNS: Readonly<Record<string, string>> = {
  EUR: "€",
  GBP: "£",
  USD: "$",
  PLN: "zł",
  CZK: "Kč",
  HUF: "Ft",
  RON: "lei",
  SEK: "kr",
  DKK: "kr.",
};
/** Countries whose sites write the sign before the amount, and the cents after a point. */
const SIGN_FIRST: ReadonlySet<string> = new Set(["gb", "ie", "us"]);

/** An amount as the message will have it: as the country's site writes it, whatever language the person reads here. */
export function asOnSite({ amount, currency }: Money, country: string): string {
  const isBefore = SIGN_FIRST.has(country);
  const sign = SIGNS[currency] ?? currency;
  const cents = amount % 100;
  const whole = Math.floor(amount / 100);
  const written = cents ? `${whole}${isBefore ? "." : ","}${String(cents).padStart(2, "0")}` : String(whole);
  return isBefore ? `${sign}${written}` : `${written} ${sign}`;
}

/** The text for one liker. What a name or title holds is never a variable itself. */
export function filled(text: string, liker: Pick<Liker, "member" | "item_title" | "price">, country: string): string {
  const values: Readonly<Record<Variable, string>> = {
    buyer_name: liker.member.login,
    item_title: liker.item_title,
    price: liker.price ? asOnSite(liker.price, country) : "",
  };
  return text.replace(IN_BRACES, (whole, name: string) => (name in values ? values[name as Variable] : whole));
}

/** What an offer of so many percent of the price comes to, in whole minor units. */
export function offerOf(price: Money, percent: number): Money {
  return { amount: Math.floor((price.amount * percent) / 100), currency: price.currency };
}
