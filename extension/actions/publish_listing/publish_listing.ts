// publish_listing: upload, a Vinted draft that is read back and compared, then its completion. Never the create call: only a
// draft's id makes a lost answer provable. What it undoes is its own draft.
import type { ContentPhoto, PublishListing } from "../../../shared-schemas/wire";
import { ServerRefused } from "../../backend/problems";
import { Halt } from "../../jobs/ends";
import { always, end, forward, type Plan, park, settleOld, undo } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import type { Run } from "../../jobs/run";
import type { PhotoBytes } from "../../jobs/upload";

const done = end("done", "ok");
const undone = always(end("failed", "undone"));

export const PUBLISH: Plan = {
  forward: ["upload", "draft", "publish"],
  has: { old: false, made: true },
  proof: { draft: { draft: forward }, publish: { live: done, processing: park } },
  // rule: proof_photos. What was published without all its photos is taken back
  settle: { none: settleOld, draft: undo("delete_draft"), processing: park, live: done, short: undo("delete_new") },
  settle_old: undone,
  settle_live: always(done),
};

export function publishListing({ content }: PublishListing): WritingAction {
  return {
    version: 1,
    plan: PUBLISH,
    guard: async () => ({ go: "forward" }),
    source: async () => ({ from: "content", content }),
    photos: async (run) => content.photos.map((photo) => fromServer(run, photo)),
  };
}

/** A photo whose bytes our server keeps. Publishing is all or nothing: one that is missing there ends the job. */
export function fromServer(run: Run, { sha256 }: Pick<ContentPhoto, "sha256">): PhotoBytes {
  return {
    sha256,
    bytes: () =>
      run.world.server("photo_bytes", { path: { sha256 } }).catch((error: unknown) => {
        if (error instanceof ServerRefused) throw new Halt({ end: "failed", reason: "photo_missing" });
        throw error;
      }),
  };
}
