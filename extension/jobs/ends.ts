// How a job's lease ends: the verdict is journaled, then reported; and what a refusal means for a job, as two tables.
// How long anything rests is the server's judgement, from the refusal it is told.
import type { EndReason, FinishRequest, JobEnd, Proof, Refusal, StepResult } from "../../shared-schemas/wire";
import type { Step } from "./journal";
import { leftHidden } from "./left_behind";
import { unspend } from "./own_budget";
import { hasBegun, type Run, save, tell } from "./run";

type Kind = Refusal["kind"];

/** How a lease ends, before it is a request. */
export interface Ending {
  end: JobEnd;
  reason: EndReason;
  proof?: Proof | null;
  refusal?: Refusal | null;
  look?: FinishRequest["look"];
  /** A release that is not to be leased again before so many seconds. */
  retry_in?: number;
}

/** Thrown where reading or sending cannot go on in this lease; caught once, by whoever runs the job. */
export class Halt extends Error {
  override readonly name = "Halt";

  constructor(readonly ending: Ending) {
    super(ending.reason);
  }
}

/**
 * After a refused write: `person` and `rest` keep the job as it is (the step was not applied), `undo` takes back what was made,
 * `proof` asks Vinted whether it took effect.
 */
export const AFTER_REFUSED_WRITE: Readonly<Record<Kind, "person" | "rest" | "undo" | "proof">> = {
  challenge: "person",
  other_member: "person",
  signed_out: "person",
  rate_limit: "rest",
  hard_block: "undo",
  block_page: "undo",
  restriction: "undo",
  access_denied: "undo",
  validation: "undo",
  bad_query: "undo",
  not_found: "undo",
  html_instead: "proof",
  server_error: "proof",
  empty_list: "proof",
  no_answer: "proof",
};

/** After a refused read: who or what has to change first; `again` is read once more before it counts. */
export const AFTER_REFUSED_READ: Readonly<Record<Kind, "person" | "rest" | "again">> = {
  challenge: "person",
  other_member: "person",
  signed_out: "person",
  rate_limit: "rest",
  hard_block: "rest",
  block_page: "rest",
  restriction: "rest",
  access_denied: "again",
  validation: "again",
  bad_query: "again",
  not_found: "again",
  html_instead: "again",
  server_error: "again",
  empty_list: "again",
  no_answer: "again",
};

/**
 * The end of a lease that met a refusal it cannot pass. Before a go the job is simply given back. After one it waits: for the
 * person, or for the rest to end; an undo that Vinted stops is said to be restorable, because the listing is still hidden.
 */
export function halted(run: Run, refusal: Refusal, sent = true): Halt {
  const waits = AFTER_REFUSED_READ[refusal.kind];
  if (waits === "person") {
    const reason = refusal.kind === "other_member" || refusal.kind === "signed_out" ? refusal.kind : "refused";
    return new Halt({ end: "needs_person", reason, refusal });
  }
  const noTab = refusal.kind === "no_answer" && !sent;
  if (!hasBegun(run)) {
    const giveBack = waits === "rest" || noTab;
    return new Halt({
      end: giveBack ? "release" : "failed",
      reason: noTab ? "no_tab" : giveBack ? "resting" : "refused",
      refusal,
    });
  }
  if (waits === "rest" && refusal.kind !== "rate_limit" && mayBeHidden(run) && run.entry.facts.undo) {
    return new Halt({ end: "needs_person", reason: "restorable", refusal });
  }
  return new Halt({ end: "park", reason: noTab ? "no_tab" : waits === "rest" ? "resting" : "unproved", refusal, look: "rest" });
}

const BEFORE_HIDE = new Set(["upload", "draft"]);

/** Whether this job may have left its old listing hidden. */
export function mayBeHidden(run: Run): boolean {
  if (run.entry.work.verb !== "relist") return false;
  // what this journal does not know was sent by another device, if at all
  const isHidden = leftHidden(run.entry.steps);
  return isHidden ?? (run.lease.last_step !== null && !BEFORE_HIDE.has(run.lease.last_step));
}

/** Whether all that was sent forward was proved not to have happened; photos that were uploaded count for nothing. */
function hadNoEffect(steps: readonly Step[]): boolean {
  const sent = steps.filter(({ step, undo, sent_at }) => sent_at !== null && !undo && step !== "upload");
  return sent.every(({ outcome }) => outcome === "refused" || outcome === "not_there");
}

/** A step's result as the server hears it; null until it has one. */
export function resultOf(step: Step | undefined): StepResult | null {
  if (!step?.outcome) return null;
  return { seq: step.seq, step: step.step, outcome: step.outcome, proof: step.proof, refusal: step.refusal };
}

/**
 * Reports how this lease ends. A verdict stands in the journal before the server hears it, so that a death in between loses
 * nothing: at the next lease it is the stored result.
 */
export async function finish(run: Run, ending: Ending): Promise<void> {
  const { steps, facts } = run.entry;
  const body: FinishRequest = {
    epoch: run.lease.epoch,
    end: ending.end,
    reason: ending.reason,
    facts,
    last: resultOf(steps.findLast((step) => step.outcome !== null)),
    proof: ending.proof ?? null,
    refusal: ending.refusal ?? null,
    look: ending.look ?? null,
    retry_in: ending.retry_in ?? null,
    stored: false,
  };
  if (ending.end === "failed" && hadNoEffect(steps)) await unspend(run);
  const isVerdict = ending.end === "done" || ending.end === "failed" || ending.end === "unknown";
  if (isVerdict) await save(run, { end: body });
  await report(run, body);
}

/**
 * rule: stored_result. The journal knows how this job ended: that is the answer, also when the server would have it settled.
 * Nothing is read or sent.
 */
export async function reportStored(run: Run, end: FinishRequest): Promise<void> {
  await report(run, { ...end, epoch: run.lease.epoch, stored: true });
}

async function report(run: Run, body: FinishRequest): Promise<void> {
  await tell(run, "finish", { path: { id: run.lease.job_id }, body });
  // a job that nothing was sent for, and that has not ended, leaves nothing worth remembering
  if (run.entry.end === null && run.entry.steps.every((step) => step.status === "todo")) {
    await run.world.journal.drop(run.lease.job_id);
    return;
  }
  await save(run, {
    steps: run.entry.steps.map((step) => (step.outcome ? { ...step, reported: true } : step)),
    reported: run.entry.end !== null,
  });
}
