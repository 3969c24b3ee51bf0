// Notifications, favourites, members and the catalogue's search, read tolerantly.
import type { Comparable, Member, NotificationKind, SeenNotification } from "../../shared-schemas/wire";
import type { Turned } from "./calls";
import { flagOf, idOf, type Json, listOf, momentOf, moneyOf, numberOf, objectOf, textOf } from "./fields";
import { type Around, nextPage } from "./inbox_readers";
import { codeOf, noteUnknown, shapeOf } from "./oddities";
import { photoUrl, Unreadable } from "./readers";

// numbers nobody has described are shown as plain text and never acted on
const KINDS: Readonly<Record<number, NotificationKind>> = {
  20: "favourited",
  30: "follower",
  50: "price_dropped",
  110: "message",
  120: "offer",
  121: "offer",
  125: "offer_accepted",
  126: "offer_rejected",
  290: "feedback_due",
  300: "favourite_sold",
  750: "lower_price_suggested",
};
const MOST = 100;
const LONGEST_TEXT = 500;

/** A page of the notification feed. */
export function readNotifications(
  json: Json,
  { page }: { page: number },
  { note }: Around,
): { items: SeenNotification[] } & Turned {
  if (!Array.isArray(json["notifications"])) throw new Unreadable("a feed without notifications");
  const rows = listOf(json["notifications"]);
  const items = rows.flatMap((row): SeenNotification[] => {
    noteUnknown(
      note,
      "notification",
      row,
      "id entry_type subject_id user_id body link small_photo_url photo photo_type note updated_at is_read",
    );
    const { id } = row;
    const at = momentOf(row["updated_at"]);
    if ((typeof id !== "string" && typeof id !== "number") || id === "" || at === null) {
      note("notification", at === null ? "no time" : "no id");
      return [];
    }
    const kind = KINDS[numberOf(row["entry_type"]) ?? -1] ?? "other";
    if (kind === "other") note("notification.entry_type", codeOf(numberOf(row["entry_type"]) ?? row["entry_type"]));
    const text = plainText(textOf(row["body"]));
    const member = whoActed(row);
    if (kind === "favourited" && member?.member_id == null) note("notification.favourited", "no member");
    return [
      {
        id: String(id).slice(0, 100),
        kind,
        item_id: idOf(row["subject_id"]) ?? itemIn(textOf(row["link"])),
        member,
        text: text.slice(0, LONGEST_TEXT),
        at,
        is_read: flagOf(row["is_read"]),
      },
    ];
  });
  return { items: items.slice(0, MOST), next: nextPage(json, page, rows.length) };
}

/** Who did it: the id beside it, else the one in either form of the link, with the name the sentence begins with. */
function whoActed(row: Json): Member | null {
  const link = textOf(row["link"]);
  const inLink = /[?&](?:offering_id|user_id)=(\d+)/.exec(link)?.[1] ?? /\/member\/(\d+)/.exec(link)?.[1];
  const id = idOf(row["user_id"]) ?? idOf(inLink);
  const login = plainText(/^\s*<b>([^<]{1,60})<\/b>/.exec(textOf(row["body"]))?.[1] ?? "");
  if (id === null && login === "") return null;
  return { member_id: id, login, photo_url: row["photo_type"] === "user" ? textOf(row["small_photo_url"]) || null : null };
}

function itemIn(link: string): number | null {
  return idOf(/\/items\/(\d+)/.exec(link)?.[1] ?? /[?&]item_id=(\d+)/.exec(link)?.[1]);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", apos: "'", nbsp: " " };

/** The words of Vinted's HTML. It is never put into a page as HTML. */
function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .trim();
}

/** A page of the member's own favourites. */
export function readFavourites(json: Json, { page }: { page: number }): { item_ids: number[] } & Turned {
  if (!Array.isArray(json["items"])) throw new Unreadable("favourites without items");
  const rows = listOf(json["items"]);
  return { item_ids: rows.flatMap((row) => idOf(row["id"]) ?? []), next: nextPage(json, page, rows.length) };
}

/** Another member's public profile. */
export function readOther(json: Json, _: unknown, { note }: Around): { login: string; followed: boolean | null } {
  const user = objectOf(json["user"]);
  if (idOf(user["id"]) === null) throw new Unreadable("a member without an id");
  const followed = user["is_favourite"];
  const said = typeof followed === "boolean" || followed === 0 || followed === 1;
  if (!said) note("user.is_favourite", shapeOf(followed));
  return { login: textOf(user["login"]), followed: said ? flagOf(followed) : null };
}

/** What the catalogue search found; nothing of the sellers is kept. */
export function readComparables(json: Json, _: unknown, { note, currency }: Around, origin: string): { items: Comparable[] } {
  if (!Array.isArray(json["items"])) throw new Unreadable("a search without items");
  const items = listOf(json["items"]).flatMap((row): Comparable[] => {
    const id = idOf(row["id"]);
    const price = moneyOf(row["price"], currency);
    if (id === null || price === null) {
      note("search.item", id === null ? "no id" : `price ${shapeOf(row["price"])}`);
      return [];
    }
    // "size · condition" and the brand stand in the box where the fields of their own are missing
    const box = objectOf(row["item_box"]);
    const [size = "", condition = ""] = textOf(box["first_line"]).split(" · ");
    const url = textOf(row["url"]) || textOf(row["path"]) || `/items/${id}`;
    return [
      {
        item_id: id,
        title: textOf(row["title"]),
        price,
        brand: textOf(row["brand_title"]) || textOf(box["second_line"]),
        size: textOf(row["size_title"]) || size,
        condition: textOf(row["status"]) || condition,
        favourites: numberOf(row["favourite_count"]),
        photo_url: photoUrl(objectOf(row["photo"])),
        url: url.startsWith("/") ? origin + url : url,
      },
    ];
  });
  return { items: items.slice(0, MOST) };
}
