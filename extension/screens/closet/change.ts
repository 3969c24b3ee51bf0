// A change of a listing: what the form holds against what was read, and the difference, which is all that is sent. What is not
// named stays as it is on Vinted, whatever somebody did there meanwhile.
import type { InferInput } from "valibot";
import type { ListingChange as ListingChangeStruct, ListingDetails, ListingFields } from "../../../shared-schemas/wire";

export type ListingChange = InferInput<typeof ListingChangeStruct>;

/** A photo of the listing, in the order of the form. */
export interface OwnPhoto {
  id: number;
  url: string | undefined;
}

export interface Changed {
  fields: ListingFields;
  photoIds: readonly number[];
}

const FIELDS = [
  "title",
  "description",
  "price",
  "size_id",
  "condition_id",
  "color_ids",
  "package_size_id",
] as const satisfies readonly (keyof ListingFields & keyof ListingChange)[];

export function asRead({ fields, photo_ids }: ListingDetails): Changed {
  return { fields, photoIds: photo_ids };
}

export function photosOf({ photo_ids, photo_urls }: ListingDetails): OwnPhoto[] {
  return photo_ids.map((id, place) => ({ id, url: photo_urls[place] || undefined }));
}

/** What is to be different; undefined when nothing is. */
export function differenceOf(read: Changed, wanted: Changed): ListingChange | undefined {
  const change: ListingChange = {};
  for (const field of FIELDS) {
    const value = wanted.fields[field];
    // a field that was emptied is not sent: Vinted takes no empty ones, and null means "as it is"
    if (value !== null && !isSame(read.fields[field], value)) Object.assign(change, { [field]: value });
  }
  if (!isSame(read.photoIds, wanted.photoIds)) change.photos = wanted.photoIds.map((vinted_photo_id) => ({ vinted_photo_id }));
  return Object.keys(change).length > 0 ? change : undefined;
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}

/** Fields that were emptied and so would not be sent. */
export function emptied(read: Changed, wanted: Changed): boolean {
  return FIELDS.some((field) => {
    const value = wanted.fields[field];
    const isEmpty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
    return isEmpty && !isSame(read.fields[field], value);
  });
}

/** The photos with one at another place. */
export function moved(ids: readonly number[], id: number, place: number): readonly number[] {
  const rest = ids.filter((each) => each !== id);
  const to = Math.max(0, Math.min(rest.length, place));
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}
