// One running or waiting job, the same row in popup, panel, page and portal: what is done to which item, how far it is,
// when the next thing happens, and the two ways to intervene.
import type { Tone } from "./Badge";
import { Badge } from "./Badge";
import { IconButton } from "./Button";
import { t } from "./i18n";
import { iconPause, iconResume, iconStop } from "./icons";
import { type PhotoView, Thumb } from "./Photo";
import { RelativeTime } from "./RelativeTime";

interface JobRowProps {
  photo: PhotoView;
  /** "Relist", "Publish"… */
  verb: string;
  /** The item's own title. */
  title: string;
  status: { tone: Tone; word: string };
  /** Where it is, in words ("Photo 3 of 8"), with the numbers behind it when it can be counted. */
  step?: { text: string; done?: number; total?: number } | undefined;
  nextAt?: Date | undefined;
  isPaused?: boolean;
  /** A control is shown only when it can act now. */
  onPause?: () => void;
  onResume?: () => void;
  onStop?: () => void;
}

export function JobRow({ photo, verb, title, status, step, nextAt, isPaused = false, onPause, onResume, onStop }: JobRowProps) {
  const name = `${verb}: ${title}`;
  return (
    <article class="job-row" aria-label={name}>
      <Thumb photo={photo} />
      <div class="job-words">
        <p class="job-title">
          <strong>{verb}</strong> <span>{title}</span>
        </p>
        <p class="job-step">
          <Badge tone={status.tone}>{status.word}</Badge>
          {step && <span>{step.text}</span>}
          {nextAt && (
            <span>
              {t("ui.next")} <RelativeTime time={nextAt} />
            </span>
          )}
        </p>
        {step?.total !== undefined && <progress aria-label={step.text} value={step.done ?? 0} max={step.total} />}
      </div>
      <div class="job-controls">
        {!isPaused && onPause && <IconButton name={t("ui.pause_named", { name })} icon={iconPause} onPress={onPause} />}
        {isPaused && onResume && <IconButton name={t("ui.resume_named", { name })} icon={iconResume} onPress={onResume} />}
        {onStop && <IconButton name={t("ui.stop_named", { name })} icon={iconStop} onPress={onStop} />}
      </div>
    </article>
  );
}
