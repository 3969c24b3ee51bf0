// Chooses one of our four languages and loads only that one. Pages call it once before their first render.
import type { Language } from "../../shared-schemas/wire";
import { installTexts, type Texts } from "./i18n";

export const LANGUAGES: readonly Language[] = ["en", "fr", "es", "de"];

/** A browser in this language (no person has it) gets accented, 40 % longer English: it shows texts that bypass `t()` and cut words. */
export const PSEUDO_TAG = "en-XA";

/** How each language is fetched. */
export type Loaders = Readonly<Record<Language, () => Promise<{ default: Texts }>>>;

const LOADERS: Loaders = {
  en: () => import("../locales/en.json"),
  fr: () => import("../locales/fr.json"),
  es: () => import("../locales/es.json"),
  de: () => import("../locales/de.json"),
};

/** The first tag whose language we have; English when there is none. Tags come in order of preference. */
export function chooseLanguageTag(wanted: readonly string[]): string {
  return wanted.find((tag) => languageOf(tag) !== undefined) ?? "en";
}

/** Loads the best language for these tags and installs it. Returns the chosen tag; sets `lang` on the page if there is one. */
export async function loadLanguage(wanted: readonly string[], loaders: Loaders = LOADERS): Promise<string> {
  const tag = chooseLanguageTag(wanted);
  const { default: loaded } = await loaders[languageOf(tag) ?? "en"]();
  const texts = tag === PSEUDO_TAG ? (await import("./pseudo_locale")).pseudoTexts(loaded) : loaded;
  installTexts(tag, texts);
  if (typeof document !== "undefined") document.documentElement.lang = tag;
  return tag;
}

/** Our language for a BCP 47 tag, if we have it. */
export function languageOf(tag: string): Language | undefined {
  const language = tag.split("-")[0]?.toLowerCase();
  return LANGUAGES.find((known) => known === language);
}
