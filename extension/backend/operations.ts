// Every route of our server this extension uses, as one table: name → method, path, what is sent, what comes back.
// Panel and popup ask by these names through the worker; a route that is not here cannot be called.
import * as v from "valibot";
import * as wire from "../../shared-schemas/wire";

type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface Operation<Path extends string, Body extends v.GenericSchema | undefined, Answer extends v.GenericSchema> {
  method: Method;
  path: Path;
  body: Body;
  answer: Answer;
  /** `json` unless bytes travel instead: `in` in the answer, `out` in the request. */
  bytes: "none" | "in" | "out";
  /** False for the one route that gives a device its token. */
  token: boolean;
}

const Nothing = v.unknown();
const Bytes = v.instance(Uint8Array<ArrayBuffer>);

function get<P extends string, A extends v.GenericSchema>(path: P, answer: A): Operation<P, undefined, A> {
  return { method: "GET", path, body: undefined, answer, bytes: "none", token: true };
}

function send<P extends string, B extends v.GenericSchema, A extends v.GenericSchema>(
  method: Method,
  path: P,
  body: B,
  answer: A,
): Operation<P, B, A> {
  return { method, path, body, answer, bytes: "none", token: true };
}

function act<P extends string, A extends v.GenericSchema>(method: Method, path: P, answer: A): Operation<P, undefined, A> {
  return { method, path, body: undefined, answer, bytes: "none", token: true };
}

export const OPERATIONS = {
  // identity: the rest of it happens in the sign-in window and on the portal
  device_token: { ...send("POST", "/auth/device/token", wire.TokenRequest, wire.TokenAnswer), token: false },
  devices: get("/auth/devices", wire.DeviceList),
  live_ticket: act("POST", "/live/ticket", wire.LiveTicket),
  revoke_device: act("DELETE", "/auth/devices/{id}", Nothing),

  // closets
  claim_closet: send("POST", "/accounts/vinted", wire.ClaimRequest, wire.Closet),
  closets: get("/accounts/vinted", wire.ClosetList),
  change_closet: send("PUT", "/accounts/vinted/{id}", wire.ClosetChange, wire.Closet),
  switch_closet: act("POST", "/accounts/vinted/{id}/switch", Nothing),
  remove_closet: act("DELETE", "/accounts/vinted/{id}", Nothing),
  closet_diary: get("/accounts/vinted/{id}/diary", wire.Diary),
  consents: get("/accounts/vinted/{id}/consents", wire.ConsentList),
  give_consent: act("PUT", "/accounts/vinted/{id}/consents/{verb}", wire.Consent),
  withdraw_consent: act("DELETE", "/accounts/vinted/{id}/consents/{verb}", Nothing),
  ignored: get("/accounts/vinted/{id}/ignored", wire.IgnoreList),
  no_longer_ignore: act("DELETE", "/accounts/vinted/{id}/ignored/{member_id}", Nothing),
  switch_offs: get("/switch-offs", wire.SwitchOffs),

  // photos
  announce_photos: send("POST", "/bulk/photos/upload", wire.UploadRequest, wire.UploadAnswer),
  send_photo_part: { ...act("PUT", "/bulk/photos/{id}/parts", wire.PartAnswer), body: Bytes, bytes: "out" },
  photos: get("/bulk/photos", wire.PhotoPage),
  delete_photo: act("DELETE", "/bulk/photos/{id}", Nothing),
  photo_bytes: { ...get("/photos/by-hash/{sha256}", Bytes), bytes: "in" },
  photo_variant: { ...get("/photos/{id}/{variant}", Bytes), bytes: "in" },
  cluster: send("POST", "/bulk/cluster", wire.ClusterRequest, wire.GroupList),
  groups: get("/bulk/groups", wire.GroupList),
  duplicates: get("/bulk/duplicates", wire.DuplicateList),
  keep_both: send("POST", "/bulk/duplicates/keep", wire.KeepBoth, wire.DuplicateList),
  edit_group: send("POST", "/bulk/groups/edit", wire.GroupEdit, wire.GroupList),
  undo_group_edit: send("POST", "/bulk/groups/undo", wire.GroupUndo, wire.GroupList),
  generate_drafts: send("POST", "/bulk/generate-drafts", wire.GenerateDraftsRequest, wire.DraftPage),

  // edits of photos
  photo_edit: get("/photos/{id}/edit", wire.PhotoEdit),
  save_photo_edit: send("PUT", "/photos/{id}/edit", wire.SaveEdit, wire.PhotoEdit),
  retry_photo_edit: act("POST", "/photos/{id}/edit/retry", wire.PhotoEdit),
  smart_crop: send("POST", "/photos/{id}/smart-crop", wire.SmartCropRequest, wire.CropTo),
  photo_edits: get("/photos/edits", wire.EditStandings),
  edit_photos: send("POST", "/photos/edits/batch", wire.EditBatch, wire.EditStandings),
  undo_photo_edits: send("POST", "/photos/edits/undo", wire.EditUndo, wire.EditStandings),
  draw_watermark: send("POST", "/photos/watermark", wire.StampRequest, wire.Stamp),
  cutout_service: get("/photos/cutouts", wire.CutoutService),
  allow_cutouts: act("PUT", "/photos/cutouts/consent", wire.CutoutService),
  disallow_cutouts: act("DELETE", "/photos/cutouts/consent", wire.CutoutService),

  // analysis
  analyze: send("POST", "/bulk/photos/analyze", wire.AnalyzeRequest, wire.AnalysisBatch),
  latest_analyses: get("/bulk/analyses/latest", wire.AnalysisBatch),
  draft_analysis: get("/drafts/{id}/analysis", wire.DraftAnalysis),
  choose_example: act("PUT", "/drafts/{id}/example", Nothing),
  drop_example: act("DELETE", "/drafts/{id}/example", Nothing),
  analysis_stand: get("/analysis", wire.AnalysisStand),
  consent_to_provider: act("PUT", "/analysis/consents/{provider}", wire.AnalysisStand),
  withdraw_from_provider: act("DELETE", "/analysis/consents/{provider}", wire.AnalysisStand),

  // drafts and listings
  drafts: get("/drafts", wire.DraftPage),
  draft: get("/drafts/{id}", wire.Draft),
  create_draft: send("POST", "/drafts", wire.DraftCreate, wire.Draft),
  draft_from_listing: send("POST", "/drafts/from-listing", wire.DraftFromListing, wire.Draft),
  save_draft: send("PUT", "/drafts/{id}", wire.DraftSave, wire.Draft),
  delete_draft: act("DELETE", "/drafts/{id}", Nothing),
  undelete_draft: act("POST", "/drafts/{id}/undelete", wire.Draft),
  duplicate_draft: act("POST", "/drafts/{id}/duplicate", wire.Draft),
  draft_price: get("/drafts/{id}/price", wire.PriceEstimate),
  find_draft_comparables: send("POST", "/drafts/{id}/comparables", wire.ComparablesSearch, wire.Job),
  keep_draft_cost: send("PUT", "/drafts/{id}/cost", wire.DraftCost, wire.DraftCost),
  prepare_listing: send("POST", "/vinted/listing/prepare", wire.PrepareRequest, wire.Prepared),
  publish_listing: send("POST", "/vinted/listing/publish", wire.PublishRequest, wire.Job),
  publish_preview: send("POST", "/drafts/publish/preview", wire.DraftsLook, wire.DraftsPreview),
  publish_drafts: send("POST", "/drafts/publish", wire.PublishDrafts, wire.Batch),
  listings: get("/vinted/listings", wire.ListingPage),
  change_listing: send("PUT", "/vinted/listing/{id}", wire.ListingEdit, wire.Job),
  delete_listing: act("DELETE", "/vinted/listing/{id}", wire.Job),
  keep_notes: send("PUT", "/vinted/listings/{item_id}/notes", wire.ListingNotes, wire.ListingNotes),
  comparables: get("/vinted/listings/{item_id}/comparables", wire.PriceCheck),
  find_comparables: act("POST", "/vinted/listings/{item_id}/comparables", wire.Job),
  bulk_preview: send("POST", "/vinted/listings/bulk/preview", wire.BulkRequest, wire.BulkPreview),
  bulk_start: send("POST", "/vinted/listings/bulk", wire.BulkRequest, wire.Batch),
  batches: get("/jobs/batches", wire.BatchPage),
  batch: get("/jobs/batches/{id}", wire.Batch),
  stop_batch: act("POST", "/jobs/batches/{id}/stop", wire.Batch),
  retry_batch: act("POST", "/jobs/batches/{id}/retry", wire.Batch),
  reference: get("/reference/{language}", wire.ReferenceDocument),
  brands: get("/reference/brands", wire.BrandList),
  form_choices: get("/reference/form/{country}/{catalog_id}", wire.FormReference),

  // templates
  templates: get("/templates", wire.TemplatePage),
  template: get("/templates/{id}", wire.Template),
  create_template: send("POST", "/templates", wire.TemplateContent, wire.Template),
  save_template: send("PUT", "/templates/{id}", wire.TemplateSave, wire.Template),
  delete_template: act("DELETE", "/templates/{id}", Nothing),
  undelete_template: act("POST", "/templates/{id}/undelete", wire.Template),
  preview_template: send("POST", "/templates/preview", wire.TemplateTry, wire.TemplatePreview),
  apply_template: send("POST", "/templates/{id}/apply", wire.TemplateUse, wire.TemplateUsed),
  undo_template: act("POST", "/templates/uses/{id}/undo", wire.TemplateUsed),
  export_templates: get("/templates/export", wire.TemplateFile),
  import_templates: send("POST", "/templates/import", wire.TemplateImport, wire.TemplateImported),

  // conversations and orders
  threads: get("/messages", wire.ThreadPage),
  conversation: get("/messages/{thread_id}", wire.Conversation),
  reply: send("POST", "/messages/{thread_id}/reply", wire.ReplyRequest, wire.Job),
  change_thread: send("PUT", "/messages/{thread_id}", wire.ThreadChange, wire.ThreadChanged),
  likers: get("/messages/likers", wire.LikerPage),
  prepare_cards: send("POST", "/messages/prepare", wire.PrepareCards, wire.PreparedCards),
  orders: get("/orders", wire.OrderPage),
  order_label: { ...get("/orders/{transaction_id}/label", Bytes), bytes: "in" },
  ship: send("POST", "/orders/{transaction_id}/ship", wire.ShipRequest, wire.Job),
  dispute: send("POST", "/orders/{transaction_id}/dispute", wire.DisputeRequest, wire.Dispute),

  // jobs, as people see them
  wish: send("POST", "/jobs", wire.WishRequest, wire.Job),
  jobs: get("/jobs", wire.JobPage),
  job: get("/jobs/{id}", wire.Job),
  cancel_job: act("POST", "/jobs/{id}/cancel", wire.Job),
  resolve_job: send("POST", "/jobs/{id}/resolve", wire.ResolveRequest, wire.Job),
  snooze_job: send("POST", "/jobs/{id}/snooze", wire.SnoozeRequest, wire.Job),
  approve: send("POST", "/jobs/{id}/approve", wire.ApproveRequest, wire.Job),
  edit_card: send("PUT", "/jobs/{id}/card", wire.EditCardRequest, wire.Job),
  decline: send("POST", "/jobs/{id}/decline", wire.DeclineRequest, wire.Job),

  // jobs, as the hands work them
  lease: send("POST", "/jobs/lease", wire.LeaseRequest, wire.LeaseAnswer),
  renew: send("POST", "/jobs/{id}/renew", wire.RenewRequest, wire.RenewAnswer),
  steps: send("POST", "/jobs/{id}/steps", wire.StepsRequest, wire.GoAnswer),
  finish: send("POST", "/jobs/{id}/finish", wire.FinishRequest, wire.FinishAnswer),
  journal: send("POST", "/jobs/journal", wire.JournalRequest, wire.JournalAnswer),
  reading: send("POST", "/jobs/{id}/readings", wire.ReadingRequest, wire.ReadingAnswer),
  snapshot: send("POST", "/jobs/{id}/snapshot", wire.SnapshotRequest, wire.SnapshotAnswer),
  label: { ...act("PUT", "/jobs/{id}/label", wire.LabelBytes), body: Bytes, bytes: "out" },
  snapshot_photo: { ...act("PUT", "/jobs/{id}/snapshot/{vinted_photo_id}", wire.SnapshotAnswer), body: Bytes, bytes: "out" },
} as const satisfies Record<string, AnyOperation>;

/** Any of them, for code that treats all alike. */
export type AnyOperation = Operation<string, v.GenericSchema | undefined, v.GenericSchema>;

export type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;

type Holes<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;

type Sent<N extends OperationName> = Operations[N]["body"] extends v.GenericSchema
  ? { body: v.InferInput<Operations[N]["body"]> }
  : unknown;

type Filled<N extends OperationName> = [Holes<Operations[N]["path"]>] extends [never]
  ? unknown
  : { path: Record<Holes<Operations[N]["path"]>, string | number> };

/** What one operation is asked with: its path's holes, its body, and any query and headers. */
export type Args<N extends OperationName> = Filled<N> &
  Sent<N> & { query?: Record<string, string | number | boolean>; headers?: Record<string, string> };

/** What one operation answers. */
export type AnswerOf<N extends OperationName> = v.InferOutput<Operations[N]["answer"]>;

/** What only the worker itself calls: it carries a token or bytes, or belongs to a lease. */
const WORKER_ONLY = [
  "device_token",
  "send_photo_part",
  "photo_bytes",
  "photo_variant",
  "order_label",
  "lease",
  "renew",
  "steps",
  "finish",
  "journal",
  "reading",
  "snapshot",
  "snapshot_photo",
  "label",
] as const satisfies readonly OperationName[];

/** What panel and popup may ask for by message. */
export type AskableOperation = Exclude<OperationName, (typeof WORKER_ONLY)[number]>;

/** Whether a page of ours may ask for this operation by message. */
export function isAskable(name: string): name is AskableOperation {
  return Object.hasOwn(OPERATIONS, name) && !WORKER_ONLY.some((own) => own === name);
}
