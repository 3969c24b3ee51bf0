// The approval queue: one card for each person something is prepared for. Nothing leaves before a person has said yes to exactly
// what stands on the card; a card that was changed elsewhere is shown as it is now and asked about again.
import { useRef, useState } from "preact/hooks";
import type { Job } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatClock } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconApprovals } from "../../ui/icons";
import { BulkBar, toggled } from "../../ui/List";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { waitsForYes } from "../today/waiting";
import { useKept, usePorts } from "../use";
import { ApprovalCard } from "./ApprovalCard";
import { Expired } from "./Expired";
import { actOfKey, afterwards } from "./keys";
import { PutOff } from "./PutOff";
import { tomorrowMorning } from "./put_off";
import "./approvals.css";

export function Approvals() {
  const { approvals } = usePorts();
  const { value: all, failure, readAt } = useKept(approvals.waiting);
  const jobs = (all ?? []).filter((job) => waitsForYes(job) && job.card);
  if (!all) return failure && failure.why !== "away" ? <FailureNotice failure={failure} /> : <Skeleton rows={4} />;
  return (
    <div class="stack approvals">
      {jobs.length === 0 ? (
        <EmptyState
          icon={iconApprovals}
          title={t("approvals.none.title")}
          action={<Button onPress={() => go(hashOf("inbox", "likers"))}>{t("likers.open")}</Button>}
        >
          {t("approvals.none.text")}
        </EmptyState>
      ) : (
        <Queue jobs={jobs} readAt={readAt} />
      )}
      <PutOff jobs={all.filter((job) => !waitsForYes(job))} />
      <Expired />
    </div>
  );
}

function Queue({ jobs, readAt }: { jobs: readonly Job[]; readAt: Date | undefined }) {
  const { approvals, closets } = usePorts();
  const logins = new Map((useKept(closets).value?.items ?? []).map(({ id, login }) => [id, login]));
  const [activeId, setActiveId] = useState<string>();
  const [editing, setEditing] = useState<string>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  const answers = useAnswers((id) => focusCard(afterwards(ids, id)));
  const ids = jobs.map(({ id }) => id);
  const active = jobs.find(({ id }) => id === activeId) ?? jobs[0];
  const chosen = jobs.filter(({ id }) => selected.has(id));

  const focusCard = (id: string | undefined) => {
    if (!id) return;
    setActiveId(id);
    // what has gone is still drawn until the next frame
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-job="${id}"]`)?.focus());
  };
  const snooze = ({ id }: Job, until: Date) => void answers.act(id, () => approvals.snooze(id, until));
  const onKeyDown = (event: KeyboardEvent, job: Job) => {
    const act = actOfKey(event);
    // keys pressed in a control of the card belong to that control; selecting by mouse leaves the focus in the box
    const isInBox = event.target instanceof HTMLInputElement && event.target.type === "checkbox";
    if (event.target !== event.currentTarget && !(isInBox && act === "approve_selected")) return;
    if (!act || (act === "approve_selected" && chosen.length === 0)) return;
    event.preventDefault();
    // the panel would open wide by Ctrl/Cmd+Enter
    event.stopPropagation();
    const at = ids.indexOf(job.id);
    if (act === "next") focusCard(ids[at + 1]);
    else if (act === "previous") focusCard(ids[at - 1]);
    else if (act === "approve") void answers.approve(job);
    else if (act === "approve_selected") void (answers.isBusy || answers.approveAll(chosen));
    else if (act === "decline") void answers.decline(job, false);
    else if (act === "never") void answers.decline(job, true);
    else if (act === "snooze") snooze(job, tomorrowMorning(new Date()));
    else if (act === "edit") setEditing(job.id);
    else setSelected(toggled(selected, job.id));
  };

  return (
    <>
      <header class="stack-small">
        <h2>{t("approvals.count", { count: jobs.length })}</h2>
        <p class="muted">
          {t("approvals.text")} {readAt && t("ui.updated_at", { time: formatClock(readAt) })}
        </p>
        <p class="muted approvals-keys">{t("approvals.keys")}</p>
      </header>
      <div class="stack" ref={list}>
        {jobs.map((job) => (
          <ApprovalCard
            key={job.id}
            job={job}
            login={logins.size > 1 ? logins.get(job.closet_id) : undefined}
            isActive={job.id === active?.id}
            isSelected={selected.has(job.id)}
            isEditing={editing === job.id}
            answer={answers.of(job.id)}
            isOwn={answers.isOwn}
            onFocus={() => setActiveId(job.id)}
            onKeyDown={(event) => onKeyDown(event, job)}
            onSelect={() => setSelected(toggled(selected, job.id))}
            onApprove={() => void answers.approve(job)}
            onDecline={(never) => void answers.decline(job, never)}
            onSnooze={(until) => snooze(job, until)}
            onEdit={(isOn) => {
              setEditing(isOn ? job.id : undefined);
              if (!isOn) focusCard(job.id);
            }}
            onSave={(edit) => answers.save(job.id, edit)}
          />
        ))}
      </div>
      <BulkBar count={chosen.length} onClear={() => setSelected(new Set())}>
        {chosen.length < jobs.length && (
          <Button kind="quiet" onPress={() => setSelected(new Set(ids))}>
            {t("bulk.select_all", { count: jobs.length })}
          </Button>
        )}
        <Button kind="primary" icon={iconApprovals} busy={answers.isBusy} onPress={() => void answers.approveAll(chosen)}>
          {t("approvals.approve_selected", { count: chosen.length })}
        </Button>
      </BulkBar>
    </>
  );
}

export interface Answer {
  isBusy: boolean;
  failure: Failure | undefined;
}

/** The answers that are on their way, and what was refused of them, by card. */
function useAnswers(answered: (id: string) => void) {
  const { approvals } = usePorts();
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer>>(new Map());
  const own = useRef(new Set<string>());
  const note = (id: string, answer: Answer) => setAnswers((before) => new Map(before).set(id, answer));
  const act = async (id: string, send: () => ReturnType<typeof approvals.approve>): Promise<boolean> => {
    note(id, { isBusy: true, failure: undefined });
    const result = await send();
    note(id, { isBusy: false, failure: result.ok ? undefined : result.failure });
    if (result.ok) answered(id);
    return result.ok;
  };
  /** By the digest of the card that is before the person's eyes now. */
  const approve = ({ id, card }: Job) => (card ? act(id, () => approvals.approve(id, card.digest)) : Promise.resolve(false));
  return {
    act,
    approve,
    decline: (job: Job, never: boolean) => act(job.id, () => approvals.decline(job.id, never)),
    async approveAll(chosen: readonly Job[]) {
      // one after the other: each answer stands on its own, and a refused one leaves its card where it is
      for (const job of chosen) await approve(job);
    },
    async save(id: string, edit: Parameters<typeof approvals.edit>[1]): Promise<boolean> {
      note(id, { isBusy: true, failure: undefined });
      const result = await approvals.edit(id, edit);
      note(id, { isBusy: false, failure: result.ok ? undefined : result.failure });
      if (result.ok && result.value.card) own.current.add(result.value.card.digest);
      return result.ok;
    },
    isOwn: (digest: string) => own.current.has(digest),
    of: (id: string): Answer => answers.get(id) ?? { isBusy: false, failure: undefined },
    isBusy: [...answers.values()].some(({ isBusy }) => isBusy),
  };
}
