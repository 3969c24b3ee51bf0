// What the seller keeps about a listing; a listing nobody noted anything about has empty notes.
import type { Listing, ListingNotes, Money } from "../../../shared-schemas/wire";

const NONE: ListingNotes = { purchase_cost: null, floor: null, tags: [], storage_place: "" };

export function notesOf({ notes }: Listing): ListingNotes {
  return notes ?? NONE;
}

/** Whether a price is below what the seller accepts for it. A floor in another currency says nothing about it. */
export function isBelowFloor(listing: Listing, price: Money | null | undefined): boolean {
  const { floor } = notesOf(listing);
  return !!floor && !!price && price.currency === floor.currency && price.amount < floor.amount;
}
