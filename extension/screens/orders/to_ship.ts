// Which sales are to be shipped, and in which order: told without drawing anything, because the rail counts them.
import type { Order } from "../../../shared-schemas/wire";

const DAY_MS = 24 * 3600 * 1000;

/** A sale that is paid and not on its way. */
export function isToShip({ side, state, waits }: Pick<Order, "side" | "state" | "waits">): boolean {
  return side === "sold" && state === "paid" && waits !== "completed" && waits !== "failed";
}

/** To ship first: what has the earliest last day, then what was sold longest ago; one without a day comes after those with one. */
export function toShipFirst(orders: readonly Order[]): Order[] {
  const due = ({ ship_by }: Order) => (ship_by ? Date.parse(ship_by) : Number.MAX_SAFE_INTEGER);
  const at = (order: Order) => (order.at ? Date.parse(order.at) : 0);
  return orders.filter(isToShip).toSorted((a, b) => due(a) - due(b) || at(a) - at(b));
}

/** Whole days until the last day, counted by calendar days; below zero it is past. Undefined when no day is known. */
export function daysLeft({ ship_by }: Pick<Order, "ship_by">, now = new Date()): number | undefined {
  if (!ship_by) return undefined;
  const midnight = (time: Date) => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
  return Math.round((midnight(new Date(ship_by)) - midnight(now)) / DAY_MS);
}
