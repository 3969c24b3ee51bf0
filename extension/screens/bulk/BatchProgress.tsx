// A bulk act item by item, from its start to its summary. It goes on when this page is closed; Today shows it meanwhile.
import { useState } from "preact/hooks";
import type { Batch, Closet, Job } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconBack, iconHistory } from "../../ui/icons";
import { Progress } from "../../ui/Progress";
import { RelativeTime } from "../../ui/RelativeTime";
import { FailureNotice } from "../failures";
import { useEscape, useFocusWhenShown } from "../focus";
import { Choices } from "../jobs/Choices";
import { PicturedRow } from "../jobs/PicturedRow";
import type { Failure, Result } from "../ports";
import { go, hashOf } from "../route";
import { needsPerson } from "../today/waiting";
import { useKept, usePorts } from "../use";
import { countsWords, totalOf } from "./counts";
import { batchHash, placeOf } from "./places";
import "./bulk.css";

export function BatchProgress({ id, closet }: { id: string; closet: Closet }) {
  const { bulk } = usePorts();
  const { value: batch, failure } = useKept(bulk.batch(id));
  const jobs = useKept(bulk.jobs(id)).value;
  const shown = useFocusWhenShown<HTMLElement>();
  const leave = () => go(hashOf(batch ? placeOf(batch) : "closet"));
  useEscape(leave);
  return (
    <section class="stack bulk" aria-label={t("bulk.progress")} ref={shown} tabIndex={-1}>
      <div>
        <Button kind="quiet" icon={iconBack} onPress={leave}>
          {t(batch && placeOf(batch) === "drafts" ? "draft.back" : "closet.back")}
        </Button>
      </div>
      {batch ? (
        <Whole batch={batch} jobs={jobs} closet={closet} />
      ) : failure?.why === "refused" ? (
        <EmptyState icon={iconHistory} title={t("problem.not_found.title")}>
          {t("problem.not_found.todo")}
        </EmptyState>
      ) : (
        <Skeleton rows={5} />
      )}
    </section>
  );
}

function Whole({ batch, jobs, closet }: { batch: Batch; jobs: readonly Job[] | undefined; closet: Closet }) {
  const { counts, next_at, is_over } = batch;
  const total = totalOf(counts);
  const isAhead = next_at && Date.parse(next_at) > Date.now();
  return (
    <>
      <header class="stack-small">
        <h2>{t(`bulk.title.${batch.act.act}`, { count: total })}</h2>
        <p>{t(is_over ? "bulk.over" : "bulk.goes_on")}</p>
      </header>
      <Progress label={countsWords(counts)} done={total - counts.waiting - counts.doing} total={total} />
      {!is_over && isAhead && (
        <p class="muted">
          {t("ui.next")} <RelativeTime time={new Date(next_at)} />
        </p>
      )}
      <Controls batch={batch} closet={closet} />
      {jobs ? <Jobs jobs={jobs} /> : <Skeleton rows={4} />}
    </>
  );
}

function Controls({ batch, closet }: { batch: Batch; closet: Closet }) {
  const { bulk, changeCloset } = usePorts();
  const [busy, setBusy] = useState<"stop" | "retry">();
  const [failure, setFailure] = useState<Failure>();
  const { counts, is_over, id } = batch;
  const isPaused = closet.paused === "person";
  const act = async (name: "stop" | "retry", acting: Promise<Result<Batch>>) => {
    setBusy(name);
    const result = await acting;
    setBusy(undefined);
    setFailure(result.ok ? undefined : result.failure);
    // a second try is a bulk act of its own
    if (result.ok && result.value.id !== id) go(batchHash(result.value));
  };
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <div class="actions">
        {!is_over && (
          <Button onPress={() => void changeCloset(closet.id, { paused: !isPaused })}>
            {t(isPaused ? "closet.resume_all" : "closet.pause_all")}
          </Button>
        )}
        {counts.waiting > 0 && (
          <Button kind="danger" busy={busy === "stop"} onPress={() => void act("stop", bulk.stop(id))}>
            {t("bulk.stop", { count: counts.waiting })}
          </Button>
        )}
        {counts.failed > 0 && counts.doing + counts.waiting === 0 && (
          <Button kind="primary" busy={busy === "retry"} onPress={() => void act("retry", bulk.retry(id))}>
            {t("bulk.retry", { count: counts.failed })}
          </Button>
        )}
        <Button onPress={() => go(hashOf(placeOf(batch)))}>{t(placeOf(batch) === "drafts" ? "draft.back" : "bulk.close")}</Button>
      </div>
    </>
  );
}

/** What needs the person first, then what failed, then in the order they were chosen. */
function Jobs({ jobs }: { jobs: readonly Job[] }) {
  const rank = (job: Job) => (needsPerson(job) ? 0 : job.state === "failed" ? 1 : 2);
  const sorted = jobs.toReversed().toSorted((a, b) => rank(a) - rank(b));
  return (
    <div class="card rows">
      {sorted.map((job) => (
        <div key={job.id}>
          <PicturedRow job={job} />
          {needsPerson(job) && job.choices.length > 0 && <Choices job={job} />}
        </div>
      ))}
    </div>
  );
}
