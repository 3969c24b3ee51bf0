// The photos of the screens, made real: what is dropped goes into this device's database, is prepared in this page while it is open,
// and is sent by the worker; groups come from our server; pictures through the worker, which alone holds the token.
import type { DuplicateList, GroupList, Photo, PhotoVariant } from "../../shared-schemas/wire";
import { ask } from "../messages/ask";
import { onChange } from "../photos/changes";
import { canRetry, entries, type PhotoEntry, retried } from "../photos/entries";
import { held } from "../photos/held";
import { keptPicture, type Wanted } from "../photos/pictures";
import type { BoardView, ComingPhoto, ComingState, PhotosPort } from "../screens/photos/port";
import type { Result } from "../screens/ports";
import type { Keeper } from "./kept";
import { perName } from "./kept";
import { attempt, server } from "./server";

/** How long another install may take over a drop before its photos count as left behind. */
const STRAY_MS = 10 * 60_000;

/** An address names so many photos: our server, and what stands before it, refuse a longer one. */
const IDS_AT_ONCE = 200;

export function createPhotosPort(keeper: Keeper): PhotosPort {
  const previews = createPreviews();
  const coming = keeper.source<ComingPhoto[]>({
    read: async () => {
      const all = await entries.all();
      previews.keepOnly(all);
      return { ok: true, value: all.map((entry) => comingPhoto(entry, previews.of(entry))) };
    },
    calm: true,
  });
  const holding = keeper.source({ read: async () => ({ ok: true, value: await held.getValue() }) as const, calm: true });
  held.watch(() => void holding.refresh());
  const { board, show } = createBoard(keeper);
  const twins = keeper.source<DuplicateList>({ read: () => server("duplicates", { query: { limit: 100 } }), calm: true });

  onChange(() => {
    const before = coming.current().value?.length ?? 0;
    void coming.refresh().then(() => {
      // what is no longer on its way is in a group now
      if ((coming.current().value?.length ?? 0) < before) {
        void board.refresh();
        void twins.refresh();
      }
    });
  });
  void prepareHere();

  /** A photo that was thrown away, or came back, is one of fewer or more pairs. */
  const changed = async (answer: Result<GroupList>) => {
    const shown = await show(answer);
    void twins.refresh();
    return shown;
  };

  return {
    coming,
    held: holding,
    board,
    async drop(files) {
      const { takeIn } = await import("../photos/drop");
      const answer = await takeIn(entries, files);
      // first in line for the lock; the worker is next, should this page be closed
      void prepareHere();
      sendPhotos();
      return answer;
    },
    async retry(id) {
      await entries.change(id, retried);
      void prepareHere();
      sendPhotos();
    },
    takeOut,
    edit: async (edit) => changed(await server("edit_group", { body: edit })),
    undo: async (undo) => changed(await server("undo_group_edit", { body: { undo } })),
    twins,
    async keepBoth(photoId, keep) {
      const answer = await server("keep_both", { body: { photo_id: photoId, keep } });
      await twins.refresh();
      return answer;
    },
    async makeDrafts(groupIds, closetId) {
      const made = await server("generate_drafts", { body: { group_ids: [...groupIds], closet_id: closetId } });
      await board.refresh();
      return made;
    },
    picture: createPictures(keeper),
  };
}

/** Prepares what waits, as long as this page is open and no other context does. */
async function prepareHere(): Promise<void> {
  if (!(await entries.all()).some(({ at }) => at.step === "dropped")) return;
  // loaded when there is something to prepare: the panel opens without it
  const [{ PREPARING, prepareAll }, { redraw }] = await Promise.all([import("../photos/prepare"), import("../photos/darkroom")]);
  await navigator.locks.request(PREPARING, () => prepareAll({ entries, redraw }, sendPhotos));
}

/** From here and, as far as it has got there, from the server: nobody wants half of a photo kept. */
async function takeOut(ids: readonly string[]): Promise<Result<null>> {
  for (const { client_id, at } of (await entries.all()).filter((entry) => ids.includes(entry.client_id))) {
    const gone = "photo_id" in at ? await server("delete_photo", { path: { id: at.photo_id } }) : undefined;
    if (gone && !gone.ok && !(gone.failure.why === "refused" && gone.failure.code === "not_found")) return gone;
    await entries.forget([client_id]);
  }
  return { ok: true, value: null };
}

/** Sends the worker to look, if photos of this device are with the server and not yet in a group. */
export async function lookAfterPhotos(): Promise<void> {
  if ((await entries.all()).some(({ at }) => at.step === "arrived")) sendPhotos();
}

function sendPhotos(): void {
  void attempt(() => ask("send_photos", {}));
}

function comingPhoto(entry: PhotoEntry, preview: string | undefined): ComingPhoto {
  return { id: entry.client_id, name: entry.name, preview, state: stateOf(entry) };
}

function stateOf({ at, tries, content }: PhotoEntry): ComingState {
  switch (at.step) {
    case "dropped":
      return { is: tries > 0 ? "preparing" : "waiting" };
    case "prepared":
      return { is: "prepared" };
    case "sending":
      return { is: "sending", sent: at.sent, total: content?.size ?? at.sent };
    case "arrived":
      return { is: "processing" };
    case "ready":
      return { is: "ready" };
    case "failed":
      return { is: "failed", problem: at.problem, code: at.code, can_retry: canRetry(at.problem) };
    default:
      return at satisfies never;
  }
}

/** The groups, and what is known of the photos in them; an answer to a change is shown without asking again. */
export function createBoard(keeper: Pick<Keeper, "source">) {
  const photos = new Map<string, Photo>();
  let answered: GroupList | undefined;
  let isGathered = false;

  async function readGroups(): Promise<Result<GroupList>> {
    const answer = answered;
    answered = undefined;
    if (answer) return { ok: true, value: answer };
    const stray = isGathered ? [] : await strays();
    isGathered = true;
    return stray.length > 0 ? server("cluster", { body: { photo_ids: stray } }) : server("groups", {});
  }

  async function read(): Promise<Result<BoardView>> {
    const groups = await readGroups();
    if (!groups.ok) return groups;
    const list = groups.value;
    const ids = list.items.flatMap(({ photo_ids }) => photo_ids);
    const unknown = ids.filter((id) => !photos.has(id));
    for (let from = 0; from < unknown.length; from += IDS_AT_ONCE) {
      const found = await server("photos", { query: { ids: unknown.slice(from, from + IDS_AT_ONCE).join(",") } });
      if (!found.ok) return found;
      for (const photo of found.value.items) photos.set(photo.id, photo);
    }
    const shown = Object.fromEntries(ids.flatMap((id) => [photos.get(id)].flatMap((photo) => (photo ? [[id, photo]] : []))));
    return { ok: true, value: { groups: list.items, photos: shown } };
  }

  const board = keeper.source<BoardView>({
    read,
    cacheName: "photo_board",
    isTouched: ({ event }) => event === "groups_changed",
  });
  const show = async (answer: Result<GroupList>) => {
    if (answer.ok) answered = answer.value;
    // a refused change was made on a board that is no longer this one
    await board.refresh();
    return answer;
  };
  return { board, show };
}

/** Photos that are in no group although nobody is about to group them: the install that sent them was removed before it could. */
async function strays(): Promise<string[]> {
  const newest = await server("photos", { query: { limit: 100 } });
  if (!newest.ok) return [];
  const here = new Set((await entries.all()).map(({ client_id }) => client_id));
  const left = newest.value.items.filter(
    (photo) => photo.state === "ready" && !photo.group_id && !here.has(photo.client_id) && isOlder(photo.created_at, STRAY_MS),
  );
  return left.map(({ id }) => id);
}

function isOlder(moment: string, ms: number): boolean {
  return Date.now() - Date.parse(moment) > ms;
}

function createPictures(keeper: Keeper): PhotosPort["picture"] {
  const addresses = new Map<string, string>();
  /** The newest rendering that was heard of: what is asked for without one is of it. */
  const newest = new Map<string, number>();
  const read = async (wanted: Wanted): Promise<Result<string>> => {
    const name = nameOf(wanted);
    const known = addresses.get(name);
    if (known) return { ok: true, value: known };
    const bytes = (await keptPicture(wanted)) ?? (await fetched(wanted));
    if (!(bytes instanceof Blob)) return bytes;
    const address = URL.createObjectURL(bytes);
    addresses.set(name, address);
    return { ok: true, value: address };
  };
  const source = perName((name) => {
    const [photo_id = "", variant, rendering] = name.split("/");
    const wanted = { photo_id, variant: variant as PhotoVariant, rendering: Number(rendering) };
    return keeper.source<string>({ read: () => read(wanted), calm: true });
  });
  return (photo_id, variant, rendering = 0) => {
    if (UNEDITED.has(variant)) return source(nameOf({ photo_id, variant, rendering: 0 }));
    const now = Math.max(rendering, newest.get(photo_id) ?? 0);
    newest.set(photo_id, now);
    return source(nameOf({ photo_id, variant, rendering: now }));
  };
}

/** What no edit changes. */
const UNEDITED: ReadonlySet<PhotoVariant> = new Set(["source", "mask", "server_mask"]);

function nameOf({ photo_id, variant, rendering }: Wanted): string {
  return `${photo_id}/${variant}/${rendering}`;
}

async function fetched(wanted: Wanted): Promise<Blob | Extract<Result<string>, { ok: false }>> {
  const asked = await attempt(() => ask("fetch_picture", { ...wanted }));
  if (!asked.ok) return asked;
  const bytes = asked.value.ok ? await keptPicture(wanted) : undefined;
  return bytes ?? { ok: false, failure: { why: "away" } };
}

/** Addresses of the small pictures of photos on their way, one each, given back with the photo. */
function createPreviews() {
  const addresses = new Map<string, string>();
  return {
    of({ client_id, preview }: PhotoEntry): string | undefined {
      const known = addresses.get(client_id);
      if (known || !preview) return known;
      const address = URL.createObjectURL(preview);
      addresses.set(client_id, address);
      return address;
    },
    keepOnly(all: readonly PhotoEntry[]): void {
      const here = new Set(all.map(({ client_id }) => client_id));
      for (const [id, address] of addresses) {
        if (here.has(id)) continue;
        URL.revokeObjectURL(address);
        addresses.delete(id);
      }
    },
  };
}
