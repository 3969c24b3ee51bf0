// sync_closet: reads the wardrobe page by page (2,000 listings are 21 pages) and gives each page to the server, which believes a
// reading only when it is whole. No edit payload is read: description and category stay as they were.
import type { Ending } from "../../jobs/ends";
import { read } from "../../jobs/own_entries";
import { readPages, readWhole } from "../../jobs/pages";
import { answered } from "../../jobs/people";
import { bring, type Run } from "../../jobs/run";

export async function syncCloset(run: Run): Promise<Ending> {
  const failure = await readPages(run, 1, async (page, confirmed) => {
    const { pages, total, items } = answered(run, await read(run, { call: "wardrobe_page", page, newest_first: true }));
    const answer = await bring(run, { read: "wardrobe", page, pages, total, items, confirmed });
    return { answer, next: page < pages ? page + 1 : null };
  });
  return failure ?? readWhole(run);
}
