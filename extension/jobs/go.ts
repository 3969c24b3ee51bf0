// Asking for a go: the step stands in the journal as todo, then the server is asked until it says go, wait or stop.
// Nothing is sent here; with a go in hand program.ts sends.
import type { StepName, StopReason } from "../../shared-schemas/wire";
import { moment, type Stamp } from "./clock";
import { resultOf } from "./ends";
import type { Step } from "./journal";
import { LeaseLost, type Run, save, tell } from "./run";

/** `waited`: the go did not come at once, so what was looked at before may have changed. */
export type Asked = { go: true; step: Step; asked: Stamp; waited: boolean } | { go: false; stop: StopReason | "too_long" };

/** A wait longer than this is not sat out while nothing was sent: the job is given back, others may go first. */
const PATIENCE_IN_LEASES = 1;

/** Writes the step down as todo: the same one as before if it was never sent, so that a repeated question is one question. */
export async function intend(run: Run, name: StepName, undo: boolean): Promise<Step> {
  const last = run.entry.steps.at(-1);
  if (last && last.status === "todo" && last.step === name && last.undo === undo) {
    const again = { ...last, epoch: run.lease.epoch };
    await save(run, { steps: [...run.entry.steps.slice(0, -1), again] });
    return again;
  }
  const step: Step = {
    seq: (last?.seq ?? 0) + 1,
    step: name,
    undo,
    status: "todo",
    epoch: run.lease.epoch,
    sent_at: null,
    at: moment(run.world.clock.now()),
    outcome: null,
    proof: null,
    refusal: null,
    reported: false,
  };
  await save(run, { steps: [...run.entry.steps, step] });
  return step;
}

/** Replaces a step in the journal. */
export async function put(run: Run, step: Step): Promise<void> {
  await save(run, { steps: run.entry.steps.map((known) => (known.seq === step.seq ? step : known)) });
}

/**
 * Asks for a go for this step. `asked` is from before the question that was answered: the go's age counts from there.
 * rule: go_renews. A go is only had from the server, inside a lease, and renews it.
 */
export async function askGo(run: Run, step: Step): Promise<Asked> {
  await reportOlder(run);
  for (let waited = false; ; waited = true) {
    const last = resultOf(run.entry.steps.findLast((known) => known.seq < step.seq));
    const { answer, asked } = await tell(run, "steps", {
      path: { id: run.lease.job_id },
      body: {
        epoch: run.lease.epoch,
        facts: run.entry.facts,
        last,
        next: { seq: step.seq, step: step.step, undo: step.undo },
      },
    });
    if (last) markReported(run, last.seq);
    switch (answer.answer) {
      case "go":
        return { go: true, step, asked, waited };
      case "wait":
        if (run.stop && !step.undo) return { go: false, stop: "cancelled" };
        if (isTooLong(run, answer.seconds)) return { go: false, stop: "too_long" };
        await run.world.clock.sleep(answer.seconds);
        break;
      case "stop":
        if (endsLease(answer.reason)) throw new LeaseLost(answer.reason);
        return { go: false, stop: answer.reason };
      case "noted":
        throw new LeaseLost("the server took a question for a report");
      default:
        throw answer satisfies never;
    }
  }
}

/** Results the server has not heard, but for the last one, which goes with the next question. */
async function reportOlder(run: Run): Promise<void> {
  const unheard = run.entry.steps.filter((step) => step.outcome !== null && !step.reported).slice(0, -1);
  for (const step of unheard) {
    const body = { epoch: run.lease.epoch, facts: run.entry.facts, last: resultOf(step), next: null };
    const { answer } = await tell(run, "steps", { path: { id: run.lease.job_id }, body });
    if (answer.answer === "stop" && endsLease(answer.reason)) throw new LeaseLost(answer.reason);
    markReported(run, step.seq);
  }
}

function markReported(run: Run, seq: number): void {
  run.entry = { ...run.entry, steps: run.entry.steps.map((step) => (step.seq === seq ? { ...step, reported: true } : step)) };
}

function isTooLong(run: Run, seconds: number): boolean {
  const sentNothing = run.lease.last_step === null && run.entry.steps.every((step) => step.status === "todo");
  return sentNothing && seconds > PATIENCE_IN_LEASES * run.entry.pace.lease;
}

function endsLease(reason: StopReason): boolean {
  return reason === "lease_lost" || reason === "revoked" || reason === "wrong_state" || reason === "restored";
}
