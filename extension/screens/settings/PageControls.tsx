// Our buttons in Vinted's pages, each of which can be switched off.
import { type TextKey, t } from "../../ui/i18n";
import type { PageControl, Preferences } from "../ports";
import { usePorts } from "../use";

const CONTROLS = [
  ["cards", "settings.controls.cards"],
  ["selection", "settings.controls.selection"],
  ["item", "settings.controls.item"],
  ["copy", "settings.controls.copy"],
  ["form", "settings.controls.form"],
] as const satisfies readonly [PageControl, TextKey][];

export function PageControls({ preferences }: { preferences: Preferences }) {
  const { changePreferences } = usePorts();
  return (
    <section class="card stack" aria-labelledby="controls">
      <h2 id="controls">{t("settings.controls.title")}</h2>
      <p class="muted">{t("settings.controls.text")}</p>
      {CONTROLS.map(([control, label]) => (
        <label key={control} class="check">
          <input
            type="checkbox"
            checked={preferences.controls[control]}
            onChange={(event) =>
              void changePreferences({ controls: { ...preferences.controls, [control]: event.currentTarget.checked } })
            }
          />
          {t(label)}
        </label>
      ))}
    </section>
  );
}
