// Build step: the keys of all texts are written once, and each language as its words in their order. A quarter of a language was
// its keys, four times over. Whoever imports `en.json` still gets texts by key.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAME = "virtual:text-keys";
const LANGUAGE = /[\\/]locales[\\/][a-z]{2}\.json$/;

/** Vite plugin that serves the languages' files as words, and their keys as a module that all languages share. */
export function textKeys(): Plugin {
  return {
    name: "text-keys",
    enforce: "pre",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id === `\0${NAME}`)
        return `${unfolding(keys())}
export default keys;`;
      if (!LANGUAGE.test(id)) return undefined;
      this.addWatchFile(id);
      return { code: byKey(texts(id)), moduleType: "js" };
    },
  };
}

/** A module whose default export is these texts by key, with the keys from elsewhere. Every language has every key. */
function byKey(of: Record<string, string>): string {
  return `import keys from "${NAME}";
${joining(keys().map((key) => of[key] ?? ""))}`;
}

/** Statements that export these words by `keys`. A tab parts them: no text has one. */
export function joining(words: readonly string[]): string {
  return `const words = ${JSON.stringify(words.join("\t"))}.split("\t");
export default Object.fromEntries(keys.map((key, place) => [key, words[place]]));`;
}

/** A statement that makes `keys`. Of each key only what is new after the one before is written: a dot for each part they share. */
export function unfolding(keys: readonly string[]): string {
  let before: string[] = [];
  const folded = keys.map((key) => {
    const parts = key.split(".");
    const same = parts.findIndex((part, place) => part !== before[place] || place === parts.length - 1);
    before = parts;
    return ".".repeat(same) + parts.slice(same).join(".");
  });
  return `const keys = [];
const parts = [];
for (const said of ${JSON.stringify(folded.join(" "))}.split(" ")) {
  parts.length = said.search(/[^.]/);
  parts.push(...said.slice(parts.length).split("."));
  keys.push(parts.join("."));
}`;
}

function keys(): string[] {
  return Object.keys(texts(join(import.meta.dirname, "en.json")));
}

function texts(path: string): Record<string, string> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
}
