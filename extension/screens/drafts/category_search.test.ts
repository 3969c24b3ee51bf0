// The search over the real category tree of the project's reference data, in its four languages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import type { CategoryNode } from "../../../shared-schemas/wire";
import { folded, indexCategories } from "./category_search";

type Row = { id: number; parent_id: number | null; titles: Record<string, string> };
const ROWS = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../server/vintedbot/listings/reference/categories.json"), "utf8"),
) as Row[];
const PARENTS = new Set(ROWS.map(({ parent_id }) => parent_id));

function indexIn(language: string) {
  const categories = ROWS.map(
    ({ id, parent_id, titles }): CategoryNode => ({
      id,
      parent_id,
      title: titles[language] ?? titles["en"] ?? "",
      leaf: !PARENTS.has(id),
      size_group_ids: [],
      package_size_ids: [],
    }),
  );
  return indexCategories({ categories });
}

describe("folded", () => {
  test.each([
    ["Décolleté", "decollete"],
    ["  Größe 38/40 ", "grosse 38 40"],
    ["NIÑO", "nino"],
    ["T-shirts", "t shirts"],
  ])("%s is compared as %s", (text, plain) => expect(folded(text)).toBe(plain));
});

describe("finding", () => {
  it("accents and case do not count", () => {
    const index = indexIn("fr");
    expect(index.find("ÉTÉ").map(({ id }) => id)).toEqual(index.find("ete").map(({ id }) => id));
    expect(index.find("robes d'ete").length).toBeGreaterThan(0);
  });

  test.each([
    ["en", "dresses"],
    ["fr", "robes"],
    ["es", "vestidos"],
    ["de", "kleider"],
  ])("in %s, %s finds leaves with that word in their path, those that begin with it first", (language, text) => {
    const found = indexIn(language).find(text);
    expect(found.length).toBeGreaterThan(3);
    for (const { title, above } of found)
      expect(
        folded([...above, title].join(" "))
          .split(" ")
          .some((word) => word.startsWith(text)),
      ).toBe(true);
    const begins = found.map(({ title }) => folded(title).startsWith(text));
    expect(begins.indexOf(true, begins.indexOf(false))).toBe(begins.includes(false) ? -1 : begins.indexOf(true));
  });

  it("only leaves, and each word may be anywhere in the path", () => {
    const index = indexIn("en");
    const found = index.find("women jean");
    expect(found.length).toBeGreaterThan(0);
    for (const { id, above } of found) {
      expect(index.node(id)?.leaf).toBe(true);
      expect(above[0]).toBe("Women");
    }
  });

  it("an empty text and nonsense find nothing", () => {
    const index = indexIn("en");
    expect([index.find(""), index.find(" - "), index.find("zzzz")]).toEqual([[], [], []]);
  });

  it("answers within a frame", () => {
    const index = indexIn("de");
    const before = performance.now();
    for (const text of ["k", "kl", "kle", "klei", "damen schuhe"]) index.find(text);
    expect((performance.now() - before) / 5).toBeLessThan(30);
  });
});

it("every leaf can be reached from the roots, and its path leads there", () => {
  const index = indexIn("en");
  const reached: number[] = [];
  const walk = (id: number | null) => {
    for (const node of index.below(id)) {
      if (node.leaf) reached.push(node.id);
      else walk(node.id);
    }
  };
  walk(null);
  expect(reached.length).toBe(ROWS.filter(({ id }) => !PARENTS.has(id)).length);
  for (const id of reached.slice(0, 50)) expect(index.path(id).at(-1)).toBe(index.node(id)?.title);
});
