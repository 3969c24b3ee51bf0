// Language and theme of a page of ours, as the person chose them, before its first drawing.
import { readPreferences, watchPreferences } from "../storage/preferences";
import { type Loaders, loadLanguage } from "../ui/load_language";

/** `loaders`: where a page that shows only a part of the texts gets its share from. */
export async function applyPreferences(loaders?: Loaders): Promise<void> {
  const { language, theme } = await readPreferences();
  showTheme(theme);
  watchPreferences((changed) => showTheme(changed.theme));
  const wanted: readonly string[] = language ? [language] : navigator.languages;
  await loadLanguage(wanted, loaders);
}

function showTheme(theme: "system" | "light" | "dark"): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
