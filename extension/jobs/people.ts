// Reading what concerns other members: a conversation, a transaction, one's favourites and follows, and how a message, an offer or a
// toggle is recognised in them. What follows from it is the business of the verbs in actions/.
import type { EndReason, Money, Proof, SeenConversation, SeenTransaction, ThreadEntry } from "../../shared-schemas/wire";
import type { Generation, TransactionOffer } from "../vinted/calls";
import { moment } from "./clock";
import { type Ending, Halt, halted } from "./ends";
import { read, type Seen } from "./own_entries";
import type { ActShown } from "./plan";
import type { Run } from "./run";

export type SeenAct = Seen<ActShown>;

export interface ReadConversation {
  conversation: SeenConversation;
  generation: Generation;
}

/** A conversation as it stands; undefined when Vinted says it is not there. */
export async function conversationOf(run: Run, threadId: number): Promise<ReadConversation | undefined> {
  const outcome = await read(run, { call: "conversation", thread_id: threadId }, ["not_found", "access_denied"]);
  return outcome.ok ? outcome.value : undefined;
}

/** A transaction read whole; undefined when Vinted shows none. */
export async function transactionOf(
  run: Run,
  transactionId: number,
): Promise<{ transaction: SeenTransaction; offer: TransactionOffer | null } | undefined> {
  const outcome = await read(run, { call: "transaction", transaction_id: transactionId }, ["not_found", "access_denied"]);
  return outcome.ok ? outcome.value : undefined;
}

/** The newest entry's id: what was the last word before anything was sent. Empty where nobody has said anything. */
export function lastEntry({ entries }: SeenConversation): string {
  return entries.at(-1)?.id ?? "";
}

/** Whether anybody has written or offered: an empty conversation is made by merely looking at somebody's like. */
export function wasBegun({ entries }: SeenConversation): boolean {
  return entries.some(({ kind }) => kind === "message" || kind === "offer" || kind === "offer_request" || kind === "other");
}

/** What came after the entry of this id; undefined when that entry is not to be found, so nobody can tell. */
export function entriesAfter({ entries }: SeenConversation, after: string): ThreadEntry[] | undefined {
  if (after === "") return entries;
  const place = entries.findIndex(({ id }) => id === after);
  return place < 0 ? undefined : entries.slice(place + 1);
}

/** Texts as they are compared: Vinted composes letters and folds spaces. */
export function sameText(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

function folded(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

export function sameMoney(one: Money | null | undefined, other: Money | null | undefined): boolean {
  return one?.amount === other?.amount && one?.currency === other?.currency;
}

/** What of a conversation stands in the way of saying something in it. */
export function closedTo(conversation: SeenConversation | undefined, recipient: number, after: string | null): EndReason | null {
  if (!conversation) return "not_found";
  if (!conversation.allow_reply || conversation.other.member_id === null) return "no_reply_allowed";
  if (conversation.other.member_id !== recipient) return "thread_changed";
  return after !== null && after !== lastEntry(conversation) ? "thread_changed" : null;
}

export function failed(reason: EndReason, proof: Proof | null = null): Ending {
  return { end: "failed", reason, proof };
}

/** Ends the job where nothing more is to be sent. */
export function stop(reason: EndReason): never {
  throw new Halt(failed(reason));
}

/** A read that must answer: refused twice, it ends the lease. */
export function answered<O extends Awaited<ReturnType<typeof read>>>(run: Run, outcome: O): Extract<O, { ok: true }>["value"] {
  if (!outcome.ok) throw halted(run, outcome.refusal, outcome.sent);
  return outcome.value;
}

export function shown(run: Run, what: ActShown, kind: Proof["kind"], itemId: number | null = null): SeenAct {
  const proof: Proof = { kind, at: moment(run.world.clock.now()), item_id: itemId, photos: null };
  return { shown: what, proof: what === "reached" ? proof : null, entry: null };
}

/** Looks again when what was answered is not there yet: one reading that misses it does not count. */
export async function seeTwice(run: Run, expected: boolean, see: () => Promise<SeenAct>): Promise<SeenAct> {
  const first = await see();
  if (first.shown !== "not" || !expected) return first;
  await run.world.clock.sleep(run.entry.pace.absent_gap);
  return see();
}
