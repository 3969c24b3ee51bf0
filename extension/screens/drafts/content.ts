// What of a draft a person edits, cut into the units in which two edits are compared and chosen between. Plain data and
// equality only; what happens to them over time is in draft_state.ts.
import type { Draft, DraftSave, ListingFields } from "../../../shared-schemas/wire";
import { lengthOf } from "../../ui/text_length";

/** A draft's editable content, flat. */
export type Content = ListingFields & { photo_ids: readonly string[]; closet_id: string | null };

/** A listing nobody filled in. */
export const NO_FIELDS: ListingFields = {
  title: "",
  description: "",
  price: null,
  catalog_id: null,
  brand_id: null,
  brand: "",
  size_id: null,
  condition_id: null,
  color_ids: [],
  package_size_id: null,
  attributes: [],
  isbn: null,
  is_unisex: false,
  measurement_length: null,
  measurement_width: null,
};

/** What is edited as one thing, and so is kept or taken as one: a brand's id and its words belong together. */
const KEYS = {
  photos: ["photo_ids"],
  title: ["title"],
  description: ["description"],
  category: ["catalog_id"],
  brand: ["brand_id", "brand"],
  size: ["size_id"],
  condition: ["condition_id"],
  colours: ["color_ids"],
  price: ["price"],
  parcel: ["package_size_id"],
  attributes: ["attributes"],
  isbn: ["isbn"],
  unisex: ["is_unisex"],
  measurements: ["measurement_length", "measurement_width"],
  closet: ["closet_id"],
} as const satisfies Record<string, readonly (keyof Content)[]>;

export type Unit = keyof typeof KEYS;
export const UNITS = Object.keys(KEYS) as readonly Unit[];

/** The unit a server's field name belongs to; an attribute's code and anything unknown belong to the attributes. */
export function unitOf(field: string): Unit {
  if (field === "photos") return "photos";
  return UNITS.find((unit) => KEYS[unit].some((key) => key === field)) ?? "attributes";
}

export function contentOf({ fields, photos, closet_id }: Draft): Content {
  return { ...fields, photo_ids: photos.map(({ photo_id }) => photo_id), closet_id };
}

export function saveOf(revision: number, { photo_ids, closet_id, ...fields }: Content): DraftSave {
  return { revision, fields, photo_ids: [...photo_ids], closet_id };
}

export function isSame(unit: Unit, left: Content, right: Content): boolean {
  return KEYS[unit].every((key) => canonical(left[key]) === canonical(right[key]));
}

export function areSame(left: Content, right: Content): boolean {
  return UNITS.every((unit) => isSame(unit, left, right));
}

/** `content` with one unit as it is in `from`. */
export function withUnit(content: Content, unit: Unit, from: Content): Content {
  return { ...content, ...Object.fromEntries(KEYS[unit].map((key) => [key, from[key]])) };
}

/** A text that is equal when the values are: key order does not count, and an absent value is as good as null. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const LIMITS = { title: 100, description: 2000, brand: 80, isbn: 20, measurement: 1000 } as const;

/** Units the server would not take as they are. They are kept on this device, and the rest is saved without them. */
export function unsavable(content: Content): readonly Unit[] {
  const isFar = (length: number | null) => length !== null && !(length >= 0 && length <= LIMITS.measurement);
  const over: Partial<Record<Unit, boolean>> = {
    title: lengthOf(content.title) > LIMITS.title,
    description: lengthOf(content.description) > LIMITS.description,
    brand: lengthOf(content.brand) > LIMITS.brand,
    isbn: lengthOf(content.isbn ?? "") > LIMITS.isbn,
    measurements: isFar(content.measurement_length) || isFar(content.measurement_width),
  };
  return UNITS.filter((unit) => over[unit]);
}

export const TITLE_MAX = LIMITS.title;
export const DESCRIPTION_MAX = LIMITS.description;
export const PHOTOS_MAX = 20;
