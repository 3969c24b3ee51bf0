// The draft's photos in their order, the cover first. Moved by dragging, by the keys (alt and an arrow) or by each photo's menu.
import { useRef, useState } from "preact/hooks";
import type { DraftPhoto } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconBack, iconCover, iconDelete, iconDrafts as iconEdit, iconForward, iconNew } from "../../ui/icons";
import { Menu } from "../../ui/Menu";
import { openEditor } from "../photo_editor/open";
import { usePorts } from "../use";
import { PHOTOS_MAX } from "./content";
import { DraftTile } from "./DraftPicture";
import type { DraftForm } from "./form";
import { PhotoPicker } from "./PhotoPicker";

interface PhotoStripProps {
  form: DraftForm;
  /** What is known of the photos that the stored draft has. */
  known: readonly DraftPhoto[];
  draftId: string;
}

const DRAGGED = "application/x-vintedbot-draft-photo";

export function PhotoStrip({ form: { content, change, errorOf }, known, draftId }: PhotoStripProps) {
  const { windows } = usePorts();
  const ids = content.photo_ids;
  const [said, setSaid] = useState("");
  const [isAdding, setAdding] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const error = errorOf("photos");
  const move = (id: string, place: number) => {
    const to = Math.max(0, Math.min(ids.length - 1, place));
    if (ids.indexOf(id) === to) return;
    const rest = ids.filter((each) => each !== id);
    change({ photo_ids: [...rest.slice(0, to), id, ...rest.slice(to)] });
    setSaid(t("draft.photos.moved", { place: to + 1, count: ids.length }));
    requestAnimationFrame(() => focusTile(list.current, to));
  };
  const edit = (id: string) => openEditor(windows, id, { draft: draftId });
  const remove = (id: string) => {
    change({ photo_ids: ids.filter((each) => each !== id) });
    setSaid(t("draft.photos.removed", { count: ids.length - 1 }));
    requestAnimationFrame(() => focusTile(list.current, Math.min(ids.indexOf(id), ids.length - 2)));
  };
  return (
    <section class="stack" data-unit="photos" aria-label={t("draft.unit.photos")}>
      <div class="section-head">
        <h3>{t("draft.photos.of", { count: ids.length, most: PHOTOS_MAX })}</h3>
        <Button icon={iconNew} disabled={ids.length >= PHOTOS_MAX} onPress={() => setAdding(true)}>
          {t("draft.photos.add")}
        </Button>
      </div>
      {ids.length === 0 ? (
        <p class="muted">{t("draft.photos.none")}</p>
      ) : (
        <ul class="draft-photos" ref={list}>
          {ids.map((id, place) => (
            <Tile
              key={id}
              photo={known.find(({ photo_id }) => photo_id === id) ?? { photo_id: id, color: null }}
              place={place}
              count={ids.length}
              edit={() => edit(id)}
              move={move}
              remove={remove}
            />
          ))}
        </ul>
      )}
      {ids.length > 1 && <p class="muted">{t("draft.photos.keys")}</p>}
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      <p class="visually-hidden" role="status">
        {said}
      </p>
      <PhotoPicker
        isOpen={isAdding}
        taken={ids}
        onClose={() => setAdding(false)}
        onAdd={(added) => change({ photo_ids: [...ids, ...added].slice(0, PHOTOS_MAX) })}
      />
    </section>
  );
}

interface TileProps {
  photo: Pick<DraftPhoto, "photo_id" | "color"> & Partial<Pick<DraftPhoto, "rendering">>;
  place: number;
  count: number;
  edit: () => void;
  move: (id: string, place: number) => void;
  remove: (id: string) => void;
}

function Tile({ photo, place, count, edit, move, remove }: TileProps) {
  const id = photo.photo_id;
  const [isOver, setOver] = useState(false);
  const name = t("draft.photos.name", { place: place + 1, count });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const tiles = event.currentTarget instanceof HTMLElement ? event.currentTarget.parentElement : null;
    if (step !== 0 && event.altKey) move(id, place + step);
    else if (step !== 0) focusTile(tiles, place + step);
    else if (event.key === "Home" && event.altKey) move(id, 0);
    else if (event.key === "Delete" || event.key === "Backspace") remove(id);
    else return;
    event.preventDefault();
  };
  return (
    <li
      class="draft-photo"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a photo is moved by the keys
      tabIndex={0}
      aria-label={name}
      data-over={isOver}
      draggable
      onKeyDown={onKeyDown}
      onDragStart={(event) => event.dataTransfer?.setData(DRAGGED, id)}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const dragged = event.dataTransfer?.getData(DRAGGED);
        if (!dragged) return;
        event.preventDefault();
        move(dragged, place);
      }}
    >
      <DraftTile photo={photo} alt={name} isCover={place === 0} />
      <Menu
        name={t("draft.photos.menu", { name })}
        items={[
          { label: t("edit.open"), icon: iconEdit, onChoose: edit },
          ...(place > 0 ? [{ label: t("draft.photos.cover"), icon: iconCover, onChoose: () => move(id, 0) }] : []),
          ...(place > 0 ? [{ label: t("draft.photos.earlier"), icon: iconBack, onChoose: () => move(id, place - 1) }] : []),
          ...(place < count - 1
            ? [{ label: t("draft.photos.later"), icon: iconForward, onChoose: () => move(id, place + 1) }]
            : []),
          { label: t("draft.photos.remove"), icon: iconDelete, danger: true, onChoose: () => remove(id) },
        ]}
      />
    </li>
  );
}

function focusTile(list: HTMLElement | null, place: number): void {
  const tile = list?.children[place];
  if (tile instanceof HTMLElement) tile.focus();
}
