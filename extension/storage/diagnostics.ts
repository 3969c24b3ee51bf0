// What was met in Vinted's answers that this build does not know: counted by place and shape, for the person to copy into a report.
// No values: nothing of a listing, a message or a member can be in it. Only the worker writes here.
import { browser } from "wxt/browser";
import { storage } from "wxt/utils/storage";
import { WIRE_VERSION } from "../../shared-schemas/wire";

/** Where something odd was met, and what it looked like: names, shapes and codes. */
interface Oddity {
  where: string;
  what: string;
}

/** One oddity, how often it was met, and on which days first and last. */
export interface Counted extends Oddity {
  n: number;
  first: string;
  last: string;
}

const counted = storage.defineItem<Counted[]>("local:diagnostics", { version: 1, fallback: [] });

const MOST = 200;
let writing: Promise<unknown> = Promise.resolve();

/** Counts them. The rarest go when there are too many kinds, so that it never grows. */
export function noteOddities(odd: readonly Oddity[], now = Date.now()): Promise<void> {
  const next = writing.then(async () => {
    const rows = new Map((await counted.getValue()).map((row) => [`${row.where} ${row.what}`, row]));
    const day = new Date(now).toISOString().slice(0, 10);
    for (const { where, what } of odd) {
      const known = rows.get(`${where} ${what}`);
      rows.set(`${where} ${what}`, { where, what, n: (known?.n ?? 0) + 1, first: known?.first ?? day, last: day });
    }
    await counted.setValue([...rows.values()].toSorted((a, b) => b.n - a.n).slice(0, MOST));
  });
  writing = next.catch(() => undefined);
  return next;
}

/** What was counted, the most frequent first. */
export function oddities(): Promise<Counted[]> {
  return counted.getValue();
}

/** The same as text to copy. It is written for whoever looks after the readers, so it has no language of its own. */
export async function diagnosticText(): Promise<string> {
  const { version } = browser.runtime.getManifest();
  const lines = (await oddities()).map(({ where, what, n, first, last }) => `${n}\t${where}\t${what}\t${first}\t${last}`);
  return [`VintedBot ${version} wire ${WIRE_VERSION}`, "n\twhere\twhat\tfirst\tlast", ...lines].join("\n");
}
