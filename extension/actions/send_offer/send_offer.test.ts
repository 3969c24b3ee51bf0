// @vitest-environment node
// send_offer through the real loop: one offer, proved by a new one of ours at that price.
import { expect, it } from "vitest";
import { EUR, FIRST_OFFER, OFFER } from "../../stage/cards";
import { type Stage, stage } from "../../stage/stage";

function asked(): Stage {
  const here = stage();
  here.vinted.people.say(here.vinted.people.addThread(), "Would you take less?");
  return here;
}

const offers = ({ vinted }: Stage) =>
  [...vinted.people.threads.values()].flatMap(({ entries }) => entries.filter(({ kind }) => kind === "offer"));

it.each([1, 2] as const)("is done once a new offer of ours stands there (generation %i)", async (generation) => {
  const here = asked();
  here.vinted.people.generation = generation;
  const job = here.server.wish(OFFER);
  await here.a.turn();
  expect(offers(here).map(({ price }) => price)).toEqual([EUR(900)]);
  expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "offer_state" } }]);
});

it("is not taken for an older offer at the same price", async () => {
  const here = asked();
  const thread = here.vinted.people.threads.get(50);
  here.vinted.people.apply({ call: "make_offer", transaction_id: thread?.transaction ?? 0, price: EUR(900) });
  here.vinted.fail("make_offer", "lost");
  const job = here.server.wish(OFFER);
  await here.until(1500, here.a);
  expect(offers(here)).toHaveLength(1);
  expect(job).toMatchObject({ state: "failed", reason: "unproved" });
});

it("opens the conversation with somebody who liked the item first", async () => {
  const here = stage();
  const job = here.server.wish(FIRST_OFFER);
  await here.a.turn();
  expect(here.vinted.effects).toEqual(["start_thread", "make_offer"]);
  expect(job.state).toBe("done");
});

it("ends before anything is sent where there is no transaction", async () => {
  const here = stage();
  here.vinted.people.say(here.vinted.people.addThread({ transaction: null }), "Hello");
  const job = here.server.wish(OFFER);
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "no_transaction", gos: [] });
});

it("is unknown, and not made again, where nobody can tell", async () => {
  const here = asked();
  here.vinted.people.generation = 2;
  here.vinted.fail("make_offer", "lost");
  const job = here.server.wish(OFFER);
  await here.until(1500, here.a);
  expect(job.state).toBe("unknown");
  expect(here.a.tab.sent.filter((call) => call === "make_offer")).toHaveLength(1);
});
