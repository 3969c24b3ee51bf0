// What failed, in words: what happened and what to do. One table for all screens; a code without a sentence of its own is shown
// as it is, because it helps whoever is asked.
import { formatDate } from "../ui/format_figures";
import { type TextKey, t } from "../ui/i18n";
import { Notice } from "../ui/Notice";
import type { Failure } from "./ports";

const REFUSALS: Readonly<Record<string, [title: TextKey, todo: TextKey]>> = {
  already_contacted: ["problem.already_contacted.title", "problem.already_contacted.todo"],
  below_floor: ["problem.below_floor.title", "problem.below_floor.todo"],
  card_changed: ["problem.moved_on.title", "problem.moved_on.todo"],
  consent_missing: ["problem.consent_missing.title", "problem.consent_missing.todo"],
  closet_busy: ["problem.closet_busy.title", "problem.closet_busy.todo"],
  group_full: ["problem.group_full.title", "problem.group_full.todo"],
  item_busy: ["problem.item_busy.title", "problem.item_busy.todo"],
  item_limit_reached: ["problem.item_limit.title", "problem.item_limit.todo"],
  item_not_active: ["problem.item_not_active.title", "problem.item_not_active.todo"],
  not_a_choice: ["problem.moved_on.title", "problem.moved_on.todo"],
  not_found: ["problem.not_found.title", "problem.not_found.todo"],
  not_offered: ["problem.edit_not_offered.title", "problem.edit_not_offered.todo"],
  not_waiting: ["problem.moved_on.title", "problem.moved_on.todo"],
  nothing_chosen: ["problem.nothing_chosen.title", "problem.nothing_chosen.todo"],
  offer_not_open: ["problem.offer_gone.title", "problem.offer_gone.todo"],
  open_offer: ["problem.open_offer.title", "problem.open_offer.todo"],
  person_ignored: ["problem.person_ignored.title", "problem.person_ignored.todo"],
  photo_in_use: ["problem.photo_in_use.title", "problem.photo_in_use.todo"],
  quota_reached: ["problem.quota_reached.title", "problem.quota_reached.todo"],
  rate_limited: ["problem.rate_limited.title", "problem.rate_limited.todo"],
  relist_cooldown: ["problem.relist_cooldown.title", "problem.relist_cooldown.todo"],
  still_listed: ["problem.still_listed.title", "problem.still_listed.todo"],
  switched_off: ["problem.switched_off.title", "problem.switched_off.todo"],
  template_changed: ["problem.moved_on.title", "problem.moved_on.todo"],
  template_invalid: ["problem.template_invalid.title", "problem.template_invalid.todo"],
  thread_unknown: ["problem.thread_unknown.title", "problem.thread_unknown.todo"],
  undo_too_late: ["problem.undo_too_late.title", "problem.undo_too_late.todo"],
  wrong_state: ["problem.moved_on.title", "problem.moved_on.todo"],
};

export interface FailureWords {
  title: string;
  todo: string;
}

export function failureWords(failure: Failure): FailureWords {
  switch (failure.why) {
    case "away":
      return { title: t("problem.away.title"), todo: t("problem.away.todo") };
    case "not_connected":
      return { title: t("situation.not_signed_in.title"), todo: t("situation.not_signed_in.todo") };
    case "reload_page":
      return { title: t("situation.reload_page.title"), todo: t("situation.reload_page.todo") };
    case "refused": {
      const [title, todo] = REFUSALS[failure.code] ?? ["problem.other.title", "problem.other.todo"];
      const until = failure.data["until"];
      const date = typeof until === "string" ? formatDate(new Date(until)) : "";
      return { title: t(title, { code: failure.code }), todo: t(todo, { date }) };
    }
    default:
      return failure satisfies never;
  }
}

export function FailureNotice({ failure }: { failure: Failure }) {
  const { title, todo } = failureWords(failure);
  return (
    <Notice tone="bad" title={title}>
      {todo}
    </Notice>
  );
}
