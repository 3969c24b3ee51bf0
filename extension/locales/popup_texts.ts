// Build step: the popup's share of a language. It opens in under 100 ms, and most of a language is for screens it does not
// show; so it imports `en.json?popup`, which holds only the texts that the popup and what it imports use.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";
import { joining, unfolding } from "./text_keys";
import { findUsedKeys, isUsed, type UsedKeys } from "./used_texts";

const QUERY = "?popup";
const ENTRIES = ["screens/Popup.tsx"];
const IMPORT = /^(?:import|export)\s+(?!type\b)[^"']*["'](\.[^"']+)["']/gm;

/** Vite plugin that serves `*.json?popup`. */
export function popupTexts(root: string): Plugin {
  return {
    name: "popup-texts",
    enforce: "pre",
    load(id) {
      if (!id.endsWith(`.json${QUERY}`)) return undefined;
      const file = id.slice(0, -QUERY.length);
      this.addWatchFile(file);
      const texts = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
      const share = shareOf(texts, usedBy(root, ENTRIES));
      const code = `${unfolding(Object.keys(share))}\n${joining(Object.values(share))}`;
      return { code, moduleType: "js" };
    },
  };
}

/** The texts of these that are used. */
export function shareOf(texts: Record<string, string>, used: readonly UsedKeys[]): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => used.some((found) => isUsed(key, found))));
}

/** The keys that these modules and all they import use. */
export function usedBy(root: string, entries: readonly string[]): UsedKeys[] {
  const seen = new Set<string>();
  const used: UsedKeys[] = [];
  const todo = entries.map((entry) => join(root, entry));
  for (let path = todo.pop(); path; path = todo.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const code = readFileSync(path, "utf8");
    used.push(findUsedKeys(path, code));
    for (const [, target = ""] of code.matchAll(IMPORT)) {
      const found = [".ts", ".tsx"].map((ending) => `${join(dirname(path), target)}${ending}`).find(existsSync);
      if (found) todo.push(found);
    }
  }
  return used;
}
