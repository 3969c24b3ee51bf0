// Whether an entry is a buyer's offer that can be answered now.
import type { ThreadEntry } from "../../../shared-schemas/wire";

export function isOpenOffer({ kind, mine, current, offer_state, offer_id }: ThreadEntry): boolean {
  return kind === "offer_request" && mine !== true && current && offer_state === "pending" && offer_id !== null;
}
