// Build step: the few texts Chrome itself shows (what we are, what our button does), as `_locales/` wants them. Chrome chooses by
// the language of its own menus, not by what the person chose in ours.
import { readdirSync, readFileSync } from "node:fs";

/** Chrome's name of a message → the key of its text. */
const MESSAGES = { name: "app.name", description: "manifest.description", open: "manifest.open" } as const;

interface PublicFile {
  relativeDest: string;
  contents: string;
}

/** `_locales/en/messages.json` and its like, one for each of our languages. */
export function manifestTexts(): PublicFile[] {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".json"));
  return files.map((file) => {
    const texts = JSON.parse(readFileSync(`${import.meta.dirname}/${file}`, "utf8")) as Record<string, string>;
    const messages = Object.fromEntries(Object.entries(MESSAGES).map(([name, key]) => [name, { message: texts[key] }]));
    return { relativeDest: `_locales/${file.slice(0, -".json".length)}/messages.json`, contents: JSON.stringify(messages) };
  });
}
