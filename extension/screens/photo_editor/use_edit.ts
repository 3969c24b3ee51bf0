// An open edit as a hook: its session, saved when the person leaves, and the keys that belong to it.
import { useEffect, useReducer, useState } from "preact/hooks";
import { usePorts } from "../use";
import { type EditSession, openEdit } from "./edit_session";
import type { EditState } from "./edit_state";

export interface OpenEdit {
  session: EditSession;
  state: EditState;
}

/** Undefined until the edit was read. */
export function useEdit(photoId: string): OpenEdit | undefined {
  const { editor } = usePorts();
  const [session, setSession] = useState<EditSession>();
  const [, drawAnew] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const opened = openEdit(photoId, editor);
    const unfollow = opened.subscribe(() => drawAnew(undefined));
    const save = () => void opened.flush();
    const leave = () => document.visibilityState === "hidden" && save();
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === "z") opened.dispatch({ is: event.shiftKey ? "redo" : "undo" });
      else if (key === "y") opened.dispatch({ is: "redo" });
      else if (key === "s") save();
      else return;
      event.preventDefault();
    };
    setSession(opened);
    document.addEventListener("visibilitychange", leave);
    document.addEventListener("keydown", onKey);
    addEventListener("pagehide", save);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      document.removeEventListener("keydown", onKey);
      removeEventListener("pagehide", save);
      unfollow();
      opened.close();
    };
  }, [photoId, editor]);
  const state = session?.current();
  return session && state && { session, state };
}

/** A text field takes its own steps back. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "text";
}
