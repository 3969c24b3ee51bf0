// Lists that are too long to be read at once: the newest page of them, and one more each time the person asks for it.
import type { LongSource, Newest, Result } from "../screens/ports";
import type { Keeper, Reader } from "./kept";

type LongReader<T> = Omit<Reader<Newest<T>>, "read"> & { read: (pages: number) => Promise<Result<Newest<T>>> };

export function longSource<T>(keeper: Keeper, reader: LongReader<T>): LongSource<T> {
  let pages = 1;
  const source = keeper.source<Newest<T>>({ ...reader, read: () => reader.read(pages) });
  return {
    ...source,
    showMore() {
      pages += 1;
      return source.refresh();
    },
  };
}

interface Page<T> {
  items: readonly T[];
  next?: string | null | undefined;
}

/** The whole list, however long it is. */
export async function readAll<T>(readOne: (from: { after?: string }) => Promise<Result<Page<T>>>): Promise<Result<T[]>> {
  const read = await readPages(Number.POSITIVE_INFINITY, readOne);
  return read.ok ? { ok: true, value: [...read.value.items] } : read;
}

/** So many pages, each from where the one before ended, or fewer when the list ends before. */
export async function readPages<T>(
  pages: number,
  readOne: (from: { after?: string }) => Promise<Result<Page<T>>>,
): Promise<Result<Newest<T>>> {
  const items: T[] = [];
  let next: string | null | undefined;
  for (let read = 0; read < pages && next !== null; read += 1) {
    const page = await readOne(next ? { after: next } : {});
    if (!page.ok) return page;
    items.push(...page.value.items);
    next = page.value.next ?? null;
  }
  return { ok: true, value: { items, hasMore: next !== null } };
}
