// set_favourite: marks another member's item as a favourite, or no longer. Vinted only knows a toggle and does not say which way it
// went, so the list is read before and after, and a toggle is never repeated without a read between.
import type { SetFavourite } from "../../../shared-schemas/wire";
import { read } from "../../jobs/own_entries";
import { answered, failed, shown } from "../../jobs/people";
import { act } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { learn, type Run } from "../../jobs/run";

/** 96 a page. Beyond that the list does not say that an item is not in it. */
const MOST_PAGES = 12;

export function setFavourite({ card, favourite }: SetFavourite): WritingAction {
  const itemId = card.item?.item_id ?? null;
  return {
    version: 1,
    plan: act("favourite"),
    async guard(run) {
      if (itemId === null) return { go: "end", ending: failed("not_possible") };
      const is = await isFavourite(run, itemId);
      if (is === null) return { go: "end", ending: failed("unproved") };
      if (is === favourite) {
        return {
          go: "end",
          ending: { end: "done", reason: "nothing_to_do", proof: shown(run, "reached", "flag_read", itemId).proof },
        };
      }
      learn(run, { was: is });
      return { go: "forward" };
    },
    call: () => (itemId === null ? null : { call: "toggle_favourite", item_id: itemId }),
    async see(run) {
      const is = itemId === null ? null : await isFavourite(run, itemId);
      return shown(run, is === null ? "vague" : is === favourite ? "reached" : "not", "flag_read", itemId);
    },
  };
}

/** Null: the list is too long to tell. What is not found counts only when a second reading does not find it either. */
async function isFavourite(run: Run, itemId: number): Promise<boolean | null> {
  const first = await isIn(run, itemId);
  if (first !== false) return first;
  await run.world.clock.sleep(run.entry.pace.second_try);
  return isIn(run, itemId);
}

async function isIn(run: Run, itemId: number): Promise<boolean | null> {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { item_ids, next } = answered(run, await read(run, { call: "favourites_page", page }));
    if (item_ids.includes(itemId)) return true;
    if (next === null) return false;
  }
  return null;
}
