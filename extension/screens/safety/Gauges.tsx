// The safety budget: what is left of each kind, and why something waits. The same in popup and panel.
import type { Gauge as GaugeNumbers, Job } from "../../../shared-schemas/wire";
import { type TextKey, t } from "../../ui/i18n";
import { Gauge } from "../../ui/Progress";
import { RelativeTime } from "../../ui/RelativeTime";
import { waitingLonger } from "./waiting_longer";

interface Kind {
  name: TextKey;
  used: number;
  limit: number;
}

function kindsOf(gauge: GaugeNumbers): Kind[] {
  return [
    { name: "budget.writes", used: gauge.writes_used, limit: gauge.writes_limit },
    { name: "budget.relists", used: gauge.relists_used, limit: gauge.relists_limit },
    { name: "budget.threads", used: gauge.threads_used, limit: gauge.threads_limit },
    { name: "budget.favourites", used: gauge.favourites_used, limit: gauge.favourites_limit },
    { name: "budget.follows", used: gauge.follows_used, limit: gauge.follows_limit },
  ];
}

/** `isShort`: bars for changes and relists, words for the rest. */
export function Gauges({ gauge, isShort = false }: { gauge: GaugeNumbers; isShort?: boolean }) {
  const kinds = kindsOf(gauge);
  const bars = isShort ? kinds.slice(0, 2) : kinds;
  const words = isShort ? kinds.slice(2) : [];
  return (
    <>
      {bars.map(({ name, used, limit }) => (
        <Gauge
          key={name}
          label={t(name)}
          used={used}
          limit={limit}
          detail={t("budget.left_of", { left: leftOf(used, limit), limit })}
        />
      ))}
      {words.length > 0 && (
        <p class="muted">
          {words.map(({ name, used, limit }) => t("budget.left", { what: t(name), left: leftOf(used, limit) })).join(" · ")}
        </p>
      )}
    </>
  );
}

/** A limit that was lowered may lie below what is used already. */
function leftOf(used: number, limit: number): number {
  return Math.max(0, limit - used);
}

/** Why what waits its turn does, and when it goes on; nothing when nothing waits. */
export function WhyWaiting({ jobs, gauge }: { jobs: readonly Job[]; gauge: GaugeNumbers }) {
  const waiting = waitingLonger(jobs);
  const [first] = waiting;
  if (!first?.waits_for) return null;
  const next = first.next_at ?? (first.waits_for === "budget" ? gauge.frees_at : gauge.next_write_at);
  const isAhead = next && Date.parse(next) > Date.now();
  return (
    <p class="muted">
      {t("budget.waits", { count: waiting.length, why: t(`job.wait.${first.waits_for}`) })}{" "}
      {isAhead && first.waits_for !== "paused" && (
        <>
          {t("ui.next")} <RelativeTime time={new Date(next)} />
        </>
      )}
    </p>
  );
}
