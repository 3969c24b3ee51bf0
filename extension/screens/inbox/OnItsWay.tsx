// What of ours is on its way in a conversation: waiting, being sent, sent, not sent, or not known. Each says exactly what it carries.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Job } from "../../../shared-schemas/wire";
import { Badge, type Tone } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import { Choices } from "../jobs/Choices";
import { stepOf } from "../jobs/ended_words";
import { hashOf } from "../route";
import { needsPerson } from "../today/waiting";
import { useKept, usePorts } from "../use";
import { type SendState, sendStateOf } from "./send_state";

const TONES: Readonly<Record<SendState, Tone>> = {
  waits: "neutral",
  yes_needed: "wait",
  sending: "info",
  sent: "good",
  unknown: "wait",
  not_sent: "bad",
};

export function OnItsWay({ jobIds }: { jobIds: readonly string[] }) {
  const shown = useSeen(jobIds);
  return (
    <div class="stack" aria-live="polite">
      {shown.map((id) => (
        <Sending key={id} jobId={id} />
      ))}
    </div>
  );
}

function Sending({ jobId }: { jobId: string }) {
  const { job: jobOf, cancelJob } = usePorts();
  const job = useKept(jobOf(jobId)).value;
  if (!job) return null;
  const state = sendStateOf(job);
  const step = stepOf(job);
  return (
    <article class="sending" data-state={state} aria-label={t(`job.verb.${job.verb}`)}>
      <p class="section-head">
        <Badge tone={TONES[state]}>{t(`inbox.state.${state}`)}</Badge>
        <span class="muted">
          {step?.text} {state === "waits" && job.next_at && <RelativeTime time={new Date(job.next_at)} />}
        </span>
      </p>
      <p class="entry-text">{carried(job)}</p>
      {state === "unknown" && <p class="muted">{t("inbox.state.unknown.todo")}</p>}
      {state === "yes_needed" ? (
        <p>
          <a href={hashOf("approvals")}>{t("inbox.to_approvals")}</a>
        </p>
      ) : (
        needsPerson(job) && job.choices.length > 0 && <Choices job={job} />
      )}
      {state === "waits" && (
        <div>
          <Button kind="quiet" onPress={() => void cancelJob(job.id)}>
            {t("inbox.do_not_send")}
          </Button>
        </div>
      )}
    </article>
  );
}

function carried({ card, verb }: Job): string {
  const words = [card?.amount && formatMoney(card.amount), card?.text].filter(Boolean).join(" · ");
  return words || t(`job.verb.${verb}`);
}

/** Those on their way, and those that ended while somebody looked: they stay, so that their end is seen. */
function useSeen(jobIds: readonly string[]): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>(jobIds);
  const known = useRef(new Set(jobIds));
  useEffect(() => {
    const fresh = jobIds.filter((id) => !known.current.has(id));
    for (const id of fresh) known.current.add(id);
    if (fresh.length > 0) setSeen((before) => [...before, ...fresh]);
  }, [jobIds.join()]);
  return seen;
}
