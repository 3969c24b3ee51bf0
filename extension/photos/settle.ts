// What becomes of photos that have arrived: the server takes them in one after the other; when all are judged they are grouped,
// and this device forgets them. A photo that is refused only now is named on its tile like any other.
import type { Photo } from "../../shared-schemas/wire";
import type { Server } from "../backend/request";
import { type Entries, failed, isOnItsWay, type PhotoEntry, stepped } from "./entries";

export interface Settling {
  entries: Entries;
  server: Server;
}

/**
 * Looks once. True when nothing is left that the server is still working on.
 * @throws ServerAway, NotConnected
 */
export async function settle(world: Settling): Promise<boolean> {
  await judge(world);
  const now = await world.entries.all();
  if (now.some(({ at }) => at.step === "arrived")) return false;
  const ready = now.filter(({ at }) => at.step === "ready");
  // the rest of this drop is grouped with them, or they would be taken apart
  if (ready.length > 0 && !now.some(isOnItsWay)) {
    await world.server("cluster", { body: { photo_ids: ready.map(photoId) } });
    await world.entries.forget(ready.map(({ client_id }) => client_id));
  }
  return true;
}

async function judge({ entries, server }: Settling): Promise<void> {
  const arrived = (await entries.all()).filter(({ at }) => at.step === "arrived");
  if (arrived.length === 0) return;
  const { items } = await server("photos", { query: { ids: arrived.map(photoId).join(",") } });
  const known = new Map(items.map((photo) => [photo.id, photo]));
  for (const entry of arrived) {
    const photo = known.get(photoId(entry));
    if (!photo) {
      // thrown away on another device
      await entries.forget([entry.client_id]);
      continue;
    }
    await entries.change(entry.client_id, (now) => (now.at.step === "arrived" ? judged(now, photo) : undefined));
  }
}

function judged(now: PhotoEntry, photo: Photo): PhotoEntry | undefined {
  switch (photo.state) {
    case "receiving":
    case "processing":
      return undefined;
    case "ready":
      // also one that shows what another shows: whether both stay is the person's word (screens/photos/Twins.tsx)
      return stepped(now, { step: "ready", photo_id: photo.id });
    case "failed":
      return failed(now, photo.problem ?? "refused");
    default:
      return photo.state satisfies never;
  }
}

function photoId({ at }: PhotoEntry): string {
  return "photo_id" in at ? at.photo_id : "";
}
