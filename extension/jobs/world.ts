// What the engine needs from outside, in one place: our server, Vinted's tabs, the journal, the clock. The worker hands over
// the real ones; a test hands over a scripted Vinted and a wound clock at exactly these edges.
import { browser } from "wxt/browser";
import { request, type Server } from "../backend/request";
import { noteOddities } from "../storage/diagnostics";
import { keepSnapshotBytes, snapshotBytes } from "../storage/snapshots";
import { keepSpent, spentOf } from "../storage/spent";
import type { Outcome } from "../vinted/calls";
import { imageBytes } from "../vinted/images";
import { labelBytes } from "../vinted/labels";
import type { Oddity } from "../vinted/oddities";
import * as vintedTabs from "../vinted/tabs";
import { type Clock, clock } from "./clock";
import { type Journal, journal } from "./journal";
import type { Spent } from "./own_budget";
import type { ReadPace } from "./read_pace";
import { receiptOf } from "./receipts";

/** The part of vinted/tabs.ts the engine works with. */
export type Tabs = Pick<
  typeof vintedTabs,
  "hands" | "handFor" | "perform" | "itemFactsIn" | "openTab" | "reloadTab" | "showTab" | "keepTabAlive"
>;

export interface World {
  clock: Clock;
  journal: Journal;
  server: Server;
  tabs: Tabs;
  images: (url: string) => Promise<Uint8Array<ArrayBuffer>>;
  labels: (url: string) => Promise<Uint8Array<ArrayBuffer>>;
  noteOddities: (odd: readonly Oddity[]) => Promise<void>;
  receiptOf: (key: string) => Promise<Outcome | "under_way" | undefined>;
  snapshots: { keep: typeof keepSnapshotBytes; get: typeof snapshotBytes };
  /** What this install did to an account (own_budget.ts). */
  spent: { get: (account: string) => Promise<Spent[]>; put: (account: string, rows: readonly Spent[]) => Promise<void> };
  /** When an account was last read for, since the browser was started (read_pace.ts). */
  readPaces: { get: (account: string) => Promise<ReadPace | undefined>; put: (account: string, pace: ReadPace) => Promise<void> };
  /** True at the first call with this name since the browser was started. */
  firstTime: (name: string) => Promise<boolean>;
}

export const world: World = {
  clock,
  journal,
  server: request,
  tabs: vintedTabs,
  images: imageBytes,
  labels: labelBytes,
  noteOddities,
  receiptOf,
  snapshots: { keep: keepSnapshotBytes, get: snapshotBytes },
  spent: { get: spentOf, put: keepSpent },
  readPaces: {
    get: async (account) => {
      const name = `read_pace:${account}`;
      return (await browser.storage.session.get(name))[name] as ReadPace | undefined;
    },
    put: (account, pace) => browser.storage.session.set({ [`read_pace:${account}`]: pace }),
  },
  firstTime: async (name) => {
    const known = await browser.storage.session.get(name);
    if (known[name]) return false;
    await browser.storage.session.set({ [name]: true });
    return true;
  },
};
