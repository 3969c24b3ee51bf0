// restore: makes a listing again from the snapshot a relist took, when nothing is left of the old listing nor of what the relist
// made. It goes the way of a publish.
import type { Restore } from "../../../shared-schemas/wire";
import { anyLeft } from "../../jobs/own_entries";
import type { WritingAction } from "../../jobs/program";
import { PUBLISH } from "../publish_listing/publish_listing";
import { snapshotPhotos } from "../relist/snapshot";

export function restore({ snapshot, replaced_by, replaced_photo_ids }: Restore): WritingAction {
  const ids = [snapshot.item_id, replaced_by].filter((id) => id !== null);
  const photos = [snapshot.photos.map((photo) => photo.vinted_photo_id), replaced_photo_ids];
  return {
    version: 1,
    plan: PUBLISH,
    // rule: restore_look. A twin of a listing that stands is worse than none: Vinted takes both down
    async guard(run) {
      const left = await anyLeft(run, ids, photos);
      if (left) return { go: "end", ending: { end: "failed", reason: "still_listed", proof: left } };
      return { go: "forward" };
    },
    source: async () => ({ from: "payload", payload: snapshot.payload }),
    photos: async (run) => snapshotPhotos(run, snapshot),
  };
}
