// What the photo editor asks for and does. app/editor_port.ts makes it real; pictures come from the photos' port.
import type { InferInput } from "valibot";
import type {
  CropRatio,
  CropTo,
  CutoutService,
  EditBatch,
  EditedPhoto,
  EditStanding,
  PhotoEdit,
  PhotoOperation,
  SaveEdit,
} from "../../../shared-schemas/wire";
import type { Result, Source } from "../ports";
import type { UnsavedEdit } from "./edit_state";

export type Batch = InferInput<typeof EditBatch>;

export interface PhotoEditorPort {
  edit: (photoId: string) => Source<PhotoEdit>;
  save: (photoId: string, save: SaveEdit) => Promise<Result<PhotoEdit>>;
  /** Draws what could not be drawn once more. */
  retry: (photoId: string) => Promise<Result<PhotoEdit>>;
  smartCrop: (photoId: string, operations: readonly PhotoOperation[], ratio: CropRatio) => Promise<Result<CropTo>>;
  /** The bytes of the watermark's drawing, a grey PNG. */
  stamp: (text: string) => Promise<Result<Blob>>;
  cutouts: Source<CutoutService>;
  agree: () => Promise<Result<CutoutService>>;
  withdraw: () => Promise<Result<CutoutService>>;
  /** The same operations on many photos. */
  batch: (batch: Batch) => Promise<Result<EditStanding[]>>;
  standings: (photoIds: readonly string[]) => Source<EditStanding[]>;
  undoBatch: (photos: readonly EditedPhoto[]) => Promise<Result<EditStanding[]>>;
  /** A place on this device for one window's edit of a photo, with what another one left there when it was closed. */
  claimEdits: (photoId: string) => Promise<EditPlace>;
}

export interface EditPlace {
  readonly left: UnsavedEdit | undefined;
  /** Keeps it in place of what was there; null empties the place. Safe to call as the page goes away. */
  keep: (unsaved: UnsavedEdit | null) => void;
  release: () => void;
}
