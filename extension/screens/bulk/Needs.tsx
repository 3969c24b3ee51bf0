// What a bulk act needs of the safety budget, and how long it takes.
import type { BulkPreview, Closet } from "../../../shared-schemas/wire";
import { formatExact } from "../../ui/format";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { freesWords } from "../safety/budget_left";

type Needed = Pick<BulkPreview, "writes_needed" | "writes_left" | "starts_at" | "ends_at" | "count"> &
  Partial<Pick<BulkPreview, "relists_needed" | "relists_left">>;

export function Needs({ preview, closet }: { preview: Needed; closet: Closet }) {
  const { writes_needed, writes_left, relists_needed = 0, relists_left = 0, starts_at, ends_at, count } = preview;
  if (count === 0) return null;
  const isOver = writes_needed > writes_left || relists_needed > relists_left;
  return (
    <div class="card stack-small">
      <p>{t("bulk.needs.writes", { needed: writes_needed, left: writes_left })}</p>
      {relists_needed > 0 && <p>{t("bulk.needs.relists", { needed: relists_needed, left: relists_left })}</p>}
      <p>{t("bulk.needs.time", { from: formatExact(new Date(starts_at)), until: formatExact(new Date(ends_at)) })}</p>
      {isOver && (
        <Notice tone="wait" title={t("relist.over_budget")}>
          {t("bulk.over_budget")} {freesWords(closet.gauge)}
        </Notice>
      )}
    </div>
  );
}
