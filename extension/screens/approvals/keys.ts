// The keys of the approval queue as one table, from which both what they do and the line of help come.

export type KeyAct = "next" | "previous" | "approve" | "approve_selected" | "edit" | "snooze" | "decline" | "never" | "select";

const KEYS: Readonly<Record<string, KeyAct>> = {
  arrowdown: "next",
  arrowup: "previous",
  a: "approve",
  e: "edit",
  s: "snooze",
  d: "decline",
  "shift+d": "never",
  x: "select",
  "mod+enter": "approve_selected",
};

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
}

/** What a key means on a card; `mod` is Ctrl or Cmd. One that is held down moves on, but never answers a second card by itself. */
export function actOfKey({ key, ctrlKey, metaKey, altKey, shiftKey, repeat }: Pressed): KeyAct | undefined {
  if (altKey) return undefined;
  const mod = ctrlKey || metaKey ? "mod+" : "";
  const act = KEYS[`${mod}${shiftKey ? "shift+" : ""}${key.toLowerCase()}`];
  if (repeat && act !== "next" && act !== "previous") return undefined;
  return act;
}

/** Which card gets the focus after this one has gone: the next, or the last that is left. */
export function afterwards(ids: readonly string[], gone: string): string | undefined {
  const at = ids.indexOf(gone);
  const left = ids.filter((id) => id !== gone);
  return left[Math.min(Math.max(at, 0), left.length - 1)];
}
