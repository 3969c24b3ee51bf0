// The loop: asks for work and works it, one job at a time, under one Web Lock of the extension, until there is nothing to do.
// It is started by the alarm, by a message, and at every start of the worker; whatever it knew before, the journal knows.
import type { Lease, Verb, Work } from "../../shared-schemas/wire";
import { NotConnected, ServerAway, ServerRefused } from "../backend/problems";
import { dropOldSnapshots } from "../storage/snapshots";
import type { Stamp } from "./clock";
import { type Ending, finish, Halt, reportStored } from "./ends";
import { dropOldEntries } from "./journal";
import { askForWork } from "./lease";
import { dropOldReceipts } from "./receipts";
import { LeaseLost, openRun, type Run, renew } from "./run";
import { showWithoutGo, undoWindow } from "./undo_window";
import type { World } from "./world";

/** What the loop is given of the actions. */
export interface Actions {
  verbs: readonly Verb[];
  versionOf(work: Work): number;
  /** Works one lease to its end. Throws Halt, LeaseLost, ServerAway, NotConnected. */
  perform(run: Run): Promise<Ending>;
}

/** What the rest of the worker may know of the loop. */
export interface LoopState {
  job_id: string | null;
  /** The lease that is being worked. */
  run: Run | null;
  server_away: boolean;
}

export interface Loop {
  /** Works until nothing is left, unless it is working already; then it asks for work once more before it rests. */
  wake: () => Promise<void>;
  /** Resolves when no job is being worked; nothing new is begun until the function it was called with has run. */
  whenIdle: <T>(act?: () => Promise<T>) => Promise<T | undefined>;
  /** A person just pressed something: a reading job that is under way asks at once whether it has to step aside. */
  hurry: () => void;
  readonly state: LoopState;
}

const LOCK = "vintedbot-loop";
/** How long to let a server rest that is away, refuses, or was left in the middle of a job. */
const AWAY_SECONDS = 10;
const TURNED_DOWN_SECONDS = 30;
const AWAY_RETRY = 2;

/**
 * Makes the loop. `rest` is told in how many seconds to wake it again; `stayAwake` keeps the worker alive until the function
 * it returns is called; `changed` is called when a job is taken and when it is left.
 */
export function createLoop(
  world: World,
  actions: Actions,
  options: { build: string; rest: (seconds: number) => void; stayAwake: () => () => void; changed: () => void },
): Loop {
  const state: LoopState = { job_id: null, run: null, server_away: false };
  let again = false;

  async function wake(): Promise<void> {
    again = true;
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      let seconds = TURNED_DOWN_SECONDS;
      try {
        while (again) {
          again = false;
          seconds = await turn(world, actions, options, state);
        }
      } finally {
        options.rest(seconds);
      }
    });
  }

  const hurry = () => {
    if (state.run) void renew(state.run);
  };
  const whenIdle = <T>(act?: () => Promise<T>) => navigator.locks.request(LOCK, async () => act?.());

  return { wake, whenIdle, hurry, state };
}

/** Works all that is to be had now; answers in how many seconds to ask again. */
export async function turn(
  world: World,
  actions: Actions,
  options: { build: string; stayAwake: () => () => void; changed: () => void },
  state: LoopState = { job_id: null, run: null, server_away: false },
): Promise<number> {
  for (;;) {
    try {
      const leased = await askForWork(world, options.build, actions.verbs);
      state.server_away = false;
      if (!leased.lease) return leased.retryIn;
      const sleepAgain = options.stayAwake();
      state.job_id = leased.lease.job_id;
      options.changed();
      try {
        if (!(await workLease(world, actions, leased.lease, leased.asked, state))) return TURNED_DOWN_SECONDS;
      } finally {
        state.job_id = null;
        state.run = null;
        options.changed();
        sleepAgain();
      }
    } catch (error) {
      if (error instanceof NotConnected || error instanceof ServerRefused) return TURNED_DOWN_SECONDS;
      if (!(error instanceof ServerAway)) throw error;
      state.server_away = true;
      if (!(await whileAway(world, options.stayAwake))) return AWAY_SECONDS;
    }
  }
}

/** Works one lease; false when it was lost, so that a server that turns this device down is not asked without a pause. */
async function workLease(world: World, actions: Actions, lease: Lease, asked: Stamp, state: LoopState): Promise<boolean> {
  const run = await openRun(world, lease, actions.versionOf(lease.work), asked);
  state.run = run;
  const stopBeating = world.clock.every(lease.pace.heartbeat, () => renew(run));
  const hand = await world.tabs.handFor(lease.country, lease.member_id);
  if (hand) await world.tabs.keepTabAlive(hand.tab_id, true);
  try {
    if (run.entry.end) await reportStored(run, run.entry.end);
    else {
      const ending = await actions.perform(run).catch((error: unknown) => {
        if (error instanceof Halt) return error.ending;
        throw error;
      });
      await finish(run, ending);
      await bringToPerson(world, lease, ending);
    }
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  } finally {
    stopBeating();
    if (hand) await world.tabs.keepTabAlive(hand.tab_id, false);
  }
}

/** What only the person can solve is brought to the front, on Vinted's own page. */
async function bringToPerson(world: World, lease: Lease, ending: Ending): Promise<void> {
  const kind = ending.refusal?.kind;
  if (ending.end !== "needs_person" || (kind !== "challenge" && kind !== "signed_out" && kind !== "other_member")) return;
  const hand = await world.tabs.handFor(lease.country);
  if (hand) await world.tabs.showTab(hand.tab_id).catch(() => undefined);
}

/** While the server is away: the undo without a go where it is due. False when there is none to wait for. */
async function whileAway(world: World, stayAwake: () => () => void): Promise<boolean> {
  const now = world.clock.now();
  const windows = (await world.journal.unreported()).map((entry) => ({ entry, window: undoWindow(entry, now) }));
  const waiting = windows.filter(({ window }) => window.show !== "never");
  if (waiting.length === 0) return false;
  const sleepAgain = stayAwake();
  try {
    for (const { entry, window } of waiting) if (window.show === "now") await showWithoutGo(world, entry);
    const soonest = Math.min(...waiting.map(({ window }) => (window.show === "later" ? window.seconds : AWAY_RETRY)));
    await world.clock.sleep(Math.min(AWAY_RETRY, soonest));
  } finally {
    sleepAgain();
  }
  return true;
}

const RECEIPTS_KEPT_SECONDS = 86_400;

/** Drops what nobody needs any more: journals of 30 days ago, receipts and photo bytes of a day ago. */
export async function forgetOld(world: World): Promise<void> {
  const now = world.clock.now().wall;
  await dropOldEntries(world.journal, now);
  await dropOldReceipts(now, RECEIPTS_KEPT_SECONDS);
  await dropOldSnapshots(now);
}
