// One lease being worked: what is known now, how it is written down, and how the server and the tab are asked during it.
// What to do is decided in program.ts and the actions; how a job ends is in ends.ts.
import type { Facts, Lease, ReadingAnswer, ReadingRequest, Refusal, Snapshot } from "../../shared-schemas/wire";
import type { AnswerOf, Args, OperationName } from "../backend/operations";
import { NotConnected, ServerAway, ServerRefused } from "../backend/problems";
import { type CallName, type Calls, type Outcome, TO_A_PERSON, TOLD_BY_SESSION } from "../vinted/calls";
import type { Hand } from "../vinted/tabs";
import { TabError } from "../vinted/tabs";
import { age, type Stamp } from "./clock";
import { begin, type Entry, mergeFacts } from "./journal";
import type { World } from "./world";

/** One lease. `entry` is the journal's copy: it is replaced, never changed, and on disk whenever `save` has resolved. */
export interface Run {
  readonly world: World;
  readonly lease: Lease;
  entry: Entry;
  /** The lease is not ours any more: nothing is sent on it. */
  lost: boolean;
  /** The person asked to stop. */
  stop: boolean;
  /** A writing or a person's job waits: a reading job hands over at its next page. */
  giveWay: boolean;
  /** Numbers the reads, whose keys leave no receipt. */
  reads: number;
  /** What the listing was before this relist, once it is known. */
  snapshot: Snapshot | null;
}

/** The server says that this lease, or the right to send on it, is over. The journal keeps the job for the next lease. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** Opens (or continues) the journal's entry of a leased job. */
export async function openRun(world: World, lease: Lease, version: number, asked: Stamp): Promise<Run> {
  const known = await world.journal.get(lease.job_id);
  const entry: Entry = known
    ? {
        ...known,
        epoch: lease.epoch,
        pace: lease.pace,
        facts: mergeFacts(known.facts, lease.facts),
        answered_at: asked,
        // rule: undo_window. The undo without a go belongs to the lease under which hide got its go, and ends with it
        mine: false,
        // an end that was "not known" is no stored result
        end: known.end?.end === "unknown" ? null : known.end,
      }
    : begin(lease, version, asked);
  return {
    world,
    lease,
    entry,
    lost: false,
    stop: false,
    giveWay: false,
    reads: 0,
    snapshot: lease.snapshot,
  };
}

/** Writes the entry, changed as given; resolves when it is on disk. */
export async function save(run: Run, change: Partial<Entry>): Promise<void> {
  // in memory first: a heartbeat that writes the entry meanwhile must not write the older one
  run.entry = { ...run.entry, ...change, changed_at: run.world.clock.now().wall };
  await run.world.journal.put(run.entry);
}

/** Facts in memory; they reach the disk with the next `save`. */
export function learn(run: Run, facts: Partial<Facts>): void {
  run.entry = { ...run.entry, facts: { ...run.entry.facts, ...facts } };
}

/** Whether a go was ever given for this job, to whichever device. */
export function hasBegun(run: Run): boolean {
  return run.lease.last_step !== null || run.entry.steps.some((step) => step.sent_at !== null);
}

// ---------------------------------------------------------------- the server
const RETRY_SECONDS = [0.25, 0.5, 1, 2];

/**
 * Asks the server about this job. A server that is away is asked again until a lease's length has passed since it last
 * answered; `asked` is from before the question that was answered.
 * @throws ServerAway after that; LeaseLost when the server refuses; NotConnected when the device was revoked
 */
export async function tell<N extends OperationName>(
  run: Run,
  name: N,
  args: Args<N>,
): Promise<{ answer: AnswerOf<N>; asked: Stamp }> {
  const { clock, server } = run.world;
  for (let attempt = 0; ; attempt++) {
    if (run.lost) throw new LeaseLost(name);
    const asked = clock.now();
    try {
      const answer = await server(name, args);
      answered(run, asked);
      return { answer, asked };
    } catch (error) {
      if (error instanceof ServerRefused) throw new LeaseLost(`${name}: ${error.problem.code}`, { cause: error });
      if (!(error instanceof ServerAway) || age(run.entry.answered_at, clock.now()) > run.entry.pace.lease) throw error;
      await clock.sleep(RETRY_SECONDS[attempt] ?? 2);
    }
  }
}

/** Gives the server one piece of what was read, and hears whether a writing or a person's job waits. */
export async function bring(run: Run, reading: ReadingRequest["reading"]): Promise<ReadingAnswer> {
  const { answer } = await tell(run, "reading", { path: { id: run.lease.job_id }, body: { epoch: run.lease.epoch, reading } });
  run.giveWay ||= answer.give_way;
  return answer;
}

/** The server's last answer counts from before it was asked. */
function answered(run: Run, asked: Stamp): void {
  run.entry = { ...run.entry, answered_at: asked };
}

/** The heartbeat: renews the lease and hears what the person wants meanwhile. Never throws. */
export async function renew(run: Run): Promise<void> {
  const asked = run.world.clock.now();
  try {
    const answer = await run.world.server("renew", { path: { id: run.lease.job_id }, body: { epoch: run.lease.epoch } });
    answered(run, asked);
    run.stop ||= answer.stop;
    run.giveWay ||= answer.give_way;
    // after a death the undo without a go has to know when the server last answered
    if (run.entry.mine) await run.world.journal.put(run.entry);
  } catch (error) {
    if (error instanceof ServerRefused || error instanceof NotConnected) run.lost = true;
    else if (!(error instanceof ServerAway)) throw error;
  }
}

// ---------------------------------------------------------------- the tab
export type CallOf<N extends CallName> = { call: N } & Calls[N][0];

interface Sending {
  key: string;
  write: boolean;
  asked: Stamp;
  /** By the world that was not tried: after a clean refusal, and a proof that it did not happen. */
  other_world?: boolean;
}

/** Nothing left the browser: there is no tab to work in. */
const NO_TAB: Extract<Outcome, { ok: false }> = {
  ok: false,
  sent: false,
  refusal: { kind: "no_answer", status: null, code: null, retry_after_s: null, fields: [] },
};

/**
 * Has a tab of the closet carry out one call. A tab that is gone, old or asleep before anything left it is replaced once;
 * what may have left comes back as `sent` without an answer.
 */
export async function execute<N extends CallName>(run: Run, call: CallOf<N>, sending: Sending): Promise<Outcome<N>> {
  for (let attempt = 0; ; attempt++) {
    const hand = await handOf(run);
    if (!("tab_id" in hand)) return hand;
    try {
      const outcome = await perform(run, hand, call, sending);
      if (outcome.ok && outcome.odd) await run.world.noteOddities(outcome.odd);
      const mustReload = !outcome.ok && outcome.held === "reload_page";
      if (!mustReload || attempt > 0) return outcome as Outcome<N>;
      await run.world.tabs.reloadTab(hand.tab_id);
    } catch (error) {
      if (!(error instanceof TabError)) throw error;
      if (error.sent || attempt > 0) return { ...NO_TAB, sent: error.sent };
      if (error.code === "old_script") await run.world.tabs.reloadTab(hand.tab_id).catch(onlyTabErrors);
    }
  }
}

function perform(
  run: Run,
  hand: Hand,
  call: CallOf<CallName>,
  { key, write, asked, other_world = false }: Sending,
): Promise<Outcome> {
  const { go_age, request_deadline, identity_age } = run.entry.pace;
  // rule: proof_identity. The member is named with every call, reads included: the tab answers for nobody else.
  // An identity is never reused for the first call of a lease, for creating a draft, for what reaches a person, nor for what
  // Vinted would answer about whoever else is signed in by now.
  const { call: name } = call;
  const fresh_identity = run.reads === 0 || name === "create_draft" || TO_A_PERSON.has(name) || TOLD_BY_SESSION.has(name);
  run.reads += 1;
  return run.world.tabs.perform(hand.tab_id, {
    key,
    call: call as Parameters<World["tabs"]["perform"]>[1]["call"],
    member_id: run.lease.member_id,
    asked_wall: asked.wall,
    asked_mono: asked.mono,
    write,
    limits: { go_age, request_deadline, identity_age, fresh_identity },
    ...(other_world && { other_world }),
  });
}

/** The tab to work in. One is opened when there is none, but only once the person pressed or the job was begun. */
async function handOf(run: Run): Promise<Hand | Extract<Outcome, { ok: false }>> {
  const { country, member_id } = run.lease;
  const { tabs } = run.world;
  const ours = await tabs.handFor(country, member_id);
  if (ours) return ours;
  if (await tabs.handFor(country)) return refusedBefore("other_member");
  if (!run.lease.person_pressed && !hasBegun(run)) return NO_TAB;
  try {
    await tabs.openTab(country);
  } catch (error) {
    onlyTabErrors(error);
    return NO_TAB;
  }
  const opened = await tabs.handFor(country, member_id);
  if (opened) return opened;
  return refusedBefore((await tabs.handFor(country)) ? "other_member" : "signed_out");
}

function refusedBefore(kind: Refusal["kind"]): Extract<Outcome, { ok: false }> {
  return { ...NO_TAB, refusal: { ...NO_TAB.refusal, kind } };
}

function onlyTabErrors(error: unknown): void {
  if (!(error instanceof TabError)) throw error;
}
