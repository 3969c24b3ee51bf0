// Photos that are on the server already, to put into a draft. New ones come in on the Photos screen.
import { useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import { hashOf } from "../route";
import { useKept, usePorts } from "../use";
import { PHOTOS_MAX } from "./content";
import { DraftTile } from "./DraftPicture";

interface PhotoPickerProps {
  isOpen: boolean;
  /** Photos the draft has already. */
  taken: readonly string[];
  onAdd: (ids: readonly string[]) => void;
  onClose: () => void;
}

export function PhotoPicker({ isOpen, taken, onAdd, onClose }: PhotoPickerProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const close = () => {
    setChosen([]);
    onClose();
  };
  const add = () => {
    onAdd(chosen);
    close();
  };
  return (
    <Dialog
      title={t("draft.photos.pick")}
      open={isOpen}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{t("draft.photos.leave")}</Button>
          <Button kind="primary" disabled={chosen.length === 0} onPress={add}>
            {t("draft.photos.add_count", { count: chosen.length })}
          </Button>
        </>
      }
    >
      {isOpen && <Photos taken={taken} chosen={chosen} onChange={setChosen} />}
    </Dialog>
  );
}

interface PhotosProps {
  taken: readonly string[];
  chosen: readonly string[];
  onChange: (ids: readonly string[]) => void;
}

function Photos({ taken, chosen, onChange }: PhotosProps) {
  const { drafts } = usePorts();
  const { value, failure } = useKept(drafts.photos);
  if (!value) return failure ? <FailureNotice failure={failure} /> : <Skeleton rows={3} />;
  const offered = value.filter(({ id, state }) => state === "ready" && !taken.includes(id));
  const isFull = taken.length + chosen.length >= PHOTOS_MAX;
  if (offered.length === 0)
    return (
      <p>
        {t("draft.photos.nothing")} <a href={hashOf("photos")}>{t("draft.photos.go")}</a>
      </p>
    );
  return (
    <div class="draft-photos">
      {offered.map(({ id, color, name, rendering }) => {
        const isChosen = chosen.includes(id);
        return (
          <label key={id} class="draft-photo">
            <input
              type="checkbox"
              class="draft-photo-box"
              checked={isChosen}
              disabled={!isChosen && isFull}
              onChange={() => onChange(isChosen ? chosen.filter((each) => each !== id) : [...chosen, id])}
            />
            <DraftTile photo={{ photo_id: id, color, rendering }} alt={name} isSelected={isChosen} />
          </label>
        );
      })}
    </div>
  );
}
