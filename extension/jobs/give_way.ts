// A reading job steps aside within its pages, not only between them: what a person pressed begins within five seconds. Nothing was
// sent by it, so it is simply given back and begun anew later.
import type { Verb } from "../../shared-schemas/wire";
import { age, type Clock } from "./clock";
import { Halt } from "./ends";
import { type Run, renew } from "./run";

const READING: ReadonlySet<Verb> = new Set<Verb>([
  "sync_closet",
  "sync_listing",
  "sync_inbox",
  "sync_conversation",
  "sync_orders",
  "sync_notifications",
  "read_comparables",
  "read_form_reference",
]);

/** How old the server's last word may be before a reading job asks whether somebody waits. */
const ASK_EVERY = 3;
const SLICE = 2;

/** Ends a reading job's lease when a person's or a writing job waits, or when it is to stop. Other jobs go on. */
export async function mayGoOn(run: Run): Promise<void> {
  if (!isReading(run)) return;
  if (age(run.entry.answered_at, run.world.clock.now()) > ASK_EVERY) await renew(run);
  if (run.stop) throw new Halt({ end: "release", reason: "stopped" });
  if (run.giveWay) throw new Halt({ end: "release", reason: "gave_way" });
}

/** The run's clock; a reading job wakes from its pauses to look whether it has to give way. */
export function givingWay(run: Run): Clock {
  const { clock } = run.world;
  if (!isReading(run)) return clock;
  return {
    ...clock,
    sleep: async (seconds) => {
      for (let left = seconds; left > 0; left -= SLICE) {
        await clock.sleep(Math.min(SLICE, left));
        if (left > SLICE) await mayGoOn(run);
      }
    },
  };
}

function isReading({ lease }: Run): boolean {
  return READING.has(lease.work.verb);
}
