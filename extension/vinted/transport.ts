// The one table of requests: which world sends each, with which method, path, headers and body, and how its answer is read.
// Bytes of images and labels are not here: their hosts send no CORS headers, so the worker fetches them (images.ts, labels.ts).
import type { FormField, FormOption } from "../../shared-schemas/wire";
import type { CallName, Calls } from "./calls";
import { idOf, type Json, objectOf } from "./fields";
import { completionBody, draftBody, updateBody } from "./forms";
import { type Around, readConversation, readConversation2, readInbox, readInbox2 } from "./inbox_readers";
import {
  readAddress,
  readDigitalLabel,
  readJourney,
  readLabelAddress,
  readOrders,
  readPdfLabel,
  readTransaction,
} from "./order_readers";
import { readComparables, readFavourites, readNotifications, readOther } from "./people_readers";
import {
  readAttributes,
  readChoices,
  readDraftId,
  readOwnEntry,
  readPhotoId,
  readPublishedId,
  readSizes,
  readWardrobePage,
} from "./readers";
import type { Wish, World } from "./wish";

/** Which headers a request carries beside the browser's own. */
type HeaderSet = "read" | "form_read" | "write" | "photo" | "form_ask" | "listing" | "edit" | "api" | "proxy";

/** What a path, a body or a reader may need to know besides its arguments. */
export interface Here extends Around {
  origin: string;
}

export interface Route<A, V> {
  /** Where it is sent first; the other one is tried only after a clean refusal. */
  world: World;
  /** The site itself unless said otherwise; `api`: the services beside it. */
  host?: "api";
  /** Whose remembered world counts: a read that goes the same way and is always sent before. */
  world_of?: string;
  method: Wish["method"];
  headers: HeaderSet;
  path: (args: A, here: Here) => string;
  body?: (args: A) => Wish["body"];
  /** Throws Unreadable when the answer lacks what it is about. */
  read: (json: Json, args: A, here: Here) => V;
}

type Args<N extends keyof Calls> = Calls[N][0];
type ItemArgs = { item_id: number };
type CatalogArgs = { catalog_id: number };
type ThreadArgs = { thread_id: number };
type PageArgs = { page: number };
type TransactionArgs = { transaction_id: number };
type Found<T> = { found: T[] };

const ENTRIES_PER_PAGE = 96;
const FEED = "per_page=50&mark_as_read=false";

function route<A, V>(row: Route<A, V>): Route<A, V> {
  return row;
}

const nothing = () => ({});

export const ROUTES = {
  wardrobe_page: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ page, newest_first }: Args<"wardrobe_page">, { member_id }) =>
      `/api/v2/wardrobe/${member_id}/items?page=${page}&per_page=${ENTRIES_PER_PAGE}&order=${newest_first ? "newest_first" : "relevance"}`,
    read: (json, { page }, here) => readWardrobePage(json, page, here.origin, here),
  }),
  own_entry: route({
    world: "isolated",
    method: "GET",
    headers: "form_read",
    path: ({ item_id }: ItemArgs) => `/api/v2/item_upload/items/${item_id}`,
    read: (json, _, { note }) => readOwnEntry(json, note),
  }),

  // the parts of a category's form; the first is a POST that changes nothing, and comes back stripped outside the page's world
  attributes: route<CatalogArgs, Found<FormField>>({
    world: "main",
    method: "POST",
    headers: "form_ask",
    path: () => "/api/v2/item_upload/attributes",
    body: ({ catalog_id }) => json({ attributes: [{ code: "category", value: [catalog_id] }] }),
    read: (answer, _, { note }) => ({ found: readAttributes(answer, note) }),
  }),
  sizes: route({
    world: "isolated",
    method: "GET",
    headers: "form_read",
    path: ({ catalog_id }: CatalogArgs) => `/api/v2/item_upload/size_groups?catalog_ids=${catalog_id}`,
    read: (answer, _, { note }) => ({ found: readSizes(answer, note) }),
  }),
  colors: route<CatalogArgs, Found<FormOption>>({
    world: "isolated",
    method: "GET",
    headers: "form_read",
    path: () => "/api/v2/item_upload/colors",
    read: (answer, _, { note }) => ({ found: readChoices(answer, "colors", note) }),
  }),
  conditions: route({
    world: "isolated",
    method: "GET",
    headers: "form_read",
    path: ({ catalog_id }: CatalogArgs) => `/api/v2/item_upload/conditions?catalog_id=${catalog_id}`,
    read: (answer, _, { note }) => ({ found: readChoices(answer, "conditions", note) }),
  }),
  package_sizes: route({
    world: "isolated",
    method: "GET",
    headers: "form_read",
    path: ({ catalog_id }: CatalogArgs) => `/api/v2/catalogs/${catalog_id}/package_sizes`,
    read: (answer, _, { note }) => ({ found: readChoices(answer, "package_sizes", note) }),
  }),
  brands: route({
    world: "isolated",
    method: "GET",
    headers: "form_read",
    path: ({ catalog_id, keyword }: Args<"brands">) =>
      `/api/v2/item_upload/brands?category_id=${catalog_id}&keyword=${encodeURIComponent(keyword)}`,
    read: (answer, _, { note }) => ({ found: readChoices(answer, "brands", note) }),
  }),

  upload_photo: route<Args<"upload_photo">, { photo_id: number }>({
    world: "main",
    method: "POST",
    headers: "photo",
    path: () => "/api/v2/photos",
    body: ({ session, name, mime, base64 }) => ({ kind: "photo", session, name, mime, bytes: Uint8Array.fromBase64(base64) }),
    read: readPhotoId,
  }),
  create_draft: route<Args<"create_draft">, { draft_id: number }>({
    world: "isolated",
    method: "POST",
    headers: "listing",
    path: () => "/api/v2/item_upload/drafts",
    body: ({ source, photo_ids, session }) => json(draftBody(source, photo_ids, session)),
    read: readDraftId,
  }),
  complete_draft: route({
    world: "isolated",
    method: "POST",
    headers: "listing",
    path: ({ draft_id }: Args<"complete_draft">) => `/api/v2/item_upload/drafts/${draft_id}/completion`,
    body: ({ source, photo_ids, session, draft_id }) => json(completionBody(source, photo_ids, session, draft_id)),
    read: readPublishedId,
  }),
  delete_draft: route({
    world: "isolated",
    method: "DELETE",
    headers: "write",
    path: ({ draft_id }: Args<"delete_draft">) => `/api/v2/item_upload/drafts/${draft_id}`,
    read: nothing,
  }),
  set_hidden: route({
    world: "isolated",
    method: "PUT",
    headers: "write",
    path: ({ item_id }: Args<"set_hidden">) => `/api/v2/items/${item_id}/is_hidden`,
    body: ({ hidden }) => json({ is_hidden: hidden }),
    read: nothing,
  }),
  update_item: route({
    world: "isolated",
    method: "PUT",
    headers: "edit",
    path: ({ item_id }: Args<"update_item">) => `/api/v2/item_upload/items/${item_id}`,
    body: ({ source, photo_ids, session, item_id }) => json(updateBody(source, photo_ids, session, item_id)),
    read: nothing,
  }),
  // neither a body nor a content type: a JSON one has been refused
  delete_item: route({
    world: "isolated",
    method: "POST",
    headers: "write",
    path: ({ item_id }: Args<"delete_item">) => `/api/v2/items/${item_id}/delete`,
    read: nothing,
  }),

  // conversations: generation 1 on the site, 2 as a service; VARIANTS says which two belong together
  inbox_page: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ page }: Args<"inbox_page">) => `/api/v2/inbox?page=${page}&per_page=20`,
    read: readInbox,
  }),
  inbox_page_2: route({
    world: "isolated",
    host: "api",
    method: "GET",
    headers: "api",
    path: ({ cursor }: Args<"inbox_page">) => `/messaging/main/inbox${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`,
    read: readInbox2,
  }),
  conversation: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ thread_id }: ThreadArgs) => `/api/v2/conversations/${thread_id}`,
    read: readConversation,
  }),
  conversation_2: route({
    world: "isolated",
    host: "api",
    method: "GET",
    headers: "api",
    path: ({ thread_id }: ThreadArgs) => `/messaging/main/conversations/${thread_id}`,
    read: readConversation2,
  }),
  // the check for personal data is never skipped: what Vinted wants to ask is asked of the person
  reply: route({
    world: "isolated",
    method: "POST",
    headers: "write",
    path: ({ thread_id }: Args<"reply">) => `/api/v2/conversations/${thread_id}/replies`,
    body: ({ text }) => json({ reply: { body: text, photo_temp_uuids: null, is_personal_data_sharing_check_skipped: false } }),
    read: nothing,
  }),
  reply_2: route({
    world: "isolated",
    host: "api",
    world_of: "conversation_2",
    method: "POST",
    headers: "api",
    path: ({ thread_id }: Args<"reply">) => `/messaging/main/conversations/${thread_id}/replies`,
    body: ({ text }) => json({ content: text, is_personal_data_sharing_check_skipped: false, photo_temp_uuids: null }),
    read: nothing,
  }),
  start_thread: route({
    world: "isolated",
    method: "POST",
    headers: "write",
    path: () => "/api/v2/conversations",
    body: ({ item_id, member_id }: Args<"start_thread">) =>
      json({ initiator: "seller_enters_notification", item_id: String(item_id), opposite_user_id: String(member_id) }),
    read: (answer) => {
      const thread = objectOf(answer["conversation"]);
      return { thread_id: idOf(thread["id"]), transaction_id: idOf(objectOf(thread["transaction"])["id"]) };
    },
  }),
  start_thread_2: route({
    world: "isolated",
    host: "api",
    world_of: "conversation_2",
    method: "POST",
    headers: "api",
    path: () => "/messaging/main/inquiries",
    body: ({ item_id, member_id }: Args<"start_thread">) => json({ item_ids: [String(item_id)], receiver_id: String(member_id) }),
    read: (answer) => ({ thread_id: idOf(answer["conversation_id"]), transaction_id: idOf(answer["transaction_id"]) }),
  }),
  mark_read: route({
    world: "isolated",
    method: "PUT",
    headers: "write",
    path: ({ thread_id }: ThreadArgs) => `/api/v2/conversations/${thread_id}/mark_as_read`,
    read: nothing,
  }),

  make_offer: route({
    world: "isolated",
    method: "POST",
    headers: "write",
    path: ({ transaction_id }: Args<"make_offer">) => `/api/v2/transactions/${transaction_id}/offers`,
    body: ({ price }) => json({ offer: { price: (price.amount / 100).toFixed(2), currency: price.currency } }),
    read: nothing,
  }),
  answer_offer: route({
    world: "isolated",
    method: "PUT",
    headers: "write",
    path: ({ transaction_id, offer_id, accept }: Args<"answer_offer">) =>
      `/api/v2/transactions/${transaction_id}/offer_requests/${offer_id}/${accept ? "accept" : "reject"}`,
    read: nothing,
  }),

  // the same feed at two addresses; neither reading marks it read
  notifications_page: route({
    world: "isolated",
    method: "GET",
    headers: "proxy",
    path: ({ page }: PageArgs) => `/web/api/notifications/notifications?${FEED}&page=${page}`,
    read: readNotifications,
  }),
  notifications_page_api: route({
    world: "isolated",
    host: "api",
    method: "GET",
    headers: "api",
    path: ({ page }: PageArgs) => `/inbox-notifications/v1/notifications?${FEED}&page=${page}`,
    read: readNotifications,
  }),

  favourites_page: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ page }: PageArgs, { member_id }) =>
      `/api/v2/users/${member_id}/items/favourites?page=${page}&per_page=${ENTRIES_PER_PAGE}`,
    read: readFavourites,
  }),
  member: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ member_id }: Args<"member">) => `/api/v2/users/${member_id}`,
    read: readOther,
  }),
  toggle_favourite: route({
    world: "isolated",
    method: "POST",
    headers: "write",
    path: () => "/api/v2/user_favourites/toggle",
    body: ({ item_id }: ItemArgs) => json({ type: "item", user_favourites: [item_id] }),
    read: nothing,
  }),
  toggle_follow: route({
    world: "isolated",
    method: "POST",
    headers: "write",
    path: () => "/api/v2/followed_users/toggle",
    body: ({ member_id }: Args<"toggle_follow">) => json({ user_id: member_id }),
    read: nothing,
  }),

  orders_page: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    // "bought" brings sales on some accounts
    path: ({ side, page }: Args<"orders_page">) => `/api/v2/my_orders?type=${side}&status=all&page=${page}&per_page=100`,
    read: readOrders,
  }),
  transaction: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ transaction_id }: TransactionArgs) => `/api/v2/transactions/${transaction_id}`,
    read: readTransaction,
  }),
  label_address: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ shipment_id }: Args<"label_address">) => `/api/v2/shipments/${shipment_id}/label_url`,
    read: readLabelAddress,
  }),
  pdf_label: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ transaction_id }: TransactionArgs) => `/api/v2/transactions/${transaction_id}/shipment/pdf_label`,
    read: readPdfLabel,
  }),
  digital_label: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ transaction_id }: TransactionArgs) => `/api/v2/transactions/${transaction_id}/shipment/digital_label`,
    read: readDigitalLabel,
  }),
  default_address: route<Args<"default_address">, { address_id: number }>({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: () => "/api/v2/user_addresses/default_shipping_address",
    read: readAddress,
  }),
  journey: route({
    world: "isolated",
    method: "GET",
    headers: "read",
    path: ({ transaction_id }: TransactionArgs) => `/api/v2/transactions/${transaction_id}/shipment/journey_summary`,
    read: readJourney,
  }),
  order_label: route({
    world: "isolated",
    method: "PUT",
    headers: "write",
    path: ({ transaction_id }: Args<"order_label">) => `/api/v2/transactions/${transaction_id}/shipment/order`,
    body: ({ address_id }) => json({ seller_address_id: address_id, drop_off_type: null, label_type: null }),
    read: nothing,
  }),
  mark_shipped: route({
    world: "isolated",
    method: "PUT",
    headers: "write",
    path: ({ transaction_id }: TransactionArgs) => `/api/v2/transactions/${transaction_id}/shipment/mark_as_shipped`,
    read: nothing,
  }),

  comparables: route({
    world: "worker",
    host: "api",
    method: "GET",
    headers: "api",
    path: searchPath,
    read: (answer, args: Args<"comparables">, here) => readComparables(answer, args, here, here.origin),
  }),
} as const;

/** A parameter without a value is refused by this service, so none is sent empty. */
function searchPath({ query, currency }: Args<"comparables">): string {
  const { text, catalog_id, brand_id, size_id, condition_ids } = query;
  const wanted: [string, string][] = [
    ["search_text", text.trim()],
    ["currency", currency],
    ["attribute_ids[catalog]", String(catalog_id ?? "")],
    ["attribute_ids[brand]", String(brand_id ?? "")],
    ["attribute_ids[size]", String(size_id ?? "")],
    ["attribute_ids[status]", condition_ids.join()],
  ];
  const parameters = new URLSearchParams([
    ["page", "1"],
    ["per_page", String(ENTRIES_PER_PAGE)],
    ["order", "relevance"],
  ]);
  for (const [name, value] of wanted) if (value !== "") parameters.set(name, value);
  return `/svc-catalogue/items?${parameters}`;
}

export type RouteName = keyof typeof ROUTES;

/** What Vinted is moving from one address to another: which calls go together, and by which routes, the usual one first. */
export type Service = "messaging" | "notifications";

const MESSAGING = (...routes: RouteName[]) => ({ service: "messaging" as const, routes });

export const VARIANTS: Readonly<Partial<Record<CallName, { service: Service; routes: readonly RouteName[] }>>> = {
  inbox_page: MESSAGING("inbox_page", "inbox_page_2"),
  conversation: MESSAGING("conversation", "conversation_2"),
  reply: MESSAGING("reply", "reply_2"),
  start_thread: MESSAGING("start_thread", "start_thread_2"),
  // nobody has described how the service marks a conversation read
  mark_read: MESSAGING("mark_read"),
  notifications_page: { service: "notifications", routes: ["notifications_page", "notifications_page_api"] },
};

/** A row of the table as plain code sees it. */
export function routeNamed<N extends RouteName>(name: N): Route<never, unknown> {
  return ROUTES[name] as Route<never, unknown>;
}

/** Whether a request needs the token. */
export function needsToken({ method }: Route<never, unknown>): boolean {
  return method !== "GET";
}

const DYNAMIC = {
  "x-enable-multiple-size-groups": "true",
  "x-enable-dynamic-attribute-condition": "true",
  "x-enable-dynamic-attribute-size": "true",
  "x-enable-dynamic-attribute-video-game-rating": "true",
};

const MORE_HEADERS: Readonly<Record<HeaderSet, Record<string, string>>> = {
  read: {},
  form_read: DYNAMIC,
  write: {},
  photo: {},
  form_ask: DYNAMIC,
  listing: { ...DYNAMIC, "x-upload-form": "true" },
  // the site itself leaves the form's own header out of an edit
  edit: DYNAMIC,
  api: { "x-next-app": "marketplace-web", platform: "web" },
  proxy: { platform: "web" },
};

/** The headers of a request made from this document. `token` is null for reads of the site itself. */
export function headersOf(
  { headers, body }: Pick<Route<never, unknown>, "headers" | "body">,
  token: string | null,
  doc: Document,
): Record<string, string> {
  const anonId = /(?:^|;\s*)anon_id=([^;]+)/.exec(doc.cookie)?.[1];
  const locale = doc.documentElement.lang;
  return {
    accept: "application/json, text/plain, */*",
    ...(locale && { locale }),
    ...(anonId && { "x-anon-id": decodeURIComponent(anonId) }),
    ...(token && { "x-csrf-token": token }),
    // the browser itself writes a multipart body's type, with its boundary
    ...(body && headers !== "photo" && { "content-type": "application/json" }),
    ...MORE_HEADERS[headers],
  };
}

function json(value: Json): Wish["body"] {
  return { kind: "json", text: JSON.stringify(value) };
}
