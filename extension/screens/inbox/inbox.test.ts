// What stands on the cards, what can be answered, and what may be said of something that is to be sent.
import { describe, expect, test } from "vitest";
import type { Job, ThreadEntry } from "../../../shared-schemas/wire";
import { isOpenOffer } from "./open_offer";
import { type SendState, sendStateOf } from "./send_state";
import { asOnSite, filled, offerOf, unknownVariables } from "./variables";

const LIKER = {
  member: { member_id: 1, login: "{price}", photo_url: null },
  item_title: "Robe $& fleurie",
  price: { amount: 1250, currency: "EUR" },
};

describe("variables", () => {
  test("each is filled, and what a name holds is no variable itself", () => {
    expect(filled("{buyer_name}: {item_title} ({price}) {other}", LIKER, "fr")).toBe(
      "{price}: Robe $& fleurie (12,50 €) {other}",
    );
  });

  test("a name in braces that is none is found before it is sent", () => {
    expect(unknownVariables("Hi {name}, {price}")).toEqual(["name"]);
  });

  test.each([
    [1250, "EUR", "fr", "12,50 €"],
    [1200, "EUR", "de", "12 €"],
    [1250, "GBP", "gb", "£12.50"],
    [905, "PLN", "pl", "9,05 zł"],
  ])("%i %s on %s is %s, as the server writes it", (amount, currency, country, written) =>
    expect(asOnSite({ amount, currency }, country)).toBe(written),
  );

  test("a part of a price is never rounded up", () => {
    expect(offerOf({ amount: 999, currency: "EUR" }, 90)).toEqual({ amount: 899, currency: "EUR" });
  });
});

test("only a buyer's pending and current offer can be answered", () => {
  const offer = { kind: "offer_request", mine: false, current: true, offer_state: "pending", offer_id: 5 } as ThreadEntry;
  expect(isOpenOffer(offer)).toBe(true);
  for (const change of [{ mine: true }, { current: false }, { offer_state: "accepted" }, { offer_id: null }, { kind: "other" }])
    expect(isOpenOffer({ ...offer, ...change } as ThreadEntry)).toBe(false);
});

test.each<[Job["state"], SendState]>([
  ["waiting_approval", "yes_needed"],
  ["queued", "waits"],
  ["running", "sending"],
  ["done", "sent"],
  ["parked", "unknown"],
  ["unknown", "unknown"],
  ["failed", "not_sent"],
  ["cancelled", "not_sent"],
  ["expired", "not_sent"],
])("%s is said as %s", (state, said) => expect(sendStateOf({ state })).toBe(said));
