import { describe, expect, test } from "vitest";
import { formatMoney, formatRelative } from "./format";
import { loadLanguage } from "./load_language";

const NOW = new Date("2026-11-23T12:00:00Z");
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe("formatMoney", () => {
  test.each([
    ["fr", 1250, "EUR", "12,50 €"],
    ["en", 1250, "GBP", "£12.50"],
    ["de", 500_000, "HUF", "5.000 HUF"],
    ["en", 0, "EUR", "€0.00"],
  ])("%s: %d minor units of %s is %s", async (language, amount, currency, text) => {
    await loadLanguage([language]);
    expect(formatMoney({ amount, currency }).replaceAll(/\s/g, " ")).toBe(text);
  });
});

describe("formatRelative", () => {
  test.each([
    [12 * 60, "in 12 min."],
    [-40, "40 sec. ago"],
    [3600 * 26, "tomorrow"],
    [-86_400 * 3, "3 days ago"],
    [0, "now"],
  ])("%d seconds away is %s", async (seconds, text) => {
    await loadLanguage(["en"]);
    expect(formatRelative(after(seconds), NOW)).toBe(text);
  });
});
