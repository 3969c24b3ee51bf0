// One thing that waits for the person: which item, what happened, what is so now, and the answers there are.
import type { Closet, Job } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { formatExact } from "../../ui/format";
import { t } from "../../ui/i18n";
import { Thumb } from "../../ui/Photo";
import { Choices, isSolvedOnVinted } from "../jobs/Choices";
import { nameOf, statusOf } from "../jobs/words";
import { hashOf } from "../route";
import { useOpenVinted } from "../use";

interface WaitingCardProps {
  job: Job;
  closet: Closet | undefined;
  /** The closet the screens show, whose own state stands above already. */
  isInFront: boolean;
}

export function WaitingCard({ job, closet, isInFront }: WaitingCardProps) {
  const openVinted = useOpenVinted(job.closet_id);
  const { tone, word } = statusOf(job);
  const refusal = isInFront && job.refusal?.kind === closet?.rest?.kind ? undefined : job.refusal;
  return (
    <article class="card waiting" aria-label={nameOf(job)}>
      <header class="waiting-head">
        <Thumb photo={{ src: job.photo_url ?? undefined, alt: "" }} />
        <div>
          <p>
            <strong>{t(`job.verb.${job.verb}`)}</strong> <a href={hashOf("history", job.id)}>{job.title}</a>
          </p>
          <Badge tone={job.restore_from ? "wait" : tone}>
            {job.restore_from ? t("receipt.restore.title") : job.leftover_item_id ? t("job.leftover") : word}
          </Badge>{" "}
          {!isInFront && <span class="muted">{closet?.login}</span>}
        </div>
      </header>
      <div class="stack">
        {job.restore_from ? <p>{t("receipt.restore.text")}</p> : job.reason && <p>{t(`job.reason.${job.reason}`)}</p>}
        {refusal && (
          <p>
            {t(`refusal.${refusal.kind}`)}. {t(`refusal.${refusal.kind}.todo`)}
          </p>
        )}
        {job.restorable && (
          <p>
            <strong>{hiddenWords(job, closet)}</strong>
          </p>
        )}
        {job.leftover_item_id && <p>{t("today.leftover")}</p>}
      </div>
      <Choices job={job} />
      {(job.item_id || job.leftover_item_id) && !isSolvedOnVinted(job) && (
        <div>
          <Button kind="quiet" onPress={() => openVinted(job.leftover_item_id ?? job.item_id ?? "home")}>
            {t("closet.open_on_vinted")}
          </Button>
        </div>
      )}
    </article>
  );
}

/** Until when an item is hidden: not before the job's own time, nor before the closet's rest ends. */
function hiddenWords({ state, next_at }: Job, closet: Closet | undefined): string {
  const times = [next_at, closet?.rest?.until].flatMap((time) => (time ? [Date.parse(time)] : []));
  const until = Math.max(0, ...times);
  if (until > Date.now()) return t("today.hidden_until", { time: formatExact(new Date(until)) });
  return t(state === "parked" ? "today.hidden_now" : "today.hidden_until_you");
}
