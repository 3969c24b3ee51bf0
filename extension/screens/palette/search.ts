// Finding one of some thousand things while typing: folded once into an index, then scored plainly. A thing is found when every
// word typed is in its texts; a word that begins one of its words counts more, one at the start of its title the most.
import { folded } from "../drafts/category_search";

export type Kind = "screen" | "command" | "listing" | "draft" | "template" | "person";

export interface Thing {
  kind: Kind;
  /** Unique among all things. */
  key: string;
  title: string;
  /** What else it is found by and shown with: brand and size, the item a person wrote about. */
  more: string;
  photoUrl?: string | undefined;
  run: () => void;
}

interface Entry {
  thing: Thing;
  title: string;
  /** Title and the rest, with a space before each word. */
  words: string;
  rank: number;
}

export type Index = readonly Entry[];

/** What fits on the screen without scrolling. */
export const FOUND_MOST = 12;

/** Where two things fit equally, what can be done comes before what can be opened. */
const RANKS: Readonly<Record<Kind, number>> = { command: 0, screen: 1, listing: 2, draft: 3, template: 4, person: 5 };

export function indexOf(things: readonly Thing[]): Index {
  return things.map((thing) => {
    const title = folded(thing.title);
    return { thing, title, words: ` ${title} ${folded(thing.more)}`, rank: RANKS[thing.kind] };
  });
}

/** The best first. While nothing is typed: what can be done, and the screens. */
export function search(index: Index, query: string, most = FOUND_MOST): Thing[] {
  const words = folded(query).split(" ").filter(Boolean);
  if (words.length === 0) {
    return index
      .filter(({ thing }) => thing.kind === "screen" || thing.kind === "command")
      .toSorted((a, b) => b.rank - a.rank)
      .slice(0, most)
      .map(({ thing }) => thing);
  }
  // one letter finds most of them: only those of the best scores are put in order
  const byScore = new Map<number, Entry[]>();
  for (const entry of index) {
    const score = scoreOf(entry, words);
    if (score === 0) continue;
    const equals = byScore.get(score);
    if (equals) equals.push(entry);
    else byScore.set(score, [entry]);
  }
  const best: Entry[] = [];
  for (const score of [...byScore.keys()].toSorted((a, b) => b - a)) {
    if (best.length >= most) break;
    best.push(...(byScore.get(score) ?? []).toSorted((a, b) => a.rank - b.rank || a.title.length - b.title.length));
  }
  return best.slice(0, most).map(({ thing }) => thing);
}

const AT_START = 8;
const WORD_OF_TITLE = 4;
const WORD = 2;
const INSIDE = 1;

function scoreOf({ title, words: text }: Entry, words: readonly string[]): number {
  let score = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return 0;
    const begins = text.indexOf(` ${word}`);
    if (title.startsWith(word)) score += AT_START;
    else if (begins >= 0) score += begins <= title.length ? WORD_OF_TITLE : WORD;
    else score += INSIDE;
  }
  return score;
}
