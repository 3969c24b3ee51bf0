// How far something is (Progress) and how much of the safety budget is used (Gauge). Both say it in words as well.
import { useId } from "preact/hooks";
import type { Tone } from "./Badge";

/** `done` of `total`; without a total the bar only says that something runs. */
export function Progress({ label, done, total }: { label: string; done?: number; total?: number }) {
  const id = useId();
  return (
    <div class="progress">
      <label class="progress-label" for={id}>
        {label}
      </label>
      {total === undefined ? <progress id={id} /> : <progress id={id} value={done ?? 0} max={total} />}
    </div>
  );
}

interface GaugeProps {
  label: string;
  used: number;
  limit: number;
  /** What is left, in words: "28 left of 40". */
  detail: string;
}

export function Gauge({ label, used, limit, detail }: GaugeProps) {
  const id = useId();
  const share = limit > 0 ? Math.min(1, used / limit) : 1;
  return (
    <div class="gauge" data-tone={gaugeTone(share)}>
      <div class="gauge-head">
        <span id={id}>{label}</span>
        <span class="gauge-detail">{detail}</span>
      </div>
      <div
        class="gauge-track"
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(used, limit)}
        aria-valuetext={detail}
      >
        <div class="gauge-fill" style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </div>
  );
}

/** Calm until four fifths are used, full is a stop and not an alarm: it only means "tomorrow". */
function gaugeTone(share: number): Tone {
  return share >= 0.8 ? "wait" : "good";
}
