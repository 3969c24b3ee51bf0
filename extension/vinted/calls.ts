// The closed set of things a Vinted tab can be asked to do, and how each answers. The worker speaks only in these;
// which address, header or world a call uses is the business of the rest of this folder.
import type {
  Comparable,
  ComparableQuery,
  FormField,
  FormOption,
  ListingContent,
  Money,
  Refusal,
  SeenConversation,
  SeenListing,
  SeenNotification,
  SeenOrder,
  SeenThread,
  SeenTransaction,
} from "../../shared-schemas/wire";
import type { Oddity } from "./oddities";

/** Who is signed in in the tab. */
export interface Member {
  member_id: number;
  login: string;
  photo_url: string | null;
  currency: string;
  item_count: number | null;
  country: string;
  time_zone: string;
}

/** Vinted's edit payload of one of the member's own entries, as it came; opaque outside this folder. */
export type EditPayload = Record<string, unknown>;

/** What a listing or draft to be made consists of: a draft of ours, or the payload of a listing it replaces. */
export type FormSource = { from: "content"; content: ListingContent } | { from: "payload"; payload: EditPayload };

/** A search among Vinted's brands: for whom, in which category, by which words. */
export interface BrandQuestion {
  country: string;
  member_id: number;
  catalog_id: number;
  keyword: string;
}

/** A brand as Vinted names it. */
export interface VintedBrand {
  id: number;
  title: string;
}

export interface WardrobePage {
  page: number;
  pages: number;
  total: number;
  items: SeenListing[];
}

/** A photo on Vinted: its id never changes, its signed address expires. */
export interface PhotoAddress {
  photo_id: number;
  url: string;
}

/** An own entry read by its id: what state it is in, and its payload where Vinted still shows it. */
export interface OwnEntry {
  item_id: number;
  is_draft: boolean;
  payload: EditPayload;
  photos: PhotoAddress[];
}

/** The two ways Vinted runs its conversations: on the site itself, and as a service of its own. */
export type Generation = 1 | 2;

/** An offer as a transaction shows it. */
export interface TransactionOffer {
  offer_id: number | null;
  price: Money | null;
}

/** One page of a list that is read by number or, in newer services, by cursor. `next` null: there is no more. */
export interface Turned {
  next: string | null;
}

/** call → [arguments, answer]. Reads first, then writes. */
export interface Calls {
  identity: [Record<never, never>, Member];
  wardrobe_page: [{ page: number; newest_first: boolean }, WardrobePage];
  own_entry: [{ item_id: number }, OwnEntry];
  // the parts of a category's form (form_fields.ts)
  attributes: [{ catalog_id: number }, { found: FormField[] }];
  sizes: [{ catalog_id: number }, { found: FormOption[] }];
  colors: [{ catalog_id: number }, { found: FormOption[] }];
  conditions: [{ catalog_id: number }, { found: FormOption[] }];
  package_sizes: [{ catalog_id: number }, { found: FormOption[] }];
  brands: [{ catalog_id: number; keyword: string }, { found: FormOption[] }];

  inbox_page: [{ page: number; cursor: string | null }, { threads: SeenThread[] } & Turned];
  conversation: [{ thread_id: number }, { conversation: SeenConversation; generation: Generation }];
  notifications_page: [{ page: number }, { items: SeenNotification[] } & Turned];
  favourites_page: [{ page: number }, { item_ids: number[] } & Turned];
  /** `followed` null: the answer did not say. */
  member: [{ member_id: number }, { login: string; followed: boolean | null }];
  orders_page: [{ side: SeenOrder["side"]; page: number }, { orders: SeenOrder[] } & Turned];
  transaction: [{ transaction_id: number }, { transaction: SeenTransaction; offer: TransactionOffer | null }];
  /** `url` null: Vinted knows the shipment and has no label for it. */
  label_address: [{ shipment_id: number }, { url: string | null }];
  pdf_label: [{ transaction_id: number }, { base64: string | null }];
  digital_label: [{ transaction_id: number }, { has_code: boolean }];
  default_address: [Record<never, never>, { address_id: number }];
  journey: [{ transaction_id: number }, { carrier: string | null; tracking_code: string | null }];
  comparables: [{ query: ComparableQuery; currency: string }, { items: Comparable[] }];

  upload_photo: [{ session: string; name: string; mime: string; base64: string }, { photo_id: number }];
  create_draft: [{ session: string; source: FormSource; photo_ids: number[] }, { draft_id: number }];
  complete_draft: [
    {
      draft_id: number;
      session: string;
      source: FormSource;
      photo_ids: number[];
    },
    { item_id: number | null },
  ];
  delete_draft: [{ draft_id: number }, Record<never, never>];
  set_hidden: [{ item_id: number; hidden: boolean }, Record<never, never>];
  delete_item: [{ item_id: number }, Record<never, never>];
  update_item: [{ item_id: number; session: string; source: FormSource; photo_ids: number[] }, Record<never, never>];

  reply: [{ thread_id: number; text: string }, Record<never, never>];
  /** Opens the conversation with a member about an item, or answers the one there is. The newer service names only the transaction. */
  start_thread: [{ item_id: number; member_id: number }, { thread_id: number | null; transaction_id: number | null }];
  mark_read: [{ thread_id: number }, Record<never, never>];
  make_offer: [{ transaction_id: number; price: Money }, Record<never, never>];
  answer_offer: [{ transaction_id: number; offer_id: number; accept: boolean }, Record<never, never>];
  /** Vinted does not say which way it went. */
  toggle_favourite: [{ item_id: number }, Record<never, never>];
  toggle_follow: [{ member_id: number }, Record<never, never>];
  order_label: [{ transaction_id: number; address_id: number }, Record<never, never>];
  mark_shipped: [{ transaction_id: number }, Record<never, never>];
}

export type CallName = keyof Calls;

/** One call with its arguments. */
export type VintedCall = {
  [N in CallName]: { call: N } & Calls[N][0];
}[CallName];

export type Answer<N extends CallName> = Calls[N][1];

/** Why the tab itself did not send: the go was too old, or this page knows no token and has to be loaded anew. */
export type Held = "go_too_old" | "reload_page";

/**
 * How a call ended: Vinted's answer, or its refusal, classified. `sent` says whether the call's own request may have left the
 * browser: false means that nothing happened at Vinted. `no_answer` with `sent` is a write whose fate only a proof tells.
 */
export type Outcome<N extends CallName = CallName> =
  | { ok: true; member_id: number; value: Answer<N>; odd?: Oddity[] }
  | { ok: false; sent: boolean; refusal: Refusal; held?: Held };

/** What reaches another person, or changes their order: the session is looked at anew right before each. */
export const TO_A_PERSON: ReadonlySet<CallName> = new Set([
  "reply",
  "start_thread",
  "make_offer",
  "answer_offer",
  "toggle_favourite",
  "toggle_follow",
  "order_label",
  "mark_shipped",
]);

/** Answered to anybody, and by whose session it is: who is signed in is looked at anew right before each. */
export const TOLD_BY_SESSION: ReadonlySet<CallName> = new Set(["member"]);

export const WRITES: ReadonlySet<CallName> = new Set<CallName>([
  "upload_photo",
  "create_draft",
  "complete_draft",
  "delete_draft",
  "set_hidden",
  "delete_item",
  "update_item",
  "mark_read",
  ...TO_A_PERSON,
]);
