// The safety budget of one account, kind by kind: it can be lowered here, and never raised above what keeps an account out of trouble.
import type { Closet } from "../../../shared-schemas/wire";
import { SelectField } from "../../ui/Field";
import { formatNumber } from "../../ui/format_figures";
import { type TextKey, t } from "../../ui/i18n";
import type { ClosetChange } from "../ports";

type Limit = "writes_per_day" | "relists_per_day" | "threads_per_day" | "favourites_per_day" | "follows_per_day";

interface Kind {
  limit: Limit;
  name: TextKey;
  steps: readonly number[];
  now: (gauge: Closet["gauge"]) => number;
}

/** The last step is the most there is; no plan can buy it off. */
const KINDS: readonly Kind[] = [
  { limit: "writes_per_day", name: "budget.writes", steps: [0, 5, 10, 15, 20, 25, 30], now: (gauge) => gauge.writes_limit },
  { limit: "relists_per_day", name: "budget.relists", steps: [0, 1, 2, 3], now: (gauge) => gauge.relists_limit },
  { limit: "threads_per_day", name: "budget.threads", steps: [0, 1, 2, 3, 4], now: (gauge) => gauge.threads_limit },
  { limit: "favourites_per_day", name: "budget.favourites", steps: [0, 5, 10, 15, 20], now: (gauge) => gauge.favourites_limit },
  { limit: "follows_per_day", name: "budget.follows", steps: [0, 5, 10, 15, 20], now: (gauge) => gauge.follows_limit },
];

export function Budgets({ closet, change }: { closet: Closet; change: (wanted: ClosetChange) => Promise<void> }) {
  return (
    <div class="fields">
      {KINDS.map(({ limit, name, steps, now }) => (
        <SelectField
          key={limit}
          label={t(name)}
          hint={t("settings.closets.most", { count: steps.at(-1) ?? 0 })}
          value={String(now(closet.gauge))}
          options={numbers([...steps, now(closet.gauge)])}
          onChange={(value) => void change({ [limit]: Number(value) })}
        />
      ))}
    </div>
  );
}

function numbers(values: readonly number[]) {
  return [...new Set(values)].sort((a, b) => a - b).map((value) => ({ value: String(value), label: formatNumber(value) }));
}
