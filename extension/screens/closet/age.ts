// How old a listing is, as far as anybody can know: the oldest of its photos is the only trace Vinted's list leaves.
import type { Listing, SeenListing } from "../../../shared-schemas/wire";

/** From how many days on a listing is said to sleep. */
export const SLEEPY_DAYS = 60;
const DAY_MS = 24 * 3600 * 1000;

/** Whole days, or undefined when nothing tells. */
export function ageInDays({ oldest_photo_at }: SeenListing, now = Date.now()): number | undefined {
  return oldest_photo_at ? Math.max(0, Math.floor((now - Date.parse(oldest_photo_at)) / DAY_MS)) : undefined;
}

/** Listings for sale that have slept long, the oldest first. */
export function sleepers(listings: readonly Listing[], now = Date.now()): Listing[] {
  const age = ({ seen }: Listing) => ageInDays(seen, now) ?? 0;
  return listings
    .filter((listing) => listing.seen.state === "active" && age(listing) > SLEEPY_DAYS)
    .toSorted((a, b) => age(b) - age(a));
}

/** What can be acted on first, the longest asleep before the younger; then what is hidden, and last what is no longer for sale. */
export function sortedByNeed(listings: readonly Listing[]): Listing[] {
  const rank: Readonly<Record<SeenListing["state"], number>> = {
    active: 0,
    processing: 1,
    hidden: 1,
    draft: 2,
    reserved: 3,
    sold: 4,
    closed: 4,
    gone: 5,
  };
  return listings.toSorted(
    (a, b) => rank[a.seen.state] - rank[b.seen.state] || (ageInDays(b.seen) ?? -1) - (ageInDays(a.seen) ?? -1),
  );
}
