// What was chosen for a bulk act, as it stands in an address and as it is sent.
import type { Money } from "../../../shared-schemas/wire";
import type { BulkAct, BulkActName } from "./port";

/** As many as the server takes in one go. */
export const BATCH_MOST = 200;

const ACTS: readonly BulkActName[] = ["price", "hide", "show", "relist", "delete"];

export function isBulkAct(act: string | undefined): act is BulkActName {
  return ACTS.some((known) => known === act);
}

/** The item ids of "1,2,3": whatever is no id is left out, none is named twice. */
export function idsOf(text: string | undefined): number[] {
  const ids = (text ?? "").split(",").map(Number);
  return [...new Set(ids.filter((id) => Number.isSafeInteger(id) && id > 0))].slice(0, BATCH_MOST);
}

export type PriceWay = "percent" | "amount" | "set_to";

/** A price change as a person puts it: down or up by a part or an amount, or all to one price. */
export interface PriceChoice {
  way: PriceWay;
  isUp: boolean;
  /** Whole percent as typed. */
  percent: string;
  /** Minor units; null while nothing that can be read is typed. */
  amount: Money | null;
  /** Minor units. */
  roundTo: number;
}

export const ROUNDINGS = [1, 10, 50, 100] as const;

const PERCENT = { down: 90, up: 200 };

export const FIRST_CHOICE: PriceChoice = { way: "percent", isUp: false, percent: "10", amount: null, roundTo: 50 };

/** The percent that is meant, with its sign; undefined when what is typed is none, or more than is taken. */
export function percentOf({ percent, isUp }: Pick<PriceChoice, "percent" | "isUp">): number | undefined {
  const typed = /^\s*(\d{1,3})\s*%?\s*$/.exec(percent)?.[1];
  const value = typed === undefined ? 0 : Number(typed);
  if (value < 1 || value > (isUp ? PERCENT.up : PERCENT.down)) return undefined;
  return isUp ? value : -value;
}

/** What is sent for this act; undefined while something is missing. */
export function actOf(act: BulkActName, choice: PriceChoice): BulkAct | undefined {
  if (act !== "price") return { act };
  switch (choice.way) {
    case "percent": {
      const percent = percentOf(choice);
      return percent === undefined ? undefined : { act, percent, round_to: choice.roundTo };
    }
    case "amount":
      if (!choice.amount || choice.amount.amount === 0) return undefined;
      return { act, amount: choice.isUp ? choice.amount.amount : -choice.amount.amount, round_to: choice.roundTo };
    case "set_to":
      return choice.amount ? { act, set_to: choice.amount, round_to: choice.roundTo } : undefined;
    default:
      return choice.way satisfies never;
  }
}
