// The three numbers of the week, counted from what was done and what stands in the closet.
import type { Closet } from "../../../shared-schemas/wire";
import { formatNumber } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { useKept, usePorts } from "../use";

export function WeekNumbers({ closet }: { closet: Closet }) {
  const week = useKept(usePorts().week).value;
  const numbers = [
    [t("week.published"), week?.published],
    [t("week.relisted"), week?.relisted],
    [t("week.listings"), closet.listing_count ?? undefined],
  ] as const;
  return (
    <section class="card stack" aria-labelledby="week">
      <h2 id="week">{t("week.title")}</h2>
      <dl class="numbers">
        {numbers.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value === undefined ? "–" : formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
