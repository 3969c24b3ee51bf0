// sync_inbox: reads the list of conversations, newest first, until the server knows the rest. It opens none, so nobody sees it.
import type { Ending } from "../../jobs/ends";
import { read } from "../../jobs/own_entries";
import { readPages, readWhole } from "../../jobs/pages";
import { answered } from "../../jobs/people";
import { bring, type Run } from "../../jobs/run";

/** 20 conversations a page: a year of them. */
const MOST_PAGES = 50;

export async function syncInbox(run: Run): Promise<Ending> {
  const first = { page: 1, cursor: null as string | null };
  const failure = await readPages(
    run,
    first,
    async ({ page, cursor }, confirmed) => {
      const { threads, next } = answered(run, await read(run, { call: "inbox_page", page, cursor }));
      const answer = await bring(run, { read: "inbox", page, threads, last: next === null, confirmed });
      return { answer, next: next === null ? null : { page: page + 1, cursor: next } };
    },
    MOST_PAGES,
  );
  return failure ?? readWhole(run);
}
