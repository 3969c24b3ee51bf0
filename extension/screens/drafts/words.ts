// Drafts in words: their state, what the rule check found, how saving stands, and what a unit's content looks like in one line.
import type { Draft, RuleProblem } from "../../../shared-schemas/wire";
import type { Tone } from "../../ui/Badge";
import { formatClock, formatMoney } from "../../ui/format";
import { formatNumber } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import type { Choice, Vocabulary } from "./choices";
import { choicesOf } from "./choices";
import { areSame, type Content, contentOf, isSame, type Unit, unsavable } from "./content";
import type { DraftState } from "./draft_state";
import { LEAST } from "./price";

const TONES: Readonly<Record<Draft["state"], Tone>> = {
  open: "neutral",
  publishing: "info",
  published: "good",
  on_vinted_as_draft: "info",
};

export function badgeOf({ state, problems }: Draft): { tone: Tone; word: string } {
  if (state !== "published" && state !== "publishing" && problems.length > 0)
    return { tone: "bad", word: t("draft.state.refused") };
  return { tone: TONES[state], word: t(`draft.state.${state}`) };
}

export function titleOf(title: string): string {
  return title.trim() || t("draft.untitled");
}

export function unitName(unit: Unit): string {
  return t(`draft.unit.${unit}`);
}

/** One sentence for a finding; Vinted's own where Vinted refused. */
export function problemWords({ code, found, message }: RuleProblem, currency: string): string {
  if (code === "refused_by_vinted" && message) return t("draft.problem.refused_saying", { message });
  // what looks alike may itself have no title yet
  return t(`draft.problem.${code}`, { found: found || t("draft.untitled"), least: leastPrice(currency) });
}

export function leastPrice(currency: string): string {
  return formatMoney({ amount: LEAST, currency });
}

/** How saving stands, in one line. */
export function statusOf(state: DraftState): { tone: "calm" | "wait" | "bad"; words: string } {
  const { conflicts, trouble, isSending, mine, base } = state;
  if (conflicts.length > 0) return { tone: "wait", words: t("draft.status.conflict") };
  switch (trouble?.kind) {
    case "away":
      return { tone: "wait", words: t("draft.status.kept") };
    case "not_connected":
      return { tone: "wait", words: t("draft.status.kept_signed_out") };
    case "refused":
      return { tone: "bad", words: t("draft.status.refused", { code: trouble.code }) };
    case "locked":
    case "gone":
      return { tone: "wait", words: t("draft.status.kept_here") };
    case undefined:
      break;
    default:
      throw trouble satisfies never;
  }
  if (unsavable(mine).length > 0) return { tone: "bad", words: t("draft.status.partly") };
  if (isSending || !areSame(mine, contentOf(base))) return { tone: "calm", words: t("draft.status.saving") };
  return { tone: "calm", words: t("draft.status.saved", { time: formatClock(new Date(base.saved_at)) }) };
}

/** Whether a finding still speaks of what is in the field: one that is being changed is not scolded meanwhile. */
export function stillStands(unit: Unit, { mine, base }: DraftState): boolean {
  return isSame(unit, mine, contentOf(base));
}

/** A unit's content as the person would read it, for choosing between two versions. */
export function shown(unit: Unit, content: Content, vocabulary: Vocabulary | undefined): string {
  const empty = t("draft.conflict.empty");
  const titles = (field: Parameters<typeof choicesOf>[0], ids: readonly (number | null)[]) =>
    named(ids, vocabulary ? choicesOf(field, content.catalog_id, { ...vocabulary, form: null }).options : []) || empty;
  switch (unit) {
    case "title":
      return content.title || empty;
    case "description":
      return content.description || empty;
    case "price":
      return content.price ? formatMoney(content.price) : empty;
    case "brand":
      return content.brand || empty;
    case "isbn":
      return content.isbn || empty;
    case "photos":
      return t("draft.photos.count", { count: content.photo_ids.length });
    case "category":
      return content.catalog_id === null
        ? empty
        : (vocabulary?.categories.path(content.catalog_id).join(" › ") ?? String(content.catalog_id));
    case "size":
      return titles("size", [content.size_id]);
    case "condition":
      return titles("condition", [content.condition_id]);
    case "colours":
      return titles("color", content.color_ids);
    case "parcel":
      return titles("package_size", [content.package_size_id]);
    case "attributes":
      return content.attributes.map(({ code, ids }) => `${code}: ${ids.join(", ")}`).join("; ") || empty;
    case "unisex":
      return t(content.is_unisex ? "draft.yes" : "draft.no");
    case "measurements":
      return [content.measurement_length, content.measurement_width]
        .map((each) => (each === null ? "–" : formatNumber(each)))
        .join(" × ");
    case "closet":
      return content.closet_id ?? empty;
    default:
      return unit satisfies never;
  }
}

function named(ids: readonly (number | null)[], options: readonly Choice[]): string {
  return ids
    .filter((id) => id !== null)
    .map((id) => options.find((option) => option.id === id)?.title ?? String(id))
    .join(", ");
}
