// Templates in words: their variables and languages, what is wrong in a text, what became of an entry of a file; and their addresses.
import type { ImportLine, Language, TemplateField, TemplateVariable, TextProblem, UsedOn } from "../../../shared-schemas/wire";
import { currentLanguageTag, t } from "../../ui/i18n";
import { hashOf } from "../route";

/** In the order in which they are offered. */
export const VARIABLES: readonly TemplateVariable[] = [
  "brand",
  "category",
  "size",
  "colour",
  "condition",
  "material",
  "measures",
  "description",
];

export const LANGUAGES: readonly Language[] = ["en", "fr", "es", "de"];

export function templateHash(id: string): string {
  return hashOf("drafts", "templates", id);
}

/** The address of trying a template on these drafts. */
export function applyHash(draftIds: readonly string[]): string {
  return `${hashOf("drafts", "apply")}?drafts=${draftIds.join(",")}`;
}

/** The draft ids of "a,b". */
export function draftIdsOf(text: string | undefined): string[] {
  return [...new Set((text ?? "").split(",").filter(Boolean))];
}

export function languageName(language: Language): string {
  return new Intl.DisplayNames(currentLanguageTag(), { type: "language" }).of(language) ?? language;
}

export function variableName(variable: TemplateVariable): string {
  return t(`template.variable.${variable}`);
}

export function variableNames(variables: readonly TemplateVariable[]): string {
  return new Intl.ListFormat(currentLanguageTag(), { type: "conjunction" }).format(variables.map(variableName));
}

export function fieldName(field: TemplateField): string {
  switch (field) {
    case "title":
    case "description":
    case "brand":
      return t(`draft.unit.${field}`);
    case "condition_id":
      return t("draft.unit.condition");
    case "package_size_id":
      return t("draft.unit.parcel");
    default:
      return field satisfies never;
  }
}

/** One sentence for a mistake in a text; in a text of one line its line says nothing. */
export function textProblemWords({ code, found, line, column, field }: TextProblem): string {
  const words = t(`template.problem.${code}`, { found });
  return field === "title" ? words : `${words} ${t("template.problem.place", { line, column })}`;
}

/** Why an entry of a file was not taken, and what to put right in it. */
export function refusalWords({ refusal }: ImportLine): string {
  if (!refusal) return "";
  switch (refusal.code) {
    case "text":
      return refusal.problems.map((problem) => `${fieldName(problem.field)}: ${textProblemWords(problem)}`).join(" ");
    case "value":
      return t("template.refused.value", { field: refusal.field || "?", detail: refusal.detail });
    case "not_an_object":
    case "name_missing":
      return t(`template.refused.${refusal.code}`);
    case "too_many":
      return t("template.refused.too_many", { most: refusal.detail });
    default:
      return refusal.code satisfies never;
  }
}

/** How many drafts each ending was of: "2 changed · 1 changed elsewhere meanwhile". */
export function usedWords(drafts: readonly UsedOn[]): string {
  const counts = Map.groupBy(drafts, ({ outcome }) => outcome);
  return [...counts].map(([outcome, those]) => t(`template.used.${outcome}`, { count: those.length })).join(" · ");
}
