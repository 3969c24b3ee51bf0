// A time as "in 12 min.", kept up to date while it is shown, with the exact time on hover.
import { useEffect, useState } from "preact/hooks";
import { formatExact, formatRelative } from "./format";

export function RelativeTime({ time }: { time: Date }) {
  const [, drawAgain] = useState(0);
  // a time that was just handed over is measured from now, not from the last time it was drawn: "in 29 sec." it is not
  const now = new Date();
  const distance = Math.abs(time.getTime() - now.getTime());
  const every = distance < 60_000 ? 1_000 : 30_000;
  useEffect(() => {
    const timer = setInterval(() => drawAgain((times) => times + 1), every);
    return () => clearInterval(timer);
  }, [every]);
  return (
    <time dateTime={time.toISOString()} title={formatExact(time)}>
      {formatRelative(time, now)}
    </time>
  );
}
