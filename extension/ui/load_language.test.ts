import { expect, test } from "vitest";
import { currentLanguageTag, t } from "./i18n";
import { chooseLanguageTag, loadLanguage } from "./load_language";

test.each([
  [["pl", "fr-BE", "en"], "fr-BE"],
  [["DE"], "DE"],
  [["pl", "zh"], "en"],
  [[], "en"],
])("of %j the language %s is chosen", (wanted, chosen) => {
  expect(chooseLanguageTag(wanted)).toBe(chosen);
});

test("the chosen language speaks and marks the page", async () => {
  await loadLanguage(["de-AT", "en"]);
  expect(t("ui.save")).toBe("Speichern");
  expect(document.documentElement.lang).toBe("de-AT");
});

test("the pseudo-locale is English made longer, with its values intact", async () => {
  await loadLanguage(["en"]);
  const plain = t("ui.selected_count", { count: 2 });
  await loadLanguage(["en-XA"]);
  const pseudo = t("ui.selected_count", { count: 2 });
  expect(pseudo).toMatch(/^2 /);
  expect(pseudo).not.toContain("selected");
  expect(pseudo.length).toBeGreaterThanOrEqual(plain.length * 1.35);
  expect(currentLanguageTag()).toBe("en-XA");
});
