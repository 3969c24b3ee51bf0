// send_offer: offers the card's item at the card's amount to its recipient. An offer belongs to a transaction, which opening the
// conversation makes. Proved by a new offer of ours at that price.
import type { Money, SendOffer } from "../../../shared-schemas/wire";
import { conversationOf, type SeenAct, sameMoney, seeTwice, shown, stop, transactionOf } from "../../jobs/people";
import { act } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { bring, learn, type Run } from "../../jobs/run";
import { againThread, guardThread, openThread, seeOpened } from "../send_message/conversation";

export function sendOffer(work: SendOffer): WritingAction {
  const price = work.card.amount;
  return {
    version: 1,
    plan: work.thread_id === null ? act("thread", "offer") : act("offer"),
    async guard(run) {
      if (!price) return { go: "end", ending: { end: "failed", reason: "not_possible" } };
      const found = await guardThread(run, work);
      if (found.go === "forward" && work.thread_id !== null) await noteOffers(run);
      return found;
    },
    again: (run) => againThread(run, work),
    call(run, step) {
      if (step === "thread") return openThread(work);
      return offerCall(run, price);
    },
    async see(run, step, expected) {
      if (step !== "thread") return seeTwice(run, expected, () => seeOffered(run, price));
      const seen = await seeOpened(run, work);
      if (seen.shown === "reached") await noteOffers(run);
      return seen;
    },
  };
}

export function offerCall(run: Run, price: Money | null) {
  const { transaction_id } = run.entry.facts;
  return transaction_id === null || !price ? null : ({ call: "make_offer", transaction_id, price } as const);
}

/** Keeps which offers there were. The transaction's own counts too: newer conversations show no offers. */
export async function noteOffers(run: Run): Promise<void> {
  const { transaction_id, offers_before } = run.entry.facts;
  if (transaction_id === null) stop("no_transaction");
  const offer = (await transactionOf(run, transaction_id))?.offer;
  if (offer?.offer_id) learn(run, { offers_before: [...offers_before, nameOf(offer.offer_id)] });
}

function nameOf(offerId: number): string {
  return `transaction:${offerId}`;
}

/** A new offer of ours at this price: in the conversation, or as the transaction's own. */
export async function seeOffered(run: Run, price: Money | null): Promise<SeenAct> {
  const { thread_id, transaction_id, offers_before } = run.entry.facts;
  const before = new Set(offers_before.map((name) => name.replace(/:[a-z]+$/, "")));
  const found = thread_id === null ? undefined : await conversationOf(run, thread_id);
  const isThere = found?.conversation.entries.some(
    ({ kind, mine, id, price: at, current }) =>
      kind === "offer" && mine !== false && current && !before.has(id) && sameMoney(at, price),
  );
  if (found && isThere) {
    await bring(run, { read: "conversation", conversation: found.conversation });
    return shown(run, "reached", "offer_state");
  }
  const whole = transaction_id === null ? undefined : await transactionOf(run, transaction_id);
  const offer = whole?.offer;
  if (offer?.offer_id && !offers_before.includes(nameOf(offer.offer_id)) && sameMoney(offer.price, price)) {
    return shown(run, "reached", "offer_state");
  }
  // only a conversation of the kind that shows offers can say that there is none
  return shown(run, found?.generation === 1 ? "not" : "vague", "offer_state");
}
