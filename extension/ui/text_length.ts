// How long a text is for every limit that is shown or checked.

/** As the server counts: in code points, so that one emoji may be several. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
