// One photo of a group: it takes the focus, is dragged and dropped on, and becomes the cover by a double click.
import type { Photo, PhotoGroup } from "../../../shared-schemas/wire";
import { t } from "../../ui/i18n";
import { PhotoTile } from "../../ui/PhotoTile";
import { useKept, usePorts } from "../use";
import { act, droppedOnPhoto, markedIn } from "./board";
import { useDragContext } from "./dragging";
import type { Edits } from "./use_edits";

interface PhotoOptionProps {
  id: string;
  photo: Photo | undefined;
  group: PhotoGroup;
  place: number;
  isMarked: boolean;
  edits: Edits;
}

export function PhotoOption({ id, photo, group, place, isMarked, edits }: PhotoOptionProps) {
  const { photos } = usePorts();
  const src = useKept(photos.picture(id, "thumb", photo?.rendering)).value;
  const { dragged, landing, begin, over, end } = useDragContext();
  const name = photo?.name ?? t("photos.photo");
  const label = t("photos.tile", { position: place + 1, total: group.photo_ids.length, name });
  const landsHere = landing?.is === "photo" && landing.id === id;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the board around it
    <div
      class="photo-option"
      role="option"
      aria-selected={isMarked}
      aria-label={place === 0 ? `${label}, ${t("ui.cover")}` : label}
      tabIndex={isMarked ? 0 : -1}
      draggable
      data-photo={id}
      data-landing={landsHere ? (landing.isAfter ? "after" : "before") : undefined}
      data-dragged={dragged?.is === "photo" && dragged.id === id}
      onFocus={() => edits.mark(id)}
      onClick={() => edits.mark(id)}
      onDblClick={() =>
        edits.wish((groups) => {
          const now = groups.find(({ photo_ids }) => photo_ids.includes(id));
          const edit = now && act.cover(markedIn(groups, now, id));
          return edit && { focus: id, edit };
        })
      }
      onDragStart={(event) => {
        event.stopPropagation();
        event.dataTransfer?.setData("text/plain", name);
        begin({ is: "photo", id });
      }}
      onDragEnd={end}
      onDragOver={(event) => {
        if (dragged?.is !== "photo") return;
        event.preventDefault();
        event.stopPropagation();
        over({ is: "photo", id, isAfter: isPastMiddle(event) });
      }}
      onDrop={(event) => {
        if (dragged?.is !== "photo") return;
        event.preventDefault();
        event.stopPropagation();
        const [moving, isAfter] = [dragged.id, isPastMiddle(event)];
        end();
        edits.wish((groups) => {
          const target = groups.find((one) => one.photo_ids.includes(id));
          const edit = target && droppedOnPhoto(target, id, moving, isAfter);
          return { focus: moving, ...(edit ? { edit } : {}) };
        });
      }}
    >
      <PhotoTile
        photo={{ src, color: photo?.color ?? undefined, alt: "" }}
        state={{ kind: "ready" }}
        isCover={place === 0}
        isSelected={isMarked}
      />
    </div>
  );
}

function isPastMiddle(event: DragEvent): boolean {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return event.clientX > box.left + box.width / 2;
}
