// What the screens of bulk acts ask for and do: what would happen, starting it, how it stands.
import type { InferInput } from "valibot";
import type { Batch, BulkPreview, BulkRequest as BulkRequestStruct, Job } from "../../../shared-schemas/wire";
import type { Result, Source } from "../ports";

export type BulkRequest = InferInput<typeof BulkRequestStruct>;
export type BulkAct = BulkRequest["act"];
export type BulkActName = BulkAct["act"];

export interface BulkPort {
  /** What would happen. Nothing leaves by asking. */
  preview: (request: BulkRequest) => Promise<Result<BulkPreview>>;
  start: (request: BulkRequest) => Promise<Result<Batch>>;
  /** The newest, those that are over too. */
  batches: Source<Batch[]>;
  batch: (id: string) => Source<Batch>;
  /** The jobs of one, one per listing. */
  jobs: (batchId: string) => Source<Job[]>;
  /** Stops what has not started. */
  stop: (id: string) => Promise<Result<Batch>>;
  /** Tries once more what failed, and nothing else. */
  retry: (id: string) => Promise<Result<Batch>>;
}
