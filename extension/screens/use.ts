// How a screen gets at its ports and follows what they keep.
import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Kept, Ports, Source, VintedPlace } from "./ports";

const Context = createContext<Ports | undefined>(undefined);

export const PortsProvider = Context.Provider;

export function usePorts(): Ports {
  const ports = useContext(Context);
  if (!ports) throw new Error("a screen outside PortsProvider");
  return ports;
}

/** What a source knows now; draws anew at each change. Undefined asks for nothing. */
export function useKept<T>(source: Source<T> | undefined): Kept<T> {
  const [, drawAnew] = useReducer((count: number) => count + 1, 0);
  useEffect(() => source?.subscribe(() => drawAnew(undefined)), [source]);
  return source?.current() ?? NOTHING;
}

/** Opens Vinted in a closet's country; without a closet's name in the current one's. */
export function useOpenVinted(closetId?: string): (where: VintedPlace) => void {
  const { closets, windows } = usePorts();
  const all = useKept(closets).value?.items ?? [];
  const country = (all.find(({ id }) => id === closetId) ?? all[0])?.country;
  return (where) => windows.openVinted(country, where);
}

const NOTHING = { value: undefined, readAt: undefined, failure: undefined };
