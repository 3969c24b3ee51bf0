// How far apart the reads at Vinted lie (§3.9): any two, two edit payloads, and a rest after several of those in a row. Kept per
// member in the browser's session, so that neither the next lease nor a worker that was killed begins unpaced.
import type { Pace } from "../../shared-schemas/wire";
import { type Stamp, surelyPassed } from "./clock";
import type { World } from "./world";

/** What a member's last reads were. */
export interface ReadPace {
  last_read: Stamp;
  last_payload: Stamp | null;
  /** Edit payloads since the last rest. */
  payloads_in_a_row: number;
}

/** Whose reads: the same member in two countries is two accounts. */
export function accountOf({ country, member_id }: { country: string; member_id: number }): string {
  return `${country}:${member_id}`;
}

/**
 * Waits until this member may be read for again, and notes the read that follows. `hurries`: an undo, which no rest holds back.
 */
export async function pauseBeforeRead(
  world: Pick<World, "clock" | "readPaces">,
  account: string,
  pace: Pick<Pace, "read_gap" | "payload_gap" | "payload_rest" | "payloads_in_a_row">,
  read: { isPayload: boolean; hurries?: boolean },
): Promise<void> {
  const { clock, readPaces } = world;
  const before = await readPaces.get(account);
  const isRow = (before?.payloads_in_a_row ?? 0) >= pace.payloads_in_a_row;
  const rested = left(before?.last_payload, pace.payload_rest, clock.now()) === 0;
  const gap = Math.max(
    left(before?.last_read, pace.read_gap, clock.now()),
    read.isPayload ? left(before?.last_payload, pace.payload_gap, clock.now()) : 0,
    read.isPayload && isRow && !read.hurries ? left(before?.last_payload, pace.payload_rest, clock.now()) : 0,
  );
  if (gap > 0) await clock.sleep(gap);
  const now = clock.now();
  const row = rested || (isRow && !read.hurries) ? 0 : (before?.payloads_in_a_row ?? 0);
  await readPaces.put(account, {
    last_read: now,
    last_payload: read.isPayload ? now : (before?.last_payload ?? null),
    payloads_in_a_row: read.isPayload ? row + 1 : (before?.payloads_in_a_row ?? 0),
  });
}

function left(since: Stamp | null | undefined, gap: number, now: Stamp): number {
  return since ? Math.max(0, gap - surelyPassed(since, now)) : 0;
}
