// @vitest-environment node
// A screen is styled by what it loads itself: its folder's style sheet and the shared ones. A class whose rule stands in another
// screen's sheet looks right only after that screen was open.
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const find = (pattern: string) => globSync(pattern, { cwd: ROOT }).map((path) => path.replaceAll("\\", "/"));

/** Which sheets have a rule for a class. */
const SHEETS = new Map<string, Set<string>>();
for (const sheet of find("{ui,screens}/**/*.css"))
  for (const [, name = ""] of read(sheet).matchAll(/\.([a-z][a-z0-9-]*)/g))
    SHEETS.set(name, (SHEETS.get(name) ?? new Set()).add(sheet));

test.each(find("screens/**/*.tsx"))("%s uses no rule of another screen", (path) => {
  const used = [...read(path).matchAll(/class="([^"]*)"/g)].flatMap(([, names = ""]) => names.split(/\s+/));
  const isLoaded = (sheet: string) =>
    sheet.startsWith("ui/") || sheet === "screens/screens.css" || dirname(sheet) === dirname(path);
  const borrowed = used.filter((name) => SHEETS.has(name) && ![...(SHEETS.get(name) ?? [])].some(isLoaded));
  expect(borrowed).toEqual([]);
});
