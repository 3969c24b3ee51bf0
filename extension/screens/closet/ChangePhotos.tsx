// The order of a listing's photos, the cover first. By dragging, by alt and an arrow, or by each photo's menu.
import { useRef, useState } from "preact/hooks";
import { t } from "../../ui/i18n";
import { iconBack, iconCover, iconForward } from "../../ui/icons";
import { Menu } from "../../ui/Menu";
import { moved, type OwnPhoto } from "./change";

interface ChangePhotosProps {
  photos: readonly OwnPhoto[];
  ids: readonly number[];
  onOrder: (ids: readonly number[]) => void;
}

const DRAGGED = "application/x-vintedbot-own-photo";

export function ChangePhotos({ photos, ids, onOrder }: ChangePhotosProps) {
  const [said, setSaid] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const urls = new Map(photos.map(({ id, url }) => [id, url]));
  const move = (id: number, place: number) => {
    const to = Math.max(0, Math.min(ids.length - 1, place));
    if (ids.indexOf(id) === to) return;
    onOrder(moved(ids, id, to));
    setSaid(t("draft.photos.moved", { place: to + 1, count: ids.length }));
    requestAnimationFrame(() => focusTile(list.current, to));
  };
  return (
    <section class="stack-small" aria-label={t("draft.unit.photos")}>
      <h4>{t("draft.photos.count", { count: ids.length })}</h4>
      <p class="field-hint">{t("change.photos_keys")}</p>
      <ul class="change-photos" ref={list}>
        {ids.map((id, place) => (
          <Tile key={id} id={id} url={urls.get(id)} place={place} count={ids.length} move={move} />
        ))}
      </ul>
      <p class="visually-hidden" role="status">
        {said}
      </p>
    </section>
  );
}

interface TileProps {
  id: number;
  url: string | undefined;
  place: number;
  count: number;
  move: (id: number, place: number) => void;
}

function Tile({ id, url, place, count, move }: TileProps) {
  const name = t("draft.photos.name", { place: place + 1, count });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || !(event.currentTarget instanceof HTMLElement)) return;
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step !== 0 && event.altKey) move(id, place + step);
    else if (step !== 0) focusTile(event.currentTarget.parentElement, place + step);
    else if (event.key === "Home" && event.altKey) move(id, 0);
    else return;
    event.preventDefault();
  };
  return (
    <li
      class="change-photo"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a photo is moved by the keys
      tabIndex={0}
      aria-label={name}
      draggable
      onKeyDown={onKeyDown}
      onDragStart={(event) => event.dataTransfer?.setData(DRAGGED, String(id))}
      onDragOver={(event) => event.dataTransfer?.types.includes(DRAGGED) && event.preventDefault()}
      onDrop={(event) => {
        const dragged = Number(event.dataTransfer?.getData(DRAGGED));
        if (!dragged) return;
        event.preventDefault();
        move(dragged, place);
      }}
    >
      {url ? <img src={url} alt="" draggable={false} /> : <span class="change-number">{place + 1}</span>}
      {place === 0 && <span class="photo-cover">{t("ui.cover")}</span>}
      <Menu
        name={t("draft.photos.menu", { name })}
        items={[
          ...(place > 0 ? [{ label: t("draft.photos.cover"), icon: iconCover, onChoose: () => move(id, 0) }] : []),
          ...(place > 0 ? [{ label: t("draft.photos.earlier"), icon: iconBack, onChoose: () => move(id, place - 1) }] : []),
          ...(place < count - 1
            ? [{ label: t("draft.photos.later"), icon: iconForward, onChoose: () => move(id, place + 1) }]
            : []),
        ]}
      />
    </li>
  );
}

function focusTile(list: HTMLElement | null, place: number): void {
  const tile = list?.children[place];
  if (tile instanceof HTMLElement) tile.focus();
}
