// What is being dragged on the board right now, and where it would land: the browser says neither while it happens.
import { createContext } from "preact";
import { useContext, useMemo, useState } from "preact/hooks";

export type Dragged = { is: "photo"; id: string } | { is: "group"; id: string };
export type Landing = { is: "photo"; id: string; isAfter: boolean } | { is: "group"; id: string };

export interface Dragging {
  dragged: Dragged | undefined;
  landing: Landing | undefined;
  begin: (dragged: Dragged) => void;
  over: (landing: Landing) => void;
  end: () => void;
}

export const DragContext = createContext<Dragging | undefined>(undefined);

export function useDragging(): Dragging {
  const [dragged, setDragged] = useState<Dragged>();
  const [landing, setLanding] = useState<Landing>();
  const acts = useMemo(
    () => ({
      // a page that changes in the very event that begins a drag ends it in Chrome
      begin: (next: Dragged) => void setTimeout(() => setDragged(next)),
      over: (next: Landing) => setLanding((now) => (isSame(now, next) ? now : next)),
      end: () => {
        setDragged(undefined);
        setLanding(undefined);
      },
    }),
    [],
  );
  return { dragged, landing, ...acts };
}

export function useDragContext(): Dragging {
  const dragging = useContext(DragContext);
  if (!dragging) throw new Error("a part of the board outside of it");
  return dragging;
}

function isSame(one: Landing | undefined, other: Landing): boolean {
  if (one?.is !== other.is || one.id !== other.id) return false;
  return one.is === "group" || other.is === "group" || one.isAfter === other.isAfter;
}
