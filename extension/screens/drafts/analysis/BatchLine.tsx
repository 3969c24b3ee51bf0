// Above the list of drafts: how far the looking at the newest ones is, and which of them need a hand.
import { t } from "../../../ui/i18n";
import { Notice } from "../../../ui/Notice";
import { Progress } from "../../../ui/Progress";
import { hashOf } from "../../route";
import { useKept, usePorts } from "../../use";
import { titleOf } from "../words";

export function BatchLine() {
  const { analysis } = usePorts();
  const items = useKept(analysis.latest).value?.items ?? [];
  const open = items.filter(({ state }) => state === "waiting" || state === "working");
  const failed = items.filter(({ state }) => state === "failed");
  if (open.length > 0) {
    const done = items.length - open.length;
    return <Progress label={t("analysis.batch", { done, total: items.length })} done={done} total={items.length} />;
  }
  if (failed.length === 0) return null;
  return (
    <Notice tone="wait" title={t("analysis.batch.failed", { count: failed.length })}>
      <ul class="plain-list">
        {failed.map(({ draft_id, title }) => (
          <li key={draft_id}>
            <a href={hashOf("drafts", draft_id)}>{titleOf(title)}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
