// A photo of the photo screen, with its own progress and its own failure.
import { IconButton } from "./Button";
import { t } from "./i18n";
import { iconRetry } from "./icons";
import type { PhotoView } from "./Photo";

/** Where the picture is on its way: waiting, being worked on, going up, there, or failed with a reason in words. */
export type PhotoState =
  | { kind: "waiting"; label?: string }
  | { kind: "working"; label: string }
  | { kind: "uploading"; done: number; total: number }
  | { kind: "ready" }
  | { kind: "failed"; reason: string; onRetry?: () => void };

interface PhotoTileProps {
  photo: PhotoView;
  state: PhotoState;
  isCover?: boolean;
  isSelected?: boolean;
}

export function PhotoTile({ photo, state, isCover = false, isSelected = false }: PhotoTileProps) {
  return (
    <figure class="photo-tile" data-state={state.kind} data-selected={isSelected} style={{ backgroundColor: photo.color }}>
      {photo.src && <img src={photo.src} alt={photo.alt} decoding="async" draggable={false} />}
      {isCover && <span class="photo-cover">{t("ui.cover")}</span>}
      <PhotoStateLine state={state} name={photo.alt} />
    </figure>
  );
}

function PhotoStateLine({ state, name }: { state: PhotoState; name: string }) {
  switch (state.kind) {
    case "ready":
      return null;
    case "waiting":
      return <figcaption class="photo-state">{state.label ?? t("ui.waiting")}</figcaption>;
    case "working":
      return (
        <figcaption class="photo-state photo-working">
          {state.label}
          <progress aria-label={`${state.label}: ${name}`} />
        </figcaption>
      );
    case "uploading":
      return (
        <figcaption class="photo-state">
          <progress aria-label={t("ui.uploading", { name })} value={state.done} max={state.total} />
        </figcaption>
      );
    case "failed":
      return (
        <figcaption class="photo-state photo-failed">
          <span role="alert">{state.reason}</span>
          {state.onRetry && <IconButton name={t("ui.retry_named", { name })} icon={iconRetry} onPress={state.onRetry} />}
        </figcaption>
      );
    default:
      return state satisfies never;
  }
}
