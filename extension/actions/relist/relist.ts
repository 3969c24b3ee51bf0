// relist: delete and recreate, the old listing last (what sellers call a bump). Snapshot, draft, hide, publish by completing the
// draft, delete; never two live, and never none without a person or a device knowing. The order is the whole point.
import type { Relist } from "../../../shared-schemas/wire";
import { findTwice } from "../../jobs/own_entries";
import { always, end, forward, type Plan, park, settle, settleLive, settleOld, undo } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { learn } from "../../jobs/run";
import { snapshotOf, snapshotPhotos } from "./snapshot";

const done = end("done", "ok");
const leftover = end("done", "leftover");

export const RELIST: Plan = {
  forward: ["upload", "draft", "hide", "publish", "delete"],
  has: { old: true, made: true },
  proof: {
    draft: { draft: forward },
    hide: { hidden: forward },
    publish: { live: forward, processing: park },
    delete: { deleted: done, hidden: leftover, live: leftover, other: leftover, vague: leftover },
  },
  // rule: prove_gone. A draft counts as gone only when this look, by photo ids in every state, finds nothing
  // rule: proof_photos. For a listing without all its photos the old one is not given up
  settle: { none: settleOld, draft: undo("delete_draft"), processing: park, live: settleLive, short: undo("delete_new") },
  // rule: hidden_never_ends. Hidden is no end: it is shown, or (when Vinted refuses that) the person is asked. With neither
  // listing left only the snapshot helps, and the person says so
  settle_old: {
    hidden: undo("show"),
    live: end("failed", "undone"),
    other: end("failed", "undone"),
    deleted: end("needs_person", "lost"),
    vague: end("needs_person", "restorable"),
    no_old: settle,
  },
  // a refused delete ends here as well: the new listing is proved live first, then the old one is called a leftover
  settle_live: { ...always(leftover), deleted: done },
};

export function relist(work: Relist): WritingAction {
  return {
    version: 1,
    plan: RELIST,
    async guard(run) {
      const entry = await findTwice(run, (candidate) => candidate.item_id === work.item_id);
      if (!entry) return { go: "end", ending: { end: "failed", reason: "not_found" } };
      if (entry.state !== "active") return { go: "end", ending: { end: "failed", reason: "not_active" } };
      const snapshot = await snapshotOf(run, work.item_id, entry.title);
      const taken = snapshot.photos.map((photo) => photo.vinted_photo_id);
      // the list and the payload disagree while somebody edits it: nothing is made from half of each
      const differs = entry.photo_ids.length !== taken.length || entry.photo_ids.some((id, place) => id !== taken[place]);
      if (differs) return { go: "end", ending: { end: "failed", reason: "photos_changed" } };
      learn(run, { old_item_id: work.item_id, snapshot_id: snapshot.id, hidden_before: false });
      return { go: "forward" };
    },
    source: async (run) => ({ from: "payload", payload: (await snapshotOf(run, work.item_id)).payload }),
    photos: async (run) => snapshotPhotos(run, await snapshotOf(run, work.item_id)),
  };
}
