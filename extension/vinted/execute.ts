// What the worker sends to a Vinted tab to have one call carried out, and what the two tell each other besides.
// Times: `asked_*` are milliseconds, limits are seconds (they come from `Pace`). Which call does what is in calls.ts.
import type { Member, Outcome, VintedCall } from "./calls";
import type { FormContent } from "./fill_form";
import type { ItemFacts } from "./item_facts";
import type { Wish } from "./wish";

export interface Limits {
  /** A write is refused when its go is older than this, by the larger of two clocks. */
  go_age: number;
  /** How long one request to Vinted may take. */
  request_deadline: number;
  /** How long an identity may be reused between the steps of one job. */
  identity_age: number;
  /** Read the identity whatever its age: before creating a draft, and for the first step of a job. */
  fresh_identity: boolean;
}

/** One call to be carried out by the tab. */
export interface Execute {
  /** `job:epoch:seq:part`; names the receipt of a write. The part before the first colon is the job. */
  key: string;
  call: VintedCall;
  /** Who must be signed in; null where any member will do (reading the identity itself). */
  member_id: number | null;
  /** `Date.now()` from before the go was asked for. */
  asked_wall: number;
  /** `performance.timeOrigin + performance.now()` of the worker from before the go was asked for. */
  asked_mono: number;
  /** The sender holds a go for this. Without it no call that changes something at Vinted leaves the tab. */
  write: boolean;
  limits: Limits;
  /** Use the world that was not tried: only after `access_denied` and a proof that said "not there". */
  other_world?: boolean;
}

/**
 * What is kept in `storage.local` under `receiptKey(key)`. Written with `outcome: null` before the request leaves, so that no
 * second tab sends the same key, and again with the outcome before the tab answers. An outcome that was never sent leaves none.
 */
export interface Receipt {
  at: number;
  outcome: Outcome | null;
}

/** The place of a receipt in `storage.local`. */
export function receiptKey(key: string): string {
  return `receipt:${key}`;
}

/** Grows with each change that an older content script could not serve. */
export const PAGE_SCRIPT_VERSION = 4;

/**
 * Worker → tab, answered with a PageClock, a Presence or an Outcome. `clock` is asked right before each execute: it finds a dead
 * tab or an old script while nothing has left yet.
 */
export type ToPage =
  | { to_page: "clock" }
  | { to_page: "who"; anew: boolean }
  | { to_page: "execute"; execute: Execute }
  /** Answered with FormFilled, or `{no_form: true}`. Nothing is sent to Vinted but what the form itself uploads. */
  | { to_page: "fill"; content: FormContent }
  /** Answered with `{facts}`: null where the item's page does not say them. */
  | { to_page: "item_facts"; item_id: number };

/** Whose session a page shows. `told`: Vinted answered, so that no member means that nobody is signed in. */
export interface Here {
  member: Member | null;
  told: boolean;
}

/** What a tab says about itself. */
export interface Presence extends Here {
  country: string;
}

/** The page's clock (`timeOrigin + now()`, ms): two processes of one browser do not agree on it after the machine has slept. */
export interface PageClock {
  version: number;
  mono: number;
}

/**
 * What a control in Vinted's page may open in the panel. None of them does anything by itself. `visibility`: hide or show;
 * `copy`: a draft from this own item; `copy_facts`: one from the facts of somebody else's; `fill`: choose a draft for the form of
 * this page.
 */
export type Act = "relist" | "price" | "visibility" | "copy" | "copy_facts" | "price_check" | "open" | "fill";

/**
 * What was pressed: on one item, on several selected cards, or (`fill`) on none. `facts`: for `copy_facts`, where the page as it
 * stands has them.
 */
export interface Opened {
  act: Act;
  item_ids: number[];
  facts: ItemFacts | null;
}

/** Tab → worker. */
export type FromPage =
  | ({ from_page: "member_here" } & Presence)
  | ({ from_page: "open_act" } & Opened)
  | { from_page: "send_for_page"; request: Omit<Wish, "id"> };
