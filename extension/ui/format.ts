// Money and times as the current language writes them; what the popup does not need is in format_figures.ts. Words come from i18n.ts.
import type { Money } from "../../shared-schemas/wire";
import { currentLanguageTag } from "./i18n";

/** ISO 4217 gives two decimals to every currency of Vinted's markets; how many are shown is the language's habit (none for HUF). */
const MINOR_UNITS = 100;

/** "12,50 €". */
export function formatMoney(money: Money): string {
  const format = new Intl.NumberFormat(currentLanguageTag(), { style: "currency", currency: money.currency });
  return format.format(money.amount / MINOR_UNITS);
}

/** "14:02". */
export function formatClock(time: Date): string {
  return new Intl.DateTimeFormat(currentLanguageTag(), { hour: "2-digit", minute: "2-digit" }).format(time);
}

/** "23 November 2026, 14:02", for the exact time behind a relative one. */
export function formatExact(time: Date): string {
  return new Intl.DateTimeFormat(currentLanguageTag(), { dateStyle: "long", timeStyle: "short" }).format(time);
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** "in 12 min.", "3 days ago": the largest unit that fits, rounded. */
export function formatRelative(time: Date, now: Date): string {
  const seconds = Math.round((time.getTime() - now.getTime()) / 1000);
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  const format = new Intl.RelativeTimeFormat(currentLanguageTag(), { numeric: "auto", style: unit === "day" ? "long" : "short" });
  return format.format(Math.round(seconds / size), unit);
}
