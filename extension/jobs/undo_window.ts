// The undo that a relist's go for hide carries: when the server has been away for two minutes, the device that itself hid a listing
// shows it again without asking, once, and only in the ten seconds in which no other device can hold the lease.
import type { Lease } from "../../shared-schemas/wire";
import type { Outcome } from "../vinted/calls";
import { age, type Stamp } from "./clock";
import { Halt } from "./ends";
import { intend, put } from "./go";
import type { Entry } from "./journal";
import { receiptName } from "./journal";
import { seeOld } from "./own_entries";
import { execute, type Run, save } from "./run";
import { abandon, callOf, fateOf, oldItemId } from "./steps";
import type { World } from "./world";

/**
 * Whether this device may show the listing without a go: `now`, `later` (in so many seconds), or not at all.
 * rule: undo_window
 */
export function undoWindow(entry: Entry, now: Stamp): { show: "now" } | { show: "later"; seconds: number } | { show: "never" } {
  const sent = entry.steps.filter((step) => step.status !== "todo");
  const hid = sent.some((step) => step.step === "hide");
  // a publish that was sent may have made the new listing live; a show that was sent needs no second one
  const tooFar = sent.some((step) => step.step === "publish" || step.step === "show");
  // what a person wished hidden stays so; only a relist hides for a time
  const isRelist = entry.work.verb === "relist";
  if (!isRelist || !entry.mine || entry.end !== null || !hid || tooFar) return { show: "never" };
  const passed = age(entry.answered_at, now);
  if (passed > entry.pace.undo_until) return { show: "never" };
  return passed >= entry.pace.undo_from ? { show: "now" } : { show: "later", seconds: entry.pace.undo_from - passed };
}

/** Shows the old listing of this job, inside the window. The server hears of it at the next lease. */
export async function showWithoutGo(world: World, entry: Entry): Promise<void> {
  const run: Run = { ...leaseless(entry), world, entry };
  const hide = run.entry.steps.findLast((step) => step.status === "sent");
  // rule: wait_deadline. A hide that is still under way could arrive after the show
  if (hide) await fateOf(run, hide);
  const asked = world.clock.now();
  if (undoWindow(run.entry, asked).show !== "now") return;
  await abandon(run, null);
  const step = { ...(await intend(run, "show", true)), status: "sent" as const, sent_at: asked };
  await put(run, step);
  const outcome = await execute(run, callOf(run, "show", undefined), { key: receiptName(run.entry, step), write: true, asked });
  const ended = { ...step, status: "done" as const };
  if (!outcome.ok) {
    await put(
      run,
      outcome.sent
        ? { ...ended, outcome: unanswered(outcome) ? "unanswered" : "refused", refusal: outcome.refusal }
        : { ...step, status: "todo" },
    );
    return;
  }
  await put(run, ended);
  try {
    const seen = await seeOld(run, oldItemId(run));
    if (seen.shown === "live") await put(run, { ...ended, outcome: "proved", proof: seen.proof });
  } catch (error) {
    // the settle of the next lease looks again
    if (!(error instanceof Halt)) throw error;
  }
  await save(run, {});
}

function unanswered(outcome: Extract<Outcome, { ok: false }>): boolean {
  return outcome.refusal.kind === "no_answer";
}

/** What `execute` needs of a lease, from the journal: the lease itself is over or cannot be asked for. */
function leaseless(entry: Entry): Omit<Run, "world" | "entry"> {
  const lease: Lease = {
    answer: "lease",
    job_id: entry.job_id,
    closet_id: entry.closet_id,
    member_id: entry.member_id,
    country: entry.country,
    epoch: entry.epoch,
    mode: "settle",
    work: entry.work,
    facts: entry.facts,
    last_step: null,
    person_pressed: false,
    answer_of_person: null,
    snapshot: null,
    cost: { writes: 0, relists: 0 },
    limits: null,
    pace: entry.pace,
  };
  return { lease, lost: false, stop: false, giveWay: false, reads: 0, snapshot: null };
}
