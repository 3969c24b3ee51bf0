// The same on the other photos of the item: chosen, previewed with what it costs, started, followed photo by photo, taken back.
import { useState } from "preact/hooks";
import type { EditStanding, PhotoOperation } from "../../../shared-schemas/wire";
import { find } from "../../pixels/operations";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { type TextKey, t } from "../../ui/i18n";
import { Progress } from "../../ui/Progress";
import type { ToastNews } from "../../ui/Toast";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { useKept, usePorts } from "../use";
import { ConsentDialog, wayWords } from "./BackgroundTool";
import { shared } from "./change";
import type { Operations } from "./edit_state";
import { type Sibling, SmallPhoto } from "./Siblings";
import { problemWords } from "./words";

const NAMES: Readonly<Record<PhotoOperation["is"], TextKey>> = {
  crop: "edit.crop",
  straighten: "edit.straighten",
  rotate: "edit.rotate",
  flip: "edit.flip",
  brightness: "edit.brightness",
  contrast: "edit.contrast",
  saturation: "edit.saturation",
  sharpen: "edit.sharpen",
  blur: "edit.blur",
  background: "edit.background",
  watermark: "edit.watermark",
};

interface BatchProps {
  photos: readonly Sibling[];
  operations: Operations;
  onClose: () => void;
  onNews: (news: ToastNews) => void;
}

export function BatchDialog({ photos, operations, onClose, onNews }: BatchProps) {
  const { editor } = usePorts();
  const offered = shared(operations);
  const [kinds, setKinds] = useState<readonly string[]>(offered.map(({ is }) => is));
  const [isCut, setCut] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>(photos.map(({ id }) => id));
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [started, setStarted] = useState<readonly EditStanding[]>();
  const service = useKept(editor.cutouts).value;
  const wanted = offered.filter(({ is }) => kinds.includes(is));
  const cutBy = find(wanted, "background")?.by;
  const start = async () => {
    if (cutBy === "remove.bg" && service && !service.consented_at) return setAsking(true);
    setBusy(true);
    const begun = await editor.batch({ photo_ids: [...chosen], operations: [...wanted], crop: isCut ? "3:4" : null });
    setBusy(false);
    setFailure(begun.ok ? undefined : begun.failure);
    if (begun.ok) setStarted(begun.value);
  };
  const close = () => {
    if (started) {
      const done = started.filter(({ problem }) => !problem).map(({ photo_id, revision }) => ({ photo_id, revision }));
      const text = t("edit.batch.done", { count: done.length });
      if (done.length > 0) onNews({ id: crypto.randomUUID(), text, onUndo: () => void editor.undoBatch(done) });
    }
    onClose();
  };
  const isReady = chosen.length > 0 && (wanted.length > 0 || isCut);
  return (
    <>
      <Dialog
        title={t("edit.batch.title")}
        open={!isAsking}
        onClose={close}
        actions={
          started ? (
            <Button kind="primary" onPress={close}>
              {t("edit.batch.close")}
            </Button>
          ) : (
            <>
              <Button onPress={close}>{t("edit.batch.leave")}</Button>
              <Button kind="primary" busy={isBusy} disabled={!isReady} onPress={() => void start()}>
                {t("edit.batch.start", { count: chosen.length })}
              </Button>
            </>
          )
        }
      >
        {started ? (
          <Standings photos={photos} started={started} />
        ) : (
          <div class="stack">
            <fieldset class="photo-checks">
              <legend>{t("edit.batch.what")}</legend>
              {offered.map(({ is }) => (
                <Check
                  key={is}
                  label={t(NAMES[is])}
                  isChecked={kinds.includes(is)}
                  onChange={(on) => setKinds(toggled(kinds, is, on))}
                />
              ))}
              <Check label={t("edit.batch.crop")} isChecked={isCut} onChange={setCut} />
            </fieldset>
            <fieldset class="photo-checks">
              <legend>{t("edit.batch.which")}</legend>
              <div class="photo-editor-strip">
                {photos.map((photo, place) => (
                  <label key={photo.id}>
                    <SmallPhoto photo={photo} />
                    <input
                      type="checkbox"
                      aria-label={t("edit.sibling", { place: place + 1, count: photos.length })}
                      checked={chosen.includes(photo.id)}
                      onChange={(event) => setChosen(toggled(chosen, photo.id, event.currentTarget.checked))}
                    />
                  </label>
                ))}
              </div>
            </fieldset>
            <p class="muted">{t("edit.batch.not")}</p>
            {cutBy && service && <p class="muted">{wayWords(service, cutBy)}</p>}
            {failure && <FailureNotice failure={failure} />}
          </div>
        )}
      </Dialog>
      {service && (
        <ConsentDialog service={service} isOpen={isAsking} onClose={() => setAsking(false)} onAgreed={() => setAsking(false)} />
      )}
    </>
  );
}

function toggled(all: readonly string[], one: string, isOn: boolean): readonly string[] {
  return isOn ? [...all, one] : all.filter((each) => each !== one);
}

function Check({ label, isChecked, onChange }: { label: string; isChecked: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label class="photo-check">
      <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

/** How far each photo is; one that failed says why and costs only itself. */
function Standings({ photos, started }: { photos: readonly Sibling[]; started: readonly EditStanding[] }) {
  const { editor } = usePorts();
  const good = started.filter(({ problem }) => !problem).map(({ photo_id }) => photo_id);
  const now = useKept(good.length > 0 ? editor.standings(good) : undefined).value ?? [];
  const all = started.map((one) => now.find(({ photo_id }) => photo_id === one.photo_id) ?? one);
  const done = all.filter(({ state }) => state !== "waiting").length;
  return (
    <div class="stack">
      <Progress label={t("edit.batch.progress", { done, count: all.length })} done={done} total={all.length} />
      <ul class="plain-list">
        {all.map((one) => {
          const place = photos.findIndex(({ id }) => id === one.photo_id);
          const photo = photos[place];
          return (
            <li key={one.photo_id} class="photo-standing">
              {photo && <SmallPhoto photo={photo} />}
              <span>
                {t("edit.sibling", { place: place + 1, count: photos.length })}
                {": "}
                {standingWords(one)}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function standingWords({ state, problem }: EditStanding): string {
  if (problem) return problemWords(problem);
  return t(state === "waiting" ? "edit.batch.waiting" : "edit.batch.one_done");
}
