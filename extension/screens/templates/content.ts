// What of a template is edited: an empty one, equality, and edits that were not saved when their editor was left.
import type { Language, TemplateContent, TemplateFields } from "../../../shared-schemas/wire";

/** Stands for the id of one that is not kept yet. */
export const NEW = "new";

export const NAME_MAX = 80;
export const TITLE_MAX = 300;
export const DESCRIPTION_MAX = 4000;

export const NO_CHOICES: TemplateFields = { brand_id: null, brand: "", condition_id: null, package_size_id: null };

export function emptyContent(language: Language): TemplateContent {
  return {
    name: "",
    language,
    title: "",
    description: "",
    fields: NO_CHOICES,
    category_ids: [],
  };
}

export const CONTENT_KEYS = [
  "name",
  "language",
  "title",
  "description",
  "fields",
  "category_ids",
] as const satisfies readonly (keyof TemplateContent)[];

export function isSame(left: TemplateContent, right: TemplateContent): boolean {
  return differing(left, right).length === 0;
}

/** The parts in which two versions differ. */
export function differing(left: TemplateContent, right: TemplateContent): (keyof TemplateContent)[] {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    );
  return CONTENT_KEYS.filter((key) => text(left[key]) !== text(right[key]));
}

/** Edits by template id, or `NEW`, on the revision they were made on. They live as long as the page does. */
export const unsaved = new Map<string, { revision: number; content: TemplateContent }>();
