// The bodies with which a listing is made at Vinted, as the site itself writes them, and the comparison of what was sent with
// what Vinted then shows. A listing comes either from a draft of ours or from the edit payload of the listing it replaces.
import type { ListingChange, ListingContent, ListingFields } from "../../shared-schemas/wire";
import type { EditPayload, FormSource } from "./calls";
import { flagOf, idOf, idsOf, type Json, listOf, moneyOf, numberOf, objectOf, textOf } from "./fields";
import { ATTRIBUTE_CODE, photoIdsOf } from "./readers";

/** One listing, whatever it came from. Names follow `ListingFields`, so that a difference names a field people know. */
interface Form {
  title: string;
  description: string;
  /** Minor units. */
  price: number | null;
  currency: string;
  catalog_id: number | null;
  brand_id: number | null;
  brand: string;
  size_id: number | null;
  condition_id: number | null;
  color_ids: number[];
  package_size_id: number | null;
  /** Code → ids, without size and condition. */
  attributes: ReadonlyMap<string, number[]>;
  isbn: string | null;
  is_unisex: boolean;
  measurement_length: number | null;
  measurement_width: number | null;
  /** What a draft of ours has no field for and a replaced listing keeps. */
  carried: Json;
}

const NOTHING_CARRIED: Json = {
  video_game_rating_id: null,
  manufacturer: null,
  manufacturer_labelling: null,
  shipment_prices: { domestic: null, international: null },
  parcel: null,
};

/** The last resort for a payload that names its condition only by label; French and English are the ones known for certain. */
const CONDITION_LABELS: Readonly<Record<string, number>> = {
  "neuf avec étiquette": 6,
  "neuf sans étiquette": 1,
  "très bon état": 2,
  "bon état": 3,
  satisfaisant: 4,
  "pas entièrement fonctionnel": 5,
  "new with tags": 6,
  "new without tags": 1,
  "very good": 2,
  good: 3,
  satisfactory: 4,
  "not fully functional": 5,
};

/** What Vinted shows, and wants back, where no ISBN was given. */
const NO_ISBN = "0000000000000";

/** The body of `POST item_upload/drafts`. `session` is the UUID the photos were uploaded under. */
export function draftBody(source: FormSource, photoIds: readonly number[], session: string): Json {
  return { draft: listingBody(formOf(source), photoIds, session, null), ...envelope(source, session) };
}

/** The body of a draft's completion. Never buys a bump. */
export function completionBody(source: FormSource, photoIds: readonly number[], session: string, draftId: number): Json {
  return { draft: listingBody(formOf(source), photoIds, session, draftId), ...envelope(source, session), push_up: false };
}

/** The body of `PUT item_upload/items/{item}`: the whole object, never a patch. `session` is fresh. */
export function updateBody(source: FormSource, photoIds: readonly number[], session: string, itemId: number): Json {
  return { item: listingBody(formOf(source), photoIds, session, itemId), ...envelope(source, session), push_up: false };
}

function envelope(source: FormSource, session: string): Json {
  return { feedback_id: null, parcel: formOf(source).carried["parcel"], upload_session_id: session };
}

function listingBody(form: Form, photoIds: readonly number[], session: string, id: number | null): Json {
  const attributes: [string, number[]][] = [
    ["size", form.size_id === null ? [] : [form.size_id]],
    ["condition", form.condition_id === null ? [] : [form.condition_id]],
    ...form.attributes,
  ];
  return {
    id,
    currency: form.currency,
    temp_uuid: session,
    title: form.title,
    description: form.description,
    brand_id: form.brand_id,
    brand: form.brand,
    catalog_id: form.catalog_id,
    isbn: form.isbn,
    is_unisex: form.is_unisex,
    ai_photo: false,
    price: form.price === null ? null : form.price / 100,
    package_size_id: form.package_size_id,
    shipment_prices: form.carried["shipment_prices"],
    color_ids: form.color_ids,
    assigned_photos: photoIds.map((photoId) => ({ id: photoId, orientation: 0 })),
    measurement_length: form.measurement_length,
    measurement_width: form.measurement_width,
    item_attributes: attributes.filter(([, ids]) => ids.length > 0).map(([code, ids]) => ({ code, ids })),
    video_game_rating_id: form.carried["video_game_rating_id"],
    manufacturer: form.carried["manufacturer"],
    manufacturer_labelling: form.carried["manufacturer_labelling"],
  };
}

/**
 * The fields in which what Vinted shows (`read`) is not what was sent; empty when all is as it was meant.
 * Names are those of `ListingFields`, an attribute's code, or `photos`.
 */
export function differences(sent: FormSource, photoIds: readonly number[], read: EditPayload): string[] {
  const meant = comparable(formOf(sent));
  const shown = comparable(formOf({ from: "payload", payload: read }));
  // a brand typed by hand gets an id from Vinted, so only its words can be compared
  if (meant.get("brand_id") === null) shown.set("brand_id", null);
  else for (const side of [meant, shown]) side.delete("brand");
  meant.set("photos", photoIds.join());
  shown.set("photos", photoIdsOf(read).join());
  const names = new Set([...meant.keys(), ...shown.keys()]);
  return [...names].filter((name) => (meant.get(name) ?? null) !== (shown.get(name) ?? null)).toSorted();
}

/** A payload with what is to be different in it, in the places where the site itself would show it. Photos are named apart. */
export function changedPayload(payload: EditPayload, change: ListingChange): EditPayload {
  const next: EditPayload = { ...payload };
  const put = (names: Json) => Object.assign(next, names);
  if (change.title !== null) put({ title: change.title });
  if (change.description !== null) put({ description: change.description });
  if (change.price !== null) {
    const { amount, currency } = change.price;
    put({ price: { amount: (amount / 100).toFixed(2), currency_code: currency }, currency });
  }
  if (change.catalog_id !== null) put({ catalog_id: change.catalog_id });
  if (change.brand_id !== null || change.brand !== null) {
    put({ brand_id: change.brand_id, brand: change.brand ?? "", brand_dto: { id: change.brand_id, title: change.brand ?? "" } });
  }
  if (change.color_ids !== null) put({ color1_id: change.color_ids[0] ?? null, color2_id: change.color_ids[1] ?? null });
  if (change.package_size_id !== null) put({ package_size_id: change.package_size_id });
  const chosen = new Map(listOf(payload["item_attributes"]).map(({ code, ids }) => [textOf(code), idsOf(ids)]));
  // what the older places say stands for an attribute that is missing, so it must not outlive a change
  if (change.size_id !== null) {
    chosen.set("size", [change.size_id]);
    put({ size_id: null });
  }
  if (change.condition_id !== null) {
    chosen.set("condition", [change.condition_id]);
    put({ status_id: null, status: null });
  }
  if (change.attributes !== null) {
    for (const code of chosen.keys()) if (code !== "size" && code !== "condition") chosen.delete(code);
    for (const { code, ids } of change.attributes) chosen.set(code, ids);
  }
  put({ item_attributes: [...chosen].map(([code, ids]) => ({ code, ids })) });
  return next;
}

const LONGEST = { title: 100, description: 2000, brand: 80, isbn: 20, measurement: 1000 };

/** A payload as our own fields, for the server to keep. */
export function fieldsOf(payload: EditPayload): ListingFields {
  const form = fromPayload(payload);
  const measured = (value: number | null) => (value !== null && value >= 0 && value <= LONGEST.measurement ? value : null);
  return {
    title: form.title.slice(0, LONGEST.title),
    description: form.description.slice(0, LONGEST.description),
    price: form.price === null ? null : { amount: form.price, currency: form.currency },
    catalog_id: form.catalog_id,
    brand_id: form.brand_id,
    brand: form.brand.slice(0, LONGEST.brand),
    size_id: form.size_id,
    condition_id: form.condition_id,
    color_ids: form.color_ids.slice(0, 2),
    package_size_id: form.package_size_id,
    attributes: [...form.attributes].filter(([code]) => ATTRIBUTE_CODE.test(code)).map(([code, ids]) => ({ code, ids })),
    isbn: form.isbn?.slice(0, LONGEST.isbn) ?? null,
    is_unisex: form.is_unisex,
    measurement_length: measured(form.measurement_length),
    measurement_width: measured(form.measurement_width),
  };
}

/** A form as plain values that are equal when the listings are. */
function comparable(form: Form): Map<string, string | number | boolean | null> {
  const { carried, attributes, color_ids, ...rest } = form;
  return new Map<string, string | number | boolean | null>([
    ...Object.entries(rest),
    ["title", plain(form.title)],
    ["description", plain(form.description)],
    ["brand", plain(form.brand).toLowerCase()],
    ["isbn", form.isbn === null || form.isbn === "" || form.isbn === NO_ISBN ? null : form.isbn],
    ["measurement_length", form.measurement_length || null],
    ["measurement_width", form.measurement_width || null],
    ["color_ids", color_ids.join()],
    ["manufacturer", textOf(carried["manufacturer"]) || null],
    ["manufacturer_labelling", textOf(carried["manufacturer_labelling"]) || null],
    ["video_game_rating_id", idOf(carried["video_game_rating_id"])],
    ...[...attributes].map(([code, ids]): [string, string] => [code, ids.toSorted((a, b) => a - b).join()]),
  ]);
}

/** Text as Vinted keeps it: composed letters, one kind of line end, nothing around it. */
function plain(text: string): string {
  return text.normalize("NFC").replace(/\r\n?/g, "\n").trim();
}

function formOf(source: FormSource): Form {
  switch (source.from) {
    case "content":
      return fromContent(source.content);
    case "payload":
      return fromPayload(source.payload);
    default:
      return source satisfies never;
  }
}

function fromContent({ fields }: ListingContent): Form {
  return {
    title: fields.title,
    description: fields.description,
    price: fields.price?.amount ?? null,
    currency: fields.price?.currency ?? "EUR",
    catalog_id: fields.catalog_id,
    brand_id: fields.brand_id,
    brand: fields.brand,
    size_id: fields.size_id,
    condition_id: fields.condition_id,
    color_ids: [...fields.color_ids],
    package_size_id: fields.package_size_id,
    attributes: attributesOf(fields.attributes),
    isbn: fields.isbn,
    is_unisex: fields.is_unisex,
    measurement_length: fields.measurement_length,
    measurement_width: fields.measurement_width,
    carried: NOTHING_CARRIED,
  };
}

// size and condition moved from fields of their own into item_attributes early in 2026, and both places are still met
function fromPayload(payload: EditPayload): Form {
  const chosen = listOf(payload["item_attributes"]);
  const first = (code: string) => idsOf(chosen.find((attribute) => attribute["code"] === code)?.["ids"])[0] ?? null;
  const currency = textOf(payload["currency"]) || "EUR";
  const price = moneyOf(payload["price"], currency);
  return {
    title: textOf(payload["title"]),
    description: textOf(payload["description"]),
    price: price?.amount ?? null,
    currency: price?.currency ?? currency,
    catalog_id: idOf(payload["catalog_id"]),
    brand_id: idOf(payload["brand_id"]),
    brand: textOf(objectOf(payload["brand_dto"])["title"]) || textOf(payload["brand"]),
    size_id: first("size") ?? idOf(payload["size_id"]),
    condition_id:
      first("condition") ??
      idOf(payload["status_id"]) ??
      CONDITION_LABELS[plain(textOf(payload["status"])).toLowerCase()] ??
      null,
    color_ids: [idOf(payload["color1_id"]), idOf(payload["color2_id"])].filter((id) => id !== null),
    package_size_id: idOf(payload["package_size_id"]),
    attributes: attributesOf(chosen),
    isbn: typeof payload["isbn"] === "string" ? payload["isbn"] : null,
    is_unisex: flagOf(payload["is_unisex"]),
    measurement_length: numberOf(payload["measurement_length"]),
    measurement_width: numberOf(payload["measurement_width"]),
    carried: Object.fromEntries(Object.entries(NOTHING_CARRIED).map(([name, none]) => [name, payload[name] ?? none])),
  };
}

function attributesOf(chosen: readonly { code?: unknown; ids?: unknown }[]): ReadonlyMap<string, number[]> {
  const pairs = chosen.map(({ code, ids }): [string, number[]] => [textOf(code), idsOf(ids)]);
  return new Map(pairs.filter(([code, ids]) => !["", "size", "condition"].includes(code) && ids.length > 0));
}
