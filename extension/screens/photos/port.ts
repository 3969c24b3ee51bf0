// What the Photos screen and the pictures of photos need from outside, as plain data and functions. app/photos_port.ts makes it real.
import type {
  DraftPage,
  DuplicateList,
  GroupEdit,
  GroupList,
  Photo,
  PhotoGroup,
  PhotoProblem,
  PhotoVariant,
} from "../../../shared-schemas/wire";
import type { Result, Source } from "../ports";

/** The server's problems, and those that only this device can meet. */
export type ComingProblem = PhotoProblem | "duplicate" | "no_room" | "unreadable" | "refused";

/** Where a photo on its way stands. */
export type ComingState =
  | { is: "waiting" }
  | { is: "preparing" }
  | { is: "prepared" }
  | { is: "sending"; sent: number; total: number }
  | { is: "processing" }
  | { is: "ready" }
  /** `code`: the server's own word when it refused. */
  | { is: "failed"; problem: ComingProblem; code: string | undefined; can_retry: boolean };

/** A photo that was dropped here and is in no group yet. */
export interface ComingPhoto {
  id: string;
  name: string;
  /** Address of a small picture, as soon as there is one. */
  preview: string | undefined;
  state: ComingState;
}

/** The open groups and the photos in them, by id. */
export interface BoardView {
  groups: PhotoGroup[];
  photos: Readonly<Record<string, Photo>>;
}

export interface PhotosPort {
  /** Photos on their way, in the order they were dropped. */
  coming: Source<ComingPhoto[]>;
  /** Why none of them moves; null when they do. */
  held: Source<"away" | "not_connected" | null>;
  board: Source<BoardView>;
  /** Takes files in: kept on this device first. Those past the 80th are left out and named. */
  drop: (files: readonly File[]) => Promise<{ left_out: string[] }>;
  /** Sends a failed photo again. */
  retry: (id: string) => Promise<void>;
  /** Takes a photo that is still on its way out again. */
  takeOut: (ids: readonly string[]) => Promise<Result<null>>;
  /** Changes the groups; `undo` of the answer takes it back. */
  edit: (edit: GroupEdit) => Promise<Result<GroupList>>;
  undo: (undo: string) => Promise<Result<GroupList>>;
  /** Pairs that show the same shot and that nobody has decided about. */
  twins: Source<DuplicateList>;
  /** The later photo of a pair stays beside what it is like; with `keep` false it is asked about again. */
  keepBoth: (photoId: string, keep: boolean) => Promise<Result<DuplicateList>>;
  makeDrafts: (groupIds: readonly string[], closetId: string | null) => Promise<Result<DraftPage>>;
  /** Address of a picture of a photo on the server; of the newest rendering that was heard of, at least this one. */
  picture: (photoId: string, variant: PhotoVariant, rendering?: number) => Source<string>;
}
