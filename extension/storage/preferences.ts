// What the person chose on this device, in `storage.local`, where content scripts read it too. Kept without the library of
// items.ts: popup and content script open on it, and every kilobyte there is waited for.
import { browser } from "wxt/browser";

export interface Preferences {
  language: "en" | "fr" | "es" | "de" | null;
  theme: "system" | "light" | "dark";
  /** Our buttons in Vinted's pages. */
  controls: { cards: boolean; item: boolean; copy: boolean; form: boolean; selection: boolean };
  closet_view: "table" | "grid";
  /** When the card about data and Vinted's terms was understood; ISO 8601. */
  understood_at: string | null;
}

const KEY = "preferences";
const UNCHOSEN: Preferences = {
  language: null,
  theme: "system",
  controls: { cards: true, item: true, copy: true, form: true, selection: true },
  closet_view: "table",
  understood_at: null,
};

/** What is kept, over the values nobody has chosen: an older build's preferences lack what a newer one has added. */
export async function readPreferences(): Promise<Preferences> {
  return complete((await browser.storage.local.get(KEY))[KEY]);
}

export async function changePreferences(change: Partial<Preferences>): Promise<void> {
  await browser.storage.local.set({ [KEY]: { ...(await readPreferences()), ...change } });
}

/** Tells of every change, from whichever page, until the returned function is called. */
export function watchPreferences(act: (changed: Preferences) => void): () => void {
  const listener = (changes: Record<string, { newValue?: unknown }>, area: string) => {
    if (area === "local" && changes[KEY]) act(complete(changes[KEY].newValue));
  };
  browser.storage.onChanged.addListener(listener);
  return () => browser.storage.onChanged.removeListener(listener);
}

function complete(stored: unknown): Preferences {
  const known = stored as Partial<Preferences> | undefined;
  return { ...UNCHOSEN, ...known, controls: { ...UNCHOSEN.controls, ...known?.controls } };
}
