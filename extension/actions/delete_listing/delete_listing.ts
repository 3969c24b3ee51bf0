// delete_listing: deletes one listing and proves it gone (absent from two wardrobe readings, and 404). A relist's leftover names
// what replaced it: it is deleted only when that one is live, and shown again when that one is gone.
import type { DeleteListing } from "../../../shared-schemas/wire";
import { seeMade, seeOld } from "../../jobs/own_entries";
import { always, change, end, type Plan, settle, settleLive, settleOld, undo } from "../../jobs/plan";
import type { Guarded, WritingAction } from "../../jobs/program";
import { learn, type Run } from "../../jobs/run";
import { abandon } from "../../jobs/steps";

const ALONE = change("delete", "deleted");
const notActive = end("failed", "not_active");

// rule: leftover_look. What replaced it is looked at first, in every try and in every settle
const LEFTOVER: Plan = {
  ...ALONE,
  has: { old: true, made: true },
  settle: { none: settleOld, draft: notActive, processing: notActive, live: settleLive, short: notActive },
  settle_old: {
    ...always(notActive),
    hidden: undo("show"),
    live: end("failed", "leftover_shown"),
    deleted: end("failed", "not_found"),
    no_old: settle,
  },
};

export function deleteListing(work: DeleteListing): WritingAction {
  const { replaced_by } = work;
  if (replaced_by === null) return { version: 1, plan: ALONE, guard: (run) => guardOld(run, work) };
  const made = { ids: [replaced_by], photo_ids: [] };
  return {
    version: 1,
    plan: LEFTOVER,
    made: () => made,
    async guard(run) {
      const { shown, proof } = await seeMade(run, made, true);
      if (shown === "none") {
        await abandon(run, null);
        return { go: "settle" };
      }
      if (shown !== "live") return { go: "end", ending: { end: "failed", reason: "not_active", proof } };
      return guardOld(run, work);
    },
  };
}

async function guardOld(run: Run, work: DeleteListing): Promise<Guarded> {
  const { shown, proof } = await seeOld(run, work.item_id);
  learn(run, { old_item_id: work.item_id });
  switch (shown) {
    case "deleted":
      return { go: "end", ending: { end: "done", reason: "nothing_to_do", proof } };
    case "other":
      return { go: "end", ending: { end: "failed", reason: "not_active", proof } };
    case "vague":
      return { go: "end", ending: { end: "failed", reason: "refused", proof } };
    case "live":
    case "hidden":
      learn(run, { hidden_before: shown === "hidden" });
      return { go: "forward" };
    default:
      throw shown satisfies never;
  }
}
