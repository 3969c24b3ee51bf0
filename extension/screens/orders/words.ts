// An order in words: its state, and how long there is to ship it.
import type { Order } from "../../../shared-schemas/wire";
import type { Tone } from "../../ui/Badge";
import { t } from "../../ui/i18n";
import { daysLeft, isToShip } from "./to_ship";

const TONES: Readonly<Record<Order["state"], Tone>> = {
  negotiating: "neutral",
  paid: "wait",
  shipped: "info",
  delivered: "info",
  completed: "good",
  cancelled: "neutral",
  unknown: "neutral",
};

export function orderState({ state }: Pick<Order, "state">): { tone: Tone; word: string } {
  return { tone: TONES[state], word: t(`order.state.${state}`) };
}

/** "Ship by tomorrow", or nothing where no day is known or nothing is to be shipped. */
export function dueWords(order: Order): string {
  const days = isToShip(order) ? daysLeft(order) : undefined;
  if (days === undefined) return "";
  return days < 0 ? t("order.overdue", { count: -days }) : t("order.due", { count: days });
}
