// Photos on their way: each with its own progress, all of them in one line, and those that did not make it with what to do.
import { Button, IconButton } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconClose, iconRetry } from "../../ui/icons";
import { type PhotoState, PhotoTile } from "../../ui/PhotoTile";
import { Progress } from "../../ui/Progress";
import type { ComingPhoto, ComingState, PhotosPort } from "./port";
import { problemWords } from "./words";

export function Coming({ photos, port }: { photos: readonly ComingPhoto[]; port: PhotosPort }) {
  const failed = photos.filter(({ state }) => state.is === "failed");
  const going = photos.filter(({ state }) => state.is !== "failed");
  return (
    <>
      {going.length > 0 && <Going photos={going} port={port} />}
      {failed.length > 0 && <Failed photos={failed} port={port} />}
    </>
  );
}

function Going({ photos, port }: { photos: readonly ComingPhoto[]; port: PhotosPort }) {
  const share = photos.reduce((sum, { state }) => sum + shareOf(state), 0) / photos.length;
  const count = (...states: ComingState["is"][]) => photos.filter(({ state }) => states.includes(state.is)).length;
  const words = {
    prepared: photos.length - count("waiting", "preparing"),
    sent: count("processing", "ready"),
    ready: count("ready"),
    total: photos.length,
  };
  return (
    <section class="stack" aria-labelledby="coming">
      <h2 id="coming">{t("photos.coming", { count: photos.length })}</h2>
      {words.ready === words.total ? (
        <Progress label={t("photos.sorting")} />
      ) : (
        <Progress label={t("photos.progress", words)} done={share} total={1} />
      )}
      <ul class="photo-tiles" aria-labelledby="coming">
        {photos.map((photo) => (
          <li key={photo.id} class="photo-coming">
            <PhotoTile photo={{ src: photo.preview, alt: photo.name }} state={tileState(photo.state)} />
            <IconButton
              name={t("photos.take_out", { name: photo.name })}
              icon={iconClose}
              onPress={() => void port.takeOut([photo.id])}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How much of its way a photo has behind it: preparing a third, sending a third, being taken in the last. */
function shareOf(state: ComingState): number {
  switch (state.is) {
    case "waiting":
    case "preparing":
    case "failed":
      return 0;
    case "prepared":
      return 1 / 3;
    case "sending":
      return 1 / 3 + (state.total > 0 ? state.sent / state.total / 3 : 0);
    case "processing":
      return 2 / 3;
    case "ready":
      return 1;
    default:
      return state satisfies never;
  }
}

function tileState(state: ComingState): PhotoState {
  switch (state.is) {
    case "waiting":
      return { kind: "waiting" };
    case "preparing":
      return { kind: "working", label: t("photos.state.preparing") };
    case "prepared":
      return { kind: "waiting", label: t("photos.state.prepared") };
    case "sending":
      return { kind: "uploading", done: state.sent, total: state.total };
    case "processing":
      return { kind: "working", label: t("photos.state.processing") };
    case "ready":
    case "failed":
      return { kind: "ready" };
    default:
      return state satisfies never;
  }
}

function Failed({ photos, port }: { photos: readonly ComingPhoto[]; port: PhotosPort }) {
  return (
    <section class="stack" aria-labelledby="failed">
      <div class="section-head">
        <h2 id="failed">{t("photos.failed", { count: photos.length })}</h2>
        {photos.length > 1 && (
          <Button kind="quiet" onPress={() => void port.takeOut(photos.map(({ id }) => id))}>
            {t("photos.take_out_all")}
          </Button>
        )}
      </div>
      <ul class="photo-failures">
        {photos.map(({ id, name, preview, state }) => (
          <li key={id}>
            <span class="thumb">{preview && <img src={preview} alt="" />}</span>
            <span class="photo-failure">
              <strong>{name}</strong>
              <span>{state.is === "failed" && problemWords(state.problem, state.code)}</span>
            </span>
            {state.is === "failed" && state.can_retry && (
              <IconButton name={t("ui.retry_named", { name })} icon={iconRetry} onPress={() => void port.retry(id)} />
            )}
            <IconButton name={t("photos.take_out", { name })} icon={iconClose} onPress={() => void port.takeOut([id])} />
          </li>
        ))}
      </ul>
    </section>
  );
}
