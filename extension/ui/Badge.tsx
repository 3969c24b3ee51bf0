// A status in one word. Colour only repeats what the word says, so nothing is lost without colour.
export type Tone = "good" | "wait" | "bad" | "info" | "neutral";

export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}
