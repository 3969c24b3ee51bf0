// Which of the analysed fields still stand in the draft as they were filled in: a mark belongs to what it proves, so it goes when
// the person wrote something else.
import type { AnalysedField, AnalysedName, DraftAnalysis } from "../../../../shared-schemas/wire";
import type { Content, Unit } from "../content";

const VALUES: Readonly<Record<AnalysedName, (content: Content) => string | readonly number[]>> = {
  title: ({ title }) => title,
  description: ({ description }) => description,
  category: ({ catalog_id }) => listed(catalog_id),
  brand: ({ brand_id, brand }) => (brand_id === null ? brand : listed(brand_id)),
  size: ({ size_id }) => listed(size_id),
  colours: ({ color_ids }) => color_ids,
  condition: ({ condition_id }) => listed(condition_id),
  material: ({ attributes }) => attributes.find(({ code }) => code === "material")?.ids ?? [],
  parcel: ({ package_size_id }) => listed(package_size_id),
};

/** The field's proof when what it says stands there, or when nothing stands there because nothing was known, or had a choice yet. */
export function currentField(name: AnalysedName, analysis: DraftAnalysis, content: Content): AnalysedField | undefined {
  const field = analysis.fields.find((each) => each.name === name);
  if (!field) return undefined;
  const value = VALUES[name](content);
  if (value.length === 0) return isUnknown(field) || isWithoutChoice(field, value) ? field : undefined;
  const same = typeof value === "string" ? value === field.said : areSame(value, field.ids);
  return same && !isUnknown(field) ? field : undefined;
}

/** Whether the unit is as the look of this analysis filled it in. */
export function isFilledNow(unit: Unit, analysis: DraftAnalysis, content: Content): boolean {
  const name = unit === "attributes" ? "material" : unit;
  if (!isAnalysed(name)) return false;
  return currentField(name, analysis, content)?.is_filled ?? false;
}

function isAnalysed(name: string): name is AnalysedName {
  return name in VALUES;
}

/** Something was read, and Vinted's choices for it are not known. */
function isWithoutChoice({ ids }: AnalysedField, value: string | readonly number[]): boolean {
  return typeof value !== "string" && ids.length === 0;
}

export function isUnknown({ source, fit, said }: AnalysedField): boolean {
  return source === "unknown" || (fit === "unknown" && said === "");
}

function listed(id: number | null): readonly number[] {
  return id === null ? [] : [id];
}

function areSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
