// @vitest-environment node
// The four languages are complete: same keys, same values, nothing unused, nothing left in English by accident; and no text
// that people read stands in a component.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseMessage, valueNames } from "../ui/message_format";
import { findTextLiterals, findUsedKeys, isUsed } from "./used_texts";

const ROOT = join(import.meta.dirname, "..");
const read = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(ROOT, "locales", `${language}.json`), "utf8"));
const EN = read("en");

/** Texts that are rightly the same as in English, by language. */
const SAME_AS_ENGLISH: Readonly<Record<string, readonly string[]>> = {
  fr: [
    "analysis.provider.anthropic",
    "analysis.provider.openai",
    "app.name",
    "draft.unit.description",
    "draft.unit.isbn",
    "draft.unit.photos",
    "fill.part.description",
    "fill.part.isbn",
    "fill.part.photos",
    "screen.photos",
  ],
  es: [
    "analysis.provider.anthropic",
    "analysis.provider.openai",
    "app.name",
    "draft.material",
    "draft.no",
    "draft.unit.isbn",
    "fill.part.isbn",
    "template.variable.material",
  ],
  de: [
    "analysis.provider.anthropic",
    "analysis.provider.openai",
    "app.name",
    "draft.material",
    "draft.unit.isbn",
    "fill.part.isbn",
    "template.variable.material",
  ],
};

const SOURCES = globSync(
  [
    "{app,photos,pixels,ui,screens,portal,actions,jobs,backend,messages,storage,vinted,entrypoints}/**/*.{ts,tsx}",
    "locales/manifest_texts.ts",
  ],
  {
    cwd: ROOT,
    exclude: (path) => path.includes("node_modules") || path.includes("dist"),
  },
)
  .filter((path) => !path.includes(".test.") && !path.endsWith(".d.ts"))
  .map((path) => ({ path, code: readFileSync(join(ROOT, path), "utf8") }));

describe.each(["fr", "es", "de"])("%s", (language) => {
  const texts = read(language);

  test("has exactly the keys of English", () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(EN).sort());
  });

  test("asks for the same values as English", () => {
    const values = (from: Record<string, string>) =>
      Object.fromEntries(Object.entries(from).map(([key, text]) => [key, [...valueNames(text)].sort()]));
    expect(values(texts)).toEqual(values(EN));
  });

  test("is translated", () => {
    const same = Object.keys(EN).filter((key) => texts[key] === EN[key]);
    expect(same.sort()).toEqual([...(SAME_AS_ENGLISH[language] ?? [])].sort());
  });
});

test.each(["en", "fr", "es", "de"])("%s can be read and is sorted", (language) => {
  const texts = read(language);
  for (const text of Object.values(texts)) expect(() => parseMessage(text)).not.toThrow();
  expect(Object.keys(texts)).toEqual(Object.keys(texts).sort());
});

test("every key is used", () => {
  const used = SOURCES.map(({ path, code }) => findUsedKeys(path, code));
  expect(Object.keys(EN).filter((key) => !used.some((found) => isUsed(key, found)))).toEqual([]);
});

test("no code carries a text of its own", () => {
  const found = SOURCES.flatMap(({ path, code }) => findTextLiterals(path, code).map((text) => `${path}: ${text}`));
  expect(found).toEqual([]);
});

describe("findTextLiterals", () => {
  test.each([
    ["<p>Hello</p>", ["Hello"]],
    ['<p>{"Hello"}</p>', ["Hello"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code that is read, not run
    ["<p>{`Hello ${name}`}</p>", ["Hello "]],
    ['<p>{ok ? "Yes" : t("ui.save")}</p>', ["Yes"]],
    ['<img alt="A dress" />', ["A dress"]],
    ['<Button label={wide ? "Open" : ""} />', ["Open"]],
    ['<p>{kind === "open" && t("ui.save")}</p>', []],
    ['<p class="big" data-x="y">{t("ui.save")} · 12</p>', []],
  ])("finds what a person would read in %s", (code, texts) => {
    expect(findTextLiterals("x.tsx", `export const X = () => ${code};`)).toEqual(texts);
  });

  test.each([
    ['button.textContent = "Relist"', ["Relist"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code that is read, not run
    ["line.innerText = wide ? `Open ${name}` : t('ui.save')", ["Open "]],
    ['list.setAttribute("aria-label", "Listings")', ["Listings"]],
    ['list.setAttribute("role", "menu")', []],
    ['list.append("None yet", line)', ["None yet"]],
    ['button.textContent = t("ui.save")', []],
    ['form.append("photo[type]", "item")', []],
  ])("finds what plain code would show in %s", (code, texts) => {
    expect(findTextLiterals("x.ts", code)).toEqual(texts);
  });
});

describe("findUsedKeys", () => {
  test("reads literal keys, choices and prefixes of templates", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code that is read, not run
    const found = findUsedKeys("x.ts", 't("a.b"); t(ok ? "a.c" : "a.d"); t(`verb.${verb}`); const key: TextKey = "a.e";');
    expect(["a.b", "a.c", "a.d", "a.e", "verb.relist"].filter((key) => isUsed(key, found))).toEqual([
      "a.b",
      "a.c",
      "a.d",
      "a.e",
      "verb.relist",
    ]);
    expect(isUsed("a.x", found)).toBe(false);
  });
});
