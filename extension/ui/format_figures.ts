// How numbers, days, shares, shifts, months, languages and a model's cost are written. Apart from format.ts, which the popup carries.
import { currentLanguageTag } from "./i18n";

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(currentLanguageTag()).format(value);
}

/** "23 November 2026". */
export function formatDate(day: Date): string {
  return new Intl.DateTimeFormat(currentLanguageTag(), { dateStyle: "long" }).format(day);
}

/** "+12%", "-8%": by how much something moved. */
export function formatShift(percent: number): string {
  return new Intl.NumberFormat(currentLanguageTag(), { style: "percent", signDisplay: "exceptZero" }).format(percent / 100);
}

/** What a model cost, from millionths of a US dollar: "0,0031 $US". */
export function formatMicros(micros: number): string {
  const format = new Intl.NumberFormat(currentLanguageTag(), { style: "currency", currency: "USD", maximumFractionDigits: 4 });
  return format.format(micros / 1_000_000);
}

/** "90 %". */
export function formatShare(share: number): string {
  return new Intl.NumberFormat(currentLanguageTag(), { style: "percent" }).format(share);
}

/** "November 2026". */
export function formatMonth(day: Date): string {
  return new Intl.DateTimeFormat(currentLanguageTag(), { month: "long", year: "numeric", timeZone: "UTC" }).format(day);
}

/** A language's own name: "français". */
export function formatLanguage(code: string): string {
  return new Intl.DisplayNames(code, { type: "language" }).of(code) ?? code;
}
