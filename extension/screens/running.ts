// Which jobs move by themselves. A file of its own, because the pages' polling asks it too.
import type { Job } from "../../shared-schemas/wire";

/** How soon the next thing must happen for a job to be worth watching. */
const SOON_MS = 60_000;

/** Whether this is a look that is planned for later: nothing that runs or waits its turn. */
export function isPlanned({ verb, state, next_at }: Pick<Job, "verb" | "state" | "next_at">): boolean {
  const isLater = next_at !== null && next_at !== undefined && Date.parse(next_at) - Date.now() > SOON_MS;
  return verb === "sync_closet" && state === "queued" && isLater;
}

/** Whether something happens to this job within a minute, without anybody's doing. */
export function isLive({ state, next_at }: Pick<Job, "state" | "next_at">): boolean {
  switch (state) {
    case "leased":
    case "running":
      return true;
    case "queued":
    case "parked":
      return !next_at || Date.parse(next_at) - Date.now() < SOON_MS;
    case "waiting_approval":
    case "needs_person":
    case "done":
    case "failed":
    case "unknown":
    case "cancelled":
    case "expired":
      return false;
    default:
      throw state satisfies never;
  }
}
