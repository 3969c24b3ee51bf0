// Photo bytes of listings that are being relisted, kept on this device for a day: the server's database backup does not
// hold them, and an upload that starts over need not fetch them again. Nothing else is cached here.
import { database, read, write } from "./database";

const KEPT_MS = 24 * 3600 * 1000;

interface SnapshotBytes {
  sha256: string;
  bytes: Uint8Array<ArrayBuffer>;
  kept_until: number;
}

export async function keepSnapshotBytes(sha256: string, bytes: Uint8Array<ArrayBuffer>, now: number): Promise<void> {
  const row: SnapshotBytes = { sha256, bytes, kept_until: now + KEPT_MS };
  await write(await database(), "snapshots", (store) => store.put(row), "relaxed");
}

export async function snapshotBytes(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row: SnapshotBytes | undefined = await read(await database(), "snapshots", (store) => store.get(sha256));
  return row?.bytes;
}

/** Drops what is older than a day. */
export async function dropOldSnapshots(now: number): Promise<void> {
  await write(
    await database(),
    "snapshots",
    (store) => {
      const due = store.index("kept_until").openCursor(IDBKeyRange.upperBound(now));
      due.onsuccess = () => {
        due.result?.delete();
        due.result?.continue();
      };
    },
    "relaxed",
  );
}
