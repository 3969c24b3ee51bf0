// A job of ours as the shared row, with the controls that can act on it now. Pause belongs to the closet, so it is not here.
import type { Job } from "../../../shared-schemas/wire";
import { t } from "../../ui/i18n";
import { JobRow } from "../../ui/JobRow";
import type { PhotoView } from "../../ui/Photo";
import { type doingOf, statusOf } from "./words";

const COMING_MS = 5_000;

export interface RowProps {
  job: Job;
  step: ReturnType<typeof doingOf>;
  /** The item's picture; else the one Vinted has. */
  photo?: PhotoView;
  isPaused?: boolean;
  onPause?: () => void;
  onResume?: () => void;
  onStop?: () => void;
}

/** Reading jobs have no picture of their own and stop by themselves. */
const STOPPABLE: ReadonlySet<Job["state"]> = new Set(["queued", "leased", "running", "parked", "needs_person"]);

export function Row({
  job,
  step,
  photo = { src: job.photo_url ?? undefined, alt: "" },
  isPaused = false,
  onPause,
  onResume,
  onStop,
}: RowProps) {
  const controls = {
    ...(onPause ? { onPause } : {}),
    ...(onResume ? { onResume } : {}),
    ...(onStop && STOPPABLE.has(job.state) ? { onStop } : {}),
  };
  return (
    <JobRow
      photo={photo}
      verb={t(`job.verb.${job.verb}`)}
      title={job.title}
      status={statusOf(job)}
      step={step}
      nextAt={nextOf(job)}
      isPaused={isPaused}
      {...controls}
    />
  );
}

/** A time that has come says nothing, the next look brings what followed; and in a paused closet no time counts. */
function nextOf({ next_at, waits_for }: Job): Date | undefined {
  const isAhead = next_at && Date.parse(next_at) - Date.now() > COMING_MS;
  return isAhead && waits_for !== "paused" ? new Date(next_at) : undefined;
}
