// What is to be shipped, in which order, and how many days are left by the calendar.
import { expect, test } from "vitest";
import type { Order } from "../../../shared-schemas/wire";
import { daysLeft, isToShip, toShipFirst } from "./to_ship";

const order = (more: Partial<Order>) =>
  ({ side: "sold", state: "paid", waits: "needs_action", ship_by: null, at: null, ...more }) as Order;

test("a paid sale is to be shipped, a purchase or one on its way is not", () => {
  expect(isToShip(order({}))).toBe(true);
  for (const change of [
    { side: "purchased" },
    { state: "shipped" },
    { state: "negotiating" },
    { waits: "failed" },
  ] as Partial<Order>[])
    expect(isToShip(order(change))).toBe(false);
});

test("the earliest last day first, then what was sold longest ago, without a day last", () => {
  const orders = [
    order({ transaction_id: 1, at: "2026-11-20T10:00:00Z" }),
    order({ transaction_id: 2, ship_by: "2026-11-29T10:00:00Z" }),
    order({ transaction_id: 3, ship_by: "2026-11-28T10:00:00Z", at: "2026-11-25T10:00:00Z" }),
    order({ transaction_id: 4, ship_by: "2026-11-28T10:00:00Z", at: "2026-11-24T10:00:00Z" }),
  ];
  expect(toShipFirst(orders).map(({ transaction_id }) => transaction_id)).toEqual([4, 3, 2, 1]);
});

test("days are counted by the calendar, not by hours, over the change of the clocks too", () => {
  const late = new Date(2026, 9, 24, 23, 0);
  expect(daysLeft({ ship_by: new Date(2026, 9, 25, 1, 0).toISOString() }, late)).toBe(1);
  expect(daysLeft({ ship_by: new Date(2026, 9, 26, 1, 0).toISOString() }, late)).toBe(2);
  expect(daysLeft({ ship_by: new Date(2026, 9, 23, 1, 0).toISOString() }, late)).toBe(-1);
  expect(daysLeft({ ship_by: null }, late)).toBeUndefined();
});
