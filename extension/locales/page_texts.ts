// Build step: the few texts of the controls in Vinted's pages, in all languages, as a module of their own. The content script is
// loaded into every page and cannot load a language later, so it carries these and none of the product's other texts.
import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";

const NAME = "virtual:page-texts";

function isForPages(key: string): boolean {
  return key.startsWith("page.") || key === "app.name";
}

/** Vite plugin that serves `virtual:page-texts`: language → its texts with a key that begins with `page.`, and the name. */
export function pageTexts(): Plugin {
  return {
    name: "page-texts",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".json"));
      const texts = files.map((file) => {
        const path = `${import.meta.dirname}/${file}`;
        this.addWatchFile(path);
        const all = Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, string>);
        return [file.slice(0, -".json".length), Object.fromEntries(all.filter(([key]) => isForPages(key)))];
      });
      return `export default ${JSON.stringify(Object.fromEntries(texts))};`;
    },
  };
}
