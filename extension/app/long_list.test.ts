// A long list: its newest page first, one more each time the person asks, and the truth about whether there are older ones.
import { expect, test } from "vitest";
import type { Result } from "../screens/ports";
import { createKeeper } from "./kept";
import { longSource, readAll, readPages } from "./long_list";

const STOCK = [9, 8, 7, 6, 5];
const SIZE = 2;

/** A server's list of so many at a time, with its cursor. */
async function readOne({ after }: { after?: string }): Promise<Result<{ items: number[]; next: string | null }>> {
  const from = Number(after ?? 0);
  const items = STOCK.slice(from, from + SIZE);
  return { ok: true, value: { items, next: from + SIZE < STOCK.length ? String(from + SIZE) : null } };
}

test("each press shows one page more, and the last says that there are no more", async () => {
  const source = longSource<number>(createKeeper({ isVisible: () => true }), { read: (pages) => readPages(pages, readOne) });
  await source.refresh();
  expect(source.current().value).toEqual({ items: [9, 8], hasMore: true });
  await source.showMore();
  expect(source.current().value).toEqual({ items: [9, 8, 7, 6], hasMore: true });
  await source.showMore();
  await source.showMore();
  expect(source.current().value).toEqual({ items: STOCK, hasMore: false });
});

test("a page that could not be read leaves what is shown, and says why", async () => {
  let isAway = false;
  const source = longSource<number>(createKeeper({ isVisible: () => true }), {
    read: (pages) => readPages(pages, (from) => (isAway ? away() : readOne(from))),
  });
  await source.refresh();
  isAway = true;
  await source.showMore();
  expect(source.current()).toMatchObject({ value: { items: [9, 8], hasMore: true }, failure: { why: "away" } });
});

test("the whole list is read to its end", async () => {
  expect(await readAll(readOne)).toEqual({ ok: true, value: STOCK });
  expect(await readAll(away)).toMatchObject({ ok: false });
});

async function away(): Promise<Result<never>> {
  return { ok: false, failure: { why: "away" } };
}
