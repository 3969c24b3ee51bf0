// Each state of the product in sentences: what is so, since when and until when, what to do. The panel adds a button to it
// (SituationNotice.tsx), the popup shows it as it is.
import type { Rest } from "../../shared-schemas/wire";
import { formatClock, formatExact } from "../ui/format";
import { type TextKey, t } from "../ui/i18n";
import type { NoticeTone } from "../ui/Notice";
import { countryName } from "./countries";
import type { Situation } from "./situation";

export interface Said {
  tone: NoticeTone;
  /** What is so. */
  title: string;
  /** Since when, or from when what is shown is. */
  since?: string | undefined;
  /** When it goes on by itself. */
  until?: Date | undefined;
  /** What it means and what to do. */
  todo: string;
}

/** Nothing when all is well. */
export function sayOf(situation: Situation): Said | undefined {
  switch (situation.is) {
    case "loading":
    case "ready":
    case "working":
      return undefined;
    case "reload_page":
      return { tone: "info", title: t("situation.reload_page.title"), todo: t("situation.reload_page.todo") };
    case "update_needed":
      return { tone: "wait", title: t("situation.update_needed.title"), todo: t("situation.update_needed.todo") };
    case "not_signed_in":
      return {
        tone: "info",
        title: t("situation.not_signed_in.title"),
        todo: t("situation.not_signed_in.todo"),
        ...hiddenHere(situation.hidden),
      };
    case "no_closet":
      return { tone: "info", title: t("situation.no_closet.title"), todo: t("situation.no_closet.todo") };
    case "server_away":
      return {
        tone: "wait",
        title: t("situation.server_away.title"),
        since: situation.readAt && t("situation.server_away.stored", { time: formatClock(situation.readAt) }),
        todo: t("situation.server_away.todo"),
      };
    case "country":
      return {
        tone: "wait",
        title: t("situation.country.title", { country: countryName(situation.country) }),
        todo: t("situation.country.todo"),
      };
    case "no_tab":
      return { tone: "info", title: t("situation.no_tab.title"), todo: t("situation.no_tab.todo") };
    case "signed_out":
      return {
        tone: "wait",
        title: t("situation.signed_out.title"),
        todo: t("situation.signed_out.todo", { login: situation.login }),
      };
    case "other_member":
      return {
        tone: "wait",
        title: situation.here
          ? t("situation.other_member.title", { here: situation.here })
          : t("situation.other_member.title_unknown"),
        todo: t("situation.other_member.todo", { login: situation.login }),
      };
    case "challenge":
      return {
        tone: "bad",
        title: t("refusal.challenge"),
        since: situation.since && sinceWords(situation.since),
        todo: t("refusal.challenge.todo"),
      };
    case "restored":
      return { tone: "wait", title: t("situation.restored.title"), todo: t("situation.restored.todo") };
    case "paused":
      return { tone: "info", title: t("situation.paused.title"), todo: t("situation.paused.todo") };
    case "solved":
      return {
        tone: "wait",
        title: t("situation.solved.title"),
        until: new Date(situation.until),
        todo: t("situation.solved.todo"),
      };
    case "resting": {
      const { kind, since, until } = situation.rest;
      return {
        tone: "wait",
        title: t(RESTS[kind][0]),
        since: until ? sinceWords(since) : `${sinceWords(since)} ${t("situation.until_you")}`,
        until: until ? new Date(until) : undefined,
        todo: t(RESTS[kind][1]),
      };
    }
    default:
      return situation satisfies never;
  }
}

/** Only what makes a closet rest, so that the popup carries no other refusal's words. */
const RESTS: Readonly<Record<Rest["kind"], readonly [TextKey, TextKey]>> = {
  challenge: ["refusal.challenge", "refusal.challenge.todo"],
  hard_block: ["refusal.hard_block", "refusal.hard_block.todo"],
  block_page: ["refusal.block_page", "refusal.block_page.todo"],
  restriction: ["refusal.restriction", "refusal.restriction.todo"],
  rate_limit: ["refusal.rate_limit", "refusal.rate_limit.todo"],
  access_denied: ["refusal.access_denied", "refusal.access_denied.todo"],
};

/** What this browser may have left hidden outranks the general words: it is an item nobody can buy. */
function hiddenHere(ids: readonly number[]): Partial<Said> {
  return ids.length === 0 ? {} : { tone: "wait", todo: t("situation.not_signed_in.hidden", { ids: ids.join(", ") }) };
}

function sinceWords(since: string): string {
  return t("situation.since", { time: formatExact(new Date(since)) });
}
