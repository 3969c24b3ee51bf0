// send_message: the card's text to its recipient, in a conversation there is or in one with somebody who liked an item. Proved by an
// own message after the last word from before. What cannot be proved is unknown; it is never said twice.
import type { SendMessage } from "../../../shared-schemas/wire";
import { conversationOf, entriesAfter, type SeenAct, sameText, seeTwice, shown } from "../../jobs/people";
import { act } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { bring, type Run } from "../../jobs/run";
import { againThread, guardThread, openThread, seeOpened } from "./conversation";

/** Vinted thinks the text insults, or shares an address: it wants to ask the person, and that is never skipped for them. */
const ASKS_THE_PERSON: ReadonlySet<number | null> = new Set([134, 136]);

export function sendMessage(work: SendMessage): WritingAction {
  const text = work.card.text ?? "";
  return {
    version: 1,
    plan: work.thread_id === null ? act("thread", "message") : act("message"),
    guard: (run) => guardThread(run, work),
    again: (run) => againThread(run, work),
    call(run, step) {
      if (step === "thread") return openThread(work);
      const { thread_id } = run.entry.facts;
      return thread_id === null ? null : { call: "reply", thread_id, text };
    },
    see: (run, step, expected) =>
      step === "thread" ? seeOpened(run, work) : seeTwice(run, expected, () => seeSaid(run, text, work)),
    whyRefused: ({ code }) => (ASKS_THE_PERSON.has(code) ? "personal_data" : null),
  };
}

async function seeSaid(run: Run, text: string, work: SendMessage): Promise<SeenAct> {
  const { thread_id, after } = run.entry.facts;
  if (thread_id === null || after === null) return shown(run, "vague", "thread_entry");
  const found = await conversationOf(run, thread_id);
  const since = found && entriesAfter(found.conversation, after);
  if (!since) return shown(run, "vague", "thread_entry");
  const isSaid = since.some((entry) => entry.kind === "message" && entry.mine === true && sameText(entry.text, text));
  // the screen shows it without reading the conversation once more
  if (isSaid) await bring(run, { read: "conversation", conversation: found.conversation });
  return shown(run, isSaid ? "reached" : "not", "thread_entry", work.card.item?.item_id ?? null);
}
