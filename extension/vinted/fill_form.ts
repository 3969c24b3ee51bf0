// "Fill from draft": types a draft into Vinted's own form, in the person's sight. It never presses Publish nor Save, and what it
// cannot fill it leaves to the person and says so. How the form behaves: CONTRACT §20.5.
import type { ListingFields } from "../../shared-schemas/wire";

/** A part of the form, in the order it is filled. */
export const FORM_PARTS = [
  "photos",
  "title",
  "description",
  "category",
  "brand",
  "size",
  "condition",
  "colours",
  "attributes",
  "isbn",
  "measurements",
  "unisex",
  "parcel",
  "price",
] as const;
export type FormPart = (typeof FORM_PARTS)[number];

/** What is to be filled in. `category_path`: ids from the root to the leaf; `photos`: in order, the first is the cover. */
export interface FormContent {
  fields: ListingFields;
  category_path: number[];
  photos: { name: string; mime: string; base64: string }[];
}

/** Which parts were filled, and which the person has to do. A part the draft has nothing for is in neither. */
export interface FormFilled {
  filled: FormPart[];
  left: FormPart[];
}

const PART_MS = 6_000;
const PHOTO_MS = 20_000;
const LOOK_MS = 50;

/** Whether an address is that of Vinted's form. */
export function isFormPath(path: string): boolean {
  return /^\/items\/(new|\d+\/edit)$/.test(path);
}

/** Fills the form of this page part by part; a part that fails leaves the others alone. */
export async function fillForm(doc: Document, content: FormContent): Promise<FormFilled> {
  const answer: FormFilled = { filled: [], left: [] };
  for (const part of FORM_PARTS) {
    if (!hasAnything(part, content)) continue;
    const done = await PARTS[part](doc, content).catch(() => false);
    (done ? answer.filled : answer.left).push(part);
  }
  return answer;
}

function hasAnything(part: FormPart, { fields, category_path, photos }: FormContent): boolean {
  switch (part) {
    case "photos":
      return photos.length > 0;
    case "title":
    case "description":
      return fields[part] !== "";
    case "category":
      return category_path.length > 0;
    case "brand":
      return fields.brand_id !== null || fields.brand !== "";
    case "size":
      return fields.size_id !== null;
    case "condition":
      return fields.condition_id !== null;
    case "colours":
      return fields.color_ids.length > 0;
    case "attributes":
      return fields.attributes.length > 0;
    case "isbn":
      return Boolean(fields.isbn);
    case "measurements":
      return fields.measurement_length !== null || fields.measurement_width !== null;
    case "unisex":
      return fields.is_unisex;
    case "parcel":
      return fields.package_size_id !== null;
    case "price":
      return fields.price !== null;
    default:
      throw part satisfies never;
  }
}

type Fill = (doc: Document, content: FormContent) => Promise<boolean>;

const PARTS: Readonly<Record<FormPart, Fill>> = {
  photos: addPhotos,
  title: (doc, { fields }) => type(doc, "#title, [data-testid='title--input']", fields.title),
  description: (doc, { fields }) => type(doc, "#description, [data-testid='description--input']", fields.description),
  category: chooseCategory,
  brand: chooseBrand,
  size: (doc, { fields }) =>
    chooseIn(doc, ["category-size-single-grid-input", "size-select-dropdown-input"], [`size-group-${fields.size_id}`]),
  condition: (doc, { fields: { condition_id: id } }) =>
    chooseIn(
      doc,
      ["category-condition-single-list-input", "condition-select-dropdown-input"],
      [`condition-${id}`, `condition-radio-${id}--input`],
    ),
  colours: async (doc, { fields }) => chooseMany(doc, ["color-select-dropdown-input"], fields.color_ids, (id) => [`color-${id}`]),
  attributes: chooseAttributes,
  // the form has it in the categories of books only, once it has drawn their fields
  isbn: async (doc, { fields }) => {
    await appears(() => byTestId(doc, "isbn--input"));
    return type(doc, "[data-testid='isbn--input']", fields.isbn ?? "");
  },
  // how the form shows these two is not known: the person does them
  measurements: async () => false,
  unisex: async () => false,
  parcel: async (doc, { fields: { package_size_id: id } }) => {
    const radio = doc.querySelector<HTMLInputElement>(`[data-testid="package_type_selector_${id}--input"]`);
    radio?.click();
    return radio?.checked ?? false;
  },
  // the site takes the price over when its field is left
  price: async (doc, { fields }) => {
    const amount = ((fields.price?.amount ?? 0) / 100).toFixed(2);
    return type(doc, "#price, [data-testid='price-input--input']", amount.replace(/\.00$/, ""));
  },
};

/** Types as a person does: the native setter, past the one React put on the field, then the events the site listens to. */
async function type(doc: Document, selector: string, text: string): Promise<boolean> {
  const field = doc.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector);
  if (!field) return false;
  field.focus();
  setNative(field, text);
  field.blur();
  return field.value === text;
}

function setNative(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, text);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

async function addPhotos(doc: Document, { photos }: FormContent): Promise<boolean> {
  const input = doc.querySelector<HTMLInputElement>('input[data-testid="add-photos-input"]');
  if (!input) return false;
  const before = thumbs(doc);
  const files = new DataTransfer();
  for (const { name, mime, base64 } of photos) files.items.add(new File([Uint8Array.fromBase64(base64)], name, { type: mime }));
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return until(() => thumbs(doc) >= before + photos.length, PHOTO_MS * photos.length);
}

function thumbs(doc: Document): number {
  return doc.querySelectorAll('[data-testid^="image-wrapper-"]').length;
}

/** Opens level after level of the tree. Choosing the leaf draws the form anew with the fields of that category. */
async function chooseCategory(doc: Document, { category_path }: FormContent): Promise<boolean> {
  const input = byTestId(doc, "catalog-select-dropdown-input");
  if (!input) return false;
  const before = textIn(input);
  input.click();
  for (const id of category_path) {
    const row = await appears(() => doc.querySelector<HTMLElement>(`[role="button"][id="catalog-${id}"]`));
    if (!row) return false;
    row.click();
  }
  return until(() => textIn(byTestId(doc, "catalog-select-dropdown-input")) !== before);
}

async function chooseBrand(doc: Document, { fields }: FormContent): Promise<boolean> {
  const input = byTestId(doc, "brand-select-dropdown-input");
  if (!input) return false;
  input.click();
  const search = await appears(() => doc.querySelector<HTMLElement>("#brand-search-input, [data-testid='brand-search--input']"));
  if (!(search instanceof HTMLInputElement)) return false;
  setNative(search, fields.brand);
  const wanted = fields.brand_id === null ? "#custom-select-brand" : `[id="brand-${fields.brand_id}"], #empty-brand`;
  const row = await appears(() => doc.querySelector<HTMLElement>(wanted));
  if (!row) return false;
  row.click();
  return until(() => textIn(byTestId(doc, "brand-select-dropdown-input")) !== "");
}

async function chooseAttributes(doc: Document, { fields }: FormContent): Promise<boolean> {
  let all = true;
  for (const { code, ids } of fields.attributes) {
    if (code === "size" || code === "condition") continue;
    const inputs = [
      `category-${code}-multi-list-input`,
      `category-${code}-single-list-input`,
      `${code}-multi-list-dropdown-input`,
    ];
    all = (await chooseMany(doc, inputs, ids, (id) => [`${code}-${id}`, `${code}-checkbox-${id}--input`])) && all;
  }
  return all;
}

async function chooseIn(doc: Document, inputs: readonly string[], options: readonly string[]): Promise<boolean> {
  const input = await appears(() => firstOf(doc, inputs));
  if (!input) return false;
  input.click();
  const option = await appears(() => firstOf(doc, options));
  if (!option) return false;
  option.click();
  return until(() => textIn(firstOf(doc, inputs)) !== "");
}

async function chooseMany(
  doc: Document,
  inputs: readonly string[],
  ids: readonly number[],
  options: (id: number) => readonly string[],
): Promise<boolean> {
  const input = await appears(() => firstOf(doc, inputs));
  if (!input) return false;
  input.click();
  for (const id of ids) {
    const option = await appears(() => firstOf(doc, options(id)));
    if (!option) return false;
    if (option.getAttribute("aria-pressed") !== "true" && !(option as HTMLInputElement).checked) option.click();
  }
  // the panel stays open until it is told to close; the same press that opened it does
  firstOf(doc, inputs)?.click();
  return until(() => textIn(firstOf(doc, inputs)) !== "");
}

function byTestId(doc: Document, id: string): HTMLElement | null {
  return doc.querySelector<HTMLElement>(`[data-testid="${id}"]`);
}

function firstOf(doc: Document, ids: readonly string[]): HTMLElement | null {
  return ids.map((id) => byTestId(doc, id)).find((element) => element !== null) ?? null;
}

function textIn(element: HTMLElement | null): string {
  return element instanceof HTMLInputElement ? element.value : "";
}

async function appears(find: () => HTMLElement | null): Promise<HTMLElement | null> {
  await until(() => find() !== null);
  return find();
}

/** Looks again and again until it is so; false after the deadline. */
async function until(isSo: () => boolean, deadline = PART_MS): Promise<boolean> {
  const end = performance.now() + deadline;
  while (!isSo()) {
    if (performance.now() > end) return false;
    await new Promise((wake) => setTimeout(wake, LOOK_MS));
  }
  return true;
}
