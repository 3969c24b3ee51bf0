import { describe, expect, test } from "vitest";
import { formatMessage, mapWords, valueNames } from "./message_format";

const PHOTOS = "{count, plural, =0 {no photo} one {# photo of {name}} other {# photos of {name}}}";

describe("formatMessage", () => {
  test("fills values as the language writes numbers", () => {
    expect(formatMessage("{n} of {name}", "de", { n: 1234.5, name: "Ana" })).toBe("1.234,5 of Ana");
  });

  test.each([
    [0, "no photo"],
    [1, "1 photo of Ana"],
    [1200, "1,200 photos of Ana"],
  ])("chooses the plural form for %d", (count, text) => {
    expect(formatMessage(PHOTOS, "en", { count, name: "Ana" })).toBe(text);
  });

  test("zero is singular in French", () => {
    const text = "{count, plural, one {# article} other {# articles}}";
    expect(formatMessage(text, "fr", { count: 0 })).toBe("0 article");
    expect(formatMessage(text, "en", { count: 0 })).toBe("0 articles");
  });

  test("a value that was not given is an error, not an empty gap", () => {
    expect(() => formatMessage("Relist {title}", "en")).toThrow("{title}");
  });

  test.each(["{count, plural, one {# a}}", "{count, plural, other {a}", "a } b", "{}"])("refuses the broken text %s", (text) => {
    expect(() => formatMessage(text, "en", { count: 1 })).toThrow();
  });
});

test("valueNames looks into plural forms", () => {
  expect([...valueNames(PHOTOS)].sort()).toEqual(["count", "name"]);
});

test("mapWords leaves values and keywords alone", () => {
  const loud = mapWords(PHOTOS, (words) => words.toUpperCase());
  expect(formatMessage(loud, "en", { count: 2, name: "Ana" })).toBe("2 PHOTOS OF Ana");
});
