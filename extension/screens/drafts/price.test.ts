import { describe, expect, it, test } from "vitest";
import { priceText, readPrice } from "./price";

describe("readPrice", () => {
  test.each([
    ["12,50", 1250],
    ["12.50", 1250],
    ["12", 1200],
    ["12,", 1200],
    ["12,5", 1250],
    [" 1 200,00 € ", 120000],
    ["1.200", 120000],
    ["1,200.50", 120050],
    ["1.200,5", 120050],
    ["2'500", 250000],
    ["€ 7", 700],
    ["30000", 3_000_000],
  ])("%s is %i cents", (text, amount) => {
    expect(readPrice(text, "EUR")).toEqual({ price: { amount, currency: "EUR" }, problem: null });
  });

  test.each([
    ["0", 0, "too_low"],
    ["0,99", 99, "too_low"],
    ["30000,01", 3_000_001, "too_high"],
    ["1000000000", 100_000_000_000, "too_high"],
  ])("%s is kept and named %s", (text, amount, problem) => {
    expect(readPrice(text, "EUR")).toEqual({ price: { amount, currency: "EUR" }, problem });
  });

  test.each([
    ["-1", "negative"],
    ["−1", "negative"],
    ["1e9", "not_an_amount"],
    ["12,345,6", "not_an_amount"],
    ["1,2345", "not_an_amount"],
    ["zwölf", "not_an_amount"],
    ["12 à 15", "not_an_amount"],
    ["99999999999999999999", "too_high"],
  ])("%s cannot be stored: %s", (text, problem) => {
    expect(readPrice(text, "EUR")).toEqual({ price: null, problem });
  });

  it("an empty box is no price and no mistake", () => {
    expect(readPrice("  ", "EUR")).toEqual({ price: null, problem: null });
  });

  it("every amount is read back as it is shown, in every language", () => {
    for (const tag of ["en", "fr", "es", "de", "pl", "hu"])
      for (let amount = 100; amount < 3_000_000; amount += 997) {
        const price = { amount, currency: "EUR" };
        expect(readPrice(priceText(price, tag), "EUR")).toEqual({ price, problem: null });
      }
  });
});
