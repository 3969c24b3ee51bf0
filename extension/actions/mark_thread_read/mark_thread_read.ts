// mark_thread_read: marks a conversation as read. The newer service has no known call for it, so there the person opens the page.
import type { MarkThreadRead } from "../../../shared-schemas/wire";
import { read } from "../../jobs/own_entries";
import { answered, conversationOf, failed, shown } from "../../jobs/people";
import { act } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { learn, type Run } from "../../jobs/run";

/** 20 conversations a page: one that waits to be read is among the newer ones. */
const MOST_PAGES = 5;

export function markThreadRead({ thread_id }: MarkThreadRead): WritingAction {
  return {
    version: 1,
    plan: act("mark_read"),
    async guard(run) {
      const unread = await isUnread(run, thread_id);
      if (unread === false) {
        return { go: "end", ending: { end: "done", reason: "nothing_to_do", proof: shown(run, "reached", "flag_read").proof } };
      }
      const found = await conversationOf(run, thread_id);
      if (!found) return { go: "end", ending: failed("not_found") };
      if (found.generation === 2) return { go: "end", ending: failed("not_possible") };
      learn(run, { was: unread });
      return { go: "forward" };
    },
    call: () => ({ call: "mark_read", thread_id }),
    async see(run) {
      const unread = await isUnread(run, thread_id);
      return shown(run, unread === null ? "vague" : unread ? "not" : "reached", "flag_read");
    },
  };
}

/** The list's flag; null when the conversation is further down than anybody looks. */
async function isUnread(run: Run, threadId: number): Promise<boolean | null> {
  let cursor: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const list: { threads: { thread_id: number; unread: boolean }[]; next: string | null } = answered(
      run,
      await read(run, { call: "inbox_page", page, cursor }),
    );
    const row = list.threads.find((thread) => thread.thread_id === threadId);
    if (row) return row.unread;
    if (list.next === null) return null;
    cursor = list.next;
  }
  return null;
}
