// An open draft as a hook: its session, saved when the person leaves, and the keys that belong to it.
import { useEffect, useReducer, useState } from "preact/hooks";
import { usePorts } from "../use";
import { type DraftSession, openSession } from "./draft_session";
import { type DraftState, isClean } from "./draft_state";

export interface OpenDraft {
  session: DraftSession;
  state: DraftState | undefined;
}

/** Undefined for a moment, until the session stands. */
export function useSession(id: string): OpenDraft | undefined {
  const { drafts } = usePorts();
  const [session, setSession] = useState<DraftSession>();
  const [, drawAnew] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const opened = openSession(id, drafts);
    const unfollow = opened.subscribe(() => drawAnew(undefined));
    const leave = () => document.visibilityState === "hidden" && void opened.flush();
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      void opened.flush();
    };
    const save = () => void opened.flush();
    setSession(opened);
    document.addEventListener("visibilitychange", leave);
    document.addEventListener("focusout", save);
    document.addEventListener("keydown", onKey);
    addEventListener("pagehide", save);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      document.removeEventListener("focusout", save);
      document.removeEventListener("keydown", onKey);
      removeEventListener("pagehide", save);
      unfollow();
      opened.close();
    };
  }, [id, drafts]);
  return session && { session, state: session.current() };
}

/** How long the list tries to save what a closed window left, before it leaves it to whoever opens the draft. */
const PATIENCE_MS = 15_000;

/** Saves edits that closed windows left on this device, while the list is open; one that needs a choice waits for the person. */
export function useLeftOvers(ids: readonly string[], isOpen: (id: string) => boolean): void {
  const { drafts } = usePorts();
  const waiting = ids.filter((id) => !isOpen(id)).join();
  useEffect(() => {
    if (waiting === "") return;
    const sessions = waiting.split(",").map((id) => openSession(id, drafts));
    for (const session of sessions)
      session.subscribe(() => {
        const state = session.current();
        if (state && isClean(state)) void drafts.keptEdits.refresh();
      });
    const close = () => {
      for (const session of sessions) session.close();
      void drafts.keptEdits.refresh();
    };
    const timer = setTimeout(close, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [waiting, drafts]);
}
