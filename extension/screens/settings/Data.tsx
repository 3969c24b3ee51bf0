// What is kept here and on the server, when the card about data was understood, and forgetting the local copies.
import { Button } from "../../ui/Button";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import type { Preferences } from "../ports";
import { usePorts } from "../use";

export function Data({ preferences }: { preferences: Preferences }) {
  const { clearCache } = usePorts();
  return (
    <section class="card stack" aria-labelledby="data">
      <h2 id="data">{t("settings.data.title")}</h2>
      <p>{t("settings.data.here")}</p>
      <p>{t("settings.data.server")}</p>
      {preferences.understood_at && (
        <p class="muted">{t("settings.data.understood", { date: formatDate(new Date(preferences.understood_at)) })}</p>
      )}
      <p>
        <Button onPress={() => void clearCache()}>{t("settings.data.clear")}</Button>
      </p>
      <p class="muted">{t("settings.data.clear_text")}</p>
    </section>
  );
}
