// One word for each state the product can be in, for the popup and the head of the panel. Sentences are in situation_said.ts.
import type { Tone } from "../ui/Badge";
import type { TextKey } from "../ui/i18n";
import type { SituationName } from "./situation";

/** One word for each state, as the popup and the head of the panel show it. */
export const WORDS: Readonly<Record<SituationName, [tone: Tone, word: TextKey]>> = {
  loading: ["neutral", "ui.loading"],
  reload_page: ["wait", "state.update"],
  update_needed: ["wait", "state.update"],
  not_signed_in: ["wait", "state.signed_out"],
  server_away: ["wait", "state.away"],
  no_closet: ["wait", "state.set_up"],
  country: ["wait", "state.needs_you"],
  no_tab: ["neutral", "state.no_tab"],
  signed_out: ["wait", "state.needs_you"],
  other_member: ["wait", "state.needs_you"],
  challenge: ["bad", "state.needs_you"],
  restored: ["wait", "state.needs_you"],
  paused: ["neutral", "state.paused"],
  resting: ["wait", "state.resting"],
  solved: ["wait", "state.resting"],
  working: ["info", "state.working"],
  ready: ["good", "state.ready"],
};
