// Cards that were put off: they come back by themselves, and can be looked at sooner.
import type { Job } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import { usePorts } from "../use";
import { cardName } from "./card_name";

export function PutOff({ jobs }: { jobs: readonly Job[] }) {
  const { approvals } = usePorts();
  if (jobs.length === 0) return null;
  return (
    <details>
      <summary>{t("approvals.put_off", { count: jobs.length })}</summary>
      <ul class="plain-list">
        {jobs.map((job) => (
          <li key={job.id} class="section-head">
            <span>
              {cardName(job)}{" "}
              {job.next_at && (
                <span class="muted">
                  <RelativeTime time={new Date(job.next_at)} />
                </span>
              )}
            </span>
            <Button kind="quiet" onPress={() => void approvals.snooze(job.id, null)}>
              {t("approvals.now")}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
