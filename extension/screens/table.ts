// The screens, in the order of the rail. A new one is its folder and one entry here; each is loaded when it is first opened.
import type { ComponentType } from "preact";
import type { Job, Order, Thread } from "../../shared-schemas/wire";
import type { IconShape } from "../ui/Icon";
import type { TextKey } from "../ui/i18n";
import {
  iconApprovals,
  iconCloset,
  iconDrafts,
  iconHistory,
  iconImages,
  iconInbox,
  iconOrders,
  iconSettings,
  iconToday,
} from "../ui/icons";
import { isToShip } from "./orders/to_ship";
import { isCard, needsPerson, waitsForYes } from "./today/waiting";

/** What the rail's badges count in. */
export interface Facts {
  openJobs: readonly Job[];
  threads: readonly Thread[];
  orders: readonly Order[];
}

export interface ScreenProps {
  /** What follows the screen's name in the address. */
  path: readonly string[];
  /** What follows a "?" in it. */
  query: ReadonlyMap<string, string>;
}

export interface Screen {
  key: string;
  name: TextKey;
  icon: IconShape;
  load: () => Promise<ComponentType<ScreenProps>>;
  /** How many things wait there. */
  count?: (facts: Facts) => number;
}

export const SCREENS: readonly Screen[] = [
  {
    key: "today",
    name: "screen.today",
    icon: iconToday,
    load: async () => (await import("./today/Today")).Today,
    count: ({ openJobs }) => openJobs.filter((job) => needsPerson(job) && !isCard(job)).length,
  },
  { key: "photos", name: "screen.photos", icon: iconImages, load: async () => (await import("./photos/Photos")).Photos },
  { key: "drafts", name: "screen.drafts", icon: iconDrafts, load: async () => (await import("./drafts/Drafts")).Drafts },
  { key: "closet", name: "screen.closet", icon: iconCloset, load: async () => (await import("./closet/Closet")).ClosetScreen },
  {
    key: "approvals",
    name: "screen.approvals",
    icon: iconApprovals,
    load: async () => (await import("./approvals/Approvals")).Approvals,
    count: ({ openJobs }) => openJobs.filter((job) => waitsForYes(job)).length,
  },
  {
    key: "inbox",
    name: "screen.inbox",
    icon: iconInbox,
    load: async () => (await import("./inbox/Inbox")).Inbox,
    count: ({ threads }) => threads.filter(({ waits }) => waits === "reply" || waits === "offer").length,
  },
  {
    key: "orders",
    name: "screen.orders",
    icon: iconOrders,
    load: async () => (await import("./orders/Orders")).Orders,
    count: ({ orders }) => orders.filter(isToShip).length,
  },
  {
    key: "history",
    name: "screen.history",
    icon: iconHistory,
    load: async () => (await import("./history/History")).History,
  },
  {
    key: "settings",
    name: "screen.settings",
    icon: iconSettings,
    load: async () => (await import("./settings/Settings")).Settings,
  },
];

/** Opened from Vinted's pages or from a photo; they have no place in the rail. */
export const OPENED_ELSEWHERE: readonly Screen[] = [
  {
    key: "edit",
    name: "edit.title",
    icon: iconImages,
    load: async () => (await import("./photo_editor/PhotoEditor")).PhotoEditor,
  },
  { key: "fill", name: "fill.title", icon: iconDrafts, load: async () => (await import("./fill/FillForm")).FillForm },
  { key: "copy", name: "copy.act", icon: iconDrafts, load: async () => (await import("./copy/CopyFacts")).CopyFacts },
];
