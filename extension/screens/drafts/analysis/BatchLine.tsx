// Above the list of drafts: how far the looking at the newest ones is, and which of them need a hand.
import { useState } from "preact/hooks";
import { Button } from "../../../ui/Button";
import { t } from "../../../ui/i18n";
import { Notice } from "../../../ui/Notice";
import { Progress } from "../../../ui/Progress";
import { FailureNotice } from "../../failures";
import type { Failure } from "../../ports";
import { hashOf } from "../../route";
import { useKept, usePorts } from "../../use";
import { titleOf } from "../words";

export function BatchLine() {
  const { analysis } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const items = useKept(analysis.latest).value?.items ?? [];
  const open = items.filter(({ state }) => state === "waiting" || state === "working");
  const failed = items.filter(({ state }) => state === "failed");
  if (open.length > 0) {
    const done = items.length - open.length;
    return <Progress label={t("analysis.batch", { done, total: items.length })} done={done} total={items.length} />;
  }
  if (failed.length === 0) return null;
  const again = async () => {
    setBusy(true);
    const asked = await analysis.ask({ draft_ids: failed.map(({ draft_id }) => draft_id) });
    setBusy(false);
    setFailure(asked.ok ? undefined : asked.failure);
  };
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <Notice
        tone="wait"
        title={t("analysis.batch.failed", { count: failed.length })}
        action={
          <Button busy={isBusy} onPress={() => void again()}>
            {t("analysis.batch.again")}
          </Button>
        }
      >
        <ul class="plain-list">
          {failed.map(({ draft_id, title, problem }) => (
            <li key={draft_id}>
              <a href={hashOf("drafts", draft_id)}>{titleOf(title)}</a>
              {`: ${t(`analysis.problem.${problem ?? "interrupted"}.title`)}`}
            </li>
          ))}
        </ul>
      </Notice>
    </>
  );
}
