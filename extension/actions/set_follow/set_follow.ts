// set_follow: follows a member, or no longer. A toggle like the favourite's: the member's own flag is read before and after.
import type { SetFollow } from "../../../shared-schemas/wire";
import { read } from "../../jobs/own_entries";
import { answered, failed, shown } from "../../jobs/people";
import { act } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { learn, type Run } from "../../jobs/run";

export function setFollow({ card, follow }: SetFollow): WritingAction {
  const { member_id } = card.recipient;
  return {
    version: 1,
    plan: act("follow"),
    async guard(run) {
      const is = await isFollowed(run, member_id);
      // a toggle without knowing where it stands could do the opposite
      if (is === null) return { go: "end", ending: failed("unproved") };
      if (is === follow) {
        return { go: "end", ending: { end: "done", reason: "nothing_to_do", proof: shown(run, "reached", "flag_read").proof } };
      }
      learn(run, { was: is });
      return { go: "forward" };
    },
    call: () => ({ call: "toggle_follow", member_id }),
    async see(run) {
      const is = await isFollowed(run, member_id);
      return shown(run, is === null ? "vague" : is === follow ? "reached" : "not", "flag_read");
    },
  };
}

async function isFollowed(run: Run, memberId: number): Promise<boolean | null> {
  return answered(run, await read(run, { call: "member", member_id: memberId })).followed;
}
