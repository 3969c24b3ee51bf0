// Appears only when something was changed and is not kept yet. Surfaces with autosave have no such bar.
import { Button } from "./Button";
import { t } from "./i18n";

interface SaveBarProps {
  isDirty: boolean;
  isSaving?: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

export function SaveBar({ isDirty, isSaving = false, onSave, onDiscard }: SaveBarProps) {
  if (!isDirty) return null;
  return (
    <section class="save-bar" aria-label={t("ui.unsaved")}>
      <span>{t("ui.unsaved")}</span>
      <Button onPress={onDiscard} disabled={isSaving}>
        {t("ui.discard")}
      </Button>
      <Button kind="primary" onPress={onSave} busy={isSaving}>
        {t("ui.save")}
      </Button>
    </section>
  );
}
