// Vinted's answers, read tolerantly: unknown fields are passed over, missing ones become empty, and only what a call cannot do
// without makes it Unreadable. Nothing here decides what an answer means for a job.
import type { FormField, FormOption, ListingState, SeenListing } from "../../shared-schemas/wire";
import type { Market } from "./addresses";
import type { EditPayload, Member, OwnEntry, PhotoAddress, WardrobePage } from "./calls";
import { flagOf, idOf, type Json, listOf, moneyOf, numberOf, objectOf, textOf } from "./fields";
import { codeOf, type Note, noteUnknown, shapeOf, unnoted } from "./oddities";

/** The answer lacks what the call is about. */
export class Unreadable extends Error {
  override name = "Unreadable";
}

/** `users/current`. Null when it names nobody: signed out. */
export function readMember(json: Json, market: Market, timeZone: string): Member | null {
  const user = objectOf(json["user"]);
  const id = idOf(user["id"]);
  if (id === null) return null;
  return {
    member_id: id,
    login: textOf(user["login"]) || String(id),
    photo_url: photoUrl(objectOf(user["photo"])),
    currency: /^[A-Z]{3}$/.test(textOf(user["currency"])) ? textOf(user["currency"]) : market.currency,
    item_count: numberOf(user["item_count"]),
    country: market.country,
    time_zone: timeZone,
  };
}

/** One page of the wardrobe list, in the order it came. */
export function readWardrobePage(
  json: Json,
  page: number,
  origin: string,
  { currency, note }: { currency: string; note: Note } = { currency: "EUR", note: unnoted },
): WardrobePage {
  if (!Array.isArray(json["items"])) throw new Unreadable("a wardrobe page without items");
  const pagination = objectOf(json["pagination"]);
  const items = listOf(json["items"]).flatMap((item) => {
    noteUnknown(note, "wardrobe", item, KNOWN);
    return readSeenListing(item, origin, currency, note) ?? [];
  });
  return {
    page: idOf(pagination["current_page"]) ?? page,
    pages: numberOf(pagination["total_pages"]) ?? (items.length > 0 ? page : 0),
    total: numberOf(pagination["total_entries"]) ?? items.length,
    items,
  };
}

const KNOWN =
  "id title path url price currency brand size status user user_id photos favourite_count view_count is_favourite is_draft is_hidden is_reserved is_closed is_processing is_heavy_bulky is_business_user item_closing_action item_alert_type item_box service_fee total_item_price transaction_permitted promoted push_up can_push_up can_edit stats_visible";

function readSeenListing(item: Json, origin: string, currency: string, note: Note): SeenListing | null {
  const id = idOf(item["id"]);
  if (id === null) {
    note("wardrobe.id", shapeOf(item["id"]));
    return null;
  }
  if (moneyOf(item["price"], currency) === null) note("wardrobe.price", shapeOf(item["price"]));
  const photos = photosInOrder(item);
  const uploaded = photos.map((photo) => numberOf(objectOf(photo["high_resolution"])["timestamp"])).filter((at) => at !== null);
  return {
    item_id: id,
    title: textOf(item["title"]),
    price: moneyOf(item["price"], textOf(item["currency"]) || currency),
    state: stateOf(item),
    url: textOf(item["url"]) || origin + (textOf(item["path"]) || `/items/${id}`),
    brand: textOf(item["brand"]),
    size: textOf(item["size"]),
    condition: textOf(item["status"]),
    photo_ids: photos.flatMap((photo) => idOf(photo["id"]) ?? []),
    photo_url: photos[0] ? photoUrl(photos[0]) : null,
    color: photos[0] ? textOf(photos[0]["dominant_color"]) || null : null,
    favourites: numberOf(item["favourite_count"]),
    views: numberOf(item["view_count"]),
    oldest_photo_at: uploaded.length > 0 ? new Date(Math.min(...uploaded) * 1000).toISOString() : null,
    alert: alertOf(item["item_alert_type"]),
  };
}

/** A notice on a listing: a word or a number, sometimes an object whose shape is not known. */
function alertOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

// first row that fits; a hidden listing that is also under check counts as hidden, since that is what we did to it
const STATES: readonly [ListingState, (item: Json) => boolean][] = [
  ["draft", (item) => flagOf(item["is_draft"])],
  ["sold", (item) => flagOf(item["is_closed"]) && item["item_closing_action"] === "sold"],
  ["closed", (item) => flagOf(item["is_closed"])],
  ["hidden", (item) => flagOf(item["is_hidden"])],
  ["processing", (item) => flagOf(item["is_processing"])],
  ["reserved", (item) => flagOf(item["is_reserved"])],
];

function stateOf(item: Json): ListingState {
  return STATES.find(([, fits]) => fits(item))?.[0] ?? "active";
}

/** The edit payload of an own entry (a draft is read by the same route). Keeps the payload whole, `parcel` included. */
export function readOwnEntry(json: Json, note: Note = unnoted): OwnEntry {
  const item = objectOf(json["item"]);
  const id = idOf(item["id"]);
  if (id === null) throw new Unreadable("an edit payload without its item");
  // carried along as it is, and told all the same: what is new in the form is new in what a listing is
  noteUnknown(note, "entry", item, KNOWN_ENTRY);
  return {
    item_id: id,
    is_draft: flagOf(item["is_draft"]),
    payload: { ...item, parcel: json["parcel"] ?? null },
    photos: photosInOrder(item).flatMap((photo) => {
      const photoId = idOf(photo["id"]);
      const url = textOf(photo["full_size_url"]) || textOf(photo["url"]);
      return photoId === null ? [] : [{ photo_id: photoId, url } satisfies PhotoAddress];
    }),
  };
}

const KNOWN_ENTRY =
  "id title description price currency catalog_id brand_id brand_dto size_id status status_id color1 color1_id color2 color2_id package_size_id package_size_standard shipment_prices item_attributes photos isbn author book_title measurement_length measurement_width measurement_unit is_unisex is_draft is_hidden manufacturer manufacturer_labelling video_game_rating_id user_id";

/** The photo ids of an edit payload, cover first. */
export function photoIdsOf(payload: EditPayload): number[] {
  return photosInOrder(payload).flatMap((photo) => idOf(photo["id"]) ?? []);
}

/** An upload's answer, bare or wrapped in `photo`. */
export function readPhotoId(json: Json): { photo_id: number } {
  const id = idOf(json["id"]) ?? idOf(objectOf(json["photo"])["id"]);
  if (id === null) throw new Unreadable("an upload without a photo id");
  return { photo_id: id };
}

export function readDraftId(json: Json): { draft_id: number } {
  const id = idOf(objectOf(json["draft"])["id"]) ?? idOf(objectOf(json["item"])["id"]);
  if (id === null) throw new Unreadable("a draft without an id");
  return { draft_id: id };
}

/** A completion. Published with an empty body has been seen: then the id is null and is found by its photos. */
export function readPublishedId(json: Json): { item_id: number | null } {
  return { item_id: idOf(objectOf(json["item"])["id"]) ?? idOf(objectOf(json["draft"])["id"]) };
}

export const ATTRIBUTE_CODE = /^[a-z0-9_]{1,60}$/;

/** The dynamic attributes of a category; empty when Vinted stripped them. */
export function readAttributes(json: Json, note: Note = unnoted): FormField[] {
  return listOf(json["attributes"]).flatMap((attribute) => {
    const code = textOf(attribute["code"]);
    if (!ATTRIBUTE_CODE.test(code)) {
      note("attributes.code", shapeOf(attribute["code"]));
      return [];
    }
    const configuration = objectOf(attribute["configuration"]);
    const selection = configuration["selection_type"];
    if (selection !== "single" && selection !== "multi") note("attributes.selection_type", codeOf(selection));
    const limit = selection === "single" ? null : numberOf(configuration["selection_limit"]);
    return [
      {
        code,
        title: textOf(configuration["title"]) || code,
        required: flagOf(configuration["required"]),
        limit: limit !== null && limit > 1 ? limit : null,
        options: readOptions(configuration["options"], null, note),
      },
    ];
  });
}

/** Options come as groups that hold options, or as a flat list. */
function readOptions(value: unknown, group: string | null, note: Note): FormOption[] {
  return listOf(value).flatMap((option) =>
    Array.isArray(option["options"])
      ? readOptions(option["options"], textOf(option["title"]) || group, note)
      : readOption(option, group, note),
  );
}

function readOption(option: Json, group: string | null, note: Note): FormOption[] {
  const id = idOf(option["id"]);
  if (id === null) note("form.option.id", shapeOf(option["id"]));
  return id === null ? [] : [{ id, title: textOf(option["title"]), group }];
}

/** The sizes of a category, by group. */
export function readSizes(json: Json, note: Note = unnoted): FormOption[] {
  return listOf(json["size_groups"]).flatMap((group) =>
    listOf(group["sizes"]).flatMap((size) => readOption(size, textOf(group["caption"]) || null, note)),
  );
}

/** A plain list of choices: `brands`, `colors`, `conditions`, `package_sizes`. */
export function readChoices(json: Json, name: string, note: Note = unnoted): FormOption[] {
  if (!Array.isArray(json[name])) note(`form.${name}`, shapeOf(json[name]));
  return listOf(json[name]).flatMap((choice) => readOption(choice, null, note));
}

function photosInOrder(item: Json): Json[] {
  const photos = listOf(item["photos"]);
  const numbered = photos.every((photo) => numberOf(photo["image_no"]) !== null);
  return numbered ? photos.toSorted((a, b) => Number(a["image_no"]) - Number(b["image_no"])) : photos;
}

/** A middle-sized picture of a photo, for lists. */
export function photoUrl(photo: Json): string | null {
  const thumbs = listOf(photo["thumbnails"]);
  const middle = thumbs.find((thumb) => ["thumb310x430", "thumb100"].includes(textOf(thumb["type"])));
  return textOf(middle?.["url"]) || textOf(photo["url"]) || null;
}
