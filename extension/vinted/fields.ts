// Taking values out of Vinted's JSON: never throws, takes the several forms one value comes in (ids as text, money as object,
// text or number), and knows no field names. Which fields an answer has is the business of readers.ts.
import type { Money } from "../../shared-schemas/wire";

export type Json = Record<string, unknown>;

export function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A finite number, also when it comes as text; null for anything else. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** A whole number from 1 on: what an id is. */
export function idOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Number.isSafeInteger(number) && number >= 1 ? number : null;
}

export function idsOf(value: unknown): number[] {
  return (Array.isArray(value) ? value : []).map(idOf).filter((id) => id !== null);
}

/** Vinted writes flags as booleans and as 0 and 1. */
export function flagOf(value: unknown): boolean {
  return value === true || value === 1;
}

/** A moment in ISO 8601, from ISO text or Unix seconds; null for anything else. */
export function momentOf(value: unknown): string | null {
  const at = typeof value === "number" ? value * 1000 : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) && Math.abs(at) < 8e15 ? new Date(at).toISOString() : null;
}

/** The first value under one of these names, at whatever depth within reason; for what nobody says the place of. */
export function findDeep(value: unknown, names: readonly string[], depth = 5): unknown {
  if (depth === 0 || typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value)) for (const name of names) if (Object.hasOwn(value, name)) return (value as Json)[name];
  for (const inner of Object.values(value).slice(0, 100)) {
    const found = findDeep(inner, names, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Money as `{amount, currency_code}`, as text or as number, in minor units. Every currency of Vinted's has two decimals. */
export function moneyOf(value: unknown, currency: string): Money | null {
  const money = objectOf(value);
  const written = money["amount"] ?? value;
  const text = typeof written === "number" ? String(written) : textOf(written).trim();
  const parts = /^(\d+)(?:[.,](\d+))?$/.exec(text);
  if (!parts) return null;
  const [, whole, decimals = ""] = parts;
  const minor = Number(whole) * 100 + Math.round(Number(`0.${decimals || "0"}`) * 100);
  return { amount: minor, currency: textOf(money["currency_code"]) || currency };
}
