// Work that addresses member 8 about item 100, as the server freezes it. Test ground only.
import type { Card, Work } from "../../shared-schemas/wire";

export const EUR = (amount: number) => ({ amount, currency: "EUR" });

export function card(change: Partial<Card> = {}): Card {
  return {
    recipient: { member_id: 8, login: "member8", photo_url: null },
    item: { item_id: 100, title: "Item 100", photo_url: null, price: EUR(1200) },
    text: null,
    amount: null,
    reason: "written_by_you",
    digest: "0".repeat(64),
    expires_at: null,
    ...change,
  };
}

export const TEXT = "Hello,  é it is still there.";

/** An answer in conversation 50. */
export const ANSWER: Work = { verb: "send_message", card: card({ text: TEXT }), thread_id: 50, after: null };
/** A first word to somebody who liked the item. */
export const FIRST: Work = { verb: "send_message", card: card({ text: TEXT }), thread_id: null, after: null };
export const OFFER: Work = { verb: "send_offer", card: card({ amount: EUR(900) }), thread_id: 50, after: null };
export const FIRST_OFFER: Work = { verb: "send_offer", card: card({ amount: EUR(900) }), thread_id: null, after: null };
export const FAVOURITE: Work = { verb: "set_favourite", card: card({ reason: "chosen_by_you" }), favourite: true };
export const FOLLOW: Work = { verb: "set_follow", card: card({ item: null, reason: "chosen_by_you" }), follow: true };
export const READ_MARK: Work = { verb: "mark_thread_read", thread_id: 50 };
export const LABEL: Work = { verb: "fetch_label", transaction_id: 60, order: true };
export const SHIPPED: Work = { verb: "mark_shipped", transaction_id: 60 };
