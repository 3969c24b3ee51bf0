// Conversations of both generations, read into one shape. What nobody has described becomes an entry of the kind "other" and is
// counted; only a conversation without its id is unreadable. Entries come out oldest first, whatever order Vinted sends.
import type { Member, OfferState, SeenConversation, SeenThread, ThreadEntry } from "../../shared-schemas/wire";
import type { Generation, Turned } from "./calls";
import { findDeep, flagOf, idOf, idsOf, type Json, listOf, momentOf, moneyOf, numberOf, objectOf, textOf } from "./fields";
import { codeOf, type Note, noteUnknown, shapeOf } from "./oddities";
import { photoUrl, Unreadable } from "./readers";

/** What a reader of people's affairs needs to know besides the answer. */
export interface Around {
  member_id: number;
  currency: string;
  note: Note;
}

/** Bounded, because a page keeps some of them in memory and the server keeps them all. */
const LONGEST_PREVIEW = 300;
const LONGEST_TEXT = 4000;
const MOST_ENTRIES = 500;
const MOST_THREADS = 100;
const NO_TIME = new Date(0).toISOString();

// ---------------------------------------------------------------- the list
/** A page of the inbox, generation 1. */
export function readInbox(json: Json, { page }: { page: number }, { note }: Around): { threads: SeenThread[] } & Turned {
  if (!Array.isArray(json["conversations"])) throw new Unreadable("an inbox without conversations");
  const threads = listOf(json["conversations"]).flatMap((row) => {
    noteUnknown(
      note,
      "inbox",
      row,
      "id description unread updated_at item_count opposite_user item_photos item_photo transaction_id",
    );
    const photo = listOf(row["item_photos"])[0];
    return seenThread(row, objectOf(row["opposite_user"]), note, {
      item_photo_url: photo ? photoUrl(photo) : null,
      preview: textOf(row["description"]),
      unread: flagOf(row["unread"]),
      at: row["updated_at"],
    });
  });
  return { threads: threads.slice(0, MOST_THREADS), next: nextPage(json, page, threads.length) };
}

/** A page of the inbox, generation 2. */
export function readInbox2(json: Json, _: unknown, { note }: Around): { threads: SeenThread[] } & Turned {
  if (!Array.isArray(json["conversations"])) throw new Unreadable("an inbox without conversations");
  const threads = listOf(json["conversations"]).flatMap((row) => {
    noteUnknown(
      note,
      "messaging inbox",
      row,
      "id conversation_type created_at data is_deletable is_unread_by_current_user labels last_message nudges opposite_users",
    );
    const last = objectOf(row["last_message"]);
    return seenThread(row, opposite(row, note), note, {
      item_photo_url: null,
      preview: textOf(objectOf(last["data"])["content"]),
      unread: flagOf(row["is_unread_by_current_user"]),
      at: last["created_at"] ?? row["created_at"],
    });
  });
  const cursor = objectOf(json["pagination"])["next_cursor"];
  return { threads: threads.slice(0, MOST_THREADS), next: typeof cursor === "string" && cursor !== "" ? cursor : null };
}

function seenThread(
  row: Json,
  other: Json,
  note: Note,
  seen: Pick<SeenThread, "item_photo_url" | "preview" | "unread"> & { at: unknown },
): SeenThread[] {
  const id = idOf(row["id"]);
  if (id === null) {
    note("inbox.id", shapeOf(row["id"]));
    return [];
  }
  const at = momentOf(seen.at);
  if (at === null) note("inbox.updated_at", shapeOf(seen.at));
  return [
    {
      thread_id: id,
      other: memberOf(other, note, "inbox.other"),
      item_title: "",
      item_photo_url: seen.item_photo_url,
      preview: seen.preview.slice(0, LONGEST_PREVIEW),
      unread: seen.unread,
      updated_at: at ?? NO_TIME,
    },
  ];
}

// ---------------------------------------------------------------- one conversation
interface Read {
  conversation: SeenConversation;
  generation: Generation;
}

/** One conversation, generation 1. */
export function readConversation(json: Json, { thread_id }: { thread_id: number }, around: Around): Read {
  const thread = objectOf(json["conversation"]);
  if (idOf(thread["id"]) !== thread_id) throw new Unreadable("a conversation without its id");
  const { note } = around;
  noteUnknown(
    note,
    "conversation",
    thread,
    "id allow_reply opposite_user messages transaction subtitle is_suspicious read_by_opposite_user unread description updated_at",
  );
  const transaction = objectOf(thread["transaction"]);
  const ids = idsOf(transaction["item_ids"]);
  const single = idOf(transaction["item_id"]);
  const ordered = listOf(objectOf(transaction["order"])["items"]).flatMap((item) => idOf(item["id"]) ?? []);
  const entries = listOf(thread["messages"]).map((message) => entryOf(message, around));
  return {
    generation: 1,
    conversation: {
      thread_id,
      other: memberOf(objectOf(thread["opposite_user"]), note, "conversation.other"),
      item_ids: ids.length > 0 ? ids : single !== null ? [single] : ordered,
      transaction_id: idOf(transaction["id"]),
      allow_reply: allowsReply(thread, note),
      unread: flagOf(thread["unread"]),
      offer_price: moneyOf(transaction["offer_price"], around.currency),
      entries: arranged(entries),
    },
  };
}

/** One conversation, generation 2. Offers and orders have no known form there: they are "other". */
export function readConversation2(json: Json, { thread_id }: { thread_id: number }, around: Around): Read {
  if (idOf(json["id"]) !== thread_id) throw new Unreadable("a conversation without its id");
  const { note } = around;
  noteUnknown(
    note,
    "messaging conversation",
    json,
    "id allow_reply conversation_type created_at data is_deletable is_peeking is_seen is_unread_by_current_user localization messages opposite_users pagination peeking_as_side",
  );
  const data = json["data"];
  const itemIds = idsOf(findDeep(data, ["item_ids"]));
  const single = idOf(findDeep(data, ["item_id"]));
  return {
    generation: 2,
    conversation: {
      thread_id,
      other: memberOf(opposite(json, note), note, "conversation.other"),
      item_ids: itemIds.length > 0 ? itemIds : single !== null ? [single] : [],
      transaction_id: idOf(findDeep(data, ["escrow_order_id", "transaction_id"])),
      allow_reply: allowsReply(json, note),
      unread: flagOf(json["is_unread_by_current_user"]),
      offer_price: null,
      entries: arranged(listOf(json["messages"]).map((message) => entryOf2(message, around))),
    },
  };
}

/** Closed only when Vinted says so: an answer that lacks the word is no refusal. */
function allowsReply(thread: Json, note: Note): boolean {
  const said = thread["allow_reply"];
  if (typeof said !== "boolean" && said !== 0 && said !== 1) note("conversation.allow_reply", shapeOf(said));
  return !(said === false || said === 0);
}

/** What an entry's id is made of where Vinted gives none; two alike at one time are numbered. */
type Entry = Omit<ThreadEntry, "id"> & { id: string | null };

const PLAIN: Omit<Entry, "kind" | "at"> = {
  id: null,
  mine: null,
  text: "",
  price: null,
  offer_id: null,
  offer_state: null,
  current: false,
};

const OFFER_STATES: Readonly<Record<number, OfferState>> = { 10: "pending", 20: "accepted", 30: "rejected", 40: "cancelled" };

function entryOf(message: Json, around: Around): Entry {
  const { note, currency, member_id } = around;
  const entity = objectOf(message["entity"]);
  const at = momentOf(message["created_at_ts"] ?? message["created_at"]);
  if (at === null) note("conversation.message.created_at_ts", shapeOf(message["created_at_ts"]));
  const author = idOf(entity["user_id"]);
  const mine = author === null ? null : author === member_id;
  const titled = [textOf(entity["title"]), textOf(entity["subtitle"])].filter((part) => part !== "").join("\n");
  switch (message["entity_type"]) {
    case "message": {
      if (author === null) note("conversation.message.user_id", shapeOf(entity["user_id"]));
      return { ...PLAIN, kind: "message", at, id: nameOf(entity["id"]), mine, text: textOf(entity["body"]) };
    }
    case "offer_request_message":
    case "offer_message": {
      const kind = message["entity_type"] === "offer_message" ? "offer" : "offer_request";
      const offerId = idOf(entity["offer_request_id"]) ?? idOf(entity["offer_id"]);
      return {
        ...PLAIN,
        kind,
        at,
        id: offerId === null ? null : `${kind}:${offerId}`,
        mine,
        text: textOf(entity["body"]) || textOf(entity["title"]),
        price: moneyOf(entity["price"], currency),
        offer_id: offerId,
        offer_state: offerState(entity["status"], note),
        current: flagOf(entity["current"]),
      };
    }
    case "status_message":
      return { ...PLAIN, kind: "status", at, text: titled };
    case "action_message":
      return { ...PLAIN, kind: "action", at, text: titled };
    default:
      note("conversation.message.entity_type", codeOf(message["entity_type"]));
      return { ...PLAIN, kind: "other", at, id: nameOf(entity["id"]), mine, text: textOf(entity["body"]) || titled };
  }
}

function offerState(status: unknown, note: Note): OfferState {
  const state = OFFER_STATES[numberOf(status) ?? -1];
  if (state === undefined && status !== undefined && status !== null) note("conversation.offer.status", codeOf(status));
  return state ?? "unknown";
}

function entryOf2(message: Json, { note, member_id }: Around): Entry {
  const data = objectOf(message["data"]);
  const author = idOf(message["sender_id"]);
  const at = momentOf(message["created_at"]);
  if (at === null) note("messaging.message.created_at", shapeOf(message["created_at"]));
  const base = { ...PLAIN, at, id: nameOf(message["id"]), mine: author === null ? null : author === member_id };
  if (message["message_type"] === "reply_plain") return { ...base, kind: "message", text: textOf(data["content"]) };
  note("messaging.message_type", codeOf(message["message_type"]));
  return { ...base, kind: "other", text: textOf(data["content"]) || textOf(data["title"]) };
}

/** An id as text; null where there is none. */
function nameOf(id: unknown): string | null {
  if (typeof id === "string" && id !== "") return id.slice(0, 100);
  return typeof id === "number" ? String(id) : null;
}

/** Oldest first, each with an id, and no more than can be kept: the newest ones. */
function arranged(entries: Entry[]): ThreadEntry[] {
  const timed = entries.every(({ at }) => at !== null);
  const inOrder = timed ? entries.toSorted((a, b) => Date.parse(a.at ?? "") - Date.parse(b.at ?? "")) : entries;
  const alike = new Map<string, number>();
  return inOrder
    .map((entry) => {
      const made = `${entry.kind}:${entry.at ?? ""}:${entry.price?.amount ?? ""}`;
      const place = alike.get(made) ?? 0;
      alike.set(made, place + 1);
      return { ...entry, id: entry.id ?? `${made}:${place}`, text: entry.text.slice(0, LONGEST_TEXT) };
    })
    .slice(-MOST_ENTRIES);
}

// ---------------------------------------------------------------- people and pages
/** Another member; one who was deleted has no id, and often no name. */
export function memberOf(user: Json, note: Note, where: string): Member {
  const id = idOf(user["id"]);
  if (id === null) note(`${where}.id`, shapeOf(user["id"]));
  return { member_id: id, login: textOf(user["login"]), photo_url: photoUrl(objectOf(user["photo"])) };
}

function opposite(row: Json, note: Note): Json {
  const others = listOf(row["opposite_users"]);
  if (others.length !== 1) note("messaging.opposite_users", `list of ${Math.min(others.length, 9)}`);
  const first = objectOf(others[0]);
  if (first["type"] !== undefined && first["type"] !== "member") note("messaging.opposite_users.type", codeOf(first["type"]));
  return objectOf(first["data"]);
}

/** The number of the page after this one, while Vinted counts more or (where it does not count) this one was not empty. */
export function nextPage(json: Json, page: number, found: number): string | null {
  const pages = numberOf(objectOf(json["pagination"])["total_pages"]);
  const more = pages === null ? found > 0 : page < pages;
  return more ? String(page + 1) : null;
}
