// Searching Vinted's own brands while the person types, through a tab that is open anyway. It is a read like any other: in the right
// member's session, at the reads' distance, never while a job works and never right after a refusal. Whoever gets no answer here
// takes the file.
import * as v from "valibot";
import { Pace } from "../../shared-schemas/wire";
import type { BrandQuestion, VintedBrand, VintedCall } from "../vinted/calls";
import { TabError } from "../vinted/tabs";
import type { Stamp } from "./clock";
import { surelyPassed } from "./clock";
import { accountOf, pauseBeforeRead } from "./read_pace";
import type { World } from "./world";

const PACE = v.parse(Pace, {});
/** After a refusal the next job finds out what it means; nobody's typing asks again meanwhile. */
const AFTER_REFUSAL_SECONDS = 600;

/** Makes the search. Null: no tab, a job at work, a refusal, or a newer question in its place. */
export function createBrandSearch(
  world: Pick<World, "clock" | "readPaces" | "tabs">,
  isWorking: () => boolean,
): (question: BrandQuestion) => Promise<VintedBrand[] | null> {
  let newest = 0;
  let refused: Stamp | null = null;
  return async (question) => {
    newest += 1;
    const mine = newest;
    const { clock, tabs } = world;
    const hand = await tabs.handFor(question.country, question.member_id);
    if (!hand || isWorking() || (refused && surelyPassed(refused, clock.now()) < AFTER_REFUSAL_SECONDS)) return null;
    // typed on meanwhile: the newest question alone is worth a request
    await clock.sleep(PACE.read_gap / 4);
    if (mine !== newest || isWorking()) return null;
    await pauseBeforeRead(world, accountOf(question), PACE, { isPayload: false });
    if (mine !== newest || isWorking()) return null;
    const { wall, mono } = clock.now();
    const { go_age, request_deadline, identity_age } = PACE;
    const call: VintedCall = { call: "brands", catalog_id: question.catalog_id, keyword: question.keyword };
    try {
      const outcome = await tabs.perform(hand.tab_id, {
        key: `brands:${wall}:${mine}`,
        call,
        member_id: question.member_id,
        asked_wall: wall,
        asked_mono: mono,
        write: false,
        limits: { go_age, request_deadline, identity_age, fresh_identity: false },
      });
      if (outcome.ok && "found" in outcome.value) return outcome.value.found.flatMap(brandOf);
      refused = clock.now();
      return null;
    } catch (error) {
      if (!(error instanceof TabError)) throw error;
      return null;
    }
  };
}

function brandOf(found: object): VintedBrand[] {
  return "id" in found && "title" in found ? [{ id: Number(found.id), title: String(found.title) }] : [];
}
