// The index of the palette: from everything that is kept on this device, which is read anew while the palette is open.
import { useEffect, useMemo, useReducer } from "preact/hooks";
import type { Kept, Source } from "../ports";
import { useKept, usePorts } from "../use";
import { type Index, indexOf } from "./search";
import { thingsOf } from "./things";

/** Folded once when the palette opens, and anew only when something was read. */
export function useIndex(): Index {
  const ports = usePorts();
  const { finder } = ports;
  const closets = useKept(ports.closets).value?.items ?? NONE;
  const listings = useAllKept(closets.map(({ id }) => ports.listings(id))).map(({ value }) => value);
  const likers = useAllKept(closets.map(({ id }) => finder.likers(id))).map(({ value }) => value);
  const drafts = useKept(finder.drafts).value ?? NONE;
  const templates = useKept(finder.templates).value ?? NONE;
  const threads = useKept(finder.threads).value ?? NONE;
  const orders = useKept(finder.orders).value ?? NONE;
  const cards = useKept(ports.approvals.waiting).value ?? NONE;
  return useMemo(() => {
    const likersOf = (id: string, place: number) => (likers[place] ?? []).map((liker) => ({ ...liker, closet_id: id }));
    const known = {
      closets,
      listings: listings.flatMap((each) => each ?? []),
      likers: closets.flatMap(({ id }, place) => likersOf(id, place)),
      drafts,
      templates,
      threads,
      orders,
      cards,
    };
    return indexOf(thingsOf(known, ports));
  }, [ports, closets, drafts, templates, threads, orders, cards, ...listings, ...likers]);
}

const NONE: readonly never[] = [];

/** What several sources know now, in their order. */
function useAllKept<T>(sources: readonly Source<T>[]): Kept<T>[] {
  const [, drawAnew] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const leave = sources.map((source) => source.subscribe(() => drawAnew(undefined)));
    return () => {
      for (const each of leave) each();
    };
  }, sources);
  return sources.map((source) => source.current());
}
