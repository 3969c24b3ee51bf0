// Pictures of photos on the server, kept on this device so that the pages can show them: only the worker holds the token that
// fetches them. A cache: what is oldest goes first, and all of it with the user.
import type { PhotoVariant } from "../../shared-schemas/wire";
import type { Server } from "../backend/request";
import { database, read, write } from "../storage/database";

export interface KeptPicture {
  /** `<photo id>/<variant>/<rendering>`; without the last for what no edit changes. */
  key: string;
  bytes: Blob;
  kept_at: number;
}

const TYPES: Partial<Record<PhotoVariant, string>> = { thumb: "image/webp", mask: "image/png", server_mask: "image/png" };

/** About 60 MB of thumbnails and large pictures. */
const MOST = 800;

/** Which picture of a photo; `rendering` grows with each edit that was drawn. */
export interface Wanted {
  photo_id: string;
  variant: PhotoVariant;
  rendering: number;
}

function keyOf({ photo_id, variant, rendering }: Wanted): string {
  return rendering === 0 ? `${photo_id}/${variant}` : `${photo_id}/${variant}/${rendering}`;
}

/** A picture as it is kept here; undefined until `fetchPicture` was asked for it. */
export async function keptPicture(wanted: Wanted): Promise<Blob | undefined> {
  const row = await read<KeptPicture | undefined>(await database(), "pictures", (store) => store.get(keyOf(wanted)));
  return row?.bytes;
}

/**
 * Fetches a picture from the server into the cache; for the worker.
 * @throws ServerRefused, ServerAway, NotConnected
 */
export async function fetchPicture(server: Server, wanted: Wanted, now = Date.now()): Promise<void> {
  if (await keptPicture(wanted)) return;
  const { photo_id: id, variant, rendering } = wanted;
  const bytes = await server("photo_variant", { path: { id, variant }, query: { rendering } });
  const type = TYPES[variant] ?? "image/jpeg";
  const row: KeptPicture = { key: keyOf(wanted), bytes: new Blob([bytes], { type }), kept_at: now };
  await write(await database(), "pictures", (store) => store.put(row), "relaxed");
  await dropOldest();
}

async function dropOldest(): Promise<void> {
  const connection = await database();
  const over = (await read(connection, "pictures", (store) => store.count())) - MOST;
  if (over <= 0) return;
  await write(
    connection,
    "pictures",
    (store) => {
      let left = over;
      const oldest = store.index("kept_at").openCursor();
      oldest.onsuccess = () => {
        if (!oldest.result || left === 0) return;
        left -= 1;
        oldest.result.delete();
        oldest.result.continue();
      };
    },
    "relaxed",
  );
}
