// What can be chosen in each field of the form: Vinted's own answer for the category when a tab has read it, else the reference
// files. Titles are the files' where they know the id, because those are in the person's language and Vinted's in the site's.
import type { AttributeChoice, FormField, FormReference, ReferenceDocument } from "../../../shared-schemas/wire";
import type { CategoryIndex } from "./category_search";

export interface Choice {
  id: number;
  title: string;
  group?: string | undefined;
}

export interface FieldChoices {
  options: readonly Choice[];
  required: boolean;
  /** How many may be chosen. */
  most: number;
}

export interface AttributeField extends FieldChoices {
  code: string;
  /** Vinted's title; empty for what it does not offer. */
  title: string;
}

/** The vocabularies in this language, the tree made searchable, and what Vinted's form said, if it was read. */
export interface Vocabulary {
  document: ReferenceDocument;
  categories: CategoryIndex;
  form: FormReference | null;
}

export type FixedField = "size" | "condition" | "color" | "package_size";
/** Codes of Vinted's form that are fields of their own here; the server's rule check has the same list. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  "brand",
  "size",
  "condition",
  "color",
  "package_size",
  "isbn",
  "model",
  "unisex",
  "measurements",
  "category",
]);
const COLOURS_MOST = 2;

/** The choices of a field of its own; without options the category has no such field. */
export function choicesOf(field: FixedField, catalogId: number | null, { document, categories, form }: Vocabulary): FieldChoices {
  const ours = fromFiles(field, catalogId, document, categories);
  const most = field === "color" ? COLOURS_MOST : 1;
  if (!form) return { options: ours, required: false, most };
  const offered = form.fields.find(({ code }) => code === field);
  if (!offered) return { options: [], required: false, most };
  const titles = new Map(ours.map(({ id, title }) => [id, title]));
  const isGrouped = new Set(offered.options.map(({ group }) => group)).size > 1;
  return {
    options: offered.options.map(({ id, title, group }) => ({
      id,
      title: titles.get(id) ?? title,
      group: isGrouped ? (group ?? undefined) : undefined,
    })),
    required: offered.required,
    most: Math.min(offered.limit ?? most, most),
  };
}

function fromFiles(
  field: FixedField,
  catalogId: number | null,
  document: ReferenceDocument,
  categories: CategoryIndex,
): Choice[] {
  const category = catalogId === null ? undefined : categories.node(catalogId);
  switch (field) {
    case "size": {
      const groups = document.size_groups.filter(({ id }) => category?.size_group_ids.includes(id));
      return groups.flatMap(({ title, sizes }) =>
        sizes.map((size) => ({ ...size, group: groups.length > 1 ? title : undefined })),
      );
    }
    case "condition":
      return document.conditions.map(({ id, title }) => ({ id, title }));
    case "color":
      return document.colours.map(({ id, title }) => ({ id, title }));
    case "package_size":
      return document.package_sizes.filter(({ id }) => !category || category.package_size_ids.includes(id));
    default:
      return field satisfies never;
  }
}

/**
 * The dynamic attributes: those Vinted's form names, and what was chosen though it is not offered. Without the form there are none
 * to choose from: the files know only materials, under ids of 2022 that are others today (cotton is 44 now and 1 there).
 */
export function attributeFields(chosen: readonly AttributeChoice[], form: FormReference | null): AttributeField[] {
  const offered = form?.fields.filter(({ code, options }) => !OWN_FIELDS.has(code) && options.length > 0).map(ofForm) ?? [];
  const known = new Set(offered.map(({ code }) => code));
  const others = chosen.filter(({ code, ids }) => !known.has(code) && ids.length > 0);
  return [...offered, ...others.map(({ code }) => ({ code, title: "", options: [], required: false, most: 0 }))];
}

function ofForm({ code, title, options, required, limit }: FormField): AttributeField {
  return {
    code,
    title,
    required,
    most: limit ?? 1,
    options: options.map(({ id, title, group }) => ({ id, title, group: group ?? undefined })),
  };
}

/** The size that stays when the category changes: one the new category does not know must be chosen anew. */
export function sizeIn(catalogId: number, sizeId: number | null, vocabulary: Omit<Vocabulary, "form">): number | null {
  const { options } = choicesOf("size", catalogId, { ...vocabulary, form: null });
  return options.some(({ id }) => id === sizeId) ? sizeId : null;
}
