// One window's view of one photo's edit, as a pure reducer: the history with its place, what the server has of it, and what to save.
// An edit made elsewhere meanwhile is never overwritten silently: the person chooses. Saving and keeping are in edit_session.ts.
import type { PhotoEdit, PhotoOperation, SaveEdit } from "../../../shared-schemas/wire";
import type { Kind } from "../../pixels/operations";
import type { SaveTrouble } from "../saving";

export type Operations = readonly PhotoOperation[];

/** As on the server: the oldest step goes first. */
const MOST_STEPS = 20;
/** Changes of one kind that follow each other so quickly are one step: the keys of a slider, the arrows of a crop. */
const ONE_STEP_MS = 900;

export interface EditState {
  /** As the server last told it. */
  base: PhotoEdit;
  steps: readonly Operations[];
  at: number;
  /** The revision they were made on. */
  on: number;
  /** What was sent, or left by a closed window, and may be stored although nobody said so. */
  sent: History | null;
  /** What is seen while a slider or a frame is held, before it is a step. */
  held: Operations | null;
  isSending: boolean;
  trouble: SaveTrouble | null;
  /** The edit of another window or device, made on what this one began with. */
  theirs: PhotoEdit | null;
  last: { kind: Kind | "several"; at: number } | null;
}

interface History {
  steps: readonly Operations[];
  at: number;
}

/** What has to outlive this window, because the server may not have it. */
export interface UnsavedEdit extends History {
  revision: number;
}

export type EditEvent =
  | { is: "held"; operations: Operations }
  | { is: "changed"; operations: Operations; kind: Kind | "several"; now: number }
  | { is: "undo" }
  | { is: "redo" }
  | { is: "sending" }
  | { is: "saved"; edit: PhotoEdit }
  | { is: "read"; edit: PhotoEdit }
  | { is: "changed_elsewhere"; current: PhotoEdit }
  | { is: "not_saved"; trouble: SaveTrouble }
  | { is: "chosen"; side: "mine" | "theirs" };

export function begin(base: PhotoEdit, left?: UnsavedEdit): EditState {
  const fresh: EditState = {
    base,
    steps: base.steps,
    at: base.at,
    on: base.revision,
    sent: null,
    held: null,
    isSending: false,
    trouble: null,
    theirs: null,
    last: null,
  };
  if (!left) return fresh;
  const { revision, steps, at } = left;
  const mine = { ...fresh, steps, at, on: revision, sent: { steps, at } };
  if (isSaved(mine)) return fresh;
  // an older base is only what this device remembers: the server will be read
  return base.revision > revision ? { ...mine, theirs: base } : mine;
}

export function reduce(state: EditState, event: EditEvent): EditState {
  switch (event.is) {
    case "held":
      return { ...state, held: event.operations };
    case "changed":
      return changed(state, event);
    case "undo":
      return canUndo(state) ? { ...state, at: state.at - 1, held: null, last: null } : state;
    case "redo":
      return canRedo(state) ? { ...state, at: state.at + 1, held: null, last: null } : state;
    case "sending":
      return { ...state, isSending: true, sent: { steps: state.steps, at: state.at } };
    case "saved":
      return { ...state, base: event.edit, on: event.edit.revision, sent: null, isSending: false, trouble: null };
    case "read":
      return read(state, event.edit);
    case "changed_elsewhere":
      return met({ ...state, isSending: false, trouble: null }, event.current);
    case "not_saved":
      return { ...state, isSending: false, trouble: event.trouble };
    case "chosen":
      if (!state.theirs) return state;
      return event.side === "theirs"
        ? begin(state.theirs)
        : { ...state, base: state.theirs, on: state.theirs.revision, theirs: null };
    default:
      return event satisfies never;
  }
}

function changed(state: EditState, { operations, kind, now }: Extract<EditEvent, { is: "changed" }>): EditState {
  if (isSame(operations, inForce(state))) return { ...state, held: null };
  const isOneStep = kind !== "several" && state.last?.kind === kind && now - state.last.at < ONE_STEP_MS && state.at > 0;
  const before = state.steps.slice(0, isOneStep ? state.at : state.at + 1);
  const steps = [...before, operations].slice(-MOST_STEPS);
  return {
    ...state,
    steps,
    at: steps.length - 1,
    held: null,
    last: { kind, at: now },
    // a refusal was about what was sent
    trouble: state.trouble?.kind === "refused" ? null : state.trouble,
  };
}

/** What another window or the server's drawing made of it; a reading from before the last save says nothing new. */
function read(state: EditState, edit: PhotoEdit): EditState {
  if (state.isSending || edit.revision < state.base.revision) return state;
  if (edit.revision <= state.on) return { ...state, base: edit };
  if (!isSaved(state)) return met(state, edit);
  return { ...state, base: edit, on: edit.revision, steps: edit.steps, at: edit.at, held: null, last: null };
}

/** An edit that is stored now, newer than what this window's was made on: its own after all, or somebody else's. */
function met(state: EditState, edit: PhotoEdit): EditState {
  const isOwn = isSaved({ ...state, base: edit }) || (state.sent !== null && isSaved({ ...state.sent, base: edit }));
  if (isOwn) return { ...state, base: edit, on: edit.revision, sent: null, trouble: null, theirs: null };
  return { ...state, theirs: edit };
}

/** The operations that are in force. */
export function inForce({ steps, at }: Pick<EditState, "steps" | "at">): Operations {
  return steps[at] ?? [];
}

/** The operations that are seen: those in force, or those being tried. */
export function seen(state: EditState): Operations {
  return state.held ?? inForce(state);
}

export function canUndo({ at }: EditState): boolean {
  return at > 0;
}

export function canRedo({ steps, at }: EditState): boolean {
  return at < steps.length - 1;
}

/** The save that should be sent now; null while there is nothing to save or something stands in its way. */
export function toSend(state: EditState): SaveEdit | null {
  if (state.isSending || state.theirs || state.trouble?.kind === "refused" || isSaved(state)) return null;
  return { revision: state.on, steps: state.steps.map((step) => [...step]), at: state.at };
}

/** Whether the server has what is seen here. */
export function isSaved({ base, steps, at }: Pick<EditState, "base" | "steps" | "at">): boolean {
  return at === base.at && isSame(steps, base.steps);
}

export function unsavedOf(state: EditState): UnsavedEdit | null {
  return isSaved(state) ? null : { revision: state.on, steps: state.steps, at: state.at };
}

/** What has no more to it than numbers and words is the same when it is written the same. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
