// Finding a category among some three thousand, as the server's reference.py describes it: accents and case do not count, a
// category matches when every word typed begins a word of its path, and only leaves are found.
import type { CategoryNode, ReferenceDocument } from "../../../shared-schemas/wire";

export interface FoundCategory {
  id: number;
  title: string;
  /** The titles above it, root first. */
  above: readonly string[];
}

export interface CategoryIndex {
  find: (text: string, limit?: number) => FoundCategory[];
  /** The nodes below one, or the roots; in the order of the form. */
  below: (id: number | null) => readonly CategoryNode[];
  node: (id: number) => CategoryNode | undefined;
  /** The titles from the root down to a category; empty for an unknown one. */
  path: (id: number) => readonly string[];
}

interface Leaf {
  found: FoundCategory;
  title: string;
  titleWords: readonly string[];
  pathWords: readonly string[];
}

const FOUND_MOST = 60;

/** Lower case, without accents, ß as ss, anything but letters and digits as one space: how texts are compared in a search. */
export function folded(text: string): string {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

export function indexCategories({ categories }: Pick<ReferenceDocument, "categories">): CategoryIndex {
  const nodes = new Map(categories.map((node) => [node.id, node]));
  const below = Map.groupBy(categories, ({ parent_id }) => parent_id ?? null);
  const path = (id: number): string[] => {
    const titles: string[] = [];
    for (let node = nodes.get(id); node && titles.length < nodes.size; node = nodes.get(node.parent_id ?? 0))
      titles.unshift(node.title);
    return titles;
  };
  const leaves = categories.filter(({ leaf }) => leaf).map((node) => leafOf(node, path(node.id)));
  return {
    below: (id) => below.get(id) ?? [],
    node: (id) => nodes.get(id),
    path,
    find: (text, limit = FOUND_MOST) => find(leaves, folded(text), limit),
  };
}

function leafOf({ id, title }: CategoryNode, path: readonly string[]): Leaf {
  return {
    found: { id, title, above: path.slice(0, -1) },
    title: folded(title),
    titleWords: folded(title).split(" "),
    pathWords: path.flatMap((each) => folded(each).split(" ")),
  };
}

function find(leaves: readonly Leaf[], wanted: string, limit: number): FoundCategory[] {
  if (wanted === "") return [];
  const words = wanted.split(" ");
  const allIn = (among: readonly string[]) => words.every((word) => among.some((each) => each.startsWith(word)));
  const rank = (leaf: Leaf) => (leaf.title.startsWith(wanted) ? 0 : allIn(leaf.titleWords) ? 1 : 2);
  return leaves
    .filter(({ pathWords }) => allIn(pathWords))
    .map((leaf) => ({ leaf, rank: rank(leaf) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ leaf }) => leaf.found);
}
