// The device's program as tables: (what was sent, what Vinted shows) → what comes next, for every verb that writes.
// Pure: no reading, no sending. The same tables are `proof`, `settle` and `settle_old` of tests/contract/protocol_model.py;
// program.ts walks them.
//
//   ask(step) ─ go ─ send ─ answer ─► proof(step) ─► ask(next) … ─► end
//                     └ refused ─► settle ◄─ not there ┘   └─► park ─► (later) look
//   settle ─► undo(step) ─► settle … ─► settle_old ─► undo(show) ─► settle … ─► end
import type { EndReason, JobEnd, StepName } from "../../shared-schemas/wire";
import type { Step } from "./journal";

/**
 * The listing a job began with, as Vinted shows it. `other`: sold or closed, nothing of ours to touch; `vague`: not in the
 * wardrobe, but Vinted does not say either that it is gone.
 */
export type OldShown = "live" | "hidden" | "deleted" | "other" | "vague";
/**
 * What the job made. `processing` is also what stands for published but not visible; `short`: visible, without the photos that
 * were sent, or not in their order.
 */
export type NewShown = "none" | "draft" | "processing" | "live" | "short";

/** What a single act aims at, as its own verb reads it back; `vague`: the answers do not say. */
export type ActShown = "reached" | "not" | "vague";

export type Verdict = { end: Extract<JobEnd, "done" | "failed" | "unknown" | "needs_person">; reason: EndReason };

/** What comes next. */
export type Next =
  | { go: "forward" }
  | { go: "undo"; step: StepName }
  | { go: "settle" }
  | { go: "settle_old" }
  | { go: "settle_live" }
  /** What was made is there: prove that it is what was asked for. */
  | { go: "proof"; step: StepName }
  | { go: "park" }
  | { go: "end"; verdict: Verdict };

export const forward: Next = { go: "forward" };
export const settle: Next = { go: "settle" };
export const settleOld: Next = { go: "settle_old" };
export const settleLive: Next = { go: "settle_live" };
export const park: Next = { go: "park" };
export const undo = (step: StepName): Next => ({ go: "undo", step });
export const end = (how: Verdict["end"], reason: EndReason): Next => ({ go: "end", verdict: { end: how, reason } });

/** Which listing a step's proof looks at. */
export type Subject = "old" | "new" | "act" | "answer";

export const SUBJECT: Readonly<Record<StepName, Subject>> = {
  upload: "answer",
  draft: "new",
  hide: "old",
  publish: "new",
  delete: "old",
  show: "old",
  delete_draft: "new",
  delete_new: "new",
  update: "act",
  thread: "answer",
  message: "act",
  offer: "act",
  answer: "act",
  favourite: "act",
  follow: "act",
  mark_read: "act",
  order_label: "act",
  ship: "act",
};

/** One verb's way: its steps, and the tables. What a table does not name goes to `settle`. */
export interface Plan {
  forward: readonly StepName[];
  /** Whether there is a listing the job began with, and one it makes. */
  has: { old: boolean; made: boolean };
  proof: Partial<Record<StepName, Partial<Record<OldShown | NewShown | ActShown, Next>>>>;
  /** By what was made; a verb that makes nothing begins at `settle_old`. */
  settle: Record<NewShown, Next>;
  /** By the old listing, once nothing that was made is left. */
  settle_old: Record<OldShown | "no_old", Next>;
  /** By the old listing, once what was made is live. */
  settle_live: Record<OldShown | "no_old", Next>;
  /** Of a plan of single acts: by what the last one aimed at. The other tables are not asked then. */
  settle_act?: Record<ActShown, Next>;
}

/** The same end whatever the old listing looks like. */
export function always(next: Next): Plan["settle_old"] {
  return { no_old: next, live: next, hidden: next, deleted: next, other: next, vague: next };
}

/** One change to one listing that is read back as `goal`: hide, show, delete. There is nothing to undo. */
export function change(step: StepName, goal: OldShown): Plan {
  const reached = end("done", "ok");
  const how: Plan["settle_old"] = {
    live: end("failed", "unproved"),
    hidden: end("failed", "unproved"),
    other: end("failed", "not_active"),
    deleted: end("failed", "not_found"),
    vague: end("unknown", "unproved"),
    no_old: end("unknown", "unproved"),
    [goal]: reached,
  };
  return {
    forward: [step],
    has: { old: true, made: false },
    proof: { [step]: { [goal]: reached } },
    settle: { none: settleOld, draft: settleOld, processing: settleOld, live: settleOld, short: settleOld },
    settle_old: how,
    settle_live: how,
  };
}

/**
 * Single acts in their order (write, offer, follow, change a listing in place), each read back by the verb itself. Nothing of it
 * can be undone: what cannot be proved ends unknown.
 */
export function act(...steps: [StepName, ...StepName[]]): Plan {
  const reached = end("done", "ok");
  const unknown = end("unknown", "unproved");
  const last = steps.at(-1);
  const proof = steps
    .filter((step) => SUBJECT[step] === "act" || step === "thread")
    .map((step) => [step, { reached: step === last ? reached : forward }]);
  return {
    forward: steps,
    has: { old: false, made: false },
    proof: Object.fromEntries(proof) as Plan["proof"],
    settle: { none: settleOld, draft: settleOld, processing: settleOld, live: settleOld, short: settleOld },
    settle_old: always(unknown),
    settle_live: always(unknown),
    settle_act: { reached, not: end("failed", "unproved"), vague: unknown },
  };
}

/** Steps that leave nothing to be proved and may be asked for again: whoever does not know their fate begins them anew. */
export const REPEATABLE: ReadonlySet<StepName> = new Set(["upload", "thread"]);

/** The next step forward after `step`, or the first. */
export function stepAfter(plan: Plan, step: StepName | null): StepName | undefined {
  return plan.forward[step === null ? 0 : plan.forward.indexOf(step) + 1];
}

/** Where a lease begins its work. */
export type Start =
  | { at: "guard" }
  | { at: "settle" }
  /** Its fate is not known, or it was proved before: Vinted is asked (again) before anything builds on it. */
  | { at: "proof"; step: Step }
  | { at: "ask"; step: StepName };

/**
 * Where to begin or go on, from the journal.
 * rule: undo_sticky. Once an undo was begun (by this device, or by the server when it says settle), no way leads forward.
 */
export function startOf(plan: Plan, known: { undo: boolean; steps: readonly Step[] }): Start {
  if (known.undo) return { at: "settle" };
  const steps = known.steps.filter((step) => !step.undo);
  const last = steps.at(-1);
  if (!last) return { at: "guard" };
  const isRefused = last.status === "done" && last.outcome === "refused";
  const isLost = last.step === "thread" && last.outcome !== "proved";
  if (last.step !== "upload" && last.status !== "todo" && !isRefused && !isLost) return { at: "proof", step: last };
  // never sent, or refused and so not applied: what it builds on is proved once more, then it is asked for again
  const proved = steps.findLast((step) => step.outcome === "proved");
  if (!proved) return { at: "guard" };
  if (proved.step !== "upload") return { at: "proof", step: proved };
  // uploaded photos cannot be read back; an upload that broke off is begun anew, with a session of its own
  return { at: "ask", step: last.step === "upload" && last !== proved ? "upload" : (stepAfter(plan, "upload") ?? "upload") };
}

/** After `step` was answered or its deadline passed: what the proof says. */
export function afterProof(plan: Plan, step: StepName, shown: OldShown | NewShown | ActShown): Next {
  return plan.proof[step]?.[shown] ?? settle;
}

/**
 * Settling begins with what was made. `abandoned`: this job is to leave nothing behind (refused, stopped, not as asked).
 * rule: stuck_person. Only a person's "give up" makes a processing listing something to delete.
 */
export function settleMade(plan: Plan, shown: NewShown, why: { gaveUp: boolean; abandoned: boolean }): Next {
  if (shown === "processing" && why.gaveUp) return undo("delete_new");
  if (shown === "draft" && why.abandoned) return undo("delete_draft");
  return plan.settle[shown];
}

/**
 * Settling ends with the old listing.
 * rule: late_look. While a request may still arrive there is no verdict but "done", and nothing is called a leftover that a
 * deletion under way may yet take; only "hidden, so show it" stays open.
 */
export function verdict(next: Next, unsure: boolean): Next | { go: "late_look" } {
  const stands = next.go !== "end" || (next.verdict.end === "done" && next.verdict.reason !== "leftover");
  return unsure && !stands ? { go: "late_look" } : next;
}
