// Which jobs wait for the person, told without drawing anything.
import type { Job } from "../../../shared-schemas/wire";

/** Whether this belongs before the person's eyes: only they can move it on, or an item of theirs is hidden for now. */
export function isForPerson(job: Pick<Job, "state" | "reason">): boolean {
  return needsPerson(job) || (job.state === "parked" && job.reason === "restorable");
}

/** Whether only the person can move this job on. */
export function needsPerson({ state }: Pick<Job, "state">): boolean {
  return state === "needs_person" || state === "unknown" || state === "waiting_approval";
}

/** Whether this is a card in the approval queue, put off or not. */
export function isCard({ state }: Pick<Job, "state">): boolean {
  return state === "waiting_approval";
}

/** Whether this card is to be looked at now: one that was put off comes back by itself. */
export function waitsForYes(job: Pick<Job, "state" | "next_at">, now = Date.now()): boolean {
  return isCard(job) && !(job.next_at && Date.parse(job.next_at) > now);
}
