// One open draft in one window: runs the reducer of draft_state.ts, saves what is due, keeps on this device what the server does
// not have yet, and follows what others do to the draft. Knows no screen; a list uses it as well, to save what was left over.
import type { Draft } from "../../../shared-schemas/wire";
import type { Failure, Source } from "../ports";
import { saveTroubleOf, storedIn } from "../saving";
import type { Content, Unit } from "./content";
import { begin, type DraftEvent, type DraftState, isClean, reduce, resume, type Trouble, toSend, unsavedOf } from "./draft_state";
import type { DraftPorts, EditSlot } from "./ports";

/** How long after the last key a draft is saved by itself. */
const QUIET_MS = 600;
/** How long after a save that did not arrive the next one is tried; the last one stands for all further. */
const RETRY_MS = [1_000, 3_000, 10_000] as const;

/** When it is looked again for what a window left: one that is going away holds its place for a moment longer. */
const LOOK_AGAIN_MS = [500, 2_000, 6_000] as const;

type Needs = Pick<DraftPorts, "draft" | "save" | "bringBack" | "claimEdits">;

export interface DraftSession {
  /** Undefined until the draft was first read. */
  current: () => DraftState | undefined;
  subscribe: (listener: () => void) => () => void;
  edit: (to: Content) => void;
  choose: (unit: Unit, side: "mine" | "theirs") => void;
  noticed: () => void;
  /** Brings a draft that was thrown away elsewhere back, with what was edited here. */
  bringBack: () => Promise<void>;
  /** Forgets what this window changed and has not saved. */
  dropMine: () => void;
  /** Saves now. True when the server has everything that is seen here. */
  flush: () => Promise<boolean>;
  /** Ends it; what is not saved stays kept on this device for the next window. */
  close: () => void;
}

export function openSession(id: string, ports: Needs): DraftSession {
  const source: Source<Draft> = ports.draft(id);
  const listeners = new Set<() => void>();
  let state: DraftState | undefined;
  let slot: EditSlot | undefined;
  let isClosed = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | undefined;
  let isTakingOver = false;

  const set = (next: DraftState) => {
    if (next === state) return;
    state = next;
    slot?.keep(unsavedOf(next));
    for (const listener of listeners) listener();
  };
  const dispatch = (event: DraftEvent) => {
    if (state) set(reduce(state, event));
  };
  const plan = (wait: number) => {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(() => void save(), wait);
  };
  const planIfDue = (wait = QUIET_MS) => {
    if (state && toSend(state)) plan(wait);
  };

  const save = (): Promise<void> => {
    clearTimeout(timer);
    saving ??= saveOnce().finally(() => {
      saving = undefined;
    });
    return saving;
  };
  const saveOnce = async () => {
    const due = state && toSend(state);
    if (!due) return;
    dispatch({ is: "sending", content: due.content });
    const result = await ports.save(id, due.save);
    if (result.ok) {
      failures = 0;
      dispatch({ is: "saved", draft: result.value });
      planIfDue();
      if (state && isClean(state)) void takeOver();
      return;
    }
    const current = storedIn<Draft>(result.failure, "draft_changed");
    if (current) {
      dispatch({ is: "changed_elsewhere", current });
      planIfDue(0);
      return;
    }
    const trouble = troubleOf(result.failure);
    dispatch({ is: "not_saved", trouble });
    if (trouble.kind === "locked") await source.refresh();
    planIfDue(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
  };

  const follow = () => {
    const { value, failure } = source.current();
    if (!slot || isClosed) return;
    if (value && state) dispatch({ is: "read", draft: value });
    else if (value) set(begin(value));
    if (failure && troubleOf(failure).kind === "gone") dispatch({ is: "not_saved", trouble: { kind: "gone" } });
    // the server answers again: what waited is saved now
    else if (state?.trouble && !failure) planIfDue(0);
    else if (!saving) planIfDue();
    if (state && isClean(state)) void takeOver();
  };
  /** Edits that a window left behind are taken over, one window's at a time, and only while there are none of our own. */
  const takeOver = async () => {
    if (isTakingOver) return;
    isTakingOver = true;
    const next = await ports.claimEdits(id);
    isTakingOver = false;
    const isFree = !isClosed && (state === undefined || isClean(state));
    if (!isFree || (slot && !next.left)) return next.release();
    slot?.release();
    slot = next;
    if (next.left) {
      const known = state?.base;
      set(resume(next.left));
      if (known) dispatch({ is: "read", draft: known });
    }
    follow();
  };

  const unfollow = source.subscribe(follow);
  void takeOver();
  const looks = LOOK_AGAIN_MS.map((wait) => setTimeout(() => void takeOver(), wait));

  return {
    current: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit(to) {
      dispatch({ is: "edited", to });
      if (!saving) plan(QUIET_MS);
    },
    choose(unit, side) {
      dispatch({ is: "chosen", unit, side });
      planIfDue(0);
    },
    noticed: () => dispatch({ is: "noticed" }),
    async bringBack() {
      const result = await ports.bringBack(id);
      if (result.ok) dispatch({ is: "brought_back", draft: result.value });
      else dispatch({ is: "not_saved", trouble: troubleOf(result.failure) });
      planIfDue(0);
    },
    dropMine() {
      if (state) set(begin(state.base));
    },
    async flush() {
      await save();
      // what was typed while the first save was under way
      await save();
      return state !== undefined && isClean(state);
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      unfollow();
      for (const look of looks) clearTimeout(look);
      void save().finally(() => slot?.release());
    },
  };
}

function troubleOf(failure: Failure): Trouble {
  const trouble = saveTroubleOf(failure);
  if (trouble.kind !== "refused") return trouble;
  if (trouble.code === "draft_locked") return { kind: "locked" };
  return trouble.code === "not_found" ? { kind: "gone" } : trouble;
}
