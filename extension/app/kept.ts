// Sources for the screens: an answer is shown from this device's cache at once, then refreshed while somebody looks: when the
// page gets the focus, after every act, when the server says that it changed (live.ts), and every few seconds while something runs
// and the server cannot say so. A failed refresh keeps what was there.
import type { Event } from "../../shared-schemas/wire";
import type { Failure, Kept, Result, Source } from "../screens/ports";
import { cachedAnswer, keepAnswer } from "../storage/answers";

/** How often a watched source is read again while something runs, and while nothing does. */
const BUSY_MS = 2_000;
const IDLE_MS = 30_000;

/** The same for what the server tells of, while it can: only in case it forgot something, and for what changes by the clock alone. */
const TOLD_BUSY_MS = 5_000;
const TOLD_IDLE_MS = 300_000;

export interface Reader<T> {
  /** Reads anew. */
  read: () => Promise<Result<T>>;
  /** Under which name the last answer is kept; without it nothing outlives the page. */
  cacheName?: string;
  /** Whether this value says that something is running, so that it is worth looking again soon. */
  isBusy?: (value: T) => boolean;
  /** How long after a read nothing is asked again unless the person acts; for what changes slowly. */
  calm?: boolean;
  /** Whether this event makes `value` old; who does not say so is read every few seconds. */
  isTouched?: (event: Event, value: T) => boolean;
}

interface Watched {
  refresh(): Promise<void>;
  isWatched(): boolean;
  isBusy(): boolean;
  calm: boolean;
  /** Whether the server tells of its changes. */
  isTold: boolean;
  isTouched(event: Event): boolean;
  /** When the last reading began. */
  readFrom(): number;
}

/** All sources of one page: whoever acts refreshes what is being looked at. */
export function createKeeper(page: { isVisible: () => boolean }) {
  const sources = new Set<Watched>();
  const watched = () => [...sources].filter((source) => source.isWatched());
  let busyAgainst: ReturnType<typeof setTimeout> | undefined;

  const refreshAll = () => {
    for (const source of watched()) void source.refresh();
  };
  /** Since when the server has told this page of everything; undefined: it does not. */
  let toldSince: number | undefined;
  const isTold = (source: Watched) => source.isTold && toldSince !== undefined && source.readFrom() >= toldSince;
  const plan = () => {
    clearTimeout(busyAgainst);
    const isBusy = watched().some((source) => source.isBusy() && !isTold(source));
    const isToldBusy = watched().some((source) => source.isBusy());
    const isDue = (source: Watched) => {
      if (!isTold(source)) return isBusy || !source.calm;
      return Date.now() - source.readFrom() >= (source.isBusy() ? TOLD_BUSY_MS : TOLD_IDLE_MS);
    };
    busyAgainst = setTimeout(
      () => {
        if (page.isVisible()) for (const source of watched()) if (isDue(source)) void source.refresh();
        plan();
      },
      isBusy ? BUSY_MS : isToldBusy ? TOLD_BUSY_MS : IDLE_MS,
    );
  };
  /** The server tells of everything from `since` on, or no more. */
  const tellsSince = (since: number | undefined) => {
    if (toldSince === since) return;
    toldSince = since;
    plan();
  };
  const told = (events: readonly Event[]) => {
    for (const source of watched()) if (events.some((event) => source.isTouched(event))) void source.refresh();
  };

  function source<T>(reader: Reader<T>): Source<T> {
    const made = createSource(reader, plan);
    sources.add(made);
    return made;
  }

  return { source, refreshAll, told, tellsSince };
}

export type Keeper = ReturnType<typeof createKeeper>;

/** Makes a source for each name once, so that everybody who asks for the same thing follows the same object. */
export function perName<S extends Source<unknown>>(make: (name: string) => S): (name: string) => S {
  const made = new Map<string, S>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}

function createSource<T>(reader: Reader<T>, changed: () => void): Source<T> & Watched {
  let kept: Kept<T> = { value: undefined, readAt: undefined, failure: undefined };
  const listeners = new Set<() => void>();
  let reading: Promise<void> | undefined;
  let again = false;
  let readFrom = 0;

  const set = (next: Kept<T>) => {
    const wasBusy = kept.value !== undefined && reader.isBusy?.(kept.value);
    kept = next;
    for (const listener of listeners) listener();
    if (wasBusy !== (next.value !== undefined && reader.isBusy?.(next.value))) changed();
  };
  const fromCache = async () => {
    if (!reader.cacheName || kept.value !== undefined) return;
    const cached = await cachedAnswer<T>(reader.cacheName);
    // what was read meanwhile is newer
    if (cached && kept.value === undefined) set({ value: cached.value, readAt: new Date(cached.at), failure: kept.failure });
  };
  const readOnce = async () => {
    const from = Date.now();
    const result = await reader.read();
    if (!result.ok) return set({ ...kept, failure: result.failure satisfies Failure });
    readFrom = from;
    const readAt = new Date();
    set({ value: result.value, readAt, failure: undefined });
    if (reader.cacheName) await keepAnswer(reader.cacheName, { value: result.value, at: readAt.getTime() });
  };
  const refresh = () => {
    // an act during a read wants an answer from after it
    if (reading) again = true;
    reading ??= (async () => {
      do {
        again = false;
        await readOnce();
      } while (again);
    })().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  return {
    current: () => kept,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        void fromCache();
        void refresh();
        changed();
      }
      return () => listeners.delete(listener);
    },
    refresh,
    isWatched: () => listeners.size > 0,
    isBusy: () => kept.value !== undefined && (reader.isBusy?.(kept.value) ?? false),
    calm: reader.calm ?? false,
    isTold: reader.isTouched !== undefined,
    // what is being read for the first time may be older than the event
    isTouched: (event) => kept.value === undefined || (reader.isTouched?.(event, kept.value) ?? false),
    readFrom: () => readFrom,
  };
}
