// What was met in Vinted's answers that no reader knows: counted by place and shape, never by value, so that a person can show it
// to somebody. An oddity never stops a reading.

/** One of them: where it was met, and what it looked like. */
export interface Oddity {
  where: string;
  what: string;
}

export type Note = (where: string, what: string) => void;

/** For answers nobody counts in. */
export const unnoted: Note = () => undefined;

const MOST = 50;

/** Collects what one answer shows, each once. */
export function collector(): { note: Note; found: () => Oddity[] } {
  const seen = new Map<string, Oddity>();
  return {
    note: (where, what) => {
      if (seen.size < MOST) seen.set(`${where} ${what}`, { where, what });
    },
    found: () => [...seen.values()],
  };
}

/** A value's shape; nothing of the value itself. */
export function shapeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value;
}

/** A code (a number, or a short word as machines write it) as it is; of anything else only the shape. */
export function codeOf(value: unknown): string {
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 100_000) return String(value);
  return typeof value === "string" && /^[a-z][a-z_]{0,39}$/.test(value) ? value : shapeOf(value);
}

/** Notes the fields of an object that are not among `known` (names, space separated). */
export function noteUnknown(note: Note, where: string, value: Record<string, unknown>, known: string): void {
  const names = new Set(known.split(" "));
  for (const name of Object.keys(value)) if (!names.has(name)) note(where, `field ${/^\w{1,40}$/.test(name) ? name : "?"}`);
}
