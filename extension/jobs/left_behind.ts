// What may still be hidden on Vinted by a job of this device whose end it does not know: said to the person when nobody else can be
// asked, because this browser was signed out or our server is away. Read from the journal alone.
import type { Entry, Step } from "./journal";

/** Whether these steps may have left the old listing hidden; undefined when none of them hid or showed it. */
export function leftHidden(steps: readonly Step[]): boolean | undefined {
  const last = steps.findLast(({ step, status }) => status !== "todo" && (step === "hide" || step === "show"));
  return last && !(last.step === "show" && last.outcome === "proved");
}

/** The old listings of unfinished relists that may be hidden now. */
export function maybeHidden(entries: readonly Entry[]): number[] {
  return entries.flatMap(({ work, end, steps }) =>
    work.verb === "relist" && end === null && leftHidden(steps) ? [work.item_id] : [],
  );
}
