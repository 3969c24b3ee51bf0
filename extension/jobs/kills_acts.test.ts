// @vitest-environment node
// What reaches a person or cannot be undone, killed at every place where the worker waits, and finished by either device or both:
// sent at most once, done only if it is true, failed only if it is not, and unknown for the rest.
import { describe, expect, it } from "vitest";
import type { Work } from "../../shared-schemas/wire";
import { ANSWER, card, EUR, FAVOURITE, FIRST, FIRST_OFFER, FOLLOW, LABEL, OFFER, READ_MARK, SHIPPED, TEXT } from "../stage/cards";
import { NO_CHANGE } from "../stage/content";
import { type Stage, stage } from "../stage/stage";
import type { Fault } from "../stage/vinted";
import type { CallName } from "../vinted/calls";

interface Act {
  work: (here: Stage) => Work;
  call: CallName;
  isTrue: (here: Stage) => boolean;
}

const entries = ({ vinted }: Stage) => [...vinted.people.threads.values()].flatMap((thread) => thread.entries);
const said = (here: Stage) => entries(here).some(({ mine, text }) => mine && text === TEXT);
const offered = (here: Stage) => entries(here).some(({ kind, mine }) => kind === "offer" && mine);
const asked = (here: Stage) => here.vinted.people.say(here.vinted.people.addThread({ unread: true }), "Hello?");
const sold = (here: Stage) => here.vinted.people.addSale({ shipment: { id: 61, status: 100 } });
const after =
  (prepare: (here: Stage) => unknown, work: Work) =>
  (here: Stage): Work => {
    prepare(here);
    return work;
  };

const ACTS: Record<string, Act> = {
  "an answer": { work: after(asked, ANSWER), call: "reply", isTrue: said },
  "a first word": { work: () => FIRST, call: "reply", isTrue: said },
  "an offer": { work: after(asked, OFFER), call: "make_offer", isTrue: offered },
  "a first offer": { work: () => FIRST_OFFER, call: "make_offer", isTrue: offered },
  "an accepted offer": {
    work: ({ vinted }) => {
      const thread = vinted.people.addThread();
      const offer_id = vinted.people.ask(thread, 1000).offer_id ?? 0;
      const transaction_id = thread.transaction ?? 0;
      return {
        verb: "answer_offer",
        card: card({ amount: EUR(1000) }),
        thread_id: 50,
        transaction_id,
        offer_id,
        answer: "accept",
        after: null,
      };
    },
    call: "answer_offer",
    isTrue: (here) => entries(here).some(({ offer_state }) => offer_state === "accepted"),
  },
  "a favourite": { work: () => FAVOURITE, call: "toggle_favourite", isTrue: ({ vinted }) => vinted.people.favourites.has(100) },
  "a follow": { work: () => FOLLOW, call: "toggle_follow", isTrue: ({ vinted }) => vinted.people.followed.has(8) },
  "a read mark": {
    work: after(asked, READ_MARK),
    call: "mark_read",
    isTrue: ({ vinted }) => vinted.people.threads.get(50)?.unread === false,
  },
  "a label": {
    work: after(sold, LABEL),
    call: "order_label",
    isTrue: ({ vinted }) => vinted.people.sales.get(60)?.label === "made",
  },
  "a parcel": {
    work: after(sold, SHIPPED),
    call: "mark_shipped",
    isTrue: ({ vinted }) => vinted.people.sales.get(60)?.shipment?.status === 200,
  },
  "a price": {
    work: () => ({
      verb: "update_listing",
      item_id: 100,
      change: { ...NO_CHANGE, price: EUR(900) },
    }),
    call: "update_item",
    isTrue: ({ vinted }) => vinted.items.get(100)?.payload["price"] === 9,
  },
};

const FINISHERS = [
  ["the same device", (here: Stage) => [here.a]],
  ["another device", (here: Stage) => [here.b]],
  ["both", (here: Stage) => [here.a, here.b]],
] as const;

/** Kills A at each place in turn, lets the devices finish, and looks at the end. Answers how many places there were. */
async function atEveryPlace(act: Act, finishers: (here: Stage) => Stage["a"][], fault?: Fault): Promise<number> {
  for (let place = 0; ; place++) {
    const here = stage();
    const job = here.server.wish(act.work(here));
    if (fault) here.vinted.fail(act.call, fault);
    here.a.killAt(place);
    const wasKilled = await here.a.turn();
    await here.until(4000, ...finishers(here));
    // a request that is still under way arrives, whatever was said of it
    await here.clock.sleep(400);
    const told = `killed at place ${place}: ${job.state} ${job.reason}, ${here.vinted.effects.join(" ")}`;
    expect(["done", "failed", "unknown"], told).toContain(job.state);
    expect(here.vinted.effects.filter((effect) => effect === act.call).length, told).toBeLessThanOrEqual(1);
    if (job.state === "done") expect(act.isTrue(here), told).toBe(true);
    if (job.state === "failed") expect(act.isTrue(here), told).toBe(false);
    if (job.state === "done") expect(job.finishes.findLast(({ end }) => end === "done")?.proof, told).toBeTruthy();
    if (!wasKilled) return place;
  }
}

describe.each(FINISHERS)("killed at every place, finished by %s", (_, finishers) => {
  it.each(Object.keys(ACTS))("%s", async (name) => {
    const act = ACTS[name] as Act;
    const places = await atEveryPlace(act, (here) => [...finishers(here)]);
    expect(places).toBeGreaterThan(8);
  });
});

// the request itself is lost, comes late, or is answered to nobody, and then the worker dies as well
describe.each(["lost", "late", "answer_lost"] as const)("killed at every place of a job whose request is %s", (fault) => {
  it.each(Object.keys(ACTS))("%s", async (name) => {
    await atEveryPlace(ACTS[name] as Act, (here) => [here.b, here.a], fault);
  });
});
