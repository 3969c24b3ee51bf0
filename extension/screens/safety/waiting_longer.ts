// Which jobs wait for something that takes a while, the one that goes on first in front. The short pause between two jobs is no
// news, unless nothing else waits.
import type { Job } from "../../../shared-schemas/wire";

export function waitingLonger(jobs: readonly Job[]): Job[] {
  const waiting = jobs.filter(({ waits_for, state }) => waits_for && waits_for !== "approval" && state !== "waiting_approval");
  const at = ({ next_at }: Job) => (next_at ? Date.parse(next_at) : Number.MAX_SAFE_INTEGER);
  return waiting.toSorted((a, b) => Number(a.waits_for === "pace") - Number(b.waits_for === "pace") || at(a) - at(b));
}
