// Taking in what was dropped or chosen: into the database first, in the page that got it, before anything else is done with it.
import { MAX_PHOTO_BYTES, MAX_PHOTOS_AT_ONCE } from "../../shared-schemas/wire";
import { type Entries, failed, type IntakeProblem, isOnItsWay, type PhotoEntry } from "./entries";

const NAME_LENGTH = 200;

/**
 * Keeps these files on this device, in their order. Those past the 80th on their way are left out and named; a file that cannot
 * be a photo becomes a failed entry, the others go on.
 */
export async function takeIn(entries: Entries, files: readonly File[]): Promise<{ left_out: string[] }> {
  const here = await entries.all();
  const room = Math.max(0, MAX_PHOTOS_AT_ONCE - here.filter(isOnItsWay).length);
  const first = 1 + Math.max(0, ...here.map(({ order }) => order));
  const accepted = files.slice(0, room);
  await Promise.all(accepted.map((file, place) => keep(entries, file, first + place)));
  return { left_out: files.slice(room).map(({ name }) => name) };
}

async function keep(entries: Entries, file: File, order: number): Promise<void> {
  const entry: PhotoEntry = {
    client_id: crypto.randomUUID(),
    name: file.name.slice(0, NAME_LENGTH),
    order,
    size: file.size,
    at: { step: "dropped" },
    tries: 0,
  };
  const problem = problemOf(file);
  if (problem) return entries.add(failed(entry, problem), undefined);
  try {
    await entries.add(entry, file);
  } catch (error) {
    const full = error instanceof DOMException && error.name === "QuotaExceededError";
    await entries.add(failed(entry, full ? "no_room" : "unreadable"), undefined);
  }
}

function problemOf({ size }: File): IntakeProblem | undefined {
  if (size === 0) return "empty";
  return size > MAX_PHOTO_BYTES ? "too_large" : undefined;
}
