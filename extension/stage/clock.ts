// A clock that is wound instead of waited for: sleeping moves it on, and on the way it does what was due.
// Test ground only; nothing in the product imports this folder.
import type { Clock } from "../jobs/clock";

interface Due {
  at: number;
  act: () => void | Promise<void>;
  every: number | null;
}

export class WoundClock implements Clock {
  private time = 1_800_000_000_000;
  private due = new Set<Due>();

  now() {
    return { wall: this.time, mono: this.time };
  }

  async sleep(seconds: number): Promise<void> {
    const end = this.time + Math.max(0, seconds) * 1000;
    for (;;) {
      const next = [...this.due].filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.at);
      if (next.every === null) this.due.delete(next);
      else next.at += next.every;
      await next.act();
    }
    this.time = Math.max(this.time, end);
  }

  every(seconds: number, act: () => void | Promise<void>): () => void {
    const one: Due = { at: this.time + seconds * 1000, act, every: seconds * 1000 };
    this.due.add(one);
    return () => void this.due.delete(one);
  }

  /** Does something once, in so many seconds. */
  after(seconds: number, act: () => void | Promise<void>): void {
    this.due.add({ at: this.time + seconds * 1000, act, every: null });
  }

  /** Timers of a worker that was killed end with it; what the world will do stays. */
  forgetTimers(): void {
    for (const one of this.due) if (one.every !== null) this.due.delete(one);
  }
}
