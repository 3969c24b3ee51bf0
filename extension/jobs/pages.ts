// Lists that are read page by page and given to the server as they come. One that the server doubts (empty, or shorter by half) is
// read once more, whole, and said to be confirmed.
import type { ReadingAnswer } from "../../shared-schemas/wire";
import type { Ending } from "./ends";
import { proofOf } from "./own_entries";
import type { Run } from "./run";

/** What one page brought: the server's answer, and the next page (null: there is no more). */
export interface Brought<P> {
  answer: ReadingAnswer;
  next: P | null;
}

/** Reads from the first page until there is no more, or the server has enough. `readPage` reads one and brings it. */
export async function readPages<P>(
  run: Run,
  first: P,
  readPage: (page: P, confirmed: boolean) => Promise<Brought<P>>,
  most = 200,
): Promise<Ending | null> {
  for (const confirmed of [false, true]) {
    if (confirmed) await run.world.clock.sleep(run.entry.pace.second_try);
    if (await isRead(first, (page) => readPage(page, confirmed), most)) return null;
  }
  return { end: "failed", reason: "unproved" };
}

async function isRead<P>(first: P, readPage: (page: P) => Promise<Brought<P>>, most: number): Promise<boolean> {
  let page: P | null = first;
  for (let count = 0; page !== null && count < most; count++) {
    const { answer, next }: Brought<P> = await readPage(page);
    if (!answer.believed) return false;
    page = answer.enough ? null : next;
  }
  return true;
}

export function readWhole(run: Run): Ending {
  return { end: "done", reason: "ok", proof: proofOf(run, "read_whole", null) };
}
