// Today: what waits for the person, what runs, how much of the safety budget is left, and three numbers of the week. On a good
// day nothing waits, and it says so.
import type { Closet, Job } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatClock } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconToday } from "../../ui/icons";
import { PicturedRow } from "../jobs/PicturedRow";
import { isPlanned } from "../running";
import { Gauges, WhyWaiting } from "../safety/Gauges";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";
import { useSituation } from "../use_situation";
import { Batches } from "./Batches";
import { Elsewhere } from "./Elsewhere";
import { WaitingCard } from "./WaitingCard";
import { WeekNumbers } from "./WeekNumbers";
import { isCard, isForPerson, waitsForYes } from "./waiting";
import "./today.css";

export function Today() {
  const ports = usePorts();
  const closets = useKept(ports.closets);
  const jobs = useKept(ports.openJobs);
  const named = useKept(ports.namedJobs).value ?? [];
  const closet = currentCloset(closets);
  const situation = useSituation();
  if (!closet) return closets.value || closets.failure ? null : <Skeleton />;
  const open = jobs.value ?? [];
  // what waits for the person waits whichever closet is in front; what runs is paused and resumed with its closet
  const waiting = open.filter((job) => isForPerson(job) && !isCard(job));
  const cards = open.filter((job) => waitsForYes(job));
  const over = named.filter(({ id }) => !open.some((job) => job.id === id && isForPerson(job)));
  const running = open.filter((job) => !job.batch_id && job.closet_id === closet.id && !isForPerson(job) && !isPlanned(job));
  const closetOf = (job: Job) => closets.value?.items.find(({ id }) => id === job.closet_id);
  // when something else is in the way, the notice above says it, and the day is not called good
  const isFine = situation.is === "ready" || situation.is === "working";
  const isEmpty = jobs.value !== undefined && waiting.length + over.length + cards.length === 0;
  return (
    <div class="today">
      <div class="stack">
        <section class="stack" aria-labelledby="waiting">
          <h2 id="waiting" class={isEmpty ? "visually-hidden" : undefined}>
            {t("today.waiting", { count: waiting.length + over.length + cards.length })}
          </h2>
          {isEmpty && isFine && (
            <EmptyState icon={iconToday} title={t("today.nothing.title")}>
              {t(running.length > 0 ? "today.nothing.running" : "today.nothing.text")}
            </EmptyState>
          )}
          <Elsewhere closet={closet} cards={cards.length} />
          {[...waiting, ...over].map((job) => (
            <WaitingCard key={job.id} job={job} closet={closetOf(job)} isInFront={job.closet_id === closet.id} />
          ))}
        </section>
        <Batches closet={closet} />
        {running.length > 0 && <Running jobs={running} closet={closet} />}
      </div>
      <aside class="stack today-aside" aria-label={t("today.figures")}>
        <Budget closet={closet} jobs={open} />
        <WeekNumbers closet={closet} />
        {closets.readAt && <p class="updated">{t("ui.updated_at", { time: formatClock(closets.readAt) })}</p>}
      </aside>
    </div>
  );
}

function Running({ jobs, closet }: { jobs: readonly Job[]; closet: Closet }) {
  const { changeCloset, cancelJob } = usePorts();
  const isPaused = closet.paused === "person";
  return (
    <section class="stack" aria-labelledby="running">
      <div class="section-head">
        <h2 id="running">{t("today.running", { count: jobs.length })}</h2>
        <Button kind="quiet" onPress={() => void changeCloset(closet.id, { paused: !isPaused })}>
          {t(isPaused ? "closet.resume_all" : "closet.pause_all")}
        </Button>
      </div>
      <div class="card rows">
        {jobs.map((job) => (
          <PicturedRow key={job.id} job={job} isPaused={isPaused} onStop={() => void cancelJob(job.id)} />
        ))}
      </div>
    </section>
  );
}

export function Budget({ closet, jobs }: { closet: Closet; jobs: readonly Job[] }) {
  const ofCloset = jobs.filter(({ closet_id }) => closet_id === closet.id);
  return (
    <section class="card stack" aria-labelledby="budget">
      <h2 id="budget">{t("budget.title")}</h2>
      <Gauges gauge={closet.gauge} />
      <WhyWaiting gauge={closet.gauge} jobs={ofCloset} />
      <p class="muted">{t("budget.text")}</p>
    </section>
  );
}
