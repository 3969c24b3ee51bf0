// set_hidden: hides one listing, or shows it again, and reads the flag back from the wardrobe.
import type { SetHidden } from "../../../shared-schemas/wire";
import { seeOld } from "../../jobs/own_entries";
import { change } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { learn } from "../../jobs/run";

export function setHidden(work: SetHidden): WritingAction {
  const goal = work.hidden ? "hidden" : "live";
  return {
    version: 1,
    plan: change(work.hidden ? "hide" : "show", goal),
    async guard(run) {
      const { shown, proof } = await seeOld(run, work.item_id);
      learn(run, { old_item_id: work.item_id });
      switch (shown) {
        case goal:
          return { go: "end", ending: { end: "done", reason: "nothing_to_do", proof } };
        case "live":
        case "hidden":
          learn(run, { hidden_before: shown === "hidden" });
          return { go: "forward" };
        case "deleted":
          return { go: "end", ending: { end: "failed", reason: "not_found", proof } };
        case "other":
        case "vague":
          return { go: "end", ending: { end: "failed", reason: "not_active", proof } };
        default:
          throw shown satisfies never;
      }
    },
  };
}
