// Whether the safety budget reaches for something, and when more of it is there.
import type { Gauge } from "../../../shared-schemas/wire";
import { formatExact } from "../../ui/format";
import { t } from "../../ui/i18n";

/** What part of a budget a plan needs, and whether it reaches. */
export function fits(gauge: Gauge, need: { writes: number; relists: number }): boolean {
  return gauge.writes_used + need.writes <= gauge.writes_limit && gauge.relists_used + need.relists <= gauge.relists_limit;
}

/** When the first part of the budget is free again, in words. */
export function freesWords(gauge: Gauge): string {
  return gauge.frees_at
    ? t("relist.over_budget.todo", { time: formatExact(new Date(gauge.frees_at)) })
    : t("relist.over_budget.later");
}
