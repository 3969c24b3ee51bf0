// The one program that works every writing verb: it walks the tables of plan.ts, asks for each go, sends, proves, undoes.
// Each verb brings its plan, its guard and its content (actions/); how an end is reported is in ends.ts.

import type { EndReason, Proof, Refusal, StepName, StopReason } from "../../shared-schemas/wire";
import type { FormSource, Outcome, VintedCall } from "../vinted/calls";
import { AFTER_REFUSED_WRITE, type Ending, halted, mayBeHidden } from "./ends";
import { askGo, intend, put } from "./go";
import type { Step } from "./journal";
import { secondsOverBudget, spend } from "./own_budget";
import { compare, type Made, madeBy, type Seen, seeMade, seeOld } from "./own_entries";
import {
  type ActShown,
  afterProof,
  type NewShown,
  type Next,
  type OldShown,
  type Plan,
  REPEATABLE,
  SUBJECT,
  settleMade,
  startOf,
  stepAfter,
  verdict,
} from "./plan";
import { execute, hasBegun, learn, type Run, save } from "./run";
import { abandon, callOf, fateOf, learnAnswer, oldItemId } from "./steps";
import { type PhotoBytes, uploadPhotos } from "./upload";

/** What a guard finds before anything is sent. */
export type Guarded = { go: "forward" } | { go: "settle" } | { go: "end"; ending: Ending };

/** What a verb adds to the program. */
export interface WritingAction {
  /** Grows when the steps change: a build that meets an older journal settles the job instead of guessing. */
  version: number;
  plan: Plan;
  guard(run: Run): Promise<Guarded>;
  /** What is to be made; only asked for by plans that make something. */
  source?(run: Run): Promise<FormSource>;
  photos?(run: Run): Promise<PhotoBytes[]>;
  /** What identifies the listing that was made, where facts do not say. */
  made?(run: Run): Made;
  /** Makes ready what a step sends, before its go is asked for: a go grows old. */
  before?(run: Run, step: StepName): Promise<void>;
  /** The call of a single act; null for any other step. */
  call?(run: Run, step: StepName): VintedCall | null;
  /** What Vinted shows of a single act. `expected`: it was answered, so one reading that misses it does not count. */
  see?(run: Run, step: StepName, expected: boolean): Promise<Seen<ActShown>>;
  /** Looked at once more when a go was waited for: what ends the job instead of sending, or null. */
  again?(run: Run): Promise<Ending | null>;
  /** What a refusal of this verb's own means for the person. */
  whyRefused?(refusal: Refusal): EndReason | null;
}

type At =
  | { at: "guard" }
  /** `other_world`: it was refused cleanly and proved not to have happened. */
  | { at: "ask" | "undo"; step: StepName; other_world?: boolean }
  | { at: "proof"; step: Step; answered: boolean }
  | { at: "settle" | "settle_old" | "settle_live" }
  | { at: "end"; ending: Ending };

interface Program {
  run: Run;
  action: WritingAction;
  plan: Plan;
}

/** Works a leased writing job until this lease has done what it can. Throws Halt, LeaseLost, ServerAway. */
export async function work(run: Run, action: WritingAction): Promise<Ending> {
  const program: Program = { run, action, plan: action.plan };
  let now = await begin(program);
  while (now.at !== "end") now = await advance(program, now);
  return now.ending;
}

function advance(program: Program, now: Exclude<At, { at: "end" }>): Promise<At> {
  switch (now.at) {
    case "guard":
      return guard(program);
    case "ask":
      return forward(program, now.step, now.other_world ?? false);
    case "undo":
      return undo(program, now.step, now.other_world ?? false);
    case "proof":
      return prove(program, now.step, now.answered);
    case "settle":
      return settle(program);
    case "settle_old":
      return settleByOld(program, program.plan.settle_old);
    case "settle_live":
      return settleByOld(program, program.plan.settle_live);
    default:
      throw now satisfies never;
  }
}

// ---------------------------------------------------------------- where to begin
async function begin(program: Program): Promise<At> {
  const { run, action, plan } = program;
  const sameVersion = run.entry.version === action.version;
  const { mode, answer_of_person } = run.lease;
  const under = run.entry.steps.findLast((step) => step.status === "sent");
  if (under) {
    // rule: wait_deadline. Until its receipt is there or its deadline is over, it may still take effect in time
    const outcome = await fateOf(run, under);
    const goesOn = mode === "run" && sameVersion && !run.entry.facts.undo && under.step !== "upload";
    if (goesOn) return after(program, under, outcome);
    if (outcome.ok) {
      learnAnswer(run, under, outcome);
      await put(run, { ...under, status: "done" });
    } else {
      const lost = under.step === "upload" ? "not_there" : outcome.refusal.kind === "no_answer" ? "unanswered" : "refused";
      await put(run, { ...under, status: "done", outcome: lost, refusal: outcome.refusal });
    }
  }
  // rule: restore_proof. The server leases a restored job in the modes settle and look only; nothing here runs it anew
  const isTakenBack = mode !== "run" || !sameVersion || answer_of_person === "show" || answer_of_person === "give_up";
  if (isTakenBack && !run.entry.facts.undo) await abandon(run, null);
  const start = startOf(plan, { undo: run.entry.facts.undo, steps: run.entry.steps });
  return start.at === "proof" ? { ...start, answered: start.step.outcome === "proved" } : start;
}

async function guard({ run, action, plan }: Program): Promise<At> {
  const found = await action.guard(run);
  if (found.go === "end") return { at: "end", ending: found.ending };
  const first = stepAfter(plan, null);
  return found.go === "settle" || !first ? { at: "settle" } : { at: "ask", step: first };
}

// ---------------------------------------------------------------- a step forward
const GOES_TOO_OLD = 3;

async function forward(program: Program, name: StepName, other_world: boolean): Promise<At> {
  const { run, action } = program;
  if (run.stop) return stopped(run);
  // what is sent is at hand before the go is asked for, because the go grows old
  const photos = name === "upload" ? ((await action.photos?.(run)) ?? []) : [];
  const first = await photos[0]?.bytes();
  const source = name === "draft" || name === "publish" ? await action.source?.(run) : undefined;
  await action.before?.(run, name);
  const over = hasBegun(run) ? null : await secondsOverBudget(run);
  if (over !== null) return { at: "end", ending: { end: "release", reason: "over_budget", retry_in: over } };
  const step = await intend(run, name, false);
  await gap(run, name);
  for (let attempt = 1; ; attempt++) {
    const asked = await askGo(run, step);
    if (!asked.go) return refusedGo(run, asked.stop);
    // what the other one did meanwhile, the server cannot know
    const ending = asked.waited ? await action.again?.(run) : null;
    if (ending) return { at: "end", ending };
    if (name !== "upload") await spend(run);
    const sent: Step = { ...step, status: "sent", sent_at: asked.asked };
    if (name === "hide") run.entry = { ...run.entry, mine: true };
    await put(run, sent);
    const sending = { key: keyOf(run, sent), write: true, asked: asked.asked, other_world };
    const outcome =
      name === "upload"
        ? await uploadPhotos(run, sent, photos, first, other_world)
        : await execute(run, action.call?.(run, name) ?? callOf(run, name, source), sending);
    const tooOld = !outcome.ok && outcome.held === "go_too_old";
    // rule: executor_clock. The tab refused a go that had grown old: nothing left, so the same step is asked for again
    if (!tooOld || attempt >= GOES_TOO_OLD) return after(program, sent, outcome);
    await put(run, step);
  }
}

function keyOf(run: Run, step: Step): string {
  return `${run.entry.job_id}:${step.epoch}:${step.seq}:0`;
}

/** Between steps forward; none between hide and publish, where every second is one without a visible listing. */
async function gap(run: Run, name: StepName): Promise<void> {
  const isFirst = run.entry.steps.length <= 1;
  if (isFirst || name === "publish") return;
  const { step_gap_min, step_gap_max } = run.entry.pace;
  await run.world.clock.sleep(step_gap_min + Math.random() * (step_gap_max - step_gap_min));
}

async function stopped(run: Run): Promise<At> {
  if (!hasBegun(run)) return { at: "end", ending: { end: "release", reason: "stopped" } };
  await abandon(run, "stopped");
  return { at: "settle" };
}

/** Why a server that says stop has the job end; what was approved and is no longer what would be sent is named as it is. */
const STOPPED: Readonly<Record<StopReason, EndReason>> = {
  lease_lost: "stopped",
  cancelled: "stopped",
  undo_only: "stopped",
  revoked: "stopped",
  wrong_state: "stopped",
  restored: "stopped",
  budget: "over_budget",
  cooldown: "cooldown",
  open_offer: "open_offer",
  switched_off: "switched_off",
  not_approved: "not_approved",
  thread_changed: "thread_changed",
  item_changed: "item_changed",
  item_sold: "item_sold",
  below_floor: "below_floor",
  ignored: "ignored",
  contacted: "contacted",
  item_limit: "item_limit",
};

async function refusedGo(run: Run, stop: StopReason | "too_long"): Promise<At> {
  if (stop === "too_long") return { at: "end", ending: { end: "release", reason: "gave_way" } };
  if (stop === "cancelled" || stop === "undo_only") return stopped(run);
  if (!hasBegun(run)) return { at: "end", ending: { end: "failed", reason: STOPPED[stop] } };
  await abandon(run, STOPPED[stop]);
  return { at: "settle" };
}

/** What follows from the tab's answer to a step that was sent. */
async function after(program: Program, step: Step, outcome: Outcome): Promise<At> {
  const { run } = program;
  if (outcome.ok) {
    learnAnswer(run, step, outcome);
    if (step.step !== "upload") {
      await save(run, {});
      return step.undo ? { at: "settle" } : { at: "proof", step, answered: true };
    }
    const proof = { kind: "answer", at: step.at, item_id: null, photos: run.entry.facts.photo_ids.length } as const;
    await put(run, proved(step, proof));
    return next(program, "upload");
  }
  if (!outcome.sent) {
    // `sent_at` stays: a go was given, so the job has begun for the server
    await put(run, { ...step, status: "todo" });
    throw halted(run, outcome.refusal, false);
  }
  const { refusal } = outcome;
  const reaction = AFTER_REFUSED_WRITE[refusal.kind];
  if (step.step === "thread" && refusal.kind === "no_answer") {
    await fateOf(run, step);
    await put(run, { ...step, status: "done", outcome: "unanswered", refusal });
    return timesSent(run, step) < REPEATS ? { at: "ask", step: "thread" } : { at: "settle" };
  }
  if (reaction === "proof" && step.step !== "upload" && !step.undo) {
    // it stays "sent" until the proof is had: a death in between must not make it look like a refusal
    const odd = { ...step, refusal };
    await put(run, odd);
    if (refusal.kind === "no_answer") await fateOf(run, odd);
    return { at: "proof", step: odd, answered: refusal.kind !== "no_answer" };
  }
  await put(run, { ...step, status: "done", outcome: refusal.kind === "no_answer" ? "unanswered" : "refused", refusal });
  if (step.undo) return afterRefusedUndo(program, step, refusal);
  if (reaction === "person" || reaction === "rest") throw halted(run, refusal);
  if (await mayGoByOtherWorld(program, step, refusal)) return { at: "ask", step: step.step, other_world: true };
  const why = program.action.whyRefused?.(refusal) ?? (refusal.kind === "validation" ? "validation" : "refused");
  await abandon(run, why, refusal);
  return { at: "settle" };
}

const REPEATS = 2;

/** A clean refusal of what surely did not happen is tried once more from the other world. A photo by itself changes nothing. */
async function mayGoByOtherWorld(program: Program, step: Step, refusal: Refusal): Promise<boolean> {
  const isDenied = refusal.kind === "access_denied" && (refusal.code === null || refusal.code === 106);
  if (!isDenied || timesSent(program.run, step) >= REPEATS) return false;
  if (step.step === "upload") return true;
  const { shown } = await look(program, step.step, false);
  return UNTOUCHED[step.step]?.includes(shown) ?? shown === "not";
}

/** How a step's subject looks when a refused step has surely not happened; single acts say `not`. */
const UNTOUCHED: Partial<Record<StepName, readonly (OldShown | NewShown | ActShown)[]>> = {
  draft: ["none"],
  hide: ["live"],
  show: ["hidden"],
  publish: ["draft"],
  delete: ["live", "hidden"],
  delete_draft: ["draft"],
  delete_new: ["live"],
};

/** How often this lease has sent a step of this name. */
function timesSent(run: Run, { step, undo }: Step): number {
  const { epoch } = run.lease;
  return run.entry.steps.filter((one) => one.step === step && one.undo === undo && one.epoch === epoch && one.sent_at).length;
}

function proved(step: Step, proof: Proof | null): Step {
  return { ...step, status: "done", outcome: "proved", proof, refusal: null, reported: false };
}

function next({ plan }: Program, step: StepName): At {
  const name = stepAfter(plan, step);
  if (!name) throw new Error(`${step} is the last step, so its table has to end the job`);
  return { at: "ask", step: name };
}

// ---------------------------------------------------------------- proof
async function prove(program: Program, step: Step, answered: boolean): Promise<At> {
  const { run, plan } = program;
  const seen = await look(program, step.step, answered);
  const to = afterProof(plan, step.step, seen.shown);
  const goal = to.go === "forward" || to.go === "park" || (to.go === "end" && to.verdict.reason === "ok");
  if (goal) await put(run, proved(step, seen.proof));
  else if (step.outcome === "proved") await put(run, { ...step });
  // an act that was not refused and is not seen may still show up: nobody says that it did not happen before the late look
  else await put(run, { ...step, status: "done", outcome: answered && !plan.settle_act ? "not_there" : "unanswered" });
  if (to.go === "forward") return next(program, step.step);
  if (to.go === "settle") {
    // what was proved once and is not there any more was taken away by somebody else
    await abandon(run, step.outcome === "proved" && step.step === "publish" ? "vanished" : null);
    return { at: "settle" };
  }
  return fromNext(program, to, { proof: seen.proof });
}

/** What Vinted shows of a step's subject. A draft has to be what was sent, or it is as good as not there. */
async function look(program: Program, step: StepName, expected: boolean): Promise<Seen<OldShown | NewShown | ActShown>> {
  const { run, action } = program;
  if (action.see && program.plan.settle_act) return action.see(run, step, expected);
  if (SUBJECT[step] === "old") return seeOld(run, oldItemId(run));
  if (step !== "draft") return lookMade(program, expected);
  const { draft_id, photo_ids } = run.entry.facts;
  const seen = draft_id === null ? await lookMade(program, expected) : null;
  const id = draft_id ?? seen?.entry?.item_id;
  const source = await action.source?.(run);
  if (id === undefined || !source) return seen ?? { shown: "none", proof: null, entry: null };
  const same = await compare(run, id, source, photo_ids);
  // a 403 or 404 by its id proves nothing: it may stand under another one
  if (!same?.is_draft) return seen ?? lookMade(program, expected);
  learn(run, { draft_id: id });
  if (same.differs.length === 0) return { shown: "draft", proof: same.proof, entry: null };
  await abandon(run, same.differs.includes("photos") ? "photos_changed" : "draft_differs");
  return { shown: "none", proof: null, entry: null };
}

async function lookMade({ run, action }: Program, expected: boolean): Promise<Seen<NewShown>> {
  const named = action.made?.(run);
  // what the work names was proved to be there once, so one reading without it does not make it gone
  const seen = await seeMade(run, named ?? madeBy(run), expected || named !== undefined);
  if (seen.shown === "short") await abandon(run, "photos_changed");
  if (seen.entry && !named) {
    if (seen.shown === "draft") learn(run, { draft_id: seen.entry.item_id });
    else if (seen.shown !== "none") {
      const at = run.entry.facts.published_at ?? seen.proof?.at ?? null;
      learn(run, { new_item_id: seen.entry.item_id, published_at: at });
    }
  }
  return seen;
}

// ---------------------------------------------------------------- settling
async function settle(program: Program): Promise<At> {
  const { run, plan } = program;
  if (plan.settle_act) {
    const seen = await lookAtAct(program);
    return fromNext(program, plan.settle_act[seen.shown], { proof: seen.proof });
  }
  if (!plan.has.made) return { at: "settle_old" };
  const seen = await lookMade(program, false);
  // rule: prove_gone. Whatever DELETE answered, this look says whether a draft is gone
  await closeUndo(run, ["delete_draft", "delete_new"], seen.shown === "none", seen.proof);
  const gaveUp = run.lease.answer_of_person === "give_up";
  const to = settleMade(plan, seen.shown, { gaveUp, abandoned: run.entry.why !== null });
  return fromNext(program, to, { proof: seen.proof });
}

async function settleByOld(program: Program, table: Plan["settle_old"]): Promise<At> {
  const { run, plan } = program;
  if (!plan.has.old) return fromNext(program, table.no_old, {});
  const seen = await seeOld(run, oldItemId(run));
  await closeUndo(run, ["show"], seen.shown === "live", seen.proof);
  const to = table[seen.shown];
  const unanswered = run.entry.steps.findLast((step) => !step.undo && step.outcome === "unanswered");
  // what had no answer turns out to have been done: the history says what proved it
  if (to.go === "end" && to.verdict.reason === "ok" && unanswered) await put(run, proved(unanswered, seen.proof));
  return fromNext(program, to, { proof: seen.proof });
}

/** The last act that was sent, by whichever device; before any of them nothing was done. */
async function lookAtAct({ run, action }: Program): Promise<Seen<ActShown>> {
  const sent = run.entry.steps.findLast((step) => step.status !== "todo" && !step.undo);
  const name = sent?.step ?? run.lease.last_step;
  if (!name || REPEATABLE.has(name) || !action.see) return { shown: "not", proof: null, entry: null };
  const seen = await action.see(run, name, false);
  if (sent && seen.shown === "reached") await put(run, proved(sent, seen.proof));
  else if (sent?.outcome === null) await put(run, { ...sent, status: "done", outcome: "unanswered" });
  return seen;
}

/** The undo step that was sent last is proved, or it was not there to be proved. */
async function closeUndo(run: Run, names: StepName[], isProved: boolean, proof: Proof | null): Promise<void> {
  const last = run.entry.steps.findLast((step) => step.undo && step.status !== "todo");
  if (!last || !names.includes(last.step) || last.outcome === "proved") return;
  if (isProved) await put(run, proved(last, proof));
  else if (last.outcome === null) await put(run, { ...last, status: "done", outcome: "not_there" });
}

const UNDO_TRIES = 3;

async function undo(program: Program, name: StepName, other_world: boolean): Promise<At> {
  const { run } = program;
  const tried = run.entry.steps.filter(
    (step) => step.step === name && step.undo && step.epoch === run.lease.epoch && step.status === "done",
  );
  const last = tried.at(-1);
  const isRefused = last?.outcome === "refused" && !other_world;
  if (isRefused || tried.length >= UNDO_TRIES) return { at: "end", ending: stuck(run, last?.refusal ?? null) };
  if (!run.entry.facts.undo) await abandon(run, null);
  const step = await intend(run, name, true);
  const asked = await askGo(run, step);
  if (!asked.go) return { at: "end", ending: stuck(run, null) };
  const sent: Step = { ...step, status: "sent", sent_at: asked.asked };
  await put(run, sent);
  const sending = { key: keyOf(run, sent), write: true, asked: asked.asked, other_world };
  const outcome = await execute(run, callOf(run, name, undefined), sending);
  if (!outcome.ok && outcome.held === "go_too_old") {
    await put(run, { ...step });
    return { at: "undo", step: name, other_world };
  }
  return after(program, sent, outcome);
}

/** An undo that Vinted will not do: the person is told what is hidden, and a device tries again when the rest is over. */
function stuck(run: Run, refusal: Refusal | null): Ending {
  return { end: "needs_person", reason: mayBeHidden(run) ? "restorable" : "refused", refusal };
}

async function afterRefusedUndo(program: Program, step: Step, refusal: Refusal): Promise<At> {
  const { run } = program;
  if (refusal.kind === "no_answer") {
    await fateOf(run, step);
    return { at: "settle" };
  }
  const reaction = AFTER_REFUSED_WRITE[refusal.kind];
  if (reaction === "person" || reaction === "rest") throw halted(run, refusal);
  if (await mayGoByOtherWorld(program, step, refusal)) return { at: "undo", step: step.step, other_world: true };
  if (reaction === "undo" && step.step === "show") return { at: "end", ending: stuck(run, refusal) };
  return { at: "settle" };
}

// ---------------------------------------------------------------- what a table says
async function fromNext(program: Program, to: Next, seen: { proof?: Proof | null; refusal?: Refusal }): Promise<At> {
  const { run } = program;
  const open = verdict(to, isUnsure(run));
  switch (open.go) {
    case "undo":
      return { at: "undo", step: open.step };
    case "settle":
    case "settle_old":
    case "settle_live":
      return { at: open.go };
    case "proof": {
      const step = run.entry.steps.findLast((known) => known.step === open.step) ?? (await intend(run, open.step, false));
      return { at: "proof", step, answered: true };
    }
    case "park":
      return { at: "end", ending: parked(run, seen.proof ?? null) };
    case "late_look":
      return { at: "end", ending: { end: "park", reason: "late_look", look: "late" } };
    case "end":
      return { at: "end", ending: ended(run, open.verdict, seen) };
    case "forward":
      throw new Error("only a proof leads forward");
    default:
      throw open satisfies never;
  }
}

/**
 * rule: late_look. A write without an answer, or one of another device's, may still arrive; only the look that the server
 * orders after its last deadline is final.
 */
function isUnsure(run: Run): boolean {
  const { mode, epoch } = run.lease;
  if (mode === "settle") return true;
  return run.entry.steps.some(
    (step) => step.outcome === "unanswered" && !REPEATABLE.has(step.step) && (mode === "run" || step.epoch === epoch),
  );
}

/** Published, not visible. rule: stuck_person. After the last look the person decides: wait, or give up. */
function parked(run: Run, proof: Proof | null): Ending {
  const { published_at } = run.entry.facts;
  const lastLook = Math.max(...run.entry.pace.looks);
  const since = published_at === null ? 0 : (run.world.clock.now().wall - Date.parse(published_at)) / 1000;
  if (since >= lastLook && run.lease.answer_of_person !== "wait")
    return { end: "needs_person", reason: "still_processing", proof };
  return { end: "park", reason: "processing", look: "processing", proof };
}

function ended(
  run: Run,
  { end, reason }: { end: Ending["end"]; reason: Ending["reason"] },
  seen: { proof?: Proof | null; refusal?: Refusal },
): Ending {
  const wasShown = run.entry.steps.some((step) => step.step === "show" && step.undo && step.outcome === "proved");
  const why = end === "failed" ? (run.entry.why ?? (reason === "undone" && wasShown ? "old_shown" : reason)) : reason;
  return { end, reason: why, proof: seen.proof ?? null, refusal: seen.refusal ?? (end === "failed" ? run.entry.refusal : null) };
}
