// What somebody else's item is, read from its page once more: the page loses it when the site navigates without loading (CONTRACT
// §20.8). No job: one request for a press, at the distance of all reads.
import * as v from "valibot";
import { Pace } from "../../shared-schemas/wire";
import type { ItemFacts } from "../vinted/item_facts";
import { TabError } from "../vinted/tabs";
import { accountOf, pauseBeforeRead } from "./read_pace";
import type { World } from "./world";

const PACE = v.parse(Pace, {});

/** The facts of the item this tab shows; null when they cannot be had. */
export async function readItemFacts(
  world: Pick<World, "clock" | "readPaces" | "tabs">,
  tabId: number,
  itemId: number,
): Promise<ItemFacts | null> {
  const hand = (await world.tabs.hands()).find(({ tab_id }) => tab_id === tabId);
  await pauseBeforeRead(world, hand ? accountOf(hand) : "nobody", PACE, { isPayload: false });
  try {
    return await world.tabs.itemFactsIn(tabId, itemId);
  } catch (error) {
    if (!(error instanceof TabError)) throw error;
    return null;
  }
}
