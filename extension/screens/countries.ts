// A country's name in the current language, from its two letters.
import { currentLanguageTag } from "../ui/i18n";

export function countryName(country: string): string {
  return new Intl.DisplayNames(currentLanguageTag(), { type: "region" }).of(country.toUpperCase()) ?? country;
}
