// The photo editor's port, made real: our server through the worker, unsaved edits on this device.
import type { CutoutService, EditStanding, EditStandings, PhotoEdit } from "../../shared-schemas/wire";
import type { UnsavedEdit } from "../screens/photo_editor/edit_state";
import type { PhotoEditorPort } from "../screens/photo_editor/port";
import type { Result } from "../screens/ports";
import { claimPlace, PHOTO } from "../storage/edits";
import type { Keeper } from "./kept";
import { perName } from "./kept";
import { server } from "./server";

export function createEditorPort(keeper: Keeper): PhotoEditorPort {
  const one = perName((id) =>
    keeper.source<PhotoEdit>({
      read: () => server("photo_edit", { path: { id } }),
      isBusy: ({ state }) => state === "waiting",
    }),
  );
  const standings = perName((ids) =>
    keeper.source<EditStanding[]>({
      read: async () => itemsOf(await server("photo_edits", { query: { ids } })),
      isBusy: (items) => items.some(({ state }) => state === "waiting"),
      calm: true,
    }),
  );
  const cutouts = keeper.source<CutoutService>({ read: () => server("cutout_service", {}), calm: true });
  const acted = async <T>(act: Promise<Result<T>>): Promise<Result<T>> => {
    const result = await act;
    keeper.refreshAll();
    return result;
  };

  return {
    edit: one,
    save: (id, body) => acted(server("save_photo_edit", { path: { id }, body })),
    retry: (id) => acted(server("retry_photo_edit", { path: { id } })),
    smartCrop: (id, operations, ratio) => server("smart_crop", { path: { id }, body: { operations: [...operations], ratio } }),
    async stamp(text) {
      const drawn = await server("draw_watermark", { body: { text } });
      if (!drawn.ok) return drawn;
      const bytes = Uint8Array.fromBase64(drawn.value.png);
      return { ok: true, value: new Blob([bytes], { type: "image/png" }) };
    },
    cutouts,
    agree: () => acted(server("allow_cutouts", {})),
    withdraw: () => acted(server("disallow_cutouts", {})),
    batch: async (body) => itemsOf(await acted(server("edit_photos", { body }))),
    standings: (ids) => standings(ids.join(",")),
    undoBatch: async (photos) => itemsOf(await acted(server("undo_photo_edits", { body: { photos: [...photos] } }))),
    async claimEdits(photoId) {
      const { left, put, release } = await claimPlace(PHOTO + photoId);
      // written by this very extension, perhaps by the build before
      return { left: left as UnsavedEdit | undefined, keep: put, release };
    },
  };
}

function itemsOf(answer: Result<EditStandings>): Result<EditStanding[]> {
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}
