// sync_listing: reads one listing's edit payload, for its description, category and attributes. Vinted shows none of what is sold or
// in a transaction. For a copy as a draft the photos' bytes come too, the way a relist brings them.
import type { ListingRead, SyncListing } from "../../../shared-schemas/wire";
import type { Ending } from "../../jobs/ends";
import { ownEntry, proofOf } from "../../jobs/own_entries";
import { failed } from "../../jobs/people";
import { bring, type Run } from "../../jobs/run";
import type { OwnEntry } from "../../vinted/calls";
import { fieldsOf } from "../../vinted/forms";
import { snapshotOf } from "../relist/snapshot";

const MOST_PHOTOS = 40;
const LONGEST_URL = 600;

/** A listing's payload as the server keeps it. */
export function listingRead({ item_id, payload, photos }: OwnEntry): ListingRead {
  const shown = photos.slice(0, MOST_PHOTOS);
  const fits = shown.every(({ url }) => url.length <= LONGEST_URL);
  return {
    read: "listing",
    item_id,
    fields: fieldsOf(payload),
    photo_ids: shown.map(({ photo_id }) => photo_id),
    photo_urls: fits ? shown.map(({ url }) => url) : [],
  };
}

export async function syncListing(run: Run, { item_id, photos }: SyncListing): Promise<Ending> {
  const own = await ownEntry(run, item_id);
  if (own === undefined) return failed("not_found");
  if (own === "denied") return failed("not_active");
  await bring(run, listingRead(own));
  if (photos) await snapshotOf(run, item_id);
  return { end: "done", reason: "ok", proof: proofOf(run, "edit_payload", null, item_id) };
}
