// sync_notifications: reads the feed of about seven days without marking it read; the only trace of who liked what.
import type { Ending } from "../../jobs/ends";
import { read } from "../../jobs/own_entries";
import { readPages, readWhole } from "../../jobs/pages";
import { answered } from "../../jobs/people";
import { bring, type Run } from "../../jobs/run";

const MOST_PAGES = 40;

export async function syncNotifications(run: Run): Promise<Ending> {
  const failure = await readPages(
    run,
    1,
    async (page) => {
      const { items, next } = answered(run, await read(run, { call: "notifications_page", page }));
      const answer = await bring(run, { read: "notifications", page, items, last: next === null });
      return { answer, next: next === null ? null : page + 1 };
    },
    MOST_PAGES,
  );
  return failure ?? readWhole(run);
}
