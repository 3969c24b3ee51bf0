// Where a batch is shown: beside what it is about.
import type { Batch } from "../../../shared-schemas/wire";
import { hashOf } from "../route";

export function placeOf({ act }: Batch): "closet" | "drafts" {
  return act.act === "publish" ? "drafts" : "closet";
}

export function batchHash(batch: Batch): string {
  return hashOf(placeOf(batch), "batch", batch.id);
}
