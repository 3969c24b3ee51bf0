// One window's view of one draft, as a pure reducer: what the server last said, what the person sees, what is on its way.
// Its one promise, checked over every order of edits, saves, answers and failures in draft_state.test.ts: no edit is lost
// unless the person saw it and typed over it or chose against it. Sending, waiting and keeping are in draft_session.ts.
import type { Draft, DraftSave } from "../../../shared-schemas/wire";
import type { SaveTrouble } from "../saving";
import { areSame, type Content, contentOf, isSame, saveOf, UNITS, type Unit, unsavable, withUnit } from "./content";

/** Why the last save did not arrive. */
export type Trouble =
  | SaveTrouble
  /** Being published, or published: nothing can be saved into it. */
  | { kind: "locked" }
  /** Thrown away elsewhere. */
  | { kind: "gone" };

export interface DraftState {
  /** The draft as the server last told it; what is saved is saved on its revision. */
  base: Draft;
  mine: Content;
  /** Saves on `base` that were sent and not answered, the last one perhaps still under way: any of them may be stored. */
  sent: readonly Content[];
  isSending: boolean;
  /** Units in which `mine` and `base` are two people's (or windows') edits; nothing is saved until each is chosen. */
  conflicts: readonly Unit[];
  /** Units that another window changed and that were taken over, because nobody had touched them here, nor has since. */
  taken: readonly Unit[];
  trouble: Trouble | null;
}

/** What has to outlive this window, because the server may not have it. */
export interface Unsaved {
  base: Draft;
  mine: Content;
  sent: readonly Content[];
  conflicts: readonly Unit[];
}

export type DraftEvent =
  | { is: "edited"; to: Content }
  | { is: "sending"; content: Content }
  | { is: "saved"; draft: Draft }
  | { is: "changed_elsewhere"; current: Draft }
  | { is: "not_saved"; trouble: Trouble }
  /** A reading of the draft arrived, from the server or from this device's cache. */
  | { is: "read"; draft: Draft }
  | { is: "chosen"; unit: Unit; side: "mine" | "theirs" }
  | { is: "restored"; unsaved: Unsaved }
  | { is: "brought_back"; draft: Draft }
  | { is: "noticed" };

/** A draft that is thought of as unanswered for longer costs a needless question, never an edit. */
const SENT_MAX = 10;
const EDITABLE: ReadonlySet<Draft["state"]> = new Set(["open", "on_vinted_as_draft"]);

export function begin(draft: Draft): DraftState {
  return { base: draft, mine: contentOf(draft), sent: [], isSending: false, conflicts: [], taken: [], trouble: null };
}

export function resume({ base, mine, sent, conflicts }: Unsaved): DraftState {
  return { base, mine, sent, isSending: false, conflicts, taken: [], trouble: null };
}

export function reduce(state: DraftState, event: DraftEvent): DraftState {
  switch (event.is) {
    case "edited":
      return withoutAgreed({ ...state, mine: event.to, taken: untouched(state, event.to), trouble: afterEdit(state.trouble) });
    case "sending":
      return { ...state, isSending: true, sent: [...state.sent, event.content].slice(-SENT_MAX) };
    case "saved":
      return withoutAgreed({ ...state, base: event.draft, sent: [], isSending: false, trouble: null });
    case "changed_elsewhere":
      return merge({ ...state, isSending: false, trouble: null }, event.current);
    case "not_saved":
      return { ...state, isSending: false, trouble: event.trouble };
    case "read":
      return read(state, event.draft);
    case "chosen":
      return choose(state, event.unit, event.side);
    case "restored":
      return resume(event.unsaved);
    case "brought_back":
      return merge({ ...state, trouble: null }, event.draft);
    case "noticed":
      return { ...state, taken: [] };
    default:
      return event satisfies never;
  }
}

/** The save that should be sent now; null while there is nothing to save or something stands in its way. */
export function toSend(state: DraftState): { save: DraftSave; content: Content } | null {
  if (state.isSending || state.conflicts.length > 0 || !isEditable(state)) return null;
  if (state.trouble && state.trouble.kind !== "away" && state.trouble.kind !== "not_connected") return null;
  const content = savable(state);
  return areSame(content, contentOf(state.base)) ? null : { save: saveOf(state.base.revision, content), content };
}

/** What must be kept on this device; null when the server surely has everything. */
export function unsavedOf({ base, mine, sent, conflicts }: DraftState): Unsaved | null {
  const isSaved = sent.length === 0 && conflicts.length === 0 && areSame(mine, contentOf(base));
  return isSaved ? null : { base, mine, sent, conflicts };
}

/** Whether the server has what the person sees, so that it may be published. */
export function isClean(state: DraftState): boolean {
  return unsavedOf(state) === null && !state.isSending;
}

export function isEditable({ base, trouble }: DraftState): boolean {
  return EDITABLE.has(base.state) && trouble?.kind !== "locked";
}

/** What this window would save: a unit that cannot be saved as it is stays as the server has it. */
function savable({ mine, base }: DraftState): Content {
  const stored = contentOf(base);
  return unsavable(mine).reduce((content, unit) => withUnit(content, unit, stored), mine);
}

/** A refusal is about what was sent; another content is worth another try. */
function afterEdit(trouble: Trouble | null): Trouble | null {
  return trouble?.kind === "refused" ? null : trouble;
}

/** What was taken over and is still as it was taken: who has changed it since has seen it. */
function untouched({ taken, mine }: DraftState, to: Content): readonly Unit[] {
  return taken.length === 0 ? taken : taken.filter((unit) => isSame(unit, mine, to));
}

function read(state: DraftState, draft: Draft): DraftState {
  // the answer to a save under way will say more, and a reading from before the last save says nothing new
  if (state.isSending || draft.revision < state.base.revision) return state;
  const trouble = state.trouble?.kind === "locked" && EDITABLE.has(draft.state) ? null : state.trouble;
  // the state and Vinted's refusals change without a new revision
  if (draft.revision === state.base.revision) return { ...state, base: draft, trouble };
  return merge({ ...state, trouble }, draft);
}

/** Joins another edit that is stored now with the one of this window, unit by unit. */
function merge(state: DraftState, current: Draft): DraftState {
  const before = contentOf(state.base);
  const theirs = contentOf(current);
  const mine = { is: state.mine };
  const conflicts: Unit[] = [];
  const taken = new Set(state.taken);
  for (const unit of UNITS) {
    if (isSame(unit, state.mine, theirs)) continue;
    // a unit that was asked about differs from what was stored before, so it is never taken over
    if (isSame(unit, state.mine, before)) {
      mine.is = withUnit(mine.is, unit, theirs);
      taken.add(unit);
    } else if (
      state.conflicts.includes(unit) ||
      !(isSame(unit, theirs, before) || state.sent.some((own) => isSame(unit, theirs, own)))
    ) {
      conflicts.push(unit);
    }
  }
  return { ...state, base: current, mine: mine.is, sent: [], conflicts, taken: [...taken] };
}

function choose(state: DraftState, unit: Unit, side: "mine" | "theirs"): DraftState {
  const mine = side === "theirs" ? withUnit(state.mine, unit, contentOf(state.base)) : state.mine;
  return { ...state, mine, conflicts: state.conflicts.filter((each) => each !== unit) };
}

/** Nothing is asked about a unit in which both sides say the same by now. */
function withoutAgreed(state: DraftState): DraftState {
  if (state.conflicts.length === 0) return state;
  const stored = contentOf(state.base);
  return { ...state, conflicts: state.conflicts.filter((unit) => !isSame(unit, state.mine, stored)) };
}
