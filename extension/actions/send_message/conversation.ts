// What send_message and send_offer share: the conversation they speak in. One that is there is looked at before anything is said;
// one with somebody who liked an item is opened first, and left alone if anything stands in it already.
import type { EndReason, SendMessage, SendOffer } from "../../../shared-schemas/wire";
import type { Ending } from "../../jobs/ends";
import {
  closedTo,
  conversationOf,
  failed,
  lastEntry,
  type SeenAct,
  shown,
  stop,
  transactionOf,
  wasBegun,
} from "../../jobs/people";
import type { Guarded } from "../../jobs/program";
import { learn, type Run } from "../../jobs/run";
import type { VintedCall } from "../../vinted/calls";

type Work = SendMessage | SendOffer;

/** Looks at the conversation that is named. Nothing is said where the other one has written since the card was made. */
export async function guardThread(run: Run, work: Work): Promise<Guarded> {
  const { thread_id } = work;
  if (thread_id === null) return work.card.item === null ? { go: "end", ending: failed("not_possible") } : { go: "forward" };
  const found = await conversationOf(run, thread_id);
  const why = closedTo(found?.conversation, work.card.recipient.member_id, work.after);
  if (why !== null || !found) return { go: "end", ending: failed(why ?? "not_found") };
  const { conversation } = found;
  learn(run, {
    thread_id,
    transaction_id: conversation.transaction_id,
    after: lastEntry(conversation),
    offers_before: offersIn(conversation.entries),
  });
  return { go: "forward" };
}

/** The call that opens the conversation with somebody who liked the item. */
export function openThread({ card }: Work): VintedCall | null {
  return card.item && { call: "start_thread", item_id: card.item.item_id, member_id: card.recipient.member_id };
}

/** Reads the conversation that was opened. Never the same person twice: one that holds anything is not written into. */
export async function seeOpened(run: Run, work: Work): Promise<SeenAct> {
  const { facts } = run.entry;
  let thread_id = facts.thread_id;
  if (thread_id === null && facts.transaction_id !== null) {
    thread_id = (await transactionOf(run, facts.transaction_id))?.transaction.thread_id ?? null;
  }
  if (thread_id === null) return shown(run, "not", "thread_entry");
  const found = await conversationOf(run, thread_id);
  const why = closedTo(found?.conversation, work.card.recipient.member_id, null);
  if (!found || why !== null) stop(why ?? "not_found");
  const { conversation } = found;
  if (wasBegun(conversation)) stop("contacted");
  learn(run, {
    thread_id,
    transaction_id: facts.transaction_id ?? conversation.transaction_id,
    after: lastEntry(conversation),
    offers_before: offersIn(conversation.entries),
  });
  return shown(run, "reached", "thread_entry", work.card.item?.item_id ?? null);
}

/** Whether anything was said since the conversation was last looked at. */
export async function againThread(run: Run, work: Work): Promise<Ending | null> {
  const { thread_id, after } = run.entry.facts;
  if (thread_id === null) return null;
  const why: EndReason | null = closedTo(
    (await conversationOf(run, thread_id))?.conversation,
    work.card.recipient.member_id,
    after,
  );
  return why === null ? null : failed(why);
}

/** Offers as facts keep them, `id:state`. */
export function offersIn(entries: readonly { id: string; kind: string; offer_state: string | null }[]): string[] {
  return entries.flatMap(({ id, kind, offer_state }) =>
    kind === "offer" || kind === "offer_request" ? `${id}:${offer_state}` : [],
  );
}
