// What went wrong with a photo, in words: what it is and what to do.
import { type TextKey, t } from "../../ui/i18n";
import type { ComingProblem } from "./port";

const WORDS: Readonly<Record<ComingProblem, TextKey>> = {
  checksum: "photos.problem.checksum",
  duplicate: "photos.problem.duplicate",
  empty: "photos.problem.empty",
  no_room: "photos.problem.no_room",
  not_a_picture: "photos.problem.not_a_picture",
  refused: "photos.problem.refused",
  too_large: "photos.problem.too_large",
  too_many_pixels: "photos.problem.too_many_pixels",
  truncated: "photos.problem.truncated",
  unreadable: "photos.problem.unreadable",
};

export function problemWords(problem: ComingProblem, code: string | undefined): string {
  return t(WORDS[problem], { code: code ?? "" });
}
