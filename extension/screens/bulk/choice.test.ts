// What was chosen for a bulk act: read from an address anybody may have written, sent only when it says one thing.
import { describe, expect, test } from "vitest";
import { actOf, BATCH_MOST, FIRST_CHOICE, idsOf, isBulkAct, percentOf } from "./choice";

test("an address names each listing once, and nothing that is no id", () => {
  expect(idsOf("3,1,3,x,-2,0,1.5,,9")).toEqual([3, 1, 9]);
  expect(idsOf(undefined)).toEqual([]);
  expect(idsOf(Array.from({ length: 300 }, (_, at) => at + 1).join())).toHaveLength(BATCH_MOST);
});

test("only acts there are can be opened", () => {
  expect(["price", "hide", "show", "relist", "delete"].every(isBulkAct)).toBe(true);
  expect([undefined, "publish", "Delete"].some(isBulkAct)).toBe(false);
});

describe("percentOf", () => {
  test.each([
    ["10", false, -10],
    [" 15 %", false, -15],
    ["90", false, -90],
    ["91", false, undefined],
    ["200", true, 200],
    ["201", true, undefined],
    ["0", false, undefined],
    ["-5", false, undefined],
    ["2.5", false, undefined],
    ["", true, undefined],
  ])("%s, up: %s", (percent, isUp, meant) => expect(percentOf({ percent, isUp })).toBe(meant));
});

describe("actOf", () => {
  const euros = { amount: 300, currency: "EUR" };

  test("what is no price change is sent as it is", () => expect(actOf("relist", FIRST_CHOICE)).toEqual({ act: "relist" }));

  test("an amount goes down or up by its sign", () => {
    expect(actOf("price", { ...FIRST_CHOICE, way: "amount", amount: euros })).toEqual({
      act: "price",
      amount: -300,
      round_to: 50,
    });
    expect(actOf("price", { ...FIRST_CHOICE, way: "amount", amount: euros, isUp: true })).toMatchObject({ amount: 300 });
  });

  test("nothing is sent while something is missing", () => {
    expect(actOf("price", { ...FIRST_CHOICE, percent: "" })).toBeUndefined();
    expect(actOf("price", { ...FIRST_CHOICE, way: "set_to" })).toBeUndefined();
    expect(actOf("price", { ...FIRST_CHOICE, way: "amount", amount: { amount: 0, currency: "EUR" } })).toBeUndefined();
  });
});
