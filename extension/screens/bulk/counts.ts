// How the listings of a bulk act stand, in one line.
import type { BatchCounts } from "../../../shared-schemas/wire";
import { t } from "../../ui/i18n";

const ORDER = ["done", "doing", "waiting", "needs_you", "failed", "stopped"] as const satisfies readonly (keyof BatchCounts)[];

export function totalOf(counts: BatchCounts): number {
  return ORDER.reduce((sum, each) => sum + counts[each], 0);
}

/** "8 done · 1 in work · 3 waiting": what there is none of is not named. */
export function countsWords(counts: BatchCounts): string {
  return ORDER.filter((each) => counts[each] > 0)
    .map((each) => t(`bulk.count.${each}`, { count: counts[each] }))
    .join(" · ");
}
