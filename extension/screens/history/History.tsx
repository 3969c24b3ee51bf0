// The history: every job, newest first, with a filter by state and by text; and the receipt of the one that is open.
import { useMemo, useRef, useState } from "preact/hooks";
import type { Job } from "../../../shared-schemas/wire";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { SelectField } from "../../ui/Field";
import { formatExact } from "../../ui/format";
import { type TextKey, t } from "../../ui/i18n";
import { iconHistory } from "../../ui/icons";
import { List, ListHead, ShowMore } from "../../ui/List";
import { FailureNotice } from "../failures";
import { PicturedRow } from "../jobs/PicturedRow";
import { nameOf } from "../jobs/words";
import type { Newest } from "../ports";
import { go, hashOf } from "../route";
import type { ScreenProps } from "../table";
import { needsPerson } from "../today/waiting";
import { useKept, usePorts } from "../use";
import { Receipt } from "./Receipt";
import "./history.css";

const KINDS = ["all", "waiting", "running", "done", "not_done"] as const;
type Kind = (typeof KINDS)[number];

const NAMES: Readonly<Record<Kind, TextKey>> = {
  all: "history.all",
  waiting: "history.waiting",
  running: "history.running",
  done: "history.done",
  not_done: "history.not_done",
};

function kindOf(job: Job): Exclude<Kind, "all"> {
  if (needsPerson(job)) return "waiting";
  if (job.state === "done") return "done";
  return job.state === "failed" || job.state === "cancelled" || job.state === "expired" ? "not_done" : "running";
}

export function History({ path: [openId] }: ScreenProps) {
  const { recentJobs } = usePorts();
  const jobs = useKept(recentJobs);
  return (
    <div class="split" data-open={openId !== undefined}>
      <section class="split-list" aria-label={t("screen.history")}>
        {jobs.failure && jobs.failure.why === "refused" && <FailureNotice failure={jobs.failure} />}
        {!jobs.value ? (
          <Skeleton rows={6} />
        ) : jobs.value.items.length === 0 ? (
          <EmptyState icon={iconHistory} title={t("history.empty.title")}>
            {t("history.empty.text")}
          </EmptyState>
        ) : (
          <Jobs newest={jobs.value} readAt={jobs.readAt} showMore={recentJobs.showMore} />
        )}
      </section>
      {openId !== undefined && (
        <section class="split-detail" aria-label={t("receipt.title")}>
          <Receipt key={openId} jobId={openId} />
        </section>
      )}
    </div>
  );
}

interface JobsProps {
  newest: Newest<Job>;
  readAt: Date | undefined;
  showMore: () => Promise<void>;
}

function Jobs({ newest: { items: jobs, hasMore }, readAt, showMore }: JobsProps) {
  const [filter, setFilter] = useState("");
  const [kind, setKind] = useState<Kind>("all");
  const filterRef = useRef<HTMLInputElement>(null);
  const shown = useMemo(() => {
    const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    return jobs.filter((job) => {
      const name = nameOf(job).toLocaleLowerCase();
      return (kind === "all" || kindOf(job) === kind) && words.every((word) => name.includes(word));
    });
  }, [jobs, filter, kind]);
  return (
    <>
      <ListHead
        count={countWords(shown.length, jobs.length, hasMore)}
        filter={filter}
        onFilter={setFilter}
        updatedAt={readAt}
        filterRef={filterRef}
      />
      <div class="history-kind">
        <SelectField
          label={t("history.show")}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(NAMES[value]) }))}
          onChange={(value) => setKind(KINDS.find((known) => known === value) ?? "all")}
        />
      </div>
      {shown.length === 0 ? (
        <p class="muted">{t("ui.nothing_found")}</p>
      ) : (
        <List
          label={t("screen.history")}
          items={shown}
          keyOf={({ id }) => id}
          nameOf={nameOf}
          row={(job) => <HistoryRow job={job} />}
          onOpen={({ id }) => go(hashOf("history", id))}
          onFilterKey={() => filterRef.current?.focus()}
        />
      )}
      {hasMore && <ShowMore onPress={showMore} />}
    </>
  );
}

/** How many are shown, and whether they are all there are. */
function countWords(count: number, total: number, hasMore: boolean): string {
  if (!hasMore) return t("history.count", { count });
  return count === total ? t("history.newest", { count }) : t("history.found", { count, total });
}

function HistoryRow({ job }: { job: Job }) {
  const time = job.ended_at ?? job.created_at;
  return (
    <div class="history-row">
      <PicturedRow job={job} />
      <time class="muted" dateTime={time}>
        {formatExact(new Date(time))}
      </time>
    </div>
  );
}
