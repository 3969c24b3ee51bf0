// Time, as the engine uses it: two clocks, because the wall clock may be set and the monotonic one may stand still while the
// machine sleeps. An age is always the larger of the two. Waiting happens here and nowhere else, so that tests can wind it.

/** A moment by both clocks, in ms. `mono` is `performance.timeOrigin + performance.now()`. */
export interface Stamp {
  wall: number;
  mono: number;
}

export interface Clock {
  now: () => Stamp;
  sleep: (seconds: number) => Promise<void>;
  /** Calls `act` every so many seconds until the returned function is called. */
  every: (seconds: number, act: () => void | Promise<void>) => () => void;
}

export const clock: Clock = {
  now: () => ({ wall: Date.now(), mono: performance.timeOrigin + performance.now() }),
  sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, Math.max(0, seconds) * 1000)),
  every: (seconds, act) => {
    const timer = setInterval(() => void act(), seconds * 1000);
    return () => clearInterval(timer);
  },
};

/** Seconds since a stamp by the clock that shows more. A stamp from the future means the clocks were set: infinitely old. */
export function age(of: Stamp, now: Stamp): number {
  const seconds = Math.max(now.wall - of.wall, now.mono - of.mono) / 1000;
  return seconds < 0 ? Number.POSITIVE_INFINITY : seconds;
}

/** Seconds since a stamp by the clock that shows less, never negative: for deadlines that must surely be over. */
export function surelyPassed(since: Stamp, now: Stamp): number {
  return Math.max(0, Math.min(now.wall - since.wall, now.mono - since.mono) / 1000);
}

/** A stamp's wall time as the wire writes moments. */
export function moment(stamp: Stamp): string {
  return new Date(stamp.wall).toISOString();
}
