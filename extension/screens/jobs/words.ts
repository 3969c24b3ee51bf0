// A job in words: its verb, its state, what it is at and what it waits for. The same for row, popup and receipt; how it ended and
// what proved it is in ended_words.ts, which the popup has no use for.
import type { Job } from "../../../shared-schemas/wire";
import type { Tone } from "../../ui/Badge";
import { t } from "../../ui/i18n";

const TONES: Readonly<Record<Job["state"], Tone>> = {
  waiting_approval: "wait",
  queued: "neutral",
  leased: "info",
  running: "info",
  parked: "info",
  needs_person: "wait",
  done: "good",
  failed: "bad",
  unknown: "wait",
  cancelled: "neutral",
  expired: "neutral",
};

export function statusOf({ state, leftover_item_id }: Job): { tone: Tone; word: string } {
  const tone = state === "done" && leftover_item_id ? "wait" : TONES[state];
  return { tone, word: t(`job.state.${state}`) };
}

/** What is being done or waited for, with the numbers behind it when it can be counted. */
export function doingOf(job: Job): { text: string; done?: number; total?: number } | undefined {
  switch (job.state) {
    case "leased":
    case "running": {
      if (!job.step) return { text: t("job.begins") };
      const text = t(`job.step.${job.step}`);
      return job.steps_total > 1 ? { text, done: job.steps_done, total: job.steps_total } : { text };
    }
    case "queued":
    case "parked":
      return job.waits_for ? { text: t(`job.wait.${job.waits_for}`) } : undefined;
    case "waiting_approval":
    case "needs_person":
    case "done":
    case "failed":
    case "unknown":
    case "cancelled":
    case "expired":
      return undefined;
    default:
      throw job.state satisfies never;
  }
}

/** What a job does to which item: "Relist: Red dress". */
export function nameOf(job: Job): string {
  return `${t(`job.verb.${job.verb}`)}: ${job.title}`;
}
