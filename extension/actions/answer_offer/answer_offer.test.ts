// @vitest-environment node
// answer_offer through the real loop: only a pending, current offer is answered, and its state is the proof.
import { expect, it } from "vitest";
import type { AnswerOffer, Work } from "../../../shared-schemas/wire";
import { card, EUR } from "../../stage/cards";
import { type Stage, stage } from "../../stage/stage";

function offered(amount = 1000): Stage & { work: (answer: AnswerOffer["answer"]) => Work } {
  const here = stage();
  const thread = here.vinted.people.addThread();
  const offer = here.vinted.people.ask(thread, amount);
  const work = (answer: AnswerOffer["answer"]): Work => ({
    verb: "answer_offer",
    card: card({ amount: answer === "counter" ? EUR(1100) : EUR(1000) }),
    thread_id: thread.id,
    transaction_id: thread.transaction ?? 0,
    offer_id: offer.offer_id ?? 0,
    answer,
    after: null,
  });
  return Object.assign(here, { work });
}

const entries = (here: Stage) => here.vinted.people.threads.get(50)?.entries ?? [];

it.each([
  ["accept", "accepted"],
  ["decline", "rejected"],
] as const)("%s is done once the offer is %s", async (answer, state) => {
  const here = offered();
  const job = here.server.wish(here.work(answer));
  await here.a.turn();
  expect(entries(here)[0]?.offer_state).toBe(state);
  expect(job).toMatchObject({ state: "done", reason: "ok" });
  expect(job.finishes[0]?.proof).toMatchObject({ kind: "offer_state" });
});

it("counter is an offer of our own", async () => {
  const here = offered();
  const job = here.server.wish(here.work("counter"));
  await here.a.turn();
  expect(entries(here).at(-1)).toMatchObject({ kind: "offer", mine: true, price: EUR(1100) });
  expect(job.state).toBe("done");
});

it("sends nothing when it is answered already", async () => {
  const here = offered();
  Object.assign(entries(here)[0] ?? {}, { offer_state: "accepted" });
  const job = here.server.wish(here.work("accept"));
  await here.a.turn();
  expect(job).toMatchObject({ state: "done", reason: "nothing_to_do", gos: [] });
});

it.each([
  ["withdrawn", { offer_state: "cancelled" }, "offer_gone"],
  ["followed by another", { current: false }, "offer_gone"],
  ["at another price than approved", { price: EUR(700) }, "thread_changed"],
] as const)("does not answer one that is %s", async (_, change, reason) => {
  const here = offered();
  Object.assign(entries(here)[0] ?? {}, change);
  const job = here.server.wish(here.work("accept"));
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason, gos: [] });
});

it("hands over where the newer conversations do not show the offer", async () => {
  const here = offered();
  here.vinted.people.generation = 2;
  const job = here.server.wish(here.work("accept"));
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "not_possible" });
});
