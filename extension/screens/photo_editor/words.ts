// What the editor says: of a drawing that failed, and of how the saving stands.
import type { EditProblem } from "../../../shared-schemas/wire";
import { type TextKey, t } from "../../ui/i18n";
import { type EditState, isSaved } from "./edit_state";

const PROBLEMS: Readonly<Record<EditProblem, TextKey>> = {
  unreadable: "edit.problem.unreadable",
  too_large: "edit.problem.too_large",
  no_room: "edit.problem.no_room",
  not_there: "edit.problem.not_there",
  no_subject: "edit.problem.no_subject",
  no_credits: "edit.problem.no_credits",
  key_refused: "edit.problem.key_refused",
  service_busy: "edit.problem.service_busy",
  service_away: "edit.problem.service_away",
  answer_lost: "edit.problem.answer_lost",
  no_model: "edit.problem.no_model",
  gave_up: "edit.problem.gave_up",
};

export function problemWords(problem: EditProblem): string {
  return t(PROBLEMS[problem]);
}

export function statusWords(state: EditState): string {
  if (state.trouble?.kind === "away") return t("edit.status.away");
  if (state.trouble?.kind === "not_connected") return t("edit.status.not_connected");
  if (state.trouble || state.theirs) return t("edit.status.waits");
  if (!isSaved(state) || state.isSending) return t("edit.status.saving");
  if (state.base.state === "waiting") return t("edit.status.drawing");
  if (state.base.state === "failed") return t("edit.status.failed");
  return t("edit.status.saved");
}

/** Whether the photo is being made anew. */
export function isDrawing(state: EditState): boolean {
  return isSaved(state) && state.base.state === "waiting";
}
