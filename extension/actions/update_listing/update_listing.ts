// update_listing: changes one listing in place. Vinted takes the whole object, so the payload is read freshly, the change is laid
// on it, and all of it goes back; then it is read once more and compared, the photos in their order too. There is no undo.
import type { UpdateListing } from "../../../shared-schemas/wire";
import { ownEntry } from "../../jobs/own_entries";
import { failed, type SeenAct, seeTwice, shown, stop } from "../../jobs/people";
import { act } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { bring, learn, type Run } from "../../jobs/run";
import type { PhotoBytes } from "../../jobs/upload";
import type { EditPayload, FormSource, OwnEntry } from "../../vinted/calls";
import { changedPayload, differences } from "../../vinted/forms";
import { fromServer } from "../publish_listing/publish_listing";
import { listingRead } from "../sync_listing/sync_listing";

export function updateListing({ item_id, change }: UpdateListing): WritingAction {
  const added = (change.photos ?? []).flatMap(({ photo }) => photo ?? []);
  /** What this lease sends; after a death only what was to change can be compared. */
  let sent: { source: FormSource; photo_ids: number[] } | null = null;

  const whole = async (run: Run): Promise<OwnEntry> => {
    const own = await ownEntry(run, item_id);
    if (own === undefined) stop("not_found");
    if (own === "denied") stop("not_active");
    return own;
  };

  /** The photos as they are to stand; null when one that was named is not on the listing. */
  const wantedPhotos = (run: Run, own: OwnEntry): number[] | null => {
    const there = own.photos.map(({ photo_id }) => photo_id);
    if (change.photos === null) return there;
    const fresh = [...run.entry.facts.photo_ids];
    const ids = change.photos.map(({ vinted_photo_id }) => vinted_photo_id ?? fresh.shift() ?? null);
    return ids.every((id) => id !== null) ? ids : null;
  };

  const isOn = (own: OwnEntry): boolean =>
    (change.photos ?? []).every(({ vinted_photo_id: id }) => id === null || own.photos.some(({ photo_id }) => photo_id === id));

  const prepare = async (run: Run, own: OwnEntry): Promise<void> => {
    const photo_ids = wantedPhotos(run, own);
    if (!photo_ids) stop("photos_changed");
    sent = { source: { from: "payload", payload: changedPayload(own.payload, change) }, photo_ids };
    if (run.entry.facts.upload_session === null) learn(run, { upload_session: crypto.randomUUID() });
  };

  return {
    version: 1,
    plan: added.length > 0 ? act("upload", "update") : act("update"),
    async guard(run) {
      const own = await whole(run);
      if (!isOn(own)) return { go: "end", ending: failed("photos_changed") };
      const payload: EditPayload = changedPayload(own.payload, change);
      const photos = wantedPhotos(run, own);
      const nothing = photos && added.length === 0 && differences({ from: "payload", payload }, photos, own.payload).length === 0;
      if (nothing) {
        return {
          go: "end",
          ending: { end: "done", reason: "nothing_to_do", proof: shown(run, "reached", "edit_payload", item_id).proof },
        };
      }
      if (added.length === 0) await prepare(run, own);
      return { go: "forward" };
    },
    photos: async (run): Promise<PhotoBytes[]> => added.map((photo) => fromServer(run, photo)),
    before: async (run, step) => {
      if (step === "update" && !sent) await prepare(run, await whole(run));
    },
    call(run, step) {
      const session = run.entry.facts.upload_session;
      if (step !== "update" || !sent || session === null) return null;
      return { call: "update_item", item_id, session, source: sent.source, photo_ids: sent.photo_ids };
    },
    see: (run, _step, expected) => seeTwice(run, expected, () => seeUpdated(run)),
  };

  async function seeUpdated(run: Run): Promise<SeenAct> {
    const own = await ownEntry(run, item_id);
    if (own === undefined || own === "denied") return shown(run, "vague", "edit_payload");
    const photo_ids = sent?.photo_ids ?? wantedPhotos(run, own);
    if (!photo_ids) return shown(run, "not", "edit_payload");
    const source = sent?.source ?? { from: "payload", payload: changedPayload(own.payload, change) };
    const isSame = differences(source, photo_ids, own.payload).length === 0;
    if (isSame) await bring(run, listingRead(own));
    return shown(run, isSame ? "reached" : "not", "edit_payload", item_id);
  }
}
