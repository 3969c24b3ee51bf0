// answer_offer: accepts or declines a buyer's offer, or answers it with a price of one's own. Only an offer that is pending and
// current is answered; the proof is its state, or the new offer.
import type { AnswerOffer, OfferState, ThreadEntry } from "../../../shared-schemas/wire";
import type { Ending } from "../../jobs/ends";
import { closedTo, conversationOf, failed, lastEntry, type SeenAct, sameMoney, seeTwice, shown } from "../../jobs/people";
import { act } from "../../jobs/plan";
import type { Guarded, WritingAction } from "../../jobs/program";
import { bring, learn, type Run } from "../../jobs/run";
import { offersIn } from "../send_message/conversation";
import { noteOffers, offerCall, seeOffered } from "../send_offer/send_offer";

const GOAL: Readonly<Record<"accept" | "decline", OfferState>> = { accept: "accepted", decline: "rejected" };

export function answerOffer(work: AnswerOffer): WritingAction {
  const { answer, offer_id, transaction_id, card } = work;
  return {
    version: 1,
    plan: answer === "counter" ? act("offer") : act("answer"),
    guard: (run) => guard(run, work),
    again: (run) => again(run, work),
    call(run, step) {
      if (step === "offer") return offerCall(run, card.amount);
      return { call: "answer_offer", transaction_id, offer_id, accept: answer === "accept" };
    },
    see: (run, _step, expected) =>
      seeTwice(run, expected, () => (answer === "counter" ? seeOffered(run, card.amount) : seeAnswered(run, work))),
  };
}

async function guard(run: Run, work: AnswerOffer): Promise<Guarded> {
  const { thread_id, transaction_id, card, answer } = work;
  const found = await conversationOf(run, thread_id);
  const why = closedTo(found?.conversation, card.recipient.member_id, work.after);
  if (!found || (why !== null && why !== "no_reply_allowed")) return { go: "end", ending: failed(why ?? "not_found") };
  const { conversation, generation } = found;
  const offer = offerIn(conversation.entries, work.offer_id);
  // how newer conversations show offers is not known
  if (!offer && generation === 2) return { go: "end", ending: failed("not_possible") };
  if (offer && answer !== "counter" && offer.offer_state === GOAL[answer]) {
    return { go: "end", ending: { end: "done", reason: "nothing_to_do", proof: shown(run, "reached", "offer_state").proof } };
  }
  if (!isOpen(offer)) return { go: "end", ending: failed("offer_gone") };
  // what was approved is the answer to this price
  if (answer !== "counter" && card.amount && !sameMoney(offer?.price, card.amount)) {
    return { go: "end", ending: failed("thread_changed") };
  }
  learn(run, { thread_id, transaction_id, after: lastEntry(conversation), offers_before: offersIn(conversation.entries) });
  if (answer === "counter") await noteOffers(run);
  return { go: "forward" };
}

async function again(run: Run, work: AnswerOffer): Promise<Ending | null> {
  const conversation = (await conversationOf(run, work.thread_id))?.conversation;
  return conversation && isOpen(offerIn(conversation.entries, work.offer_id)) ? null : failed("offer_gone");
}

async function seeAnswered(run: Run, { thread_id, offer_id, answer }: AnswerOffer): Promise<SeenAct> {
  const conversation = (await conversationOf(run, thread_id))?.conversation;
  const offer = conversation && offerIn(conversation.entries, offer_id);
  if (!offer || answer === "counter") return shown(run, "vague", "offer_state");
  if (offer.offer_state === GOAL[answer]) {
    await bring(run, { read: "conversation", conversation });
    return shown(run, "reached", "offer_state");
  }
  return shown(run, offer.offer_state === "unknown" ? "vague" : "not", "offer_state");
}

function offerIn(entries: readonly ThreadEntry[], id: number): ThreadEntry | undefined {
  return entries.find(({ kind, offer_id }) => kind === "offer_request" && offer_id === id);
}

function isOpen(offer: ThreadEntry | undefined): boolean {
  return offer?.offer_state === "pending" && offer.current;
}
