// The popup's share of each language (locales/popup_texts.ts makes it at build), to be handed to `loadLanguage`.
import type { Loaders } from "./load_language";

export const POPUP_LOADERS: Loaders = {
  en: () => import("../locales/en.json?popup"),
  fr: () => import("../locales/fr.json?popup"),
  es: () => import("../locales/es.json?popup"),
  de: () => import("../locales/de.json?popup"),
};
