// Language and theme. A new language needs the page anew, because texts are loaded before the first drawing.
import type { Language } from "../../../shared-schemas/wire";
import { SelectField } from "../../ui/Field";
import { type TextKey, t } from "../../ui/i18n";
import { LANGUAGES } from "../../ui/load_language";
import type { Preferences } from "../ports";
import { usePorts } from "../use";

const THEMES = ["system", "light", "dark"] as const satisfies readonly Preferences["theme"][];
const THEME_NAMES: Readonly<Record<Preferences["theme"], TextKey>> = {
  system: "settings.theme.system",
  light: "settings.theme.light",
  dark: "settings.theme.dark",
};

export function Look({ preferences }: { preferences: Preferences }) {
  const { changePreferences } = usePorts();
  const chooseLanguage = async (language: Language | null) => {
    await changePreferences({ language });
    location.reload();
  };
  return (
    <section class="card stack" aria-labelledby="look">
      <h2 id="look">{t("settings.look.title")}</h2>
      <div class="fields">
        <SelectField
          label={t("settings.language")}
          value={preferences.language ?? ""}
          options={[
            { value: "", label: t("settings.language.browser") },
            ...LANGUAGES.map((language) => ({ value: language, label: nameOfLanguage(language) })),
          ]}
          onChange={(value) => void chooseLanguage(LANGUAGES.find((known) => known === value) ?? null)}
        />
        <SelectField
          label={t("settings.theme")}
          value={preferences.theme}
          options={THEMES.map((theme) => ({ value: theme, label: t(THEME_NAMES[theme]) }))}
          onChange={(value) => void changePreferences({ theme: THEMES.find((known) => known === value) ?? "system" })}
        />
      </div>
    </section>
  );
}

/** Each language in its own words: whoever cannot read the current one finds theirs. */
function nameOfLanguage(language: Language): string {
  return new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
}
