// The last answers the screens were shown, so that they open on stored data at once. A cache: it may vanish at any moment, is
// cleared when another user signs in, and is never read to decide anything.
import { database, read, write } from "./database";

export interface CachedAnswer<T> {
  value: T;
  /** When it was read, in ms since 1970. */
  at: number;
}

export async function cachedAnswer<T>(name: string): Promise<CachedAnswer<T> | undefined> {
  return read<CachedAnswer<T> | undefined>(await database(), "answers", (store) => store.get(name));
}

export async function keepAnswer<T>(name: string, answer: CachedAnswer<T>): Promise<void> {
  await write(await database(), "answers", (store) => store.put(answer, name), "relaxed");
}

export async function dropAnswers(): Promise<void> {
  await write(await database(), "answers", (store) => store.clear(), "relaxed");
}
