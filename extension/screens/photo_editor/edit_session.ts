// One open edit of a photo in one window: runs the reducer of edit_state.ts, saves what is due, keeps on this device what the server
// does not have yet, and follows what is drawn there.
import type { PhotoEdit } from "../../../shared-schemas/wire";
import { saveTroubleOf, storedIn } from "../saving";
import { begin, type EditEvent, type EditState, isSaved, reduce, toSend, unsavedOf } from "./edit_state";
import type { EditPlace, PhotoEditorPort } from "./port";

/** How long after the last change it is saved: a drawing of the whole photo begins then. */
const QUIET_MS = 700;
const RETRY_MS = 4_000;

export interface EditSession {
  current: () => EditState | undefined;
  subscribe: (listener: () => void) => () => void;
  dispatch: (event: EditEvent) => void;
  /** Saves now. */
  flush: () => Promise<void>;
  close: () => void;
}

type Needs = Pick<PhotoEditorPort, "edit" | "save" | "claimEdits">;

export function openEdit(photoId: string, port: Needs): EditSession {
  const source = port.edit(photoId);
  const listeners = new Set<() => void>();
  let state: EditState | undefined;
  let place: EditPlace | undefined;
  let isClosed = false;
  let saving: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const set = (next: EditState) => {
    if (next === state) return;
    state = next;
    place?.keep(unsavedOf(next));
    for (const listener of listeners) listener();
  };
  const apply = (event: EditEvent) => {
    if (state) set(reduce(state, event));
  };
  const plan = (wait: number) => {
    clearTimeout(timer);
    if (!isClosed && state && toSend(state)) timer = setTimeout(() => void save(), wait);
  };
  const save = (): Promise<void> => {
    clearTimeout(timer);
    saving ??= saveOnce().finally(() => {
      saving = undefined;
      plan(state?.trouble ? RETRY_MS : QUIET_MS);
    });
    return saving;
  };
  const saveOnce = async () => {
    const due = state && toSend(state);
    if (!due) return;
    apply({ is: "sending" });
    const result = await port.save(photoId, due);
    if (result.ok) return apply({ is: "saved", edit: result.value });
    const current = storedIn<PhotoEdit>(result.failure, "edit_changed");
    apply(current ? { is: "changed_elsewhere", current } : { is: "not_saved", trouble: saveTroubleOf(result.failure) });
  };
  const opened = Date.now();
  const follow = () => {
    const { value, readAt } = source.current();
    // an edit begun on what was read before another window's last save would be asked about for nothing
    const isFresh = state !== undefined || (readAt?.getTime() ?? 0) >= opened;
    if (!value || !isFresh || !place || isClosed) return;
    if (state) apply({ is: "read", edit: value });
    else set(begin(value, place.left));
    plan(QUIET_MS);
  };

  const unfollow = source.subscribe(follow);
  void source.refresh();
  void port.claimEdits(photoId).then((claimed) => {
    if (isClosed) return claimed.release();
    place = claimed;
    follow();
  });

  return {
    current: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch(event) {
      apply(event);
      plan(event.is === "chosen" ? 0 : QUIET_MS);
    },
    async flush() {
      await save();
      // what was changed while the first save was under way
      if (state && !isSaved(state)) await save();
    },
    close() {
      if (isClosed) return;
      unfollow();
      void save().finally(() => place?.release());
      isClosed = true;
    },
  };
}
