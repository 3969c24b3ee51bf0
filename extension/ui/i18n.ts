// The words people read: `t("key", values)` looks a text up in the language that was installed at start.
// Choosing and loading a language lives in load_language.ts, so that the in-page script does not carry four languages.
import type en from "../locales/en.json";
import { formatMessage, type TextValues } from "./message_format";

export type TextKey = keyof typeof en;
export type Texts = Readonly<Record<TextKey, string>>;

let languageTag = "en";
let texts: Texts | undefined;

/** Makes these texts the current ones. `tag` is a BCP 47 tag and also decides how numbers, dates and money look. */
export function installTexts(tag: string, newTexts: Texts): void {
  languageTag = tag;
  texts = newTexts;
}

/** The text of a key in the current language. Throws when no language was installed or a value is missing. */
export function t(key: TextKey, values?: TextValues): string {
  if (!texts) throw new Error("no language installed: call loadLanguage before the first render");
  return formatMessage(texts[key], languageTag, values);
}

/** The BCP 47 tag of the current language, for Intl and for the `lang` attribute. */
export function currentLanguageTag(): string {
  return languageTag;
}
