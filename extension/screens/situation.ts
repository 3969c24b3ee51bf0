// In which of its states the product stands, decided in one place from what is known; the words are in situation_said.ts.
// The first that applies is the one to say: whoever is not signed in need not hear that the closet is paused.
import type { Closet, ClosetList, Rest } from "../../shared-schemas/wire";
import type { Engine, Kept } from "./ports";

export type Situation =
  | { is: "loading" }
  | { is: "reload_page" }
  | { is: "update_needed" }
  | { is: "not_signed_in"; hidden: readonly number[] }
  | { is: "server_away"; readAt: Date | undefined }
  | { is: "no_closet" }
  | { is: "country"; country: string }
  | { is: "no_tab" }
  | { is: "signed_out"; login: string }
  | { is: "other_member"; login: string; here: string | undefined }
  | { is: "challenge"; since: string | undefined }
  | { is: "restored" }
  | { is: "paused" }
  | { is: "solved"; until: string }
  | { is: "resting"; rest: Rest }
  | { is: "working" }
  | { is: "ready" };

export type SituationName = Situation["is"];

export function situationOf(engine: Kept<Engine>, closets: Kept<ClosetList>): Situation {
  if (engine.failure?.why === "reload_page") return { is: "reload_page" };
  if (!engine.value) return { is: "loading" };
  if (engine.value.upgrade_needed) return { is: "update_needed" };
  if (!engine.value.signed_in || closets.failure?.why === "not_connected")
    return { is: "not_signed_in", hidden: engine.value.maybe_hidden };
  if (closets.failure?.why === "away") return { is: "server_away", readAt: closets.readAt };
  if (!closets.value) return { is: "loading" };
  const closet = closets.value.items[0];
  return closet ? situationOfCloset(closet, engine.value) : { is: "no_closet" };
}

function situationOfCloset(closet: Closet, engine: Engine): Situation {
  if (!engine.countries.some(({ country, isAllowed }) => isAllowed && country === closet.country))
    return { is: "country", country: closet.country };
  const members = engine.tabs.filter(({ country }) => country === closet.country).map(({ member }) => member);
  const isHere = members.some((member) => member?.member_id === closet.member_id);
  const other = members.find((member) => member !== null && member.member_id !== closet.member_id);
  switch (closet.paused) {
    case "challenge":
      return { is: "challenge", since: closet.rest?.since };
    case "restored":
      return { is: "restored" };
    case "other_member":
      return { is: "other_member", login: closet.login, here: other?.login };
    case "signed_out":
      return { is: "signed_out", login: closet.login };
    case "person":
      return { is: "paused" };
    case null:
    case undefined:
      break;
    default:
      throw closet.paused satisfies never;
  }
  if (closet.rest?.kind === "challenge") {
    // a solved check still rests the closet for a while; an unsolved one has no end
    return closet.rest.until ? { is: "solved", until: closet.rest.until } : { is: "challenge", since: closet.rest.since };
  }
  if (closet.rest) return { is: "resting", rest: closet.rest };
  // another device may be at work while this browser has no tab
  if (closet.state === "working") return { is: "working" };
  if (members.length === 0) return { is: "no_tab" };
  if (!isHere)
    return other ? { is: "other_member", login: closet.login, here: other.login } : { is: "signed_out", login: closet.login };
  return { is: "ready" };
}

/** The closet the screens show: the server names the current one first. */
export function currentCloset(closets: Kept<ClosetList>): Closet | undefined {
  return closets.value?.items[0];
}
