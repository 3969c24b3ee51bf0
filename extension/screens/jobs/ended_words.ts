// How a job ended, in words, and what proved each step of it.
import type { HistoryStep, Job, Proof } from "../../../shared-schemas/wire";
import type { Tone } from "../../ui/Badge";
import { formatClock } from "../../ui/format";
import { t } from "../../ui/i18n";
import { doingOf } from "./words";

/** Where a job is, or why it waits or ended. */
export function stepOf(job: Job): ReturnType<typeof doingOf> {
  return doingOf(job) ?? (job.reason && job.reason !== "ok" ? { text: t(`job.reason.${job.reason}`) } : undefined);
}

export function proofWords(proof: Proof): string {
  return t(`job.proof.${proof.kind}`, { time: formatClock(new Date(proof.at)) });
}

export function outcomeOf({ outcome }: HistoryStep): { tone: Tone; word: string } {
  switch (outcome) {
    case "proved":
      return { tone: "good", word: t("job.outcome.proved") };
    case "refused":
      return { tone: "bad", word: t("job.outcome.refused") };
    case "not_there":
      return { tone: "neutral", word: t("job.outcome.not_there") };
    case "unanswered":
      return { tone: "wait", word: t("job.outcome.unanswered") };
    case null:
    case undefined:
      return { tone: "info", word: t("job.outcome.open") };
    default:
      throw outcome satisfies never;
  }
}
