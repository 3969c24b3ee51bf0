// What the drafts screen asks for and does. The real one is made in app/; the screen knows no browser and no address.

import type { InferInput } from "valibot";
import type {
  Batch,
  Brand,
  Draft,
  DraftCreate,
  DraftFromListing,
  DraftSave,
  DraftsLook,
  DraftsPreview,
  FormReference,
  Job,
  Language,
  Money,
  Photo,
  Prepared,
  PriceEstimate,
  PublishDrafts,
  PublishRequest,
  ReferenceDocument,
} from "../../../shared-schemas/wire";
import type { LongSource, Result, Source } from "../ports";
import type { Unsaved } from "./draft_state";

export type Copied = InferInput<typeof DraftFromListing>;

export type DraftShelf = "in_work" | "published";

export interface DraftPorts {
  /** The newest drafts: those that can still be published, or those that were. */
  shelf: (shelf: DraftShelf) => LongSource<Draft>;
  draft: (id: string) => Source<Draft>;
  create: (fresh: Partial<DraftCreate>) => Promise<Result<Draft>>;
  /** A draft from a listing: an own one whole, somebody else's by its facts. */
  copy: (from: Copied) => Promise<Result<Draft>>;
  save: (id: string, save: DraftSave) => Promise<Result<Draft>>;
  throwAway: (id: string) => Promise<Result<unknown>>;
  bringBack: (id: string) => Promise<Result<Draft>>;
  duplicate: (id: string) => Promise<Result<Draft>>;
  prepare: (id: string) => Promise<Result<Prepared>>;
  publish: (request: PublishRequest) => Promise<Result<Job>>;
  /** What publishing many would do. Nothing leaves by asking. */
  previewMany: (look: DraftsLook) => Promise<Result<DraftsPreview>>;
  /** One job each, on the revisions that were looked at. */
  publishMany: (wanted: PublishDrafts) => Promise<Result<Batch>>;

  /** What a draft may be sold for, as it was saved last; with the closet whose tab searched for it. */
  price: (id: string, closetId: string | undefined) => Source<PriceEstimate>;
  /** Begins a search for what is like a draft through the open tab. */
  findComparables: (id: string, closetId: string) => Promise<Result<Job>>;
  /** What was paid for it; null is not known. */
  keepCost: (id: string, cost: Money | null) => Promise<Result<unknown>>;

  /** The vocabularies of the form; read at most once a day. */
  reference: (language: Language) => Source<ReferenceDocument>;
  /** Brands by their beginning: Vinted's own where a tab of this closet is open, else the file's. */
  brands: (text: string, place: BrandPlace | undefined) => Promise<Result<{ brands: Brand[]; from: "vinted" | "file" }>>;
  /** What Vinted's own form offered within 7 days; null when no tab has read it. */
  form: (country: string, catalogId: number) => Source<FormReference | null>;

  /** The newest photos, to choose from. */
  photos: Source<Photo[]>;
  /** Drafts of which this device keeps edits that the server may not have. */
  keptEdits: Source<string[]>;
  /** A place on this device for one window's edits of a draft, with what another window left there when it was closed. */
  claimEdits: (draftId: string) => Promise<EditSlot>;
}

/** Whose tab may be asked, and in which category. */
export interface BrandPlace {
  country: string;
  member_id: number;
  catalog_id: number;
}

/** One window's place for its unsaved edits. Nobody else writes there until it is released or the window is gone. */
export interface EditSlot {
  /** What a window that is gone had kept here. */
  readonly left: Unsaved | undefined;
  /** Keeps these edits in place of those before; null empties the place. Safe to call as the page goes away. */
  keep: (unsaved: Unsaved | null) => void;
  release: () => void;
}
