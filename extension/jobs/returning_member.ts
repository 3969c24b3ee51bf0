// When the member of a known closet shows up again in a tab (signed in anew, a check solved, another member's visit over), the
// server is told, which ends what stood in the closet's way. A member of no known closet is not told of: that is the first run's.
import type { PauseReason } from "../../shared-schemas/wire";
import { asFailure } from "../backend/problems";
import type { Server } from "../backend/request";
import type { Member } from "../vinted/calls";

const IN_THE_WAY: ReadonlySet<PauseReason> = new Set(["other_member", "signed_out", "challenge"]);

/** Called for each page of Vinted's that was loaded with somebody signed in. True when a closet may go on. */
export async function welcomeBack(member: Member, server: Server): Promise<boolean> {
  try {
    const { items } = await server("closets", {});
    const waits = items.some(
      ({ country, member_id, paused }) =>
        country === member.country && member_id === member.member_id && paused && IN_THE_WAY.has(paused),
    );
    if (waits) await server("claim_closet", { body: claimOf(member) });
    return waits;
  } catch (error) {
    // away or signed out of us: the next page, or the panel, tries again
    asFailure(error);
    return false;
  }
}

/**
 * A job that was under way when they came may still tell of what it saw before, and so stop the closet of somebody who is here.
 * No other page would be loaded for that, so they are welcomed once more when the job is over.
 */
export async function welcomeAfterJob(
  member: Member,
  server: Server,
  loop: { idle: () => Promise<unknown>; wake: () => void },
): Promise<void> {
  await loop.idle();
  if (await welcomeBack(member, server)) loop.wake();
}

function claimOf({ country, member_id, login, photo_url, currency, item_count, time_zone }: Member) {
  return { country, member_id, login, photo_url, currency, item_count, time_zone };
}
