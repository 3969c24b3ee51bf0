// Written by shared-schemas/generate.py from vintedbot_schemas. Do not edit.
import * as v from "valibot";

export const BATCH_MAX = 200;
export const LIVE_BEAT_S = 20;
export const MAX_BATCH_EDIT = 80;
export const MAX_EDIT_STEPS = 20;
export const MAX_OPERATIONS = 40;
export const MAX_PHOTOS_AT_ONCE = 80;
export const MAX_PHOTO_BYTES = 41943040;
export const PARTS = 10000;
export const PART_BYTES = 1048576;
export const TEMPLATES_MAX = 500;
export const TEMPLATE_USE_MAX = 200;
export const WIRE_VERSION = 1;

export const Actor = v.picklist(["clock", "device", "person", "restore"]);
export type Actor = v.InferOutput<typeof Actor>;

export const AnalysedName = v.picklist(["brand", "category", "colours", "condition", "description", "material", "parcel", "size", "title"]);
export type AnalysedName = v.InferOutput<typeof AnalysedName>;

export const FieldFit = v.picklist(["close", "exact", "unknown"]);
export type FieldFit = v.InferOutput<typeof FieldFit>;

export const FieldSource = v.picklist(["hint", "label", "look", "previous", "unknown"]);
export type FieldSource = v.InferOutput<typeof FieldSource>;

export const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export type Share = v.InferOutput<typeof Share>;

/** A part of a photo in shares of its width and height, from the upper left corner. */
export const PhotoRegion = v.object({
  left: Share,
  top: Share,
  width: Share,
  height: Share,
});
export type PhotoRegion = v.InferOutput<typeof PhotoRegion>;

export const VintedId = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9007199254740991));
export type VintedId = v.InferOutput<typeof VintedId>;

/** One field. `unknown` as source or fit: nothing was filled in, because nothing was known well enough. */
export const AnalysedField = v.object({
  name: AnalysedName,
  source: FieldSource,
  fit: FieldFit,
  confidence: Share,
  distance: v.optional(v.nullable(Share), null),
  said: v.optional(v.string(), ""),
  ids: v.optional(v.array(VintedId), []),
  read: v.optional(v.string(), ""),
  photo_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  region: v.optional(v.nullable(PhotoRegion), null),
  is_filled: v.optional(v.boolean(), false),
});
export type AnalysedField = v.InferOutput<typeof AnalysedField>;

export const AnalysisProblem = v.picklist(["interrupted", "no_provider", "photos_missing"]);
export type AnalysisProblem = v.InferOutput<typeof AnalysisProblem>;

export const AnalysisState = v.picklist(["done", "failed", "waiting", "working"]);
export type AnalysisState = v.InferOutput<typeof AnalysisState>;

/** One draft of a batch. */
export const BatchDraft = v.object({
  draft_id: v.pipe(v.string(), v.uuid()),
  title: v.string(),
  state: AnalysisState,
  problem: v.optional(v.nullable(AnalysisProblem), null),
});
export type BatchDraft = v.InferOutput<typeof BatchDraft>;

export const Moment = v.pipe(v.string(), v.isoTimestamp());
export type Moment = v.InferOutput<typeof Moment>;

/** GET /bulk/analyses/latest: how the newest batch stands. Without any: no id, no items. */
export const AnalysisBatch = v.object({
  id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  items: v.optional(v.array(BatchDraft), []),
  asked_at: v.optional(v.nullable(Moment), null),
});
export type AnalysisBatch = v.InferOutput<typeof AnalysisBatch>;

export const AnalysisProvider = v.picklist(["anthropic", "compatible", "local", "openai"]);
export type AnalysisProvider = v.InferOutput<typeof AnalysisProvider>;

export const AnalysisTask = v.picklist(["look", "write"]);
export type AnalysisTask = v.InferOutput<typeof AnalysisTask>;

/** One question to a provider, answered or not. `micros`: millionths of a US dollar, None while no price is known. */
export const AnalysisCall = v.object({
  task: AnalysisTask,
  provider: AnalysisProvider,
  model: v.string(),
  input_tokens: v.pipe(v.number(), v.integer()),
  output_tokens: v.pipe(v.number(), v.integer()),
  micros: v.nullable(v.pipe(v.number(), v.integer())),
  at: Moment,
});
export type AnalysisCall = v.InferOutput<typeof AnalysisCall>;

/** What a month's calls came to; `month` is its first day in UTC, as `2026-11-01`. */
export const AnalysisMonth = v.object({
  month: v.string(),
  calls: v.pipe(v.number(), v.integer()),
  input_tokens: v.pipe(v.number(), v.integer()),
  output_tokens: v.pipe(v.number(), v.integer()),
  micros: v.pipe(v.number(), v.integer()),
});
export type AnalysisMonth = v.InferOutput<typeof AnalysisMonth>;

/** A provider the operator has set up, in the order it is asked. */
export const ProviderStand = v.object({
  provider: AnalysisProvider,
  model: v.string(),
  host: v.string(),
  tasks: v.array(AnalysisTask),
  needs_consent: v.boolean(),
  consent_at: v.optional(v.nullable(Moment), null),
});
export type ProviderStand = v.InferOutput<typeof ProviderStand>;

/** GET /analysis: who analyses, what the person consented to, what it cost. */
export const AnalysisStand = v.object({
  providers: v.array(ProviderStand),
  reads_labels: v.boolean(),
  cap_micros: v.pipe(v.number(), v.integer()),
  spent_micros: v.pipe(v.number(), v.integer()),
  is_operator_cap_reached: v.boolean(),
  months: v.array(AnalysisMonth),
  examples: v.pipe(v.number(), v.integer()),
});
export type AnalysisStand = v.InferOutput<typeof AnalysisStand>;

export const TextLanguage = v.picklist(["de", "en", "es", "fr", "it", "nl", "pl"]);
export type TextLanguage = v.InferOutput<typeof TextLanguage>;

/** POST /bulk/photos/analyze: look at the photos of these drafts and fill in what nobody has touched; 202 with the batch. */
export const AnalyzeRequest = v.object({
  draft_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(80)),
  language: v.optional(v.nullable(TextLanguage), null),
  hint: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(300))), null),
  only_text: v.optional(v.boolean(), false),
});
export type AnalyzeRequest = v.InferOutput<typeof AnalyzeRequest>;

export const Currency = v.pipe(v.string(), v.regex(new RegExp("^[A-Z]{3}$", "u")));
export type Currency = v.InferOutput<typeof Currency>;

/** An amount in minor units (cents) and its ISO 4217 currency. */
export const Money = v.object({
  amount: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100000000000)),
  currency: Currency,
});
export type Money = v.InferOutput<typeof Money>;

/** The listing a card is about, as it was known when the card was made. */
export const CardItem = v.object({
  item_id: VintedId,
  title: v.string(),
  photo_url: v.optional(v.nullable(v.string()), null),
  price: v.optional(v.nullable(Money), null),
});
export type CardItem = v.InferOutput<typeof CardItem>;

export const CardReason = v.picklist(["asked_a_question", "chosen_by_you", "follows_you", "liked_your_item", "made_an_offer", "rule", "written_by_you"]);
export type CardReason = v.InferOutput<typeof CardReason>;

/** The member a card addresses. */
export const Recipient = v.object({
  member_id: VintedId,
  login: v.string(),
  photo_url: v.optional(v.nullable(v.string()), null),
});
export type Recipient = v.InferOutput<typeof Recipient>;

export const Sha256 = v.pipe(v.string(), v.regex(new RegExp("^[0-9a-f]{64}$", "u")));
export type Sha256 = v.InferOutput<typeof Sha256>;

/** What is approved. `digest` covers recipient, item (its price too), text or amount, and reason. */
export const Card = v.object({
  recipient: Recipient,
  item: v.nullable(CardItem),
  text: v.optional(v.nullable(v.string()), null),
  amount: v.optional(v.nullable(Money), null),
  reason: CardReason,
  digest: Sha256,
  expires_at: v.optional(v.nullable(Moment), null),
});
export type Card = v.InferOutput<typeof Card>;

/** The answer to one offer; for `counter` the card's amount is the new price. */
export const AnswerOffer = v.object({
  verb: v.literal("answer_offer"),
  card: Card,
  thread_id: VintedId,
  transaction_id: VintedId,
  offer_id: VintedId,
  answer: v.picklist(["accept", "counter", "decline"]),
  after: v.optional(v.nullable(v.string()), null),
});
export type AnswerOffer = v.InferOutput<typeof AnswerOffer>;

/** POST /jobs/{id}/approve: the digest of the card the person saw; a stale one answers 409 `card_changed`. */
export const ApproveRequest = v.object({
  digest: Sha256,
});
export type ApproveRequest = v.InferOutput<typeof ApproveRequest>;

export const AttributeCode = v.pipe(v.string(), v.regex(new RegExp("^[a-z0-9_]{1,60}$", "u")));
export type AttributeCode = v.InferOutput<typeof AttributeCode>;

/** The chosen ids of one dynamic attribute, as Vinted names it (`material`, `sim_lock`…). */
export const AttributeChoice = v.object({
  code: AttributeCode,
  ids: v.array(VintedId),
});
export type AttributeChoice = v.InferOutput<typeof AttributeChoice>;

/** Where the sign-in window goes now: the redirect address with code and state, or with `error=consent_required`. */
export const AuthorizeAnswer = v.object({
  redirect_to: v.string(),
});
export type AuthorizeAnswer = v.InferOutput<typeof AuthorizeAnswer>;

/** GET /auth/device/authorize?client_id=&redirect_uri=&state=: the request comes from an extension that may connect.

    `cancel_to` is where "Not now" leads: the redirect address with `error=access_denied`. */
export const AuthorizePreview = v.object({
  cancel_to: v.string(),
});
export type AuthorizePreview = v.InferOutput<typeof AuthorizePreview>;

export const Label = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
export type Label = v.InferOutput<typeof Label>;

/** POST /auth/device/authorize, sent by the portal's /authorize page with the person's session.

    `silent` asks for a code without the button; it is granted only for a device already connected to this user. */
export const AuthorizeRequest = v.object({
  client_id: v.pipe(v.string(), v.maxLength(64)),
  redirect_uri: v.pipe(v.string(), v.maxLength(200)),
  code_challenge: v.pipe(v.string(), v.regex(new RegExp("^[A-Za-z0-9_-]{43}$", "u"))),
  code_challenge_method: v.literal("S256"),
  state: v.pipe(v.string(), v.minLength(16), v.maxLength(200)),
  install_id: v.pipe(v.string(), v.uuid()),
  label: Label,
  silent: v.optional(v.boolean(), false),
});
export type AuthorizeRequest = v.InferOutput<typeof AuthorizeRequest>;

export const CutoutBy = v.picklist(["remove.bg", "server"]);
export type CutoutBy = v.InferOutput<typeof CutoutBy>;

/** Put one colour behind the item. Needs the item's mask; see `CutoutService` for who can make it here. */
export const Background = v.object({
  is: v.literal("background"),
  color: v.optional(v.pipe(v.string(), v.regex(new RegExp("^#[0-9a-f]{6}$", "u"))), "#ffffff"),
  by: v.optional(CutoutBy, "remove.bg"),
});
export type Background = v.InferOutput<typeof Background>;

/** Delete each. */
export const BulkDelete = v.object({
  act: v.literal("delete"),
});
export type BulkDelete = v.InferOutput<typeof BulkDelete>;

/** Hide each. */
export const BulkHide = v.object({
  act: v.literal("hide"),
});
export type BulkHide = v.InferOutput<typeof BulkHide>;

/** Change the price by a part or an amount (both may be negative), rounded down to `round_to` minor units. */
export const BulkPrice = v.object({
  act: v.literal("price"),
  percent: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(-90), v.maxValue(200))), null),
  amount: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  set_to: v.optional(v.nullable(Money), null),
  round_to: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 50),
});
export type BulkPrice = v.InferOutput<typeof BulkPrice>;

/** Publish each draft. */
export const BulkPublish = v.object({
  act: v.literal("publish"),
});
export type BulkPublish = v.InferOutput<typeof BulkPublish>;

/** Relist each, as the budget lets it. */
export const BulkRelist = v.object({
  act: v.literal("relist"),
});
export type BulkRelist = v.InferOutput<typeof BulkRelist>;

/** Show each again. */
export const BulkShow = v.object({
  act: v.literal("show"),
});
export type BulkShow = v.InferOutput<typeof BulkShow>;

export const BatchAct = v.variant("act", [BulkPrice, BulkHide, BulkShow, BulkDelete, BulkRelist, BulkPublish]);
export type BatchAct = v.InferOutput<typeof BatchAct>;

/** How the jobs of a batch stand. */
export const BatchCounts = v.object({
  waiting: v.pipe(v.number(), v.integer()),
  doing: v.pipe(v.number(), v.integer()),
  done: v.pipe(v.number(), v.integer()),
  needs_you: v.pipe(v.number(), v.integer()),
  failed: v.pipe(v.number(), v.integer()),
  stopped: v.pipe(v.number(), v.integer()),
});
export type BatchCounts = v.InferOutput<typeof BatchCounts>;

/** A bulk act under way or over. Its jobs: GET /jobs?batch_id= */
export const Batch = v.object({
  id: v.pipe(v.string(), v.uuid()),
  closet_id: v.pipe(v.string(), v.uuid()),
  act: BatchAct,
  counts: BatchCounts,
  created_at: Moment,
  next_at: v.optional(v.nullable(Moment), null),
  is_over: v.boolean(),
});
export type Batch = v.InferOutput<typeof Batch>;

/** GET /jobs/batches, newest first. */
export const BatchPage = v.object({
  items: v.array(Batch),
  next: v.optional(v.nullable(v.string()), null),
});
export type BatchPage = v.InferOutput<typeof BatchPage>;

export const Number = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9007199254740991));
export type Number = v.InferOutput<typeof Number>;

/** Nothing happened for a while; the line is alive. Whoever hears nothing for two of them opens another. */
export const Beat = v.object({
  frame: v.literal("beat"),
  number: Number,
});
export type Beat = v.InferOutput<typeof Beat>;

export const FrameExtent = v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(10000));
export type FrameExtent = v.InferOutput<typeof FrameExtent>;

export const FramePlace = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10000));
export type FramePlace = v.InferOutput<typeof FramePlace>;

/** Make this rectangle unreadable: a face, an address. */
export const BlurRegion = v.object({
  is: v.literal("blur"),
  left: FramePlace,
  top: FramePlace,
  width: FrameExtent,
  height: FrameExtent,
  strength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)), 2),
});
export type BlurRegion = v.InferOutput<typeof BlurRegion>;

/** A brand. Id 1 is Vinted's "no brand". */
export const Brand = v.object({
  id: VintedId,
  title: v.string(),
});
export type Brand = v.InferOutput<typeof Brand>;

/** GET /reference/brands?q=: the best known first. */
export const BrandList = v.object({
  items: v.array(Brand),
});
export type BrandList = v.InferOutput<typeof BrandList>;

export const Percent40 = v.pipe(v.number(), v.integer(), v.minValue(-40), v.maxValue(40));
export type Percent40 = v.InferOutput<typeof Percent40>;

export const Brightness = v.object({
  is: v.literal("brightness"),
  percent: Percent40,
});
export type Brightness = v.InferOutput<typeof Brightness>;

export const BulkAct = v.variant("act", [BulkPrice, BulkHide, BulkShow, BulkDelete, BulkRelist]);
export type BulkAct = v.InferOutput<typeof BulkAct>;

export const DraftExclusion = v.picklist(["not_found", "not_ready", "other_country", "published", "publishing", "switched_off"]);
export type DraftExclusion = v.InferOutput<typeof DraftExclusion>;

export const RuleCode = v.picklist(["attribute_missing", "brand_missing", "brand_stuffing", "category_missing", "category_not_leaf", "category_unknown", "color_unknown", "colors_too_many", "condition_missing", "condition_unknown", "contact_details", "description_missing", "description_short", "duplicate_of_own", "forbidden_goods", "isbn_invalid", "other_marketplace", "package_size_missing", "photo_not_ready", "photos_missing", "photos_too_many", "price_high", "price_low", "price_missing", "refused_by_vinted", "size_missing", "size_unknown", "title_characters", "title_missing", "title_short"]);
export type RuleCode = v.InferOutput<typeof RuleCode>;

/** One named problem. `block`: Vinted would refuse or remove it; `warn`: the person decides. */
export const RuleProblem = v.object({
  code: RuleCode,
  level: v.picklist(["block", "warn"]),
  field: v.string(),
  message: v.optional(v.nullable(v.string()), null),
  found: v.optional(v.nullable(v.string()), null),
});
export type RuleProblem = v.InferOutput<typeof RuleProblem>;

/** One chosen draft in the preview. `excluded` None: it will be published. `problems`: its whole rule check. */
export const BulkDraft = v.object({
  draft_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
  title: v.string(),
  photo_id: v.nullable(v.pipe(v.string(), v.uuid())),
  price: v.nullable(Money),
  excluded: v.optional(v.nullable(DraftExclusion), null),
  problems: v.optional(v.array(RuleProblem), []),
});
export type BulkDraft = v.InferOutput<typeof BulkDraft>;

export const Exclusion = v.picklist(["already_so", "below_floor", "busy", "cooldown", "not_active", "not_found", "open_offer", "other_currency", "price_high", "price_low", "price_same", "switched_off"]);
export type Exclusion = v.InferOutput<typeof Exclusion>;

/** One chosen listing in the preview. `excluded` None: it will be done. */
export const BulkItem = v.object({
  item_id: VintedId,
  title: v.string(),
  photo_url: v.nullable(v.string()),
  price: v.nullable(Money),
  new_price: v.optional(v.nullable(Money), null),
  excluded: v.optional(v.nullable(Exclusion), null),
});
export type BulkItem = v.InferOutput<typeof BulkItem>;

/** What would happen. Nothing has left yet. */
export const BulkPreview = v.object({
  items: v.array(BulkItem),
  count: v.pipe(v.number(), v.integer()),
  writes_needed: v.pipe(v.number(), v.integer()),
  writes_left: v.pipe(v.number(), v.integer()),
  relists_needed: v.pipe(v.number(), v.integer()),
  relists_left: v.pipe(v.number(), v.integer()),
  starts_at: Moment,
  ends_at: Moment,
});
export type BulkPreview = v.InferOutput<typeof BulkPreview>;

/** POST /vinted/listings/bulk/preview and /vinted/listings/bulk. */
export const BulkRequest = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  item_ids: v.pipe(v.array(VintedId), v.minLength(1), v.maxLength(200)),
  act: BulkAct,
});
export type BulkRequest = v.InferOutput<typeof BulkRequest>;

/** Data of the problem `card_changed`: the card as it is now. */
export const CardChanged = v.object({
  current: Card,
});
export type CardChanged = v.InferOutput<typeof CardChanged>;

/** A category. Only a `leaf` may be used in a listing. What a node inherits of sizes and parcels is written here too. */
export const CategoryNode = v.object({
  id: VintedId,
  parent_id: v.optional(v.nullable(VintedId), null),
  title: v.string(),
  leaf: v.boolean(),
  size_group_ids: v.array(VintedId),
  package_size_ids: v.array(VintedId),
});
export type CategoryNode = v.InferOutput<typeof CategoryNode>;

/** One photo of a listing to be made: where its bytes are with us. First is the cover. */
export const ContentPhoto = v.object({
  sha256: Sha256,
  photo_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
});
export type ContentPhoto = v.InferOutput<typeof ContentPhoto>;

/** A photo the listing is to have: one that is on it already, or one of ours. Exactly one of the two is set. */
export const ChangedPhoto = v.object({
  vinted_photo_id: v.optional(v.nullable(VintedId), null),
  photo: v.optional(v.nullable(ContentPhoto), null),
});
export type ChangedPhoto = v.InferOutput<typeof ChangedPhoto>;

export const CheckName = v.picklist(["database", "photo_store", "queue", "worker"]);
export type CheckName = v.InferOutput<typeof CheckName>;

export const Choice = v.picklist(["ask_again", "give_up", "journal_lost", "leave", "restore", "show", "wait", "was_done", "was_not"]);
export type Choice = v.InferOutput<typeof Choice>;

export const Country = v.pipe(v.string(), v.regex(new RegExp("^[a-z]{2}$", "u")));
export type Country = v.InferOutput<typeof Country>;

export const JobCount = v.pipe(v.number(), v.integer(), v.minValue(0));
export type JobCount = v.InferOutput<typeof JobCount>;

/** POST /accounts/vinted: a device found this member signed in in its tab. Believed for this user only. */
export const ClaimRequest = v.object({
  country: Country,
  member_id: VintedId,
  login: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
  photo_url: v.optional(v.nullable(v.pipe(v.string(), v.regex(new RegExp("^https://", "u")), v.maxLength(600))), null),
  currency: Currency,
  item_count: v.optional(v.nullable(JobCount), null),
  time_zone: v.optional(v.pipe(v.string(), v.maxLength(64)), "Europe/Paris"),
});
export type ClaimRequest = v.InferOutput<typeof ClaimRequest>;

export const ClosetState = v.picklist(["needs_you", "paused", "ready", "resting", "working"]);
export type ClosetState = v.InferOutput<typeof ClosetState>;

/** One safety budget, by effect at Vinted over a rolling 24 h. */
export const Gauge = v.object({
  writes_used: v.pipe(v.number(), v.integer()),
  writes_limit: v.pipe(v.number(), v.integer()),
  relists_used: v.pipe(v.number(), v.integer()),
  relists_limit: v.pipe(v.number(), v.integer()),
  payloads_used: v.pipe(v.number(), v.integer()),
  payloads_limit: v.pipe(v.number(), v.integer()),
  follows_used: v.optional(v.pipe(v.number(), v.integer()), 0),
  follows_limit: v.optional(v.pipe(v.number(), v.integer()), 20),
  favourites_used: v.optional(v.pipe(v.number(), v.integer()), 0),
  favourites_limit: v.optional(v.pipe(v.number(), v.integer()), 20),
  threads_used: v.optional(v.pipe(v.number(), v.integer()), 0),
  threads_limit: v.optional(v.pipe(v.number(), v.integer()), 2),
  next_write_at: v.optional(v.nullable(Moment), null),
  frees_at: v.optional(v.nullable(Moment), null),
  writes_most: v.pipe(v.number(), v.integer()),
  relists_most: v.pipe(v.number(), v.integer()),
  follows_most: v.optional(v.pipe(v.number(), v.integer()), 20),
  favourites_most: v.optional(v.pipe(v.number(), v.integer()), 20),
  threads_most: v.optional(v.pipe(v.number(), v.integer()), 4),
  relist_cost: v.pipe(v.number(), v.integer()),
  cooldown_days: v.pipe(v.number(), v.integer()),
});
export type Gauge = v.InferOutput<typeof Gauge>;

export const PauseReason = v.picklist(["challenge", "other_member", "person", "restored", "signed_out"]);
export type PauseReason = v.InferOutput<typeof PauseReason>;

export const RestKind = v.picklist(["access_denied", "block_page", "challenge", "hard_block", "rate_limit", "restriction"]);
export type RestKind = v.InferOutput<typeof RestKind>;

/** Why nothing is sent for a while: what was refused, since when, until when (None: until the person acts). */
export const Rest = v.object({
  kind: RestKind,
  since: Moment,
  until: v.nullable(Moment),
  scope: v.picklist(["closet", "job", "route", "writes"]),
});
export type Rest = v.InferOutput<typeof Rest>;

/** A connected Vinted account as its owner sees it. */
export const Closet = v.object({
  id: v.pipe(v.string(), v.uuid()),
  country: Country,
  member_id: VintedId,
  login: v.string(),
  photo_url: v.nullable(v.string()),
  currency: Currency,
  time_zone: v.string(),
  active_from: v.optional(v.pipe(v.number(), v.integer()), 8),
  active_until: v.optional(v.pipe(v.number(), v.integer()), 22),
  state: ClosetState,
  paused: v.optional(v.nullable(PauseReason), null),
  rest: v.optional(v.nullable(Rest), null),
  gauge: Gauge,
  listing_count: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  synced_at: v.optional(v.nullable(Moment), null),
  hands: v.optional(v.nullable(v.string()), null),
  shared_with_other_user: v.optional(v.boolean(), false),
});
export type Closet = v.InferOutput<typeof Closet>;

/** PUT /accounts/vinted/{id}: only the given fields change. */
export const ClosetChange = v.object({
  paused: v.optional(v.nullable(v.boolean()), null),
  time_zone: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64))), null),
  active_from: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(23))), null),
  active_until: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24))), null),
  writes_per_day: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))), null),
  relists_per_day: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))), null),
  follows_per_day: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))), null),
  favourites_per_day: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))), null),
  threads_per_day: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))), null),
});
export type ClosetChange = v.InferOutput<typeof ClosetChange>;

/** A closet was connected, changed, paused or removed, or its diary has an entry more. */
export const ClosetEvent = v.object({
  event: v.literal("closet_changed"),
  closet_id: v.pipe(v.string(), v.uuid()),
});
export type ClosetEvent = v.InferOutput<typeof ClosetEvent>;

/** GET /accounts/vinted. */
export const ClosetList = v.object({
  items: v.array(Closet),
});
export type ClosetList = v.InferOutput<typeof ClosetList>;

/** POST /bulk/cluster: group these ready photos (all ungrouped ones when empty). Groups the person touched stay. */
export const ClusterRequest = v.object({
  photo_ids: v.optional(v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(400)), []),
});
export type ClusterRequest = v.InferOutput<typeof ClusterRequest>;

/** A colour; `hex` is None where there is none to show (multicoloured). */
export const Colour = v.object({
  id: VintedId,
  title: v.string(),
  hex: v.nullable(v.string()),
});
export type Colour = v.InferOutput<typeof Colour>;

/** A listing of somebody else's. Nothing of the member is kept. */
export const Comparable = v.object({
  item_id: VintedId,
  title: v.string(),
  price: Money,
  brand: v.optional(v.string(), ""),
  size: v.optional(v.string(), ""),
  condition: v.optional(v.string(), ""),
  favourites: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  photo_url: v.optional(v.nullable(v.string()), null),
  url: v.string(),
});
export type Comparable = v.InferOutput<typeof Comparable>;

/** What to look for. Words and category at least; more narrows it. */
export const ComparableQuery = v.object({
  text: v.pipe(v.string(), v.maxLength(200)),
  catalog_id: v.optional(v.nullable(VintedId), null),
  brand_id: v.optional(v.nullable(VintedId), null),
  size_id: v.optional(v.nullable(VintedId), null),
  condition_ids: v.optional(v.pipe(v.array(VintedId), v.maxLength(6)), []),
});
export type ComparableQuery = v.InferOutput<typeof ComparableQuery>;

/** What the catalogue search found. */
export const ComparablesRead = v.object({
  read: v.literal("comparables"),
  items: v.pipe(v.array(Comparable), v.maxLength(100)),
});
export type ComparablesRead = v.InferOutput<typeof ComparablesRead>;

/** POST /drafts/{draft_id}/comparables: in which closet's tab; 202 with the job. */
export const ComparablesSearch = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
});
export type ComparablesSearch = v.InferOutput<typeof ComparablesSearch>;

/** A condition, with a sentence (ours) of what it means. */
export const Condition = v.object({
  id: VintedId,
  title: v.string(),
  explanation: v.string(),
});
export type Condition = v.InferOutput<typeof Condition>;

/** The grouping is right: move the group to the lane `sure`. */
export const Confirm = v.object({
  edit: v.literal("confirm"),
  group_id: v.pipe(v.string(), v.uuid()),
});
export type Confirm = v.InferOutput<typeof Confirm>;

/** The dated consent under which rules may send with one verb by themselves. Revoked, what waits is put before the person. */
export const Consent = v.object({
  verb: v.picklist(["answer_offer", "send_message", "send_offer", "set_favourite", "set_follow"]),
  given_at: Moment,
  closet_id: v.pipe(v.string(), v.uuid()),
});
export type Consent = v.InferOutput<typeof Consent>;

/** GET /accounts/vinted/{id}/consents. */
export const ConsentList = v.object({
  items: v.array(Consent),
});
export type ConsentList = v.InferOutput<typeof ConsentList>;

export const Contrast = v.object({
  is: v.literal("contrast"),
  percent: Percent40,
});
export type Contrast = v.InferOutput<typeof Contrast>;

/** Another member. `member_id` None: deleted, or not named by Vinted. */
export const Member = v.object({
  member_id: v.nullable(VintedId),
  login: v.string(),
  photo_url: v.optional(v.nullable(v.string()), null),
});
export type Member = v.InferOutput<typeof Member>;

export const ThreadWaits = v.picklist(["label", "nothing", "offer", "reply"]);
export type ThreadWaits = v.InferOutput<typeof ThreadWaits>;

/** A conversation in the list. */
export const Thread = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  thread_id: VintedId,
  other: Member,
  item_id: v.nullable(VintedId),
  item_title: v.string(),
  item_photo_url: v.nullable(v.string()),
  preview: v.string(),
  unread: v.boolean(),
  waits: ThreadWaits,
  updated_at: Moment,
  read_at: v.optional(v.nullable(Moment), null),
  archived: v.optional(v.boolean(), false),
});
export type Thread = v.InferOutput<typeof Thread>;

export const EntryKind = v.picklist(["action", "message", "offer", "offer_request", "other", "status"]);
export type EntryKind = v.InferOutput<typeof EntryKind>;

export const OfferState = v.picklist(["accepted", "cancelled", "pending", "rejected", "unknown"]);
export type OfferState = v.InferOutput<typeof OfferState>;

/** One line of a conversation, in Vinted's order. */
export const ThreadEntry = v.object({
  id: v.string(),
  kind: EntryKind,
  at: v.nullable(Moment),
  mine: v.nullable(v.boolean()),
  text: v.optional(v.string(), ""),
  price: v.optional(v.nullable(Money), null),
  offer_id: v.optional(v.nullable(VintedId), null),
  offer_state: v.optional(v.nullable(OfferState), null),
  current: v.optional(v.boolean(), false),
});
export type ThreadEntry = v.InferOutput<typeof ThreadEntry>;

/** GET /messages/{thread}: the conversation as it was read last, and what is on its way. */
export const Conversation = v.object({
  thread: Thread,
  item_ids: v.array(VintedId),
  transaction_id: v.nullable(VintedId),
  allow_reply: v.boolean(),
  entries: v.array(ThreadEntry),
  job_ids: v.optional(v.array(v.pipe(v.string(), v.uuid())), []),
});
export type Conversation = v.InferOutput<typeof Conversation>;

/** One conversation as it stands. */
export const SeenConversation = v.object({
  thread_id: VintedId,
  other: Member,
  item_ids: v.array(VintedId),
  transaction_id: v.nullable(VintedId),
  allow_reply: v.boolean(),
  unread: v.optional(v.boolean(), false),
  offer_price: v.optional(v.nullable(Money), null),
  entries: v.pipe(v.array(ThreadEntry), v.maxLength(500)),
});
export type SeenConversation = v.InferOutput<typeof SeenConversation>;

/** One conversation as it stands. */
export const ConversationRead = v.object({
  read: v.literal("conversation"),
  conversation: SeenConversation,
});
export type ConversationRead = v.InferOutput<typeof ConversationRead>;

/** What may be taken over from somebody else's listing: facts. Their words and photos are theirs. */
export const CopiedFacts = v.object({
  catalog_id: v.optional(v.nullable(VintedId), null),
  brand_id: v.optional(v.nullable(VintedId), null),
  brand: v.optional(v.pipe(v.string(), v.maxLength(80)), ""),
  size_id: v.optional(v.nullable(VintedId), null),
  condition_id: v.optional(v.nullable(VintedId), null),
  color_ids: v.optional(v.pipe(v.array(VintedId), v.maxLength(2)), []),
  attributes: v.optional(v.array(AttributeChoice), []),
  isbn: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(20))), null),
});
export type CopiedFacts = v.InferOutput<typeof CopiedFacts>;

export const Corner = v.picklist(["bottom_left", "bottom_right", "middle", "top_left", "top_right"]);
export type Corner = v.InferOutput<typeof Corner>;

/** Make this photo the first. */
export const Cover = v.object({
  edit: v.literal("cover"),
  group_id: v.pipe(v.string(), v.uuid()),
  photo_id: v.pipe(v.string(), v.uuid()),
});
export type Cover = v.InferOutput<typeof Cover>;

export const CropRatio = v.picklist(["1:1", "3:4", "4:3", "free"]);
export type CropRatio = v.InferOutput<typeof CropRatio>;

/** Keep this rectangle. `ratio` is what the person chose for it; the rectangle decides. */
export const CropTo = v.object({
  is: v.literal("crop"),
  left: FramePlace,
  top: FramePlace,
  width: FrameExtent,
  height: FrameExtent,
  ratio: v.optional(CropRatio, "free"),
});
export type CropTo = v.InferOutput<typeof CropTo>;

/** GET /photos/cutouts: who can remove backgrounds here, and what of the outside service was used.

    The photo, at most 1,600 px, goes to `service` and nothing else does; the operator pays. Each photo is sent once, however
    often its background changes. What this server does itself needs no consent and is not counted. */
export const CutoutService = v.object({
  on_server: v.optional(v.boolean(), false),
  offered: v.boolean(),
  service: v.optional(v.literal("remove.bg"), "remove.bg"),
  consented_at: v.optional(v.nullable(Moment), null),
  used: v.pipe(v.number(), v.integer()),
  most: v.pipe(v.number(), v.integer()),
  credits: v.number(),
});
export type CutoutService = v.InferOutput<typeof CutoutService>;

/** POST /jobs/{id}/decline. `never_again`: this person goes on the ignore list of the closet. */
export const DeclineRequest = v.object({
  never_again: v.optional(v.boolean(), false),
});
export type DeclineRequest = v.InferOutput<typeof DeclineRequest>;

export const DefectKind = v.picklist(["fading", "missing_button", "other", "pilling", "seam", "stain", "tear", "wear"]);
export type DefectKind = v.InferOutput<typeof DefectKind>;

export const DefectPlace = v.picklist(["back", "collar", "cuff", "elsewhere", "front", "heel", "hem", "lining", "pocket", "seam", "sleeve", "sole", "strap", "toe", "zip"]);
export type DefectPlace = v.InferOutput<typeof DefectPlace>;

export const DefectSeverity = v.picklist(["slight", "strong", "visible"]);
export type DefectSeverity = v.InferOutput<typeof DefectSeverity>;

/** Delete a listing. With `replaced_by` (a relist's leftover): only when that one is proved live, else show this one again. */
export const DeleteListing = v.object({
  verb: v.literal("delete_listing"),
  item_id: VintedId,
  replaced_by: v.optional(v.nullable(VintedId), null),
});
export type DeleteListing = v.InferOutput<typeof DeleteListing>;

export const Description = v.pipe(v.string(), v.maxLength(2000));
export type Description = v.InferOutput<typeof Description>;

/** An installed extension. `current` marks the asking one. */
export const Device = v.object({
  id: v.pipe(v.string(), v.uuid()),
  install_id: v.pipe(v.string(), v.uuid()),
  label: v.string(),
  created_at: Moment,
  last_seen_at: Moment,
  current: v.optional(v.boolean(), false),
});
export type Device = v.InferOutput<typeof Device>;

/** GET /auth/devices. */
export const DeviceList = v.object({
  items: v.array(Device),
});
export type DeviceList = v.InferOutput<typeof DeviceList>;

export const RefusalKind = v.picklist(["access_denied", "bad_query", "block_page", "challenge", "empty_list", "hard_block", "html_instead", "no_answer", "not_found", "other_member", "rate_limit", "restriction", "server_error", "signed_out", "validation"]);
export type RefusalKind = v.InferOutput<typeof RefusalKind>;

/** One refusal: what happened, during what, and what followed. */
export const DiaryEntry = v.object({
  id: v.pipe(v.string(), v.uuid()),
  kind: RefusalKind,
  at: Moment,
  until: v.nullable(Moment),
  job_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  ended_at: v.optional(v.nullable(Moment), null),
});
export type DiaryEntry = v.InferOutput<typeof DiaryEntry>;

/** GET /accounts/vinted/{id}/diary, newest first. */
export const Diary = v.object({
  items: v.array(DiaryEntry),
  next: v.optional(v.nullable(v.string()), null),
});
export type Diary = v.InferOutput<typeof Diary>;

/** What a dispute may need, put together from what is known here; the person says it on Vinted's own page. */
export const Evidence = v.object({
  title: v.string(),
  description: v.nullable(v.string()),
  price: v.nullable(Money),
  photo_sha256: v.array(Sha256),
  carrier: v.nullable(v.string()),
  tracking_code: v.nullable(v.string()),
  ship_by: v.nullable(Moment),
  label_sha256: v.nullable(Sha256),
  entries: v.array(ThreadEntry),
});
export type Evidence = v.InferOutput<typeof Evidence>;

/** The job that opens Vinted's page, and what to have at hand there. */
export const Dispute = v.object({
  job_id: v.pipe(v.string(), v.uuid()),
  evidence: Evidence,
});
export type Dispute = v.InferOutput<typeof Dispute>;

/** POST /orders/{id}/dispute. */
export const DisputeRequest = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
});
export type DisputeRequest = v.InferOutput<typeof DisputeRequest>;

/** A photo in a draft, in order; the first is the cover. */
export const DraftPhoto = v.object({
  photo_id: v.pipe(v.string(), v.uuid()),
  width: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  height: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  color: v.optional(v.nullable(v.string()), null),
  rendering: v.optional(v.pipe(v.number(), v.integer()), 0),
});
export type DraftPhoto = v.InferOutput<typeof DraftPhoto>;

export const DraftState = v.picklist(["on_vinted_as_draft", "open", "published", "publishing"]);
export type DraftState = v.InferOutput<typeof DraftState>;

export const Title = v.pipe(v.string(), v.maxLength(100));
export type Title = v.InferOutput<typeof Title>;

/** What a seller fills in. None or empty = not filled yet; a draft may be incomplete, publishing may not. */
export const ListingFields = v.object({
  title: v.optional(Title, ""),
  description: v.optional(Description, ""),
  price: v.optional(v.nullable(Money), null),
  catalog_id: v.optional(v.nullable(VintedId), null),
  brand_id: v.optional(v.nullable(VintedId), null),
  brand: v.optional(v.pipe(v.string(), v.maxLength(80)), ""),
  size_id: v.optional(v.nullable(VintedId), null),
  condition_id: v.optional(v.nullable(VintedId), null),
  color_ids: v.optional(v.pipe(v.array(VintedId), v.maxLength(2)), []),
  package_size_id: v.optional(v.nullable(VintedId), null),
  attributes: v.optional(v.array(AttributeChoice), []),
  isbn: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(20))), null),
  is_unisex: v.optional(v.boolean(), false),
  measurement_length: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1000))), null),
  measurement_width: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1000))), null),
});
export type ListingFields = v.InferOutput<typeof ListingFields>;

/** A listing in the making. `revision` grows with each save; a save names the one it was made on. */
export const Draft = v.object({
  id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
  state: DraftState,
  closet_id: v.nullable(v.pipe(v.string(), v.uuid())),
  country: Country,
  fields: ListingFields,
  photos: v.array(DraftPhoto),
  problems: v.optional(v.array(RuleProblem), []),
  job_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  item_id: v.optional(v.nullable(VintedId), null),
  created_at: Moment,
  saved_at: Moment,
});
export type Draft = v.InferOutput<typeof Draft>;

export const PhotoFlaw = v.picklist(["blurred", "cut_off", "dark"]);
export type PhotoFlaw = v.InferOutput<typeof PhotoFlaw>;

/** What is wrong with a photo as a photo. */
export const PhotoNote = v.object({
  photo_id: v.pipe(v.string(), v.uuid()),
  flaw: PhotoFlaw,
});
export type PhotoNote = v.InferOutput<typeof PhotoNote>;

/** Something wrong with the item, and what honesty suggests: a sentence, a condition, a lower price. */
export const SeenDefect = v.object({
  kind: DefectKind,
  severity: DefectSeverity,
  place: DefectPlace,
  confidence: Share,
  photo_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  region: v.optional(v.nullable(PhotoRegion), null),
  sentences: v.record(v.string(), v.string()),
  condition_id: VintedId,
  price_step: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  close_up: v.boolean(),
});
export type SeenDefect = v.InferOutput<typeof SeenDefect>;

export const SkipReason = v.picklist(["away", "busy", "cap_reached", "key_refused", "no_consent", "operator_cap_reached", "refused", "truncated", "unusable"]);
export type SkipReason = v.InferOutput<typeof SkipReason>;

/** A provider that comes first in the operator's order and did not do the task. */
export const SkippedProvider = v.object({
  task: AnalysisTask,
  provider: AnalysisProvider,
  why: SkipReason,
});
export type SkippedProvider = v.InferOutput<typeof SkippedProvider>;

/** GET /drafts/{draft_id}/analysis. */
export const DraftAnalysis = v.object({
  draft_id: v.pipe(v.string(), v.uuid()),
  state: AnalysisState,
  problem: v.optional(v.nullable(AnalysisProblem), null),
  language: TextLanguage,
  hint: v.optional(v.string(), ""),
  looked_by: v.optional(v.nullable(AnalysisProvider), null),
  written_by: v.optional(v.nullable(AnalysisProvider), null),
  fields: v.optional(v.array(AnalysedField), []),
  defects: v.optional(v.array(SeenDefect), []),
  photo_notes: v.optional(v.array(PhotoNote), []),
  keywords: v.optional(v.array(v.string()), []),
  transcript: v.optional(v.array(v.string()), []),
  skipped: v.optional(v.array(SkippedProvider), []),
  calls: v.optional(v.array(AnalysisCall), []),
  micros: v.optional(v.pipe(v.number(), v.integer()), 0),
  is_example: v.optional(v.boolean(), false),
  asked_at: Moment,
  done_at: v.optional(v.nullable(Moment), null),
});
export type DraftAnalysis = v.InferOutput<typeof DraftAnalysis>;

/** A draft as somebody looked at it. */
export const DraftAt = v.object({
  draft_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
});
export type DraftAt = v.InferOutput<typeof DraftAt>;

/** Data of the problem `draft_changed`: what is stored now, so that both edits can be shown. */
export const DraftChanged = v.object({
  current: Draft,
});
export type DraftChanged = v.InferOutput<typeof DraftChanged>;

/** PUT /drafts/{draft_id}/cost: what the seller paid for it. Not on Vinted; it goes into the notes of its listing. */
export const DraftCost = v.object({
  purchase_cost: v.optional(v.nullable(Money), null),
});
export type DraftCost = v.InferOutput<typeof DraftCost>;

/** POST /drafts. */
export const DraftCreate = v.object({
  country: v.optional(Country, "fr"),
  closet_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  fields: v.optional(ListingFields),
  photo_ids: v.optional(v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(20)), []),
});
export type DraftCreate = v.InferOutput<typeof DraftCreate>;

/** A draft was made, saved, filled in, published, thrown away (`deleted`) or brought back. */
export const DraftEvent = v.object({
  event: v.literal("draft_changed"),
  draft_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
  state: DraftState,
  deleted: v.boolean(),
});
export type DraftEvent = v.InferOutput<typeof DraftEvent>;

/** POST /drafts/from-listing. Exactly one is named: `item_id`, an own listing of `closet_id`, taken over whole, or `facts`.

    What is not here yet of an own listing (text, photos) is brought by a job: the draft's `job_id`. */
export const DraftFromListing = v.object({
  country: v.optional(Country, "fr"),
  closet_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  item_id: v.optional(v.nullable(VintedId), null),
  facts: v.optional(v.nullable(CopiedFacts), null),
});
export type DraftFromListing = v.InferOutput<typeof DraftFromListing>;

/** Data of the problem `draft_not_ready`: what stands in the way of publishing. */
export const DraftNotReady = v.object({
  problems: v.array(RuleProblem),
});
export type DraftNotReady = v.InferOutput<typeof DraftNotReady>;

/** GET /drafts, newest first. */
export const DraftPage = v.object({
  items: v.array(Draft),
  next: v.optional(v.nullable(v.string()), null),
});
export type DraftPage = v.InferOutput<typeof DraftPage>;

/** PUT /drafts/{id}. Answers 409 `draft_changed` with the current draft if `revision` is not the newest, and 409
    `draft_locked` while it is being published and after. */
export const DraftSave = v.object({
  revision: v.pipe(v.number(), v.integer()),
  fields: ListingFields,
  photo_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(20)),
  closet_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
});
export type DraftSave = v.InferOutput<typeof DraftSave>;

/** POST /drafts/publish/preview. */
export const DraftsLook = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  draft_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(200)),
});
export type DraftsLook = v.InferOutput<typeof DraftsLook>;

/** What publishing would do. Nothing has left yet. */
export const DraftsPreview = v.object({
  items: v.array(BulkDraft),
  count: v.pipe(v.number(), v.integer()),
  writes_needed: v.pipe(v.number(), v.integer()),
  writes_left: v.pipe(v.number(), v.integer()),
  starts_at: Moment,
  ends_at: Moment,
});
export type DraftsPreview = v.InferOutput<typeof DraftsPreview>;

export const DuplicateReason = v.picklist(["brightness", "cropped", "resized", "same_file", "same_picture", "saved_anew", "tilted"]);
export type DuplicateReason = v.InferOutput<typeof DuplicateReason>;

export const PhotoProblem = v.picklist(["checksum", "empty", "not_a_picture", "too_large", "too_many_pixels", "truncated"]);
export type PhotoProblem = v.InferOutput<typeof PhotoProblem>;

export const PhotoState = v.picklist(["failed", "processing", "ready", "receiving"]);
export type PhotoState = v.InferOutput<typeof PhotoState>;

/** A photo as the server knows it. */
export const Photo = v.object({
  id: v.pipe(v.string(), v.uuid()),
  client_id: v.pipe(v.string(), v.uuid()),
  name: v.string(),
  state: PhotoState,
  offset: v.pipe(v.number(), v.integer()),
  size: v.pipe(v.number(), v.integer()),
  problem: v.optional(v.nullable(PhotoProblem), null),
  duplicate_of: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  near_duplicate_of: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  width: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  height: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  color: v.optional(v.nullable(v.string()), null),
  captured_at: v.optional(v.nullable(Moment), null),
  group_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  rendering: v.optional(v.pipe(v.number(), v.integer()), 0),
  created_at: Moment,
});
export type Photo = v.InferOutput<typeof Photo>;

/** Two photos that show the same shot. Neither goes by itself: the person keeps both, or throws one away. */
export const DuplicatePair = v.object({
  photo: Photo,
  same_as: Photo,
  reason: DuplicateReason,
  drafted: v.array(v.pipe(v.string(), v.uuid())),
});
export type DuplicatePair = v.InferOutput<typeof DuplicatePair>;

/** GET /bulk/duplicates: the pairs nobody has decided about, newest first, each later photo once. */
export const DuplicateList = v.object({
  items: v.array(DuplicatePair),
  next: v.optional(v.nullable(v.string()), null),
});
export type DuplicateList = v.InferOutput<typeof DuplicateList>;

/** Mirror left and right, or top and bottom. */
export const Flip = v.object({
  is: v.literal("flip"),
  axis: v.picklist(["across", "down"]),
});
export type Flip = v.InferOutput<typeof Flip>;

/** Quarter turns clockwise. */
export const Rotate = v.object({
  is: v.literal("rotate"),
  turns: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3)),
});
export type Rotate = v.InferOutput<typeof Rotate>;

export const Percent100 = v.pipe(v.number(), v.integer(), v.minValue(-100), v.maxValue(100));
export type Percent100 = v.InferOutput<typeof Percent100>;

export const Saturation = v.object({
  is: v.literal("saturation"),
  percent: Percent100,
});
export type Saturation = v.InferOutput<typeof Saturation>;

export const Sharpen = v.object({
  is: v.literal("sharpen"),
  percent: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
});
export type Sharpen = v.InferOutput<typeof Sharpen>;

/** Turn by tenths of a degree, clockwise. */
export const Straighten = v.object({
  is: v.literal("straighten"),
  tenths: v.pipe(v.number(), v.integer(), v.minValue(-150), v.maxValue(150)),
});
export type Straighten = v.InferOutput<typeof Straighten>;

/** Write a text on the picture. */
export const Watermark = v.object({
  is: v.literal("watermark"),
  text: v.pipe(v.string(), v.regex(new RegExp("^[ -~\u00a1-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\u2122]{1,40}$", "u"))),
  corner: v.optional(Corner, "bottom_right"),
  size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(15)), 5),
  opacity: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(100)), 60),
  tone: v.optional(v.picklist(["black", "white"]), "white"),
});
export type Watermark = v.InferOutput<typeof Watermark>;

export const PhotoOperation = v.variant("is", [CropTo, Straighten, Rotate, Flip, Brightness, Contrast, Saturation, Sharpen, BlurRegion, Background, Watermark]);
export type PhotoOperation = v.InferOutput<typeof PhotoOperation>;

export const PhotoOperations = v.pipe(v.array(PhotoOperation), v.maxLength(40));
export type PhotoOperations = v.InferOutput<typeof PhotoOperations>;

/** POST /photos/edits/batch: one more step in the edit of each photo: these operations in place of those of their kinds.

    `crop` cuts each photo to this ratio where its own item is. Crop, straighten and blur are about one photo and not taken
    here. */
export const EditBatch = v.object({
  photo_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(80)),
  operations: v.optional(PhotoOperations, []),
  crop: v.optional(v.nullable(CropRatio), null),
});
export type EditBatch = v.InferOutput<typeof EditBatch>;

export const MessageText = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
export type MessageText = v.InferOutput<typeof MessageText>;

/** PUT /jobs/{id}/card: another text or amount, on the card with this digest. Answers the job with its new card. */
export const EditCardRequest = v.object({
  digest: Sha256,
  text: v.optional(v.nullable(MessageText), null),
  amount: v.optional(v.nullable(Money), null),
});
export type EditCardRequest = v.InferOutput<typeof EditCardRequest>;

export const EditProblem = v.picklist(["answer_lost", "gave_up", "key_refused", "no_credits", "no_model", "no_room", "no_subject", "not_there", "service_away", "service_busy", "too_large", "unreadable"]);
export type EditProblem = v.InferOutput<typeof EditProblem>;

export const EditState = v.picklist(["done", "failed", "waiting"]);
export type EditState = v.InferOutput<typeof EditState>;

/** How far one photo of several is. */
export const EditStanding = v.object({
  photo_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
  state: EditState,
  problem: v.optional(v.nullable(EditProblem), null),
});
export type EditStanding = v.InferOutput<typeof EditStanding>;

/** GET /photos/edits?ids=…, and the answer to a batch: one for each photo, in the order asked for. */
export const EditStandings = v.object({
  items: v.array(EditStanding),
});
export type EditStandings = v.InferOutput<typeof EditStandings>;

export const EditedPhoto = v.object({
  photo_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
});
export type EditedPhoto = v.InferOutput<typeof EditedPhoto>;

/** POST /photos/edits/undo: one step back in each, unless it was edited since `revision`. */
export const EditUndo = v.object({
  photos: v.pipe(v.array(EditedPhoto), v.minLength(1), v.maxLength(80)),
});
export type EditUndo = v.InferOutput<typeof EditUndo>;

/** What is counted at Vinted. */
export const Effects = v.object({
  writes: v.optional(JobCount, 0),
  relists: v.optional(JobCount, 0),
});
export type Effects = v.InferOutput<typeof Effects>;

export const Email = v.pipe(v.string(), v.regex(new RegExp("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", "u")), v.maxLength(254));
export type Email = v.InferOutput<typeof Email>;

export const EndReason = v.picklist(["below_floor", "contacted", "cooldown", "declined", "draft_differs", "expired", "gave_way", "ignored", "item_changed", "item_limit", "item_sold", "journal_too_new", "label_not_ready", "late_look", "leftover", "leftover_shown", "lost", "lost_lease", "no_reply_allowed", "no_tab", "no_transaction", "not_active", "not_approved", "not_found", "not_possible", "nothing_to_do", "offer_gone", "ok", "old_shown", "open_offer", "opened", "other_member", "over_budget", "personal_data", "photo_missing", "photos_changed", "processing", "refused", "resting", "restorable", "restored", "signed_out", "still_listed", "still_processing", "stopped", "switched_off", "thread_changed", "too_few", "undone", "unproved", "validation", "vanished"]);
export type EndReason = v.InferOutput<typeof EndReason>;

export const ErrorCode = v.picklist(["already_contacted", "answer_lost", "bad_request", "below_floor", "bytes_differ", "card_changed", "closet_busy", "code_refused", "conflict", "consent_missing", "device_revoked", "draft_changed", "draft_locked", "draft_not_ready", "edit_changed", "email_taken", "forbidden", "foreign_redirect", "group_full", "internal_error", "invalid_input", "item_busy", "item_limit_reached", "item_not_active", "key_reused", "lease_lost", "malformed_body", "method_not_allowed", "no_closet", "not_a_choice", "not_found", "not_offered", "not_read_yet", "not_signed_in", "not_waiting", "nothing_chosen", "offer_not_open", "open_offer", "payload_too_large", "person_ignored", "photo_in_use", "quota_reached", "rate_limited", "refreshed_elsewhere", "relist_cooldown", "still_listed", "still_running", "switched_off", "template_changed", "template_invalid", "thread_unknown", "unavailable", "undo_too_late", "unsupported_media_type", "wrong_client", "wrong_credentials", "wrong_generation", "wrong_offset", "wrong_state"]);
export type ErrorCode = v.InferOutput<typeof ErrorCode>;

/** The board of groups is another one. */
export const GroupsEvent = v.object({
  event: v.literal("groups_changed"),
  version: v.pipe(v.string(), v.uuid()),
});
export type GroupsEvent = v.InferOutput<typeof GroupsEvent>;

/** A closet's conversations are known anew. */
export const InboxEvent = v.object({
  event: v.literal("inbox_changed"),
  closet_id: v.pipe(v.string(), v.uuid()),
});
export type InboxEvent = v.InferOutput<typeof InboxEvent>;

export const JobState = v.picklist(["cancelled", "done", "expired", "failed", "leased", "needs_person", "parked", "queued", "running", "unknown", "waiting_approval"]);
export type JobState = v.InferOutput<typeof JobState>;

/** A job was wished for, or got further: its state, a step, or what it waits for. */
export const JobEvent = v.object({
  event: v.literal("job_changed"),
  job_id: v.pipe(v.string(), v.uuid()),
  closet_id: v.pipe(v.string(), v.uuid()),
  state: JobState,
});
export type JobEvent = v.InferOutput<typeof JobEvent>;

/** A closet's listings are known anew. */
export const ListingsEvent = v.object({
  event: v.literal("listings_changed"),
  closet_id: v.pipe(v.string(), v.uuid()),
});
export type ListingsEvent = v.InferOutput<typeof ListingsEvent>;

/** A closet's sales and purchases are known anew. */
export const OrdersEvent = v.object({
  event: v.literal("orders_changed"),
  closet_id: v.pipe(v.string(), v.uuid()),
});
export type OrdersEvent = v.InferOutput<typeof OrdersEvent>;

/** A photo got further on its way in, was thrown away or was brought back. */
export const PhotoEvent = v.object({
  event: v.literal("photo_changed"),
  photo_id: v.pipe(v.string(), v.uuid()),
  state: PhotoState,
});
export type PhotoEvent = v.InferOutput<typeof PhotoEvent>;

export const Event = v.variant("event", [PhotoEvent, GroupsEvent, DraftEvent, JobEvent, ClosetEvent, ListingsEvent, InboxEvent, OrdersEvent]);
export type Event = v.InferOutput<typeof Event>;

/** What a job has learned and must never lose; journal and server both keep it, each step adds to it. */
export const Facts = v.object({
  upload_session: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  photo_ids: v.optional(v.array(VintedId), []),
  draft_id: v.optional(v.nullable(VintedId), null),
  new_item_id: v.optional(v.nullable(VintedId), null),
  old_item_id: v.optional(v.nullable(VintedId), null),
  snapshot_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  hidden_before: v.optional(v.nullable(v.boolean()), null),
  published_at: v.optional(v.nullable(Moment), null),
  thread_id: v.optional(v.nullable(VintedId), null),
  transaction_id: v.optional(v.nullable(VintedId), null),
  after: v.optional(v.nullable(v.string()), null),
  offers_before: v.optional(v.array(v.string()), []),
  was: v.optional(v.nullable(v.boolean()), null),
  undo: v.optional(v.boolean(), false),
  payloads: v.optional(JobCount, 0),
});
export type Facts = v.InferOutput<typeof Facts>;

/** Bring a sale's shipping label. `order`: the person said yes to having it made, which changes the order. */
export const FetchLabel = v.object({
  verb: v.literal("fetch_label"),
  transaction_id: VintedId,
  order: v.optional(v.boolean(), false),
});
export type FetchLabel = v.InferOutput<typeof FetchLabel>;

/** A field Vinted refused, with its own sentence for the person. */
export const FieldProblem = v.object({
  field: v.string(),
  message: v.string(),
});
export type FieldProblem = v.InferOutput<typeof FieldProblem>;

/** The state the job is in now, and when it will be looked at again. */
export const FinishAnswer = v.object({
  state: JobState,
  next_at: v.optional(v.nullable(Moment), null),
});
export type FinishAnswer = v.InferOutput<typeof FinishAnswer>;

export const JobEnd = v.picklist(["done", "failed", "needs_person", "park", "release", "unknown"]);
export type JobEnd = v.InferOutput<typeof JobEnd>;

export const ProofKind = v.picklist(["absent_twice", "answer", "edit_payload", "flag_read", "label_address", "offer_state", "opened", "read_whole", "shipment_status", "thread_entry", "wardrobe_entry", "wardrobe_flag"]);
export type ProofKind = v.InferOutput<typeof ProofKind>;

/** What outside showed it. Shapes and ids, no texts. */
export const Proof = v.object({
  kind: ProofKind,
  at: Moment,
  item_id: v.optional(v.nullable(VintedId), null),
  photos: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
});
export type Proof = v.InferOutput<typeof Proof>;

/** One classified refusal. Carries shapes and codes, never values. */
export const Refusal = v.object({
  kind: RefusalKind,
  status: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  code: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  retry_after_s: v.optional(v.nullable(JobCount), null),
  fields: v.optional(v.array(FieldProblem), []),
});
export type Refusal = v.InferOutput<typeof Refusal>;

export const StepName = v.picklist(["answer", "delete", "delete_draft", "delete_new", "draft", "favourite", "follow", "hide", "mark_read", "message", "offer", "order_label", "publish", "ship", "show", "thread", "update", "upload"]);
export type StepName = v.InferOutput<typeof StepName>;

export const StepOutcome = v.picklist(["not_there", "proved", "refused", "unanswered"]);
export type StepOutcome = v.InferOutput<typeof StepOutcome>;

/** How a step ended, as this device knows it. */
export const StepResult = v.object({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  step: StepName,
  outcome: StepOutcome,
  proof: v.optional(v.nullable(Proof), null),
  refusal: v.optional(v.nullable(Refusal), null),
});
export type StepResult = v.InferOutput<typeof StepResult>;

/** POST /jobs/{id}/finish. From an old epoch it is recorded as a fact, never taken as permission. */
export const FinishRequest = v.object({
  epoch: v.string(),
  end: JobEnd,
  reason: EndReason,
  facts: Facts,
  last: v.optional(v.nullable(StepResult), null),
  proof: v.optional(v.nullable(Proof), null),
  refusal: v.optional(v.nullable(Refusal), null),
  look: v.optional(v.nullable(v.picklist(["late", "processing", "rest"])), null),
  retry_in: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(604800))), null),
  stored: v.optional(v.boolean(), false),
});
export type FinishRequest = v.InferOutput<typeof FinishRequest>;

/** A choice of a form field, titled in the site's language. */
export const FormOption = v.object({
  id: VintedId,
  title: v.string(),
  group: v.optional(v.nullable(v.string()), null),
});
export type FormOption = v.InferOutput<typeof FormOption>;

/** One field of Vinted's form for a category: a dynamic attribute, or one of the fixed lists. */
export const FormField = v.object({
  code: AttributeCode,
  title: v.string(),
  required: v.boolean(),
  limit: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  options: v.array(FormOption),
});
export type FormField = v.InferOutput<typeof FormField>;

/** What Vinted's form offers for one category of one country; kept 7 days.

    GET /reference/form/{country}/{catalog_id}; 404 `not_read_yet` when this user's devices have read none within 7 days:
    then the choices of the files stand, marked "checked when published". */
export const FormReference = v.object({
  country: Country,
  catalog_id: VintedId,
  fields: v.array(FormField),
  read_at: Moment,
});
export type FormReference = v.InferOutput<typeof FormReference>;

/** What Vinted's form offers for a category. */
export const FormReferenceRead = v.object({
  read: v.literal("form_reference"),
  reference: FormReference,
});
export type FormReferenceRead = v.InferOutput<typeof FormReferenceRead>;

/** POST /bulk/generate-drafts: one draft per group; a group that has a draft already answers that one. */
export const GenerateDraftsRequest = v.object({
  group_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(80)),
  closet_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
});
export type GenerateDraftsRequest = v.InferOutput<typeof GenerateDraftsRequest>;

/** Send it now: within `pace.go_age` of asking. */
export const Go = v.object({
  answer: v.literal("go"),
  seq: v.pipe(v.number(), v.integer()),
  step: StepName,
});
export type Go = v.InferOutput<typeof Go>;

/** The result was stored; no next step was asked for. */
export const Noted = v.object({
  answer: v.literal("noted"),
});
export type Noted = v.InferOutput<typeof Noted>;

export const StopReason = v.picklist(["below_floor", "budget", "cancelled", "contacted", "cooldown", "ignored", "item_changed", "item_limit", "item_sold", "lease_lost", "not_approved", "open_offer", "restored", "revoked", "switched_off", "thread_changed", "undo_only", "wrong_state"]);
export type StopReason = v.InferOutput<typeof StopReason>;

/** No step forward in this job by this device. `undo_only`: settle it instead. */
export const Stop = v.object({
  answer: v.literal("stop"),
  reason: StopReason,
});
export type Stop = v.InferOutput<typeof Stop>;

export const Seconds = v.pipe(v.number(), v.minValue(0));
export type Seconds = v.InferOutput<typeof Seconds>;

export const WaitReason = v.picklist(["approval", "budget", "hours", "pace", "paused", "rest"]);
export type WaitReason = v.InferOutput<typeof WaitReason>;

/** Not yet. The lease is renewed; ask again after `seconds`. */
export const Wait = v.object({
  answer: v.literal("wait"),
  seconds: Seconds,
  reason: WaitReason,
});
export type Wait = v.InferOutput<typeof Wait>;

export const GoAnswer = v.variant("answer", [Go, Wait, Stop, Noted]);
export type GoAnswer = v.InferOutput<typeof GoAnswer>;

/** Put all photos of `from_ids` behind those of `group_id`. */
export const Merge = v.object({
  edit: v.literal("merge"),
  group_id: v.pipe(v.string(), v.uuid()),
  from_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(80)),
});
export type Merge = v.InferOutput<typeof Merge>;

/** Move photos, grouped or not, to a place in another (or the same) group, counted without the moved ones. */
export const Move = v.object({
  edit: v.literal("move"),
  photo_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(80)),
  group_id: v.pipe(v.string(), v.uuid()),
  position: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)),
});
export type Move = v.InferOutput<typeof Move>;

/** Throw photos away (undo brings them back). */
export const Remove = v.object({
  edit: v.literal("remove"),
  photo_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(80)),
});
export type Remove = v.InferOutput<typeof Remove>;

/** Take these photos out of the group into a new one. */
export const Split = v.object({
  edit: v.literal("split"),
  group_id: v.pipe(v.string(), v.uuid()),
  photo_ids: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(80)),
});
export type Split = v.InferOutput<typeof Split>;

export const GroupEdit = v.variant("edit", [Merge, Split, Move, Cover, Confirm, Remove]);
export type GroupEdit = v.InferOutput<typeof GroupEdit>;

export const Lane = v.picklist(["check", "loose", "sure"]);
export type Lane = v.InferOutput<typeof Lane>;

/** Photos of one item, at most 20. The first is the cover. `lane` says how sure the grouping is; a group the person touched
    is sure. A group leaves the list when a draft is made of it. */
export const PhotoGroup = v.object({
  id: v.pipe(v.string(), v.uuid()),
  lane: Lane,
  photo_ids: v.array(v.pipe(v.string(), v.uuid())),
  revision: v.pipe(v.number(), v.integer()),
});
export type PhotoGroup = v.InferOutput<typeof PhotoGroup>;

/** GET /bulk/groups and the answer to every change: the open groups in order, from the first or behind `after`. */
export const GroupList = v.object({
  items: v.array(PhotoGroup),
  next: v.optional(v.nullable(v.string()), null),
  undo: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
});
export type GroupList = v.InferOutput<typeof GroupList>;

/** POST /bulk/groups/undo. Only the last change can be taken back; an older one answers 409 `undo_too_late`. */
export const GroupUndo = v.object({
  undo: v.pipe(v.string(), v.uuid()),
});
export type GroupUndo = v.InferOutput<typeof GroupUndo>;

/** A signed-in Vinted account this device can act on now. */
export const HandsOn = v.object({
  country: Country,
  member_id: VintedId,
});
export type HandsOn = v.InferOutput<typeof HandsOn>;

/** One event in its place. */
export const NumberedEvent = v.object({
  number: Number,
  what: Event,
});
export type NumberedEvent = v.InferOutput<typeof NumberedEvent>;

/** The next events, in order. */
export const Happened = v.object({
  frame: v.literal("happened"),
  events: v.array(NumberedEvent),
});
export type Happened = v.InferOutput<typeof Happened>;

/** `took_ms` is the check's own time; `reason` is a short word for operators, never an address or a secret. */
export const HealthCheck = v.object({
  name: CheckName,
  ok: v.boolean(),
  took_ms: v.number(),
  reason: v.optional(v.string(), ""),
});
export type HealthCheck = v.InferOutput<typeof HealthCheck>;

/** `ok` only if every check is; the answer's status is then 200, else 503. */
export const Health = v.object({
  ok: v.boolean(),
  version: v.string(),
  checks: v.array(HealthCheck),
});
export type Health = v.InferOutput<typeof Health>;

/** A line of a job's history: what was sent, when, and what proved it. */
export const HistoryStep = v.object({
  seq: v.pipe(v.number(), v.integer()),
  step: StepName,
  undo: v.boolean(),
  sent_at: Moment,
  ended_at: v.optional(v.nullable(Moment), null),
  outcome: v.optional(v.nullable(StepOutcome), null),
  proof: v.optional(v.nullable(Proof), null),
  refusal: v.optional(v.nullable(Refusal), null),
});
export type HistoryStep = v.InferOutput<typeof HistoryStep>;

/** A member nothing is prepared for any more. */
export const IgnoredPerson = v.object({
  member_id: VintedId,
  login: v.string(),
  since: Moment,
});
export type IgnoredPerson = v.InferOutput<typeof IgnoredPerson>;

/** GET /accounts/vinted/{id}/ignored. */
export const IgnoreList = v.object({
  items: v.array(IgnoredPerson),
});
export type IgnoreList = v.InferOutput<typeof IgnoreList>;

export const TextProblemCode = v.picklist(["lone_brace", "lone_bracket", "not_in_title", "twice", "unknown_variable"]);
export type TextProblemCode = v.InferOutput<typeof TextProblemCode>;

/** What is wrong in a template's text, and where: `line` and `column` from 1. `found`: the word or sign met there. */
export const TextProblem = v.object({
  code: TextProblemCode,
  field: v.picklist(["description", "title"]),
  found: v.string(),
  line: v.pipe(v.number(), v.integer()),
  column: v.pipe(v.number(), v.integer()),
});
export type TextProblem = v.InferOutput<typeof TextProblem>;

/** Why an entry was not taken. `value`: `field` does not hold what it must, `detail` says what; `text`: see `problems`. */
export const ImportRefusal = v.object({
  code: v.picklist(["name_missing", "not_an_object", "text", "too_many", "value"]),
  field: v.optional(v.string(), ""),
  detail: v.optional(v.string(), ""),
  problems: v.optional(v.array(TextProblem), []),
});
export type ImportRefusal = v.InferOutput<typeof ImportRefusal>;

/** What became of one entry; `place` from 1. `known`: the very same is here; `kept`: another of that name is, and stayed. */
export const ImportLine = v.object({
  place: v.pipe(v.number(), v.integer()),
  name: v.string(),
  outcome: v.picklist(["imported", "kept", "known", "refused", "updated"]),
  template_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  refusal: v.optional(v.nullable(ImportRefusal), null),
});
export type ImportLine = v.InferOutput<typeof ImportLine>;

/** One row of the inbox list. */
export const SeenThread = v.object({
  thread_id: VintedId,
  other: Member,
  item_title: v.optional(v.string(), ""),
  item_photo_url: v.optional(v.nullable(v.string()), null),
  preview: v.optional(v.string(), ""),
  unread: v.optional(v.boolean(), false),
  updated_at: Moment,
});
export type SeenThread = v.InferOutput<typeof SeenThread>;

/** One page of the inbox list, newest first. `last`: Vinted has no more. */
export const InboxPage = v.object({
  read: v.literal("inbox"),
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
  threads: v.pipe(v.array(SeenThread), v.maxLength(100)),
  last: v.boolean(),
  confirmed: v.optional(v.boolean(), false),
});
export type InboxPage = v.InferOutput<typeof InboxPage>;

export const Verb = v.picklist(["answer_offer", "delete_listing", "fetch_label", "mark_shipped", "mark_thread_read", "open_on_vinted", "publish_listing", "read_comparables", "read_form_reference", "relist", "restore", "save_vinted_draft", "send_message", "send_offer", "set_favourite", "set_follow", "set_hidden", "sync_closet", "sync_conversation", "sync_inbox", "sync_listing", "sync_notifications", "sync_orders", "update_listing"]);
export type Verb = v.InferOutput<typeof Verb>;

/** A job as people see it: in Today, the popup and the history. */
export const Job = v.object({
  id: v.pipe(v.string(), v.uuid()),
  closet_id: v.pipe(v.string(), v.uuid()),
  verb: Verb,
  state: JobState,
  title: v.string(),
  photo_url: v.optional(v.nullable(v.string()), null),
  photo_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  item_id: v.optional(v.nullable(VintedId), null),
  new_item_id: v.optional(v.nullable(VintedId), null),
  draft_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  step: v.optional(v.nullable(StepName), null),
  steps_done: v.optional(JobCount, 0),
  steps_total: v.optional(JobCount, 0),
  reason: v.optional(v.nullable(EndReason), null),
  waits_for: v.optional(v.nullable(WaitReason), null),
  refusal: v.optional(v.nullable(Refusal), null),
  next_at: v.optional(v.nullable(Moment), null),
  leftover_item_id: v.optional(v.nullable(VintedId), null),
  restorable: v.optional(v.boolean(), false),
  restore_from: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  choices: v.optional(v.array(Choice), []),
  created_at: Moment,
  expires_at: v.optional(v.nullable(Moment), null),
  card: v.optional(v.nullable(Card), null),
  thread_id: v.optional(v.nullable(VintedId), null),
  transaction_id: v.optional(v.nullable(VintedId), null),
  batch_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  ended_at: v.optional(v.nullable(Moment), null),
  history: v.optional(v.array(HistoryStep), []),
});
export type Job = v.InferOutput<typeof Job>;

/** GET /jobs, newest first; filter by `closet_id`, `state` (comma separated), `item_id`, `thread_id`, `batch_id`.

    `waits=person` brings whatever a person must know of or answer, however old: what needs them or is unknown, leftovers, and
    relists of which nothing is left (`restore_from`). */
export const JobPage = v.object({
  items: v.array(Job),
  next: v.optional(v.nullable(v.string()), null),
});
export type JobPage = v.InferOutput<typeof JobPage>;

/** How many jobs were settled by what this journal knew, and how many wait for the person. */
export const JournalAnswer = v.object({
  taken: v.pipe(v.number(), v.integer()),
  waiting: v.pipe(v.number(), v.integer()),
});
export type JournalAnswer = v.InferOutput<typeof JournalAnswer>;

/** One step of a device's journal. */
export const JournalStep = v.object({
  seq: v.pipe(v.number(), v.integer()),
  step: StepName,
  undo: v.boolean(),
  status: v.picklist(["done", "sent", "todo"]),
  outcome: v.optional(v.nullable(StepOutcome), null),
  proof: v.optional(v.nullable(Proof), null),
  at: Moment,
});
export type JournalStep = v.InferOutput<typeof JournalStep>;

/** Say that a sale without tracking was handed over. */
export const MarkShipped = v.object({
  verb: v.literal("mark_shipped"),
  transaction_id: VintedId,
});
export type MarkShipped = v.InferOutput<typeof MarkShipped>;

/** Mark a conversation as read on Vinted. */
export const MarkThreadRead = v.object({
  verb: v.literal("mark_thread_read"),
  thread_id: VintedId,
});
export type MarkThreadRead = v.InferOutput<typeof MarkThreadRead>;

export const OpenPurpose = v.picklist(["block", "dispute", "draft", "feedback", "item", "mark_sold", "order", "paid_bump", "reserve", "sign_in", "solve_challenge", "thread", "wardrobe"]);
export type OpenPurpose = v.InferOutput<typeof OpenPurpose>;

/** Bring Vinted's own page to the front; the person clicks there, with what they need at hand. */
export const OpenOnVinted = v.object({
  verb: v.literal("open_on_vinted"),
  purpose: OpenPurpose,
  item_id: v.optional(v.nullable(VintedId), null),
  thread_id: v.optional(v.nullable(VintedId), null),
  transaction_id: v.optional(v.nullable(VintedId), null),
  member_id: v.optional(v.nullable(VintedId), null),
});
export type OpenOnVinted = v.InferOutput<typeof OpenOnVinted>;

/** A complete listing, frozen at the wish: what is sent to Vinted and what the proof compares with. */
export const ListingContent = v.object({
  fields: ListingFields,
  photos: v.pipe(v.array(ContentPhoto), v.minLength(1), v.maxLength(20)),
});
export type ListingContent = v.InferOutput<typeof ListingContent>;

/** A new listing: Vinted draft, then completion; only a draft id makes a lost answer provable. */
export const PublishListing = v.object({
  verb: v.literal("publish_listing"),
  draft_id: v.pipe(v.string(), v.uuid()),
  content: ListingContent,
});
export type PublishListing = v.InferOutput<typeof PublishListing>;

/** Search Vinted's catalogue for listings like this one, one page. */
export const ReadComparables = v.object({
  verb: v.literal("read_comparables"),
  query: ComparableQuery,
});
export type ReadComparables = v.InferOutput<typeof ReadComparables>;

/** Read what Vinted's form offers for one category. */
export const ReadFormReference = v.object({
  verb: v.literal("read_form_reference"),
  catalog_id: VintedId,
});
export type ReadFormReference = v.InferOutput<typeof ReadFormReference>;

/** Delete and recreate, the old listing last (§3.7). */
export const Relist = v.object({
  verb: v.literal("relist"),
  item_id: VintedId,
});
export type Relist = v.InferOutput<typeof Relist>;

/** One photo of a snapshot: our bytes and the id Vinted gave it. */
export const SnapshotPhoto = v.object({
  sha256: Sha256,
  vinted_photo_id: VintedId,
});
export type SnapshotPhoto = v.InferOutput<typeof SnapshotPhoto>;

/** A listing as it was before a relist. `payload` is Vinted's edit payload, opaque to the server. */
export const Snapshot = v.object({
  id: v.pipe(v.string(), v.uuid()),
  item_id: VintedId,
  payload: v.record(v.string(), v.unknown()),
  photos: v.array(SnapshotPhoto),
  taken_at: Moment,
});
export type Snapshot = v.InferOutput<typeof Snapshot>;

/** A listing from a snapshot; the way of a publish, once nothing is left of the old listing and of what the relist made. */
export const Restore = v.object({
  verb: v.literal("restore"),
  snapshot: Snapshot,
  replaced_by: v.optional(v.nullable(VintedId), null),
  replaced_photo_ids: v.optional(v.array(VintedId), []),
});
export type Restore = v.InferOutput<typeof Restore>;

/** A draft on Vinted, not published. */
export const SaveVintedDraft = v.object({
  verb: v.literal("save_vinted_draft"),
  draft_id: v.pipe(v.string(), v.uuid()),
  content: ListingContent,
});
export type SaveVintedDraft = v.InferOutput<typeof SaveVintedDraft>;

/** The card's text to its recipient. `after`: the thread's last entry when the card was made; another one means look again. */
export const SendMessage = v.object({
  verb: v.literal("send_message"),
  card: Card,
  thread_id: v.nullable(VintedId),
  after: v.optional(v.nullable(v.string()), null),
});
export type SendMessage = v.InferOutput<typeof SendMessage>;

/** An offer at the card's amount for the card's item. */
export const SendOffer = v.object({
  verb: v.literal("send_offer"),
  card: Card,
  thread_id: v.nullable(VintedId),
  after: v.optional(v.nullable(v.string()), null),
});
export type SendOffer = v.InferOutput<typeof SendOffer>;

/** The card's item becomes a favourite, or is one no longer. */
export const SetFavourite = v.object({
  verb: v.literal("set_favourite"),
  card: Card,
  favourite: v.boolean(),
});
export type SetFavourite = v.InferOutput<typeof SetFavourite>;

/** The card's recipient is followed, or no longer. */
export const SetFollow = v.object({
  verb: v.literal("set_follow"),
  card: Card,
  follow: v.boolean(),
});
export type SetFollow = v.InferOutput<typeof SetFollow>;

/** Hide a listing, or show it again. */
export const SetHidden = v.object({
  verb: v.literal("set_hidden"),
  item_id: VintedId,
  hidden: v.boolean(),
});
export type SetHidden = v.InferOutput<typeof SetHidden>;

/** Read the wardrobe list, nothing else. */
export const SyncCloset = v.object({
  verb: v.literal("sync_closet"),
});
export type SyncCloset = v.InferOutput<typeof SyncCloset>;

/** Read one conversation with its offers. */
export const SyncConversation = v.object({
  verb: v.literal("sync_conversation"),
  thread_id: VintedId,
});
export type SyncConversation = v.InferOutput<typeof SyncConversation>;

/** Read the list of conversations, newest first, until one is known unchanged. It opens none. */
export const SyncInbox = v.object({
  verb: v.literal("sync_inbox"),
});
export type SyncInbox = v.InferOutput<typeof SyncInbox>;

/** Read one listing's edit payload: description, category, attributes.

    `photos`: bring the photos' bytes too, as a relist does (`/jobs/{id}/snapshot`); for a copy as a draft. */
export const SyncListing = v.object({
  verb: v.literal("sync_listing"),
  item_id: VintedId,
  photos: v.optional(v.boolean(), false),
});
export type SyncListing = v.InferOutput<typeof SyncListing>;

/** Read the notification feed of about seven days without marking it read: who liked what. */
export const SyncNotifications = v.object({
  verb: v.literal("sync_notifications"),
});
export type SyncNotifications = v.InferOutput<typeof SyncNotifications>;

/** Read sales and purchases, with the transaction of each that is under way. */
export const SyncOrders = v.object({
  verb: v.literal("sync_orders"),
});
export type SyncOrders = v.InferOutput<typeof SyncOrders>;

/** What is to be different. A field that is not named stays as it is on Vinted; `photos`, if named, is the whole new order. */
export const ListingChange = v.object({
  title: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(100))), null),
  description: v.optional(v.nullable(Description), null),
  price: v.optional(v.nullable(Money), null),
  catalog_id: v.optional(v.nullable(VintedId), null),
  brand_id: v.optional(v.nullable(VintedId), null),
  brand: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(80))), null),
  size_id: v.optional(v.nullable(VintedId), null),
  condition_id: v.optional(v.nullable(VintedId), null),
  color_ids: v.optional(v.nullable(v.pipe(v.array(VintedId), v.maxLength(2))), null),
  package_size_id: v.optional(v.nullable(VintedId), null),
  attributes: v.optional(v.nullable(v.array(AttributeChoice)), null),
  photos: v.optional(v.nullable(v.pipe(v.array(ChangedPhoto), v.minLength(1), v.maxLength(20))), null),
});
export type ListingChange = v.InferOutput<typeof ListingChange>;

/** Change a listing in place, its price included. What is not named stays as it is on Vinted. */
export const UpdateListing = v.object({
  verb: v.literal("update_listing"),
  item_id: VintedId,
  change: ListingChange,
});
export type UpdateListing = v.InferOutput<typeof UpdateListing>;

export const Work = v.variant("verb", [SyncCloset, SyncListing, SyncInbox, SyncConversation, SyncOrders, SyncNotifications, ReadComparables, ReadFormReference, UpdateListing, SetHidden, DeleteListing, Relist, PublishListing, SaveVintedDraft, Restore, SendMessage, SendOffer, AnswerOffer, SetFavourite, SetFollow, MarkThreadRead, FetchLabel, MarkShipped, OpenOnVinted]);
export type Work = v.InferOutput<typeof Work>;

/** One job as a device remembers it; the server takes it as fact after a restore. */
export const JournalEntry = v.object({
  job_id: v.pipe(v.string(), v.uuid()),
  closet_id: v.pipe(v.string(), v.uuid()),
  epoch: v.string(),
  verb: Verb,
  version: v.pipe(v.number(), v.integer()),
  work: Work,
  facts: Facts,
  steps: v.array(JournalStep),
  end: v.optional(v.nullable(JobEnd), null),
  reason: v.optional(v.nullable(EndReason), null),
  proof: v.optional(v.nullable(Proof), null),
  at: Moment,
});
export type JournalEntry = v.InferOutput<typeof JournalEntry>;

/** POST /jobs/journal: this device's journal of the last 30 days, after a restore. */
export const JournalRequest = v.object({
  generation: v.string(),
  entries: v.pipe(v.array(JournalEntry), v.maxLength(5000)),
});
export type JournalRequest = v.InferOutput<typeof JournalRequest>;

/** The database was restored: send your journal of the last 30 days first (POST /jobs/journal). */
export const JournalWanted = v.object({
  answer: v.literal("journal_wanted"),
  generation: v.string(),
});
export type JournalWanted = v.InferOutput<typeof JournalWanted>;

/** POST /bulk/duplicates/keep: this photo, the later one of a pair, stays beside those it is like, and is not asked about
    again; with `keep` false it is. */
export const KeepBoth = v.object({
  photo_id: v.pipe(v.string(), v.uuid()),
  keep: v.optional(v.boolean(), true),
});
export type KeepBoth = v.InferOutput<typeof KeepBoth>;

/** PUT /jobs/{id}/label answers with it. */
export const LabelBytes = v.object({
  sha256: Sha256,
  pages: v.optional(JobCount, 0),
});
export type LabelBytes = v.InferOutput<typeof LabelBytes>;

export const LabelForm = v.picklist(["digital", "none", "ready", "unknown"]);
export type LabelForm = v.InferOutput<typeof LabelForm>;

export const Language = v.picklist(["de", "en", "es", "fr"]);
export type Language = v.InferOutput<typeof Language>;

export const LeaseMode = v.picklist(["look", "run", "settle"]);
export type LeaseMode = v.InferOutput<typeof LeaseMode>;

/** All times of the protocol, sent with each lease. Defaults are the product's; only tests shorten them. */
export const Pace = v.object({
  lease: v.optional(Seconds, 90),
  heartbeat: v.optional(Seconds, 25),
  takeover_wait: v.optional(Seconds, 90),
  go_age: v.optional(Seconds, 20),
  request_deadline: v.optional(Seconds, 30),
  undo_from: v.optional(Seconds, 120),
  undo_until: v.optional(Seconds, 130),
  late_look: v.optional(Seconds, 600),
  looks: v.optional(v.array(Seconds), [60, 300, 900, 3600]),
  absent_gap: v.optional(Seconds, 10),
  read_gap: v.optional(Seconds, 1.2),
  payload_gap: v.optional(Seconds, 3),
  payloads_in_a_row: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 15),
  payload_rest: v.optional(Seconds, 30),
  step_gap_min: v.optional(Seconds, 2),
  step_gap_max: v.optional(Seconds, 5),
  job_gap_min: v.optional(Seconds, 60),
  job_gap_max: v.optional(Seconds, 180),
  message_gap: v.optional(Seconds, 90),
  person_wait: v.optional(Seconds, 5),
  identity_age: v.optional(Seconds, 20),
  second_try: v.optional(Seconds, 2),
  poll: v.optional(Seconds, 30),
  rest_after_challenge: v.optional(Seconds, 1800),
  receipts_kept: v.optional(Seconds, 86400),
});
export type Pace = v.InferOutput<typeof Pace>;

/** This device may work on this job until the lease ends. `epoch` is compared only for equality, with the device. */
export const Lease = v.object({
  answer: v.literal("lease"),
  job_id: v.pipe(v.string(), v.uuid()),
  closet_id: v.pipe(v.string(), v.uuid()),
  member_id: VintedId,
  country: Country,
  epoch: v.string(),
  mode: LeaseMode,
  work: Work,
  facts: Facts,
  last_step: v.optional(v.nullable(StepName), null),
  person_pressed: v.optional(v.boolean(), false),
  answer_of_person: v.optional(v.nullable(v.picklist(["ask_again", "give_up", "show", "wait"])), null),
  snapshot: v.optional(v.nullable(Snapshot), null),
  cost: v.optional(Effects, {"writes": 0, "relists": 0}),
  limits: v.optional(v.nullable(Effects), null),
  pace: Pace,
});
export type Lease = v.InferOutput<typeof Lease>;

/** Nothing to do now. Ask again in `retry_in` seconds, or when woken. */
export const NoWork = v.object({
  answer: v.literal("none"),
  retry_in: Seconds,
  waiting: v.optional(v.pipe(v.number(), v.integer()), 0),
});
export type NoWork = v.InferOutput<typeof NoWork>;

/** The build is too old for this server. */
export const UpgradeRequired = v.object({
  answer: v.literal("upgrade_required"),
  wire_version: v.pipe(v.number(), v.integer()),
});
export type UpgradeRequired = v.InferOutput<typeof UpgradeRequired>;

export const LeaseAnswer = v.variant("answer", [Lease, NoWork, UpgradeRequired, JournalWanted]);
export type LeaseAnswer = v.InferOutput<typeof LeaseAnswer>;

/** POST /jobs/lease. `holding`: jobs whose journal this device has open; it gets those first. */
export const LeaseRequest = v.object({
  build: v.pipe(v.string(), v.maxLength(40)),
  wire_version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  verbs: v.pipe(v.array(Verb), v.maxLength(40)),
  hands: v.pipe(v.array(HandsOn), v.maxLength(20)),
  holding: v.optional(v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(20)), []),
});
export type LeaseRequest = v.InferOutput<typeof LeaseRequest>;

/** A liker no card was made for, and why. */
export const LeftOut = v.object({
  member_id: VintedId,
  item_id: VintedId,
  why: v.picklist(["below_floor", "contacted", "ignored", "item_limit", "item_not_active"]),
});
export type LeftOut = v.InferOutput<typeof LeftOut>;

/** A member who liked an own item, from the notifications of the last seven days. */
export const Liker = v.object({
  member: Member,
  item_id: VintedId,
  item_title: v.string(),
  item_photo_url: v.nullable(v.string()),
  price: v.nullable(Money),
  at: Moment,
  contacted: v.boolean(),
});
export type Liker = v.InferOutput<typeof Liker>;

/** GET /messages/likers, newest first. */
export const LikerPage = v.object({
  items: v.array(Liker),
  next: v.optional(v.nullable(v.string()), null),
});
export type LikerPage = v.InferOutput<typeof LikerPage>;

/** Who liked what. */
export const LikerRef = v.object({
  member_id: VintedId,
  item_id: VintedId,
});
export type LikerRef = v.InferOutput<typeof LikerRef>;

/** What only the edit payload tells. Absent until one read it: then a screen says "not read yet". */
export const ListingDetails = v.object({
  fields: ListingFields,
  photo_ids: v.optional(v.array(VintedId), []),
  photo_urls: v.optional(v.array(v.string()), []),
  read_at: Moment,
});
export type ListingDetails = v.InferOutput<typeof ListingDetails>;

/** PUT /vinted/listings/{item_id}/notes: what the seller keeps about an item. None of it is on Vinted; it follows a relist. */
export const ListingNotes = v.object({
  purchase_cost: v.optional(v.nullable(Money), null),
  floor: v.optional(v.nullable(Money), null),
  tags: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(30))), v.maxLength(10)), []),
  storage_place: v.optional(v.pipe(v.string(), v.maxLength(60)), ""),
});
export type ListingNotes = v.InferOutput<typeof ListingNotes>;

export const ListingState = v.picklist(["active", "closed", "draft", "gone", "hidden", "processing", "reserved", "sold"]);
export type ListingState = v.InferOutput<typeof ListingState>;

/** One entry of the wardrobe as the extension read it: no description, category or date is in that list. */
export const SeenListing = v.object({
  item_id: VintedId,
  title: v.string(),
  price: v.nullable(Money),
  state: ListingState,
  url: v.string(),
  brand: v.optional(v.string(), ""),
  size: v.optional(v.string(), ""),
  condition: v.optional(v.string(), ""),
  photo_ids: v.optional(v.array(VintedId), []),
  photo_url: v.optional(v.nullable(v.string()), null),
  color: v.optional(v.nullable(v.string()), null),
  favourites: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  views: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
  oldest_photo_at: v.optional(v.nullable(Moment), null),
  alert: v.optional(v.nullable(v.string()), null),
});
export type SeenListing = v.InferOutput<typeof SeenListing>;

/** A listing of ours on Vinted, as last seen. */
export const Listing = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  seen: SeenListing,
  first_seen_at: Moment,
  seen_at: Moment,
  job_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  relisted_at: v.optional(v.nullable(Moment), null),
  open_offer: v.optional(v.boolean(), false),
  restorable: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  details: v.optional(v.nullable(ListingDetails), null),
  notes: v.optional(ListingNotes),
});
export type Listing = v.InferOutput<typeof Listing>;

/** PUT /vinted/listing/{id}: hide, show, or change; answers 202 with the job. Exactly one of the two is named. */
export const ListingEdit = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  hidden: v.optional(v.nullable(v.boolean()), null),
  change: v.optional(v.nullable(ListingChange), null),
});
export type ListingEdit = v.InferOutput<typeof ListingEdit>;

/** GET /vinted/listings. */
export const ListingPage = v.object({
  items: v.array(Listing),
  next: v.optional(v.nullable(v.string()), null),
  total: v.pipe(v.number(), v.integer()),
});
export type ListingPage = v.InferOutput<typeof ListingPage>;

/** One listing's edit payload, read into our fields. */
export const ListingRead = v.object({
  read: v.literal("listing"),
  item_id: VintedId,
  fields: ListingFields,
  photo_ids: v.pipe(v.array(VintedId), v.maxLength(40)),
  photo_urls: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(600))), v.maxLength(40)), []),
});
export type ListingRead = v.InferOutput<typeof ListingRead>;

/** What was missed is no longer kept, or too much: read everything anew, and go on from `number`. */
export const StartOver = v.object({
  frame: v.literal("start_over"),
  number: Number,
});
export type StartOver = v.InferOutput<typeof StartOver>;

/** The ticket was good. `number`: the last there is; what was missed follows. */
export const Welcome = v.object({
  frame: v.literal("welcome"),
  number: Number,
});
export type Welcome = v.InferOutput<typeof Welcome>;

export const LiveFrame = v.variant("frame", [Welcome, Happened, StartOver, Beat]);
export type LiveFrame = v.InferOutput<typeof LiveFrame>;

/** The first frame, the client's only one. `after`: the last number it heard; without it, it wants what comes from now on. */
export const LiveHello = v.object({
  ticket: Title,
  after: v.optional(v.nullable(Number), null),
});
export type LiveHello = v.InferOutput<typeof LiveHello>;

/** POST /live/ticket: opens one socket within half a minute, and is used up by it. */
export const LiveTicket = v.object({
  ticket: v.string(),
});
export type LiveTicket = v.InferOutput<typeof LiveTicket>;

/** POST /auth/login. A wrong address and a wrong password are answered alike. */
export const LoginRequest = v.object({
  email: Email,
  password: v.pipe(v.string(), v.maxLength(200)),
});
export type LoginRequest = v.InferOutput<typeof LoginRequest>;

/** A choice: a size, a parcel size, a material. */
export const ReferenceOption = v.object({
  id: VintedId,
  title: v.string(),
});
export type ReferenceOption = v.InferOutput<typeof ReferenceOption>;

/** Materials that belong together (textiles, tableware, decoration). */
export const MaterialGroup = v.object({
  id: VintedId,
  title: v.string(),
  materials: v.array(ReferenceOption),
});
export type MaterialGroup = v.InferOutput<typeof MaterialGroup>;

/** Who is signed in to us. */
export const User = v.object({
  id: v.pipe(v.string(), v.uuid()),
  email: v.string(),
  language: Language,
  created_at: Moment,
  understood_at: v.optional(v.nullable(Moment), null),
});
export type User = v.InferOutput<typeof User>;

/** GET /auth/me: the signed-in user, and the device if a device asked. */
export const Me = v.object({
  user: User,
  device: v.optional(v.nullable(Device), null),
});
export type Me = v.InferOutput<typeof Me>;

export const ModelState = v.picklist(["no_category", "not_trained", "too_few_alike", "unreadable", "used"]);
export type ModelState = v.InferOutput<typeof ModelState>;

/** A file the seller dropped, as the browser is about to send it (after shrinking, so size and sha256 are of what is sent). */
export const NewPhoto = v.object({
  client_id: v.pipe(v.string(), v.uuid()),
  name: v.pipe(v.string(), v.maxLength(200)),
  size: JobCount,
  sha256: Sha256,
  captured_at: v.optional(v.nullable(Moment), null),
  orientation: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)), 1),
});
export type NewPhoto = v.InferOutput<typeof NewPhoto>;

export const NotificationKind = v.picklist(["favourite_sold", "favourited", "feedback_due", "follower", "lower_price_suggested", "message", "offer", "offer_accepted", "offer_rejected", "other", "price_dropped"]);
export type NotificationKind = v.InferOutput<typeof NotificationKind>;

/** A notification of the last seven days. `text` is Vinted's, localised; what it says is never acted on. */
export const Notification = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  kind: NotificationKind,
  text: v.string(),
  item_id: v.nullable(VintedId),
  member: v.nullable(Member),
  at: Moment,
  is_read: v.boolean(),
});
export type Notification = v.InferOutput<typeof Notification>;

/** GET /messages/notifications, newest first; filter by `closet_id`. */
export const NotificationPage = v.object({
  items: v.array(Notification),
  next: v.optional(v.nullable(v.string()), null),
});
export type NotificationPage = v.InferOutput<typeof NotificationPage>;

/** One notification. `other`: a number nobody has described, shown as plain text and never acted on. */
export const SeenNotification = v.object({
  id: v.string(),
  kind: NotificationKind,
  item_id: v.nullable(VintedId),
  member: v.nullable(Member),
  text: v.string(),
  at: Moment,
  is_read: v.boolean(),
});
export type SeenNotification = v.InferOutput<typeof SeenNotification>;

/** One page of the notification feed. */
export const NotificationsPage = v.object({
  read: v.literal("notifications"),
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
  last: v.boolean(),
  items: v.pipe(v.array(SeenNotification), v.maxLength(100)),
});
export type NotificationsPage = v.InferOutput<typeof NotificationsPage>;

export const OrderSide = v.picklist(["purchased", "sold"]);
export type OrderSide = v.InferOutput<typeof OrderSide>;

export const OrderState = v.picklist(["cancelled", "completed", "delivered", "negotiating", "paid", "shipped", "unknown"]);
export type OrderState = v.InferOutput<typeof OrderState>;

export const OrderWaits = v.picklist(["completed", "failed", "needs_action", "unknown", "waiting"]);
export type OrderWaits = v.InferOutput<typeof OrderWaits>;

/** A sale or purchase. */
export const Order = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  transaction_id: VintedId,
  thread_id: v.nullable(VintedId),
  side: OrderSide,
  state: OrderState,
  waits: OrderWaits,
  title: v.string(),
  photo_url: v.nullable(v.string()),
  price: v.nullable(Money),
  status_text: v.string(),
  other: v.nullable(Member),
  item_ids: v.array(VintedId),
  carrier: v.nullable(v.string()),
  tracking_code: v.nullable(v.string()),
  ship_by: v.nullable(Moment),
  label: LabelForm,
  label_sha256: v.optional(v.nullable(Sha256), null),
  job_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
  at: v.nullable(Moment),
  seen_at: Moment,
});
export type Order = v.InferOutput<typeof Order>;

/** GET /orders, newest first; filter by `closet_id`, `side`, `waits`. */
export const OrderPage = v.object({
  items: v.array(Order),
  next: v.optional(v.nullable(v.string()), null),
});
export type OrderPage = v.InferOutput<typeof OrderPage>;

/** One row of the order list. There is no item id in it. */
export const SeenOrder = v.object({
  transaction_id: VintedId,
  thread_id: v.nullable(VintedId),
  side: OrderSide,
  title: v.string(),
  price: v.nullable(Money),
  status_text: v.string(),
  waits: OrderWaits,
  at: v.nullable(Moment),
  photo_url: v.optional(v.nullable(v.string()), null),
});
export type SeenOrder = v.InferOutput<typeof SeenOrder>;

/** One page of the sales or the purchases, with the transactions that were read whole. */
export const OrdersPage = v.object({
  read: v.literal("orders"),
  side: OrderSide,
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
  last: v.boolean(),
  orders: v.pipe(v.array(SeenOrder), v.maxLength(100)),
  confirmed: v.optional(v.boolean(), false),
});
export type OrdersPage = v.InferOutput<typeof OrdersPage>;

/** A price, and the days after which half of what was sold at its like was gone. */
export const PacedPrice = v.object({
  price: Money,
  days: JobCount,
});
export type PacedPrice = v.InferOutput<typeof PacedPrice>;

/** PUT /bulk/photos/{id}/parts?offset=N with the raw bytes: what is there now.

    `sha256` is set once all bytes are confirmed: delete the local copy then. A part sent again is answered with the current
    offset; one that leaves a gap is refused with `wrong_offset`, whose data names the right one (`WrongOffset`). When the
    checksum of the whole is wrong the state is `failed`, the problem `checksum`, the offset 0: send it again from there. */
export const PartAnswer = v.object({
  offset: v.pipe(v.number(), v.integer()),
  state: PhotoState,
  sha256: v.optional(v.nullable(Sha256), null),
});
export type PartAnswer = v.InferOutput<typeof PartAnswer>;

export const Password = v.pipe(v.string(), v.minLength(10), v.maxLength(200));
export type Password = v.InferOutput<typeof Password>;

/** GET /photos/{id}/edit: the photo's operations with their history. `steps[at]` are those in force; `[[]]`, 0 for a photo
    that was never edited. `revision` grows with each save. */
export const PhotoEdit = v.object({
  photo_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
  steps: v.array(PhotoOperations),
  at: v.pipe(v.number(), v.integer()),
  state: EditState,
  problem: v.optional(v.nullable(EditProblem), null),
  rendering: v.pipe(v.number(), v.integer()),
  width: v.pipe(v.number(), v.integer()),
  height: v.pipe(v.number(), v.integer()),
  has_mask: v.boolean(),
  has_server_mask: v.optional(v.boolean(), false),
  color: v.optional(v.nullable(v.string()), null),
});
export type PhotoEdit = v.InferOutput<typeof PhotoEdit>;

/** GET /bulk/photos, newest first; `?ids=` (comma separated) asks for these only. */
export const PhotoPage = v.object({
  items: v.array(Photo),
  next: v.optional(v.nullable(v.string()), null),
});
export type PhotoPage = v.InferOutput<typeof PhotoPage>;

export const PhotoVariant = v.picklist(["large", "mask", "original", "server_mask", "source", "thumb"]);
export type PhotoVariant = v.InferOutput<typeof PhotoVariant>;

/** POST /messages/prepare: cards for members who liked items, to be looked at one by one. Nothing leaves by this.

    `text` may carry {buyer_name}, {item_title} and {price}; with `price_percent` an offer of that part of the price is made. */
export const PrepareCards = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  likers: v.pipe(v.array(LikerRef), v.minLength(1), v.maxLength(50)),
  text: v.optional(Description, ""),
  price_percent: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(50), v.maxValue(99))), null),
});
export type PrepareCards = v.InferOutput<typeof PrepareCards>;

/** POST /vinted/listing/prepare. */
export const PrepareRequest = v.object({
  draft_id: v.pipe(v.string(), v.uuid()),
});
export type PrepareRequest = v.InferOutput<typeof PrepareRequest>;

/** A validated draft and its rule check. `ready`: nothing blocks. */
export const Prepared = v.object({
  draft: Draft,
  ready: v.boolean(),
  problems: v.array(RuleProblem),
});
export type Prepared = v.InferOutput<typeof Prepared>;

/** The jobs that now wait for approval, and whom none was made for. */
export const PreparedCards = v.object({
  job_ids: v.array(v.pipe(v.string(), v.uuid())),
  left_out: v.array(LeftOut),
});
export type PreparedCards = v.InferOutput<typeof PreparedCards>;

export const PriceBasis = v.picklist(["category_condition", "comparables", "model", "none"]);
export type PriceBasis = v.InferOutput<typeof PriceBasis>;

/** GET /vinted/listings/{item_id}/comparables: what the last search found; low, middle and high are quartiles of its prices.

    `too_few`: fewer than five comparables, so no figure is given. */
export const PriceCheck = v.object({
  country: Country,
  query: ComparableQuery,
  items: v.array(Comparable),
  support: v.picklist(["enough", "none", "too_few"]),
  low: v.optional(v.nullable(Money), null),
  middle: v.optional(v.nullable(Money), null),
  high: v.optional(v.nullable(Money), null),
  read_at: v.optional(v.nullable(Moment), null),
  job_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
});
export type PriceCheck = v.InferOutput<typeof PriceCheck>;

export const ReasonKind = v.picklist(["brand", "category", "color", "condition", "defect", "description", "photos", "size", "title", "word"]);
export type ReasonKind = v.InferOutput<typeof ReasonKind>;

/** Something that moved the recommended price away from the market's usual one. */
export const PriceReason = v.object({
  kind: ReasonKind,
  text: v.optional(v.string(), ""),
  percent: v.pipe(v.number(), v.integer()),
});
export type PriceReason = v.InferOutput<typeof PriceReason>;

/** GET /drafts/{draft_id}/price and GET /vinted/listings/{item_id}/price.

    All prices are in `currency`; amounts of another are never mixed in. `basis` `none`: no reliable estimate, and no price. */
export const PriceEstimate = v.object({
  country: Country,
  currency: Currency,
  basis: PriceBasis,
  model: ModelState,
  recommended: v.optional(v.nullable(Money), null),
  low: v.optional(v.nullable(Money), null),
  high: v.optional(v.nullable(Money), null),
  coverage: v.optional(v.nullable(v.number()), null),
  rests_on: v.optional(JobCount, 0),
  sales: v.optional(JobCount, 0),
  reasons: v.optional(v.array(PriceReason), []),
  defects: v.optional(v.array(DefectKind), []),
  comparables: v.optional(v.pipe(v.array(Comparable), v.maxLength(3)), []),
  fast: v.optional(v.nullable(PacedPrice), null),
  patient: v.optional(v.nullable(PacedPrice), null),
  purchase_cost: v.optional(v.nullable(Money), null),
  floor: v.optional(v.nullable(Money), null),
  query: ComparableQuery,
  read_at: v.optional(v.nullable(Moment), null),
  job_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
});
export type PriceEstimate = v.InferOutput<typeof PriceEstimate>;

/** RFC 9457 `application/problem+json`.

    `field` names the input at fault (dotted path), `request_id` finds the server's log line, `data` holds the error's
    own named values (for `rate_limited`: `retry_after_s`). */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  code: ErrorCode,
  detail: v.optional(v.string(), ""),
  field: v.optional(v.nullable(v.string()), null),
  request_id: v.optional(v.string(), ""),
  data: v.optional(v.record(v.string(), v.unknown()), {}),
});
export type Problem = v.InferOutput<typeof Problem>;

/** POST /drafts/publish: 202 with the batch. Each draft on the revision the preview showed; one changed since is left out. */
export const PublishDrafts = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  drafts: v.pipe(v.array(DraftAt), v.minLength(1), v.maxLength(200)),
});
export type PublishDrafts = v.InferOutput<typeof PublishDrafts>;

/** POST /vinted/listing/publish: 202 with the job. `as_vinted_draft` saves it on Vinted without publishing. */
export const PublishRequest = v.object({
  draft_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
  closet_id: v.pipe(v.string(), v.uuid()),
  as_vinted_draft: v.optional(v.boolean(), false),
});
export type PublishRequest = v.InferOutput<typeof PublishRequest>;

/** One transaction read whole. */
export const SeenTransaction = v.object({
  transaction_id: VintedId,
  thread_id: v.nullable(VintedId),
  item_ids: v.array(VintedId),
  other: Member,
  status: v.nullable(v.pipe(v.number(), v.integer())),
  price: v.nullable(Money),
  shipment_id: v.nullable(VintedId),
  shipment_status: v.nullable(v.pipe(v.number(), v.integer())),
  carrier: v.nullable(v.string()),
  tracking_code: v.nullable(v.string()),
  ship_by: v.nullable(Moment),
  label: v.optional(LabelForm, "unknown"),
});
export type SeenTransaction = v.InferOutput<typeof SeenTransaction>;

/** One transaction read whole. */
export const TransactionRead = v.object({
  read: v.literal("transaction"),
  transaction: SeenTransaction,
});
export type TransactionRead = v.InferOutput<typeof TransactionRead>;

/** One page of the wardrobe. A first page opens a new reading; the last closes it.

    `pages` is Vinted's count. Nothing is marked gone unless every page of one reading arrived. */
export const WardrobePage = v.object({
  read: v.literal("wardrobe"),
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
  pages: JobCount,
  total: JobCount,
  items: v.pipe(v.array(SeenListing), v.maxLength(100)),
  confirmed: v.optional(v.boolean(), false),
});
export type WardrobePage = v.InferOutput<typeof WardrobePage>;

export const Reading = v.variant("read", [WardrobePage, FormReferenceRead, ListingRead, InboxPage, ConversationRead, OrdersPage, TransactionRead, NotificationsPage, ComparablesRead]);
export type Reading = v.InferOutput<typeof Reading>;

/** `believed` false: the list is empty or halved; read it once more and say `confirmed`. `enough`: the rest is known already.

    `want`: transactions of an orders page that should be read whole. */
export const ReadingAnswer = v.object({
  believed: v.optional(v.boolean(), true),
  enough: v.optional(v.boolean(), false),
  want: v.optional(v.array(VintedId), []),
  give_way: v.optional(v.boolean(), false),
});
export type ReadingAnswer = v.InferOutput<typeof ReadingAnswer>;

/** POST /jobs/{id}/readings: one piece of what a reading job brings, or of what a writing one read for its proof. */
export const ReadingRequest = v.object({
  epoch: v.string(),
  reading: Reading,
});
export type ReadingRequest = v.InferOutput<typeof ReadingRequest>;

/** Sizes that belong together, in the form's order. */
export const SizeGroup = v.object({
  id: VintedId,
  title: v.string(),
  sizes: v.array(ReferenceOption),
});
export type SizeGroup = v.InferOutput<typeof SizeGroup>;

/** GET /reference/{language}: all vocabularies but the brands. `version` changes with the data and is its ETag. */
export const ReferenceDocument = v.object({
  language: Language,
  version: v.string(),
  categories: v.array(CategoryNode),
  size_groups: v.array(SizeGroup),
  colours: v.array(Colour),
  conditions: v.array(Condition),
  package_sizes: v.array(ReferenceOption),
  materials: v.array(MaterialGroup),
});
export type ReferenceDocument = v.InferOutput<typeof ReferenceDocument>;

/** POST /auth/register: a new account, signed in at once. */
export const RegisterRequest = v.object({
  email: Email,
  password: Password,
  language: v.optional(Language, "en"),
});
export type RegisterRequest = v.InferOutput<typeof RegisterRequest>;

/** `give_way`: a writing or a person's job waits; a reading job hands the lease back at the next page. */
export const RenewAnswer = v.object({
  give_way: v.optional(v.boolean(), false),
  stop: v.optional(v.boolean(), false),
});
export type RenewAnswer = v.InferOutput<typeof RenewAnswer>;

/** POST /jobs/{id}/renew, the heartbeat. */
export const RenewRequest = v.object({
  epoch: v.string(),
});
export type RenewRequest = v.InferOutput<typeof RenewRequest>;

/** POST /messages/{thread}/reply: a person's own press on Send; 202 with the job. */
export const ReplyRequest = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  text: MessageText,
});
export type ReplyRequest = v.InferOutput<typeof ReplyRequest>;

/** POST /jobs/{id}/resolve: the person's answer to a job that is unknown or needs them. */
export const ResolveRequest = v.object({
  choice: Choice,
});
export type ResolveRequest = v.InferOutput<typeof ResolveRequest>;

/** PUT /photos/{id}/edit: the history as it is now, made on `revision`; undo and redo move `at`, no operations are the
    original.

    A save on an older revision answers 409 `edit_changed` with the edit as it is (`current`). */
export const SaveEdit = v.object({
  revision: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2147483647)),
  steps: v.pipe(v.array(PhotoOperations), v.minLength(1), v.maxLength(20)),
  at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(19)),
});
export type SaveEdit = v.InferOutput<typeof SaveEdit>;

/** POST /orders/{id}/ship: fetch the label (`order`: have it made first), or say that it was handed over. 202 with the job. */
export const ShipRequest = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  what: v.picklist(["handed_over", "label", "order_label"]),
});
export type ShipRequest = v.InferOutput<typeof ShipRequest>;

/** POST /photos/{id}/smart-crop: the rectangle of this ratio around the item, in the frame these operations leave. */
export const SmartCropRequest = v.object({
  operations: v.optional(PhotoOperations, []),
  ratio: v.optional(CropRatio, "free"),
});
export type SmartCropRequest = v.InferOutput<typeof SmartCropRequest>;

/** Which of Vinted's photos must be fetched and sent (PUT /jobs/{id}/snapshot/{vinted_photo_id}); the others we have. */
export const SnapshotAnswer = v.object({
  snapshot: v.optional(v.nullable(Snapshot), null),
  missing: v.array(VintedId),
});
export type SnapshotAnswer = v.InferOutput<typeof SnapshotAnswer>;

/** POST /jobs/{id}/snapshot: the edit payload and the ids of its photos; their bytes follow where `missing` says so.

    `title` names the job of a listing that no sync has seen yet; the payload itself is opaque to the server. */
export const SnapshotRequest = v.object({
  epoch: v.string(),
  title: v.optional(v.pipe(v.string(), v.maxLength(200)), ""),
  payload: v.record(v.string(), v.unknown()),
  photo_ids: v.pipe(v.array(VintedId), v.minLength(1), v.maxLength(20)),
});
export type SnapshotRequest = v.InferOutput<typeof SnapshotRequest>;

/** POST /jobs/{id}/snooze: not now. `until` null: now after all. */
export const SnoozeRequest = v.object({
  until: v.nullable(Moment),
});
export type SnoozeRequest = v.InferOutput<typeof SnoozeRequest>;

/** POST /photos/watermark: the text as it is drawn, to be previewed: a grey PNG in base64, white where the letters are. */
export const Stamp = v.object({
  png: v.string(),
  sha256: Sha256,
});
export type Stamp = v.InferOutput<typeof Stamp>;

export const StampRequest = v.object({
  text: v.pipe(v.string(), v.regex(new RegExp("^[ -~\u00a1-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\u2122]{1,40}$", "u"))),
});
export type StampRequest = v.InferOutput<typeof StampRequest>;

/** PUT /orders/{id}/status: what the person is to do on Vinted's own page, where no call is known; 202 with the job. */
export const StatusChange = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  to: v.picklist(["cancelled", "feedback", "reserved", "sold"]),
});
export type StatusChange = v.InferOutput<typeof StatusChange>;

/** What the device wants to send next. `seq` counts the steps of the job; a repeated question repeats it. */
export const StepIntent = v.object({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  step: StepName,
  undo: v.optional(v.boolean(), false),
});
export type StepIntent = v.InferOutput<typeof StepIntent>;

/** POST /jobs/{id}/steps: the last step's result, the facts, the next step's intent. */
export const StepsRequest = v.object({
  epoch: v.string(),
  facts: Facts,
  last: v.optional(v.nullable(StepResult), null),
  next: v.optional(v.nullable(StepIntent), null),
});
export type StepsRequest = v.InferOutput<typeof StepsRequest>;

/** One switch. `verb` None: everything in the country; `country` None: the verb everywhere. */
export const SwitchOff = v.object({
  verb: v.nullable(Verb),
  country: v.nullable(Country),
  reason: v.pipe(v.string(), v.maxLength(300)),
  link: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(600))), null),
  since: Moment,
});
export type SwitchOff = v.InferOutput<typeof SwitchOff>;

/** GET /switch-offs: what is off now. Clients ask once a minute. */
export const SwitchOffs = v.object({
  items: v.array(SwitchOff),
});
export type SwitchOffs = v.InferOutput<typeof SwitchOffs>;

/** Choices the template makes. None or empty: it leaves the draft's. */
export const TemplateFields = v.object({
  brand_id: v.optional(v.nullable(VintedId), null),
  brand: v.optional(v.pipe(v.string(), v.maxLength(80)), ""),
  condition_id: v.optional(v.nullable(VintedId), null),
  package_size_id: v.optional(v.nullable(VintedId), null),
});
export type TemplateFields = v.InferOutput<typeof TemplateFields>;

/** What a template says, in one language: its variables become that language's words. An empty text leaves the draft's. */
export const TemplateContent = v.object({
  name: v.pipe(v.string(), v.maxLength(80)),
  language: Language,
  title: v.optional(v.pipe(v.string(), v.maxLength(300)), ""),
  description: v.optional(v.pipe(v.string(), v.maxLength(4000)), ""),
  fields: v.optional(TemplateFields),
  category_ids: v.optional(v.pipe(v.array(VintedId), v.maxLength(20)), []),
});
export type TemplateContent = v.InferOutput<typeof TemplateContent>;

/** A template as it is kept. `revision` grows with each save; a save names the one it was made on. */
export const Template = v.object({
  id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
  content: TemplateContent,
  created_at: Moment,
  saved_at: Moment,
});
export type Template = v.InferOutput<typeof Template>;

export const TemplateField = v.picklist(["brand", "condition_id", "description", "package_size_id", "title"]);
export type TemplateField = v.InferOutput<typeof TemplateField>;

/** One field as it is and as it would be, in words. `cut`: so many characters did not fit into Vinted's limit. */
export const TemplateChange = v.object({
  field: TemplateField,
  before: v.string(),
  after: v.string(),
  cut: v.optional(v.pipe(v.number(), v.integer()), 0),
});
export type TemplateChange = v.InferOutput<typeof TemplateChange>;

/** Data of the problem `template_changed`: what is stored now. */
export const TemplateChanged = v.object({
  current: Template,
});
export type TemplateChanged = v.InferOutput<typeof TemplateChanged>;

/** GET /templates/export: all of them, oldest first. POST /templates/import reads it back as it is. */
export const TemplateFile = v.object({
  vintedbot_templates: v.optional(v.pipe(v.number(), v.integer()), 1),
  templates: v.array(TemplateContent),
});
export type TemplateFile = v.InferOutput<typeof TemplateFile>;

/** POST /templates/import. Each entry is read by itself: a broken one costs only itself. */
export const TemplateImport = v.object({
  vintedbot_templates: v.optional(v.literal(1), 1),
  templates: v.pipe(v.array(v.unknown()), v.maxLength(500)),
  same_name: v.optional(v.picklist(["keep", "replace"]), "keep"),
});
export type TemplateImport = v.InferOutput<typeof TemplateImport>;

/** The report, a line for each entry in the file's order. */
export const TemplateImported = v.object({
  lines: v.array(ImportLine),
});
export type TemplateImported = v.InferOutput<typeof TemplateImported>;

/** Data of the problem `template_invalid`: every mistake in its texts. */
export const TemplateInvalid = v.object({
  problems: v.array(TextProblem),
});
export type TemplateInvalid = v.InferOutput<typeof TemplateInvalid>;

/** GET /templates, newest first. */
export const TemplatePage = v.object({
  items: v.array(Template),
  next: v.optional(v.nullable(v.string()), null),
});
export type TemplatePage = v.InferOutput<typeof TemplatePage>;

export const TemplateVariable = v.picklist(["brand", "category", "colour", "condition", "description", "material", "measures", "size"]);
export type TemplateVariable = v.InferOutput<typeof TemplateVariable>;

/** What would become of one draft. */
export const TemplateTried = v.object({
  draft_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
  title: v.string(),
  locked: v.boolean(),
  fits: v.boolean(),
  changes: v.array(TemplateChange),
  empty: v.array(TemplateVariable),
});
export type TemplateTried = v.InferOutput<typeof TemplateTried>;

/** With `problems` nothing can be tried, and `drafts` is empty. Drafts that are gone are left out. */
export const TemplatePreview = v.object({
  problems: v.array(TextProblem),
  drafts: v.array(TemplateTried),
});
export type TemplatePreview = v.InferOutput<typeof TemplatePreview>;

/** PUT /templates/{id}. 409 `template_changed` with the current one if `revision` is not the newest. */
export const TemplateSave = v.object({
  revision: v.pipe(v.number(), v.integer()),
  content: TemplateContent,
});
export type TemplateSave = v.InferOutput<typeof TemplateSave>;

/** POST /templates/preview: what these words, saved or not, would do to these drafts. Nothing is written.

    Without drafts it is asked only whether the texts can be read. */
export const TemplateTry = v.object({
  content: TemplateContent,
  draft_ids: v.optional(v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(200)), []),
  keep_written: v.optional(v.boolean(), false),
});
export type TemplateTry = v.InferOutput<typeof TemplateTry>;

/** POST /templates/{id}/apply. `revision`: the template's, as it was looked at; each draft on the revision that was shown. */
export const TemplateUse = v.object({
  revision: v.pipe(v.number(), v.integer()),
  drafts: v.pipe(v.array(DraftAt), v.minLength(1), v.maxLength(200)),
  keep_written: v.optional(v.boolean(), false),
});
export type TemplateUse = v.InferOutput<typeof TemplateUse>;

export const UseOutcome = v.picklist(["applied", "changed_meanwhile", "gone", "locked", "partly_undone", "unchanged", "undone"]);
export type UseOutcome = v.InferOutput<typeof UseOutcome>;

/** What became of one draft. `partly_undone`: what the person changed since stays theirs. */
export const UsedOn = v.object({
  draft_id: v.pipe(v.string(), v.uuid()),
  outcome: UseOutcome,
});
export type UsedOn = v.InferOutput<typeof UsedOn>;

/** POST /templates/uses/{id}/undo takes it back for 30 days. */
export const TemplateUsed = v.object({
  id: v.pipe(v.string(), v.uuid()),
  drafts: v.array(UsedOn),
});
export type TemplateUsed = v.InferOutput<typeof TemplateUsed>;

/** PUT /messages/{thread}: `read` marks it as read on Vinted (202 with the thread and the job), `archived` is ours alone. */
export const ThreadChange = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  read: v.optional(v.nullable(v.literal(true)), null),
  archived: v.optional(v.nullable(v.boolean()), null),
});
export type ThreadChange = v.InferOutput<typeof ThreadChange>;

/** The thread as it is now. `job_id`: what marks it as read on Vinted; None where nothing has to be done there. */
export const ThreadChanged = v.object({
  thread: Thread,
  job_id: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
});
export type ThreadChanged = v.InferOutput<typeof ThreadChanged>;

/** GET /messages, newest first; filter by `closet_id`, `unread`, `waits`; those put away with `archived`. */
export const ThreadPage = v.object({
  items: v.array(Thread),
  next: v.optional(v.nullable(v.string()), null),
});
export type ThreadPage = v.InferOutput<typeof ThreadPage>;

/** A device token: 256 bits, shown this once, kept hashed by us and used by the extension's worker only. */
export const TokenAnswer = v.object({
  device_token: v.string(),
  device: Device,
  user: User,
});
export type TokenAnswer = v.InferOutput<typeof TokenAnswer>;

/** POST /auth/device/token: the code for a device token.

    A code lives 60 s and works once; a second use revokes what the first gave. */
export const TokenRequest = v.object({
  code: v.pipe(v.string(), v.maxLength(200)),
  code_verifier: v.pipe(v.string(), v.regex(new RegExp("^[A-Za-z0-9._~-]{43,128}$", "u"))),
  redirect_uri: v.pipe(v.string(), v.maxLength(200)),
  client_id: v.pipe(v.string(), v.maxLength(64)),
});
export type TokenRequest = v.InferOutput<typeof TokenRequest>;

/** For each announced photo, in order: its row; `duplicate_of` set means it need not be sent. */
export const UploadAnswer = v.object({
  items: v.array(Photo),
});
export type UploadAnswer = v.InferOutput<typeof UploadAnswer>;

/** POST /bulk/photos/upload: announce up to 80 photos; the answer says for each where to go on. */
export const UploadRequest = v.object({
  photos: v.pipe(v.array(NewPhoto), v.minLength(1), v.maxLength(80)),
});
export type UploadRequest = v.InferOutput<typeof UploadRequest>;

/** Accept or decline a buyer's offer, or answer it with a price of one's own. */
export const WishAnswerOffer = v.object({
  verb: v.literal("answer_offer"),
  thread_id: VintedId,
  offer_id: VintedId,
  answer: v.picklist(["accept", "counter", "decline"]),
  price: v.optional(v.nullable(Money), null),
  reason: v.optional(CardReason, "made_an_offer"),
});
export type WishAnswerOffer = v.InferOutput<typeof WishAnswerOffer>;

/** Mark another member's item as a favourite, or no longer. */
export const WishFavourite = v.object({
  verb: v.literal("set_favourite"),
  item_id: VintedId,
  member_id: VintedId,
  favourite: v.boolean(),
  reason: v.optional(CardReason, "chosen_by_you"),
});
export type WishFavourite = v.InferOutput<typeof WishFavourite>;

/** Follow a member, or no longer. */
export const WishFollow = v.object({
  verb: v.literal("set_follow"),
  member_id: VintedId,
  follow: v.boolean(),
  reason: v.optional(CardReason, "chosen_by_you"),
});
export type WishFollow = v.InferOutput<typeof WishFollow>;

/** Write to somebody: an answer in a thread, or a first message to a member who liked an item (`thread_id` None). */
export const WishMessage = v.object({
  verb: v.literal("send_message"),
  text: MessageText,
  thread_id: v.optional(v.nullable(VintedId), null),
  member_id: v.optional(v.nullable(VintedId), null),
  item_id: v.optional(v.nullable(VintedId), null),
  reason: v.optional(CardReason, "written_by_you"),
});
export type WishMessage = v.InferOutput<typeof WishMessage>;

/** Offer a lower price for an own item to one member, in a thread or (`thread_id` None) to somebody who liked it. */
export const WishOffer = v.object({
  verb: v.literal("send_offer"),
  price: Money,
  thread_id: v.optional(v.nullable(VintedId), null),
  member_id: v.optional(v.nullable(VintedId), null),
  item_id: v.optional(v.nullable(VintedId), null),
  reason: v.optional(CardReason, "chosen_by_you"),
});
export type WishOffer = v.InferOutput<typeof WishOffer>;

/** Publish a draft as it stands in `revision`. */
export const WishPublish = v.object({
  verb: v.literal("publish_listing"),
  draft_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
});
export type WishPublish = v.InferOutput<typeof WishPublish>;

/** Make a listing again from the snapshot a relist took. */
export const WishRestore = v.object({
  verb: v.literal("restore"),
  snapshot_id: v.pipe(v.string(), v.uuid()),
});
export type WishRestore = v.InferOutput<typeof WishRestore>;

/** Save a draft on Vinted without publishing it. */
export const WishSaveDraft = v.object({
  verb: v.literal("save_vinted_draft"),
  draft_id: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer()),
});
export type WishSaveDraft = v.InferOutput<typeof WishSaveDraft>;

export const Wish = v.variant("verb", [SyncCloset, SyncListing, SyncInbox, SyncConversation, SyncOrders, SyncNotifications, ReadComparables, ReadFormReference, UpdateListing, SetHidden, DeleteListing, Relist, WishPublish, WishSaveDraft, WishRestore, WishMessage, WishOffer, WishAnswerOffer, WishFavourite, WishFollow, MarkThreadRead, FetchLabel, MarkShipped, OpenOnVinted]);
export type Wish = v.InferOutput<typeof Wish>;

/** POST /jobs: a wish, made by a person's press. 202 with the job.

    A press on Send, with recipient and text before the person's eyes, is the approval. `prepare`: make the card and let it wait. */
export const WishRequest = v.object({
  closet_id: v.pipe(v.string(), v.uuid()),
  wish: Wish,
  prepare: v.optional(v.boolean(), false),
});
export type WishRequest = v.InferOutput<typeof WishRequest>;

/** Data of the problem `wrong_offset`: where the next part starts. */
export const WrongOffset = v.object({
  offset: v.pipe(v.number(), v.integer()),
});
export type WrongOffset = v.InferOutput<typeof WrongOffset>;
