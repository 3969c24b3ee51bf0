// Photos that show the same shot, as pairs side by side with what makes them so. Nothing goes by itself: the person keeps both, or
// throws one away, and can take either back.
import { useEffect, useRef, useState } from "preact/hooks";
import type { DuplicatePair, DuplicateReason, Photo } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { type TextKey, t } from "../../ui/i18n";
import { Thumb } from "../../ui/Photo";
import type { Edits } from "./use_edits";
import { useThumb } from "./use_thumb";

/** So many at first: the drafts to be made below are what most people came for. */
const AT_FIRST = 3;

const WHY: Readonly<Record<DuplicateReason, TextKey>> = {
  same_file: "photos.twins.same_file",
  same_picture: "photos.twins.same_picture",
  saved_anew: "photos.twins.saved_anew",
  resized: "photos.twins.resized",
  brightness: "photos.twins.brightness",
  cropped: "photos.twins.cropped",
  tilted: "photos.twins.tilted",
};

export function Twins({ pairs, edits }: { pairs: readonly DuplicatePair[]; edits: Edits }) {
  const [isAll, setAll] = useState(false);
  const title = useKeyboardHere(pairs.length);
  const shown = isAll ? pairs : pairs.slice(0, AT_FIRST);
  return (
    <section class="photo-lane" aria-labelledby="twins">
      <h2 id="twins" tabIndex={-1} ref={title}>
        {t("photos.twins.title", { count: pairs.length })}
      </h2>
      <p class="muted">{t("photos.twins.hint")}</p>
      <ul class="photo-groups plain-list">
        {shown.map((pair) => (
          <Pair key={pair.photo.id} pair={pair} edits={edits} />
        ))}
      </ul>
      {shown.length < pairs.length && (
        <div>
          <Button kind="quiet" onPress={() => setAll(true)}>
            {t("photos.twins.all", { count: pairs.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

function Pair({ pair, edits }: { pair: DuplicatePair; edits: Edits }) {
  const { photo, same_as: other, reason, drafted } = pair;
  return (
    <li class="photo-group" data-pair={photo.id}>
      <p>{t(WHY[reason])}</p>
      <div class="photo-pair">
        {[other, photo].map((one) => (
          <Side key={one.id} photo={one} isDrafted={drafted.includes(one.id)} edits={edits} />
        ))}
      </div>
      <Button onPress={() => edits.keepBoth(photo.id)}>{t("photos.twins.keep")}</Button>
    </li>
  );
}

function Side({ photo, isDrafted, edits }: { photo: Photo; isDrafted: boolean; edits: Edits }) {
  const src = useThumb(photo.id);
  return (
    <div class="photo-side">
      <Thumb photo={{ src, color: photo.color ?? undefined, alt: photo.name }} />
      <span class="photo-side-name">{photo.name}</span>
      <span class="muted">{`${photo.width ?? 0} × ${photo.height ?? 0}`}</span>
      {isDrafted ? (
        <span class="muted">{t("photos.twins.drafted")}</span>
      ) : (
        <button
          class="button button-quiet"
          type="button"
          aria-label={t("photos.twins.remove_named", { name: photo.name })}
          onClick={() => edits.wish((_, focus) => ({ focus, edit: { edit: "remove", photo_ids: [photo.id] } }))}
        >
          <span>{t("photos.twins.remove")}</span>
        </button>
      )}
    </div>
  );
}

/** When the pair that had the keyboard is decided, the keyboard stays with the pairs. */
function useKeyboardHere(count: number) {
  const title = useRef<HTMLHeadingElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count < before.current && (document.activeElement ?? document.body) === document.body) title.current?.focus();
    before.current = count;
  }, [count]);
  return title;
}
