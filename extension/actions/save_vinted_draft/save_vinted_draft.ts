// save_vinted_draft: upload and a Vinted draft that is read back and compared; it stays a draft. A draft that is not what was
// asked for is deleted again.
import type { SaveVintedDraft } from "../../../shared-schemas/wire";
import { end, type Plan } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { fromServer, PUBLISH } from "../publish_listing/publish_listing";

const done = end("done", "ok");

const SAVE_DRAFT: Plan = {
  ...PUBLISH,
  forward: ["upload", "draft"],
  proof: { draft: { draft: done } },
  // published by the person meanwhile: what was asked for was there
  settle: { ...PUBLISH.settle, draft: { go: "proof", step: "draft" }, processing: done, live: done, short: done },
};

export function saveVintedDraft({ content }: SaveVintedDraft): WritingAction {
  return {
    version: 1,
    plan: SAVE_DRAFT,
    guard: async () => ({ go: "forward" }),
    source: async () => ({ from: "content", content }),
    photos: async (run) => content.photos.map((photo) => fromServer(run, photo)),
  };
}
