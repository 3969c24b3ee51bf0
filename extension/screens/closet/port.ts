// What the sheet of one listing asks for and does beyond wishing for jobs.
import type { Job, ListingNotes, PriceCheck } from "../../../shared-schemas/wire";
import type { Result, Source } from "../ports";

export interface ListingPort {
  keepNotes: (itemId: number, notes: ListingNotes) => Promise<Result<ListingNotes>>;
  /** What the last search for comparables found; null when there was none. */
  priceCheck: (itemId: number) => Source<PriceCheck | null>;
  /** Begins a search through the open tab. */
  findComparables: (itemId: number) => Promise<Result<Job>>;
  /** A draft with everything of an own listing; what is not here yet is brought by a job. */
}
