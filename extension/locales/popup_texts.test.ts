// @vitest-environment node
// The popup's share of a language holds what it shows, and little else.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shareOf, usedBy } from "./popup_texts";
import { unfolding } from "./text_keys";

const ROOT = join(import.meta.dirname, "..");
const EN: Record<string, string> = JSON.parse(readFileSync(join(ROOT, "locales/en.json"), "utf8"));

test("it holds the texts of the popup and of what it imports, and not those of the screens", () => {
  const share = Object.keys(shareOf(EN, usedBy(ROOT, ["screens/Popup.tsx"])));
  const wanted = [
    "ui.open_panel",
    "state.ready",
    "budget.left_of",
    "job.verb.relist",
    "job.step.upload",
    "ui.stop_named",
    "situation.no_tab.todo",
  ];
  expect(share).toEqual(expect.arrayContaining(wanted));
  expect(
    share.filter((key) => /^(welcome|settings|receipt|draft|photos|account|job\.(reason|proof|outcome))\./.test(key)),
  ).toEqual([]);
});

test("no text has the tab that parts them", () => {
  for (const language of ["en", "fr", "de", "es"])
    expect(readFileSync(join(ROOT, `locales/${language}.json`), "utf8")).not.toMatch(/\t|\\t/);
});

test.each([["a", "a.b", "a.b.c", "a.b.d", "a.e", "a.e.b", "b.b.c", "b.b"], Object.keys(EN)])(
  "folded keys unfold to themselves",
  async (...keys) => {
    const code = `${unfolding(keys)}\nexport default keys;`;
    const made = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: string[] };
    expect(made.default).toEqual(keys);
  },
);
