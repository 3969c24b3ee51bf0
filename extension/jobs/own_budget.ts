// This install's own count of what its jobs did at Vinted within 24 hours, per account and over all our users: signing in as
// another one must not give the same account a second budget. It only ever stops what the server would have let through.
import type { Effects } from "../../shared-schemas/wire";
import { accountOf } from "./read_pace";
import type { Run } from "./run";

const WINDOW_MS = 24 * 3600 * 1000;

/** One job's effects. `limits`: what the user it was for allowed the account; the lowest of the day holds for everybody. */
export interface Spent {
  job_id: string;
  /** Its last go that counts. */
  at: number;
  cost: Effects;
  limits: Effects | null;
}

/** Seconds until this job fits beside what was done already; null when it fits, or when only the server can say. */
export async function secondsOverBudget(run: Run): Promise<number | null> {
  const now = run.world.clock.now().wall;
  const others = (await recent(run)).filter(({ job_id }) => job_id !== run.lease.job_id).toSorted((a, b) => a.at - b.at);
  const { cost, limits } = run.lease;
  for (let gone = 0; gone <= others.length; gone++) {
    const counted = others.slice(gone);
    const allowed = [limits, ...counted.map((row) => row.limits)].filter((each) => each !== null);
    if (allowed.every((each) => fits([cost, ...counted.map((row) => row.cost)], each))) {
      const last = others[gone - 1];
      return last ? Math.max(1, (last.at + WINDOW_MS - now) / 1000) : null;
    }
  }
  return null;
}

/** Counts this job, from a go of a step that has an effect. */
export async function spend(run: Run): Promise<void> {
  const { job_id, cost, limits } = run.lease;
  const others = (await recent(run)).filter((row) => row.job_id !== job_id);
  await run.world.spent.put(accountOf(run.lease), [...others, { job_id, at: run.world.clock.now().wall, cost, limits }]);
}

/** Takes this job out of the count: every effect it went for was proved not to have happened. */
export async function unspend(run: Run): Promise<void> {
  const all = await recent(run);
  const others = all.filter((row) => row.job_id !== run.lease.job_id);
  if (others.length < all.length) await run.world.spent.put(accountOf(run.lease), others);
}

async function recent(run: Run): Promise<Spent[]> {
  const now = run.world.clock.now().wall;
  return (await run.world.spent.get(accountOf(run.lease))).filter(({ at }) => now - at < WINDOW_MS);
}

function fits(costs: readonly Effects[], limits: Effects): boolean {
  const sum = (of: keyof Effects) => costs.reduce((total, cost) => total + cost[of], 0);
  return sum("writes") <= limits.writes && sum("relists") <= limits.relists;
}
