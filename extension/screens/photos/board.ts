// The board as a pure model: in which order its photos stand, what a key or a drop means there, and which change of the server's it
// is. Drawing it and sending the change is elsewhere (Board.tsx, Photos.tsx).
import type { GroupEdit, Lane, PhotoGroup } from "../../../shared-schemas/wire";

export const LANES: readonly Lane[] = ["sure", "check", "loose"];

/** The groups as they are read on the screen: lane after lane. */
export function inScreenOrder(groups: readonly PhotoGroup[]): PhotoGroup[] {
  return LANES.flatMap((lane) => groups.filter((group) => group.lane === lane));
}

/** What was pressed, as a `KeyboardEvent` says it. */
export interface Press {
  key: string;
  shift: boolean;
}

/** What a key leads to: the photo that has the focus then, and the change to be made, if any. */
export interface Pressed {
  focus: string;
  edit?: GroupEdit;
}

interface Place {
  group: PhotoGroup;
  /** Place of the group among all, of the photo in its group. */
  row: number;
  column: number;
}

/** The meaning of a key while this photo has the focus; undefined: none. `groups` in screen order. */
export function press(groups: readonly PhotoGroup[], focus: string, { key, shift }: Press): Pressed | undefined {
  const place = placeOf(groups, focus);
  if (!place) return undefined;
  const found = shift ? moved(groups, focus, place, key) : (walked(groups, place, key) ?? acted(groups, focus, place, key));
  return found && (found.edit || found.focus !== focus) ? found : undefined;
}

function walked(groups: readonly PhotoGroup[], { row, column }: Place, key: string): Pressed | undefined {
  const all = groups.flatMap(({ photo_ids }) => photo_ids);
  const at = groups.slice(0, row).reduce((sum, { photo_ids }) => sum + photo_ids.length, column);
  const inRow = (target: PhotoGroup | undefined) => target?.photo_ids[Math.min(column, target.photo_ids.length - 1)];
  const ways: Readonly<Record<string, string | undefined>> = {
    ArrowLeft: all[at - 1],
    ArrowRight: all[at + 1],
    ArrowUp: inRow(groups[row - 1]),
    ArrowDown: inRow(groups[row + 1]),
    Home: all[0],
    End: all.at(-1),
  };
  const next = ways[key];
  return next === undefined ? undefined : { focus: next };
}

function moved(groups: readonly PhotoGroup[], photo: string, { group, row, column }: Place, key: string): Pressed | undefined {
  const last = group.photo_ids.length - 1;
  const [above, below] = [groups[row - 1], groups[row + 1]];
  const into = (target: PhotoGroup | undefined, position: number) =>
    target && { focus: photo, edit: move(photo, target.id, position) };
  switch (key) {
    case "ArrowLeft":
      return column > 0 ? into(group, column - 1) : into(above, above?.photo_ids.length ?? 0);
    case "ArrowRight":
      return column < last ? into(group, column + 1) : into(below, 0);
    case "ArrowUp":
      return into(above, Math.min(column, above?.photo_ids.length ?? 0));
    case "ArrowDown":
      // below the last group is room for a new one
      if (!below) return last > 0 ? { focus: photo, edit: { edit: "split", group_id: group.id, photo_ids: [photo] } } : undefined;
      return into(below, Math.min(column, below.photo_ids.length));
    default:
      return undefined;
  }
}

function acted(groups: readonly PhotoGroup[], photo: string, { group, row, column }: Place, key: string): Pressed | undefined {
  const edit = ACTS[key]?.({ group, above: groups[row - 1], photo, column });
  if (!edit) return undefined;
  if (edit.edit !== "remove") return { focus: photo, edit };
  const all = groups.flatMap(({ photo_ids }) => photo_ids);
  const at = all.indexOf(photo);
  return { focus: all[at + 1] ?? all[at - 1] ?? photo, edit };
}

interface Marked {
  group: PhotoGroup;
  above: PhotoGroup | undefined;
  photo: string;
  column: number;
}

export type Act = (marked: Marked) => GroupEdit | undefined;

/** What can be done with the marked photo and its group; the group's menu offers the same. */
export const act = {
  merge: ({ group, above }) => above && { edit: "merge", group_id: above.id, from_ids: [group.id] },
  split: ({ group, column }) =>
    column > 0 ? { edit: "split", group_id: group.id, photo_ids: group.photo_ids.slice(column) } : undefined,
  cover: ({ group, photo, column }) => (column > 0 ? { edit: "cover", group_id: group.id, photo_id: photo } : undefined),
  confirm: ({ group }) => (group.lane === "sure" ? undefined : { edit: "confirm", group_id: group.id }),
  remove: ({ photo }) => ({ edit: "remove", photo_ids: [photo] }),
} as const satisfies Record<string, Act>;

const ACTS: Readonly<Record<string, Act>> = {
  m: act.merge,
  s: act.split,
  c: act.cover,
  Enter: act.confirm,
  Delete: act.remove,
};

/** The marked photo of a group, for its menu; undefined when another group's is marked. */
export function markedIn(groups: readonly PhotoGroup[], group: PhotoGroup, photo: string): Marked {
  const row = groups.indexOf(group);
  const column = Math.max(0, group.photo_ids.indexOf(photo));
  return { group, above: groups[row - 1], photo: group.photo_ids[column] ?? photo, column };
}

/** A photo dropped on a photo: before or after it. Undefined when it lies there already. */
export function droppedOnPhoto(target: PhotoGroup, onto: string, photo: string, isAfter: boolean): GroupEdit | undefined {
  if (onto === photo) return undefined;
  const others = target.photo_ids.filter((id) => id !== photo);
  const position = others.indexOf(onto) + (isAfter ? 1 : 0);
  return target.photo_ids.indexOf(photo) === position ? undefined : move(photo, target.id, position);
}

/** A photo dropped on a group beside its photos: behind them. */
export function droppedOnGroup(target: PhotoGroup, photo: string): GroupEdit | undefined {
  if (target.photo_ids.at(-1) === photo) return undefined;
  return move(photo, target.id, target.photo_ids.filter((id) => id !== photo).length);
}

/** A photo dropped where a new group begins. */
export function droppedApart(groups: readonly PhotoGroup[], photo: string): GroupEdit | undefined {
  const group = placeOf(groups, photo)?.group;
  if (!group || group.photo_ids.length < 2) return undefined;
  return { edit: "split", group_id: group.id, photo_ids: [photo] };
}

function move(photo: string, groupId: string, position: number): GroupEdit {
  return { edit: "move", photo_ids: [photo], group_id: groupId, position };
}

function placeOf(groups: readonly PhotoGroup[], photo: string): Place | undefined {
  for (const [row, group] of groups.entries()) {
    const column = group.photo_ids.indexOf(photo);
    if (column >= 0) return { group, row, column };
  }
  return undefined;
}
