// One group on the board: what it is called, what can be done with it, and its photos in order, the cover first.
import type { PhotoGroup } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { type TextKey, t } from "../../ui/i18n";
import { Menu, type MenuItem } from "../../ui/Menu";
import { openEditor } from "../photo_editor/open";
import { usePorts } from "../use";
import { act, droppedOnGroup, markedIn } from "./board";
import { useDragContext } from "./dragging";
import { PhotoOption } from "./PhotoOption";
import type { BoardView } from "./port";
import type { Edits, Wish } from "./use_edits";

interface GroupCardProps {
  group: PhotoGroup;
  /** Its place on the screen, from 1. */
  number: number;
  all: readonly PhotoGroup[];
  view: BoardView;
  marked: string | undefined;
  edits: Edits;
}

export function GroupCard({ group, number, all, view, marked, edits }: GroupCardProps) {
  const { dragged, landing, begin, over, end } = useDragContext();
  const { windows } = usePorts();
  const name = t("photos.group", { number, count: group.photo_ids.length });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    end();
    if (dragged) edits.wish(dropWish(group.id, dragged));
  };
  return (
    <section
      class="photo-group"
      aria-label={name}
      data-group={group.id}
      data-over={landing?.is === "group" && landing.id === group.id}
      onDragOver={(event) => {
        if (!dragged) return;
        event.preventDefault();
        over({ is: "group", id: group.id });
      }}
      onDrop={drop}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging a group is one way of three; menu and keys are the others */}
      <div
        class="photo-group-head"
        draggable
        onDragStart={(event) => {
          event.dataTransfer?.setData("text/plain", name);
          begin({ is: "group", id: group.id });
        }}
        onDragEnd={end}
      >
        <h3>{name}</h3>
        {group.lane !== "sure" && (
          <Button
            kind="quiet"
            onPress={() => edits.wish((_, focus) => ({ focus, edit: { edit: "confirm", group_id: group.id } }))}
          >
            {t("photos.confirm")}
          </Button>
        )}
        <Menu
          name={t("photos.group_menu", { name })}
          items={menuOf({ group, all, marked, edits }, (id) => openEditor(windows, id, { group: group.id }))}
        />
      </div>
      <div class="photo-tiles" role="listbox" aria-label={name} aria-orientation="horizontal">
        {group.photo_ids.map((id, place) => (
          <PhotoOption
            key={id}
            id={id}
            photo={view.photos[id]}
            group={group}
            place={place}
            isMarked={id === marked}
            edits={edits}
          />
        ))}
      </div>
    </section>
  );
}

/** A dropped photo goes behind the others; a dropped group is merged into this one. */
function dropWish(groupId: string, dragged: { is: "photo" | "group"; id: string }): Wish {
  return (groups, focus) => {
    const target = groups.find(({ id }) => id === groupId);
    if (!target) return undefined;
    if (dragged.is === "group") {
      return dragged.id === groupId ? undefined : { focus, edit: { edit: "merge", group_id: groupId, from_ids: [dragged.id] } };
    }
    const edit = droppedOnGroup(target, dragged.id);
    return { focus: dragged.id, ...(edit ? { edit } : {}) };
  };
}

const MENU: readonly [name: keyof typeof act, text: TextKey][] = [
  ["merge", "photos.merge_above"],
  ["split", "photos.split_here"],
  ["cover", "photos.make_cover"],
  ["remove", "photos.remove_marked"],
];

/** What can be done now; split, cover and remove are about the marked photo, the first when none of this group is. */
function menuOf(
  { group, all, marked, edits }: Pick<GroupCardProps, "group" | "all" | "marked" | "edits">,
  open: (photoId: string) => void,
): MenuItem[] {
  const place = markedIn(all, group, marked ?? "");
  const edit = { label: t("edit.open_numbered", { position: place.column + 1 }), onChoose: () => open(place.photo) };
  const changes = MENU.flatMap(([name, text]) => {
    const edit = act[name](place);
    if (!edit) return [];
    const onChoose = () => edits.wish(() => ({ focus: place.photo, edit }));
    const position = group.photo_ids.indexOf(place.photo) + 1;
    return [{ label: t(text, { position }), onChoose, ...(name === "remove" ? { danger: true } : {}) }];
  });
  return [edit, ...changes];
}
