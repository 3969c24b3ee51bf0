// Shown while the page of somebody else's item is read for its facts, and when it says none; with facts there is a draft instead.
import { Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import type { ScreenProps } from "../table";

export function CopyFacts({ path: [end] }: ScreenProps) {
  if (end === "unread")
    return (
      <Notice tone="wait" title={t("copy.unread")}>
        {t("copy.unread.text")}
      </Notice>
    );
  return (
    <div class="stack">
      <p role="status">{t("copy.reading")}</p>
      <Skeleton rows={3} />
    </div>
  );
}
