// One job whole: before and after, its steps with their times and proofs, what was refused, and what can still be done.
import type { HistoryStep, Job } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatClock, formatExact } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconBack, iconHistory } from "../../ui/icons";
import { Thumb } from "../../ui/Photo";
import { useEscape, useFocusRowAfterwards, useFocusWhenShown } from "../focus";
import { Choices } from "../jobs/Choices";
import { outcomeOf, proofWords, stepOf } from "../jobs/ended_words";
import { statusOf } from "../jobs/words";
import { go, hashOf } from "../route";
import { useKept, useOpenVinted, usePorts } from "../use";

export function Receipt({ jobId }: { jobId: string }) {
  const ports = usePorts();
  const kept = useKept(ports.job(jobId));
  const job = kept.value;
  useEscape(() => go(hashOf("history")));
  useFocusRowAfterwards();
  const shown = useFocusWhenShown<HTMLElement>();
  return (
    <article class="stack receipt" ref={shown} tabIndex={-1}>
      <div>
        <Button kind="quiet" icon={iconBack} onPress={() => go(hashOf("history"))}>
          {t("history.back")}
        </Button>
      </div>
      {job ? (
        <Whole job={job} />
      ) : kept.failure ? (
        <EmptyState icon={iconHistory} title={t("problem.not_found.title")}>
          {t("problem.not_found.todo")}
        </EmptyState>
      ) : (
        <Skeleton />
      )}
    </article>
  );
}

function Whole({ job }: { job: Job }) {
  const openVinted = useOpenVinted(job.closet_id);
  const { tone, word } = statusOf(job);
  const step = stepOf(job);
  return (
    <>
      <header class="waiting-head">
        <Thumb photo={{ src: job.photo_url ?? undefined, alt: "" }} />
        <div class="stack-small">
          <h2>
            {t(`job.verb.${job.verb}`)}: {job.title}
          </h2>
          <div>
            <Badge tone={tone}>{word}</Badge>
          </div>
        </div>
      </header>
      {step && <p>{step.text}</p>}
      {job.refusal && (
        <p>
          {t(`refusal.${job.refusal.kind}`)}. {t(`refusal.${job.refusal.kind}.todo`)}
        </p>
      )}
      {job.restore_from && <p>{t("receipt.restore.text")}</p>}
      <Choices job={job} />
      <Outcome job={job} />
      <section class="card stack" aria-labelledby="steps">
        <h3 id="steps">{t("receipt.steps")}</h3>
        <ol class="steps">
          <Line time={job.created_at} text={t("receipt.wished")} />
          {job.history.map((one) => (
            <StepLine key={`${one.sent_at} ${one.seq}`} step={one} />
          ))}
          {job.ended_at && <Line time={job.ended_at} text={t("receipt.ended", { state: word })} />}
        </ol>
      </section>
      {job.item_id && !job.new_item_id && (
        <div>
          <Button kind="quiet" onPress={() => openVinted(job.item_id ?? "home")}>
            {t("closet.open_on_vinted")}
          </Button>
        </div>
      )}
    </>
  );
}

/** Before and after, where a listing came out of it. */
function Outcome({ job }: { job: Job }) {
  const openVinted = useOpenVinted(job.closet_id);
  if (!job.new_item_id) return null;
  const isLive = job.state === "done";
  return (
    <section class="card before-after" aria-label={t("receipt.before_after")}>
      {job.item_id && (
        <div>
          <h4>{t("relist.before")}</h4>
          <Thumb photo={{ src: job.photo_url ?? undefined, alt: "" }} />
          <p>{t(job.leftover_item_id ? "receipt.old_left" : isLive ? "receipt.old_gone" : "receipt.old_kept")}</p>
        </div>
      )}
      <div>
        <h4>{t("relist.after")}</h4>
        <Thumb photo={{ src: job.photo_url ?? undefined, alt: "" }} />
        <p>
          <Button kind="quiet" onPress={() => openVinted(job.new_item_id ?? "home")}>
            {t("receipt.open_new")}
          </Button>
        </p>
      </div>
    </section>
  );
}

function Line({ time, text }: { time: string; text: string }) {
  return (
    <li class="step">
      <time dateTime={time} title={formatExact(new Date(time))}>
        {formatClock(new Date(time))}
      </time>
      <span>{text}</span>
    </li>
  );
}

function StepLine({ step }: { step: HistoryStep }) {
  const { tone, word } = outcomeOf(step);
  return (
    <li class="step">
      <time dateTime={step.sent_at} title={formatExact(new Date(step.sent_at))}>
        {formatClock(new Date(step.sent_at))}
      </time>
      <div class="stack-small">
        <p>
          {t(`job.step.${step.step}`)} <Badge tone={tone}>{word}</Badge>
        </p>
        {step.proof && <p class="muted">{proofWords(step.proof)}</p>}
        {step.refusal && <p class="muted">{t(`refusal.${step.refusal.kind}`)}</p>}
      </div>
    </li>
  );
}
