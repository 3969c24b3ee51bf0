// The pseudo-locale: English with accents and about 40 % more letters, made at run time for tests of layout and coverage.
// Pages load it only when the browser's language is en-XA; the script in Vinted's pages carries it.
import type { Texts } from "./i18n";
import { mapWords } from "./message_format";

const PLAIN = "aceinouyACEINOUYslzd";
const ACCENTED = "åçéîñöüýÅÇÉÎÑÖÜÝšłžđ";

/** Every text accented and longer, its values and plural forms untouched. */
export function pseudoTexts(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, mapWords(text, stretch)])) as unknown as Texts;
}

function stretch(words: string): string {
  const accented = words.replace(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter);
  const letters = words.match(/[a-z]/gi)?.length ?? 0;
  // the padding joins the last word, so that a single word grows as a long German one would
  const padding = "~".repeat(Math.ceil(letters * 0.4));
  return accented.replace(/(\s*)$/, `${padding}$1`);
}
