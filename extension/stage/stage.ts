// Puts the stage together: one Vinted, one server, and devices that run the real loop on a journal of their own. A device can be
// killed at any place where it waits: what it was waiting for then never answers. Test ground only.
import type { Pace, Work } from "../../shared-schemas/wire";
import { actions } from "../actions";
import type { Entry, Journal } from "../jobs/journal";
import { turn } from "../jobs/loop";
import type { Spent } from "../jobs/own_budget";
import type { ReadPace } from "../jobs/read_pace";
import type { World } from "../jobs/world";
import { WoundClock } from "./clock";
import { PACE, StageServer } from "./server";
import { StageTab, StageVinted } from "./vinted";

export const RELIST: Work = { verb: "relist", item_id: 100 };
export const HIDE: Work = { verb: "set_hidden", item_id: 100, hidden: true };

/** A browser of the seller's: its disk outlives its worker. */
export class Device {
  readonly disk = new Map<string, Entry>();
  /** This install's count per account: it stays when another of our users signs in. */
  readonly spent = new Map<string, readonly Spent[]>();
  readonly readPaces = new Map<string, ReadPace>();
  readonly tab: StageTab;
  /** Counts down at each place where the worker waits; at 0 it is killed there. */
  private left = Number.POSITIVE_INFINITY;
  private stops: (() => void) | null = null;
  /** Set while it is to be frozen instead of killed. */
  private freezes = false;
  private thaws: (() => void) | null = null;
  private frozen: Promise<unknown> | null = null;
  places = 0;

  constructor(
    readonly name: string,
    readonly stage: Stage,
  ) {
    this.tab = new StageTab(stage.vinted, stage.clock);
  }

  /** Kills the worker at the n-th place where it waits: even places before the act, odd ones after it, its answer lost. */
  killAt(place: number): void {
    this.left = place;
  }

  /** Freezes the worker there instead: after `thaw` it goes on as if nothing had been. */
  freezeAt(place: number): void {
    this.killAt(place);
    this.freezes = true;
  }

  async thaw(): Promise<void> {
    this.thaws?.();
    await this.frozen;
  }

  /** One turn of the loop: works what is to be had. True when the worker was stopped in it. */
  async turn(): Promise<boolean> {
    const stopped = new Promise<true>((resolve) => {
      this.stops = () => resolve(true);
    });
    const working = turn(this.world(), actions, {
      build: "test",
      stayAwake: () => () => undefined,
      changed: () => undefined,
    }).then(() => false as const);
    const wasStopped = await Promise.race([working, stopped]);
    if (wasStopped && this.freezes) this.frozen = working;
    if (wasStopped) this.stage.clock.forgetTimers();
    this.left = Number.POSITIVE_INFINITY;
    this.freezes = false;
    return wasStopped;
  }

  entry(): Entry | undefined {
    return [...this.disk.values()][0];
  }

  /** The edges as this device has them. */
  world(): World {
    const { stage, tab, disk } = this;
    const entries = () => [...disk.values()].map((entry) => structuredClone(entry)).sort((a, b) => b.changed_at - a.changed_at);
    const journal: Journal = {
      get: async (id) => structuredClone(disk.get(id)),
      put: async (entry) => void disk.set(entry.job_id, structuredClone(entry)),
      drop: async (id) => void disk.delete(id),
      unreported: async () => entries().filter(({ reported }) => !reported),
      all: async () => entries(),
    };
    const { clock } = stage;
    return {
      clock: {
        now: () => clock.now(),
        sleep: this.mortal((seconds) => clock.sleep(seconds)),
        every: (seconds, act) => clock.every(seconds, act),
      },
      journal: { ...journal, put: this.mortal(journal.put) },
      server: this.mortal(stage.server.for(this.name) as (...args: never[]) => Promise<unknown>) as World["server"],
      tabs: { ...tab.tabs, perform: this.mortal(tab.tabs.perform) },
      images: async () => new Uint8Array([1]),
      labels: async () => new TextEncoder().encode("%PDF-1.4"),
      noteOddities: async () => undefined,
      receiptOf: async (key) => tab.receipts.get(key),
      snapshots: { keep: async () => undefined, get: async () => undefined },
      spent: {
        get: async (account) => [...(this.spent.get(account) ?? [])],
        put: async (account, rows) => void this.spent.set(account, rows),
      },
      readPaces: {
        get: async (account) => this.readPaces.get(account),
        put: async (account, pace) => void this.readPaces.set(account, pace),
      },
      firstTime: async () => true,
    };
  }

  private mortal<A extends unknown[], R>(act: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      await this.mayDie();
      const result = await act(...args);
      await this.mayDie();
      return result;
    };
  }

  private mayDie(): Promise<void> {
    this.places += 1;
    if (this.left > 0) {
      this.left -= 1;
      return Promise.resolve();
    }
    this.left = Number.POSITIVE_INFINITY;
    const stops = this.stops;
    return new Promise((goOn) => {
      if (this.freezes) this.thaws = goOn;
      stops?.();
    });
  }
}

export class Stage {
  readonly clock = new WoundClock();
  readonly vinted = new StageVinted(this.clock);
  readonly server: StageServer;
  readonly a = new Device("A", this);
  readonly b = new Device("B", this);

  constructor(pace: Pace) {
    this.server = new StageServer(this.clock, pace);
  }

  /** Lets devices take their turns, half a minute apart, until the job has ended or `seconds` are over. */
  async until(seconds: number, ...devices: Device[]): Promise<void> {
    const end = this.clock.now().wall + seconds * 1000;
    const open = new Set(["queued", "leased", "running", "parked"]);
    while (this.clock.now().wall < end && this.server.jobs.some(({ state }) => open.has(state))) {
      for (const device of devices) await device.turn();
      await this.clock.sleep(30);
    }
  }
}

/** A closet with one listing, number 100, of two photos. */
export function stage(pace: Pace = PACE): Stage {
  const made = new Stage(pace);
  made.vinted.add(100);
  return made;
}
