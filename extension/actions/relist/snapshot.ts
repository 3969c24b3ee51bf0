// The snapshot a relist takes before anything is touched: edit payload and photo bytes, kept by our server and verified by
// sha256. Photos our server has as originals are not fetched; the others come from Vinted's image host.
import type { Snapshot } from "../../../shared-schemas/wire";
import { Halt } from "../../jobs/ends";
import { ownEntry } from "../../jobs/own_entries";
import { type Run, tell } from "../../jobs/run";
import type { PhotoBytes } from "../../jobs/upload";
import type { OwnEntry } from "../../vinted/calls";
import { ImageError } from "../../vinted/images";
import { fromServer } from "../publish_listing/publish_listing";

const TITLE_LENGTH = 200;

/** This job's snapshot: the server's if it has one, else it is taken now. Throws Halt when the listing cannot be read whole. */
export async function snapshotOf(run: Run, itemId: number, title = ""): Promise<Snapshot> {
  run.snapshot ??= await take(run, itemId, title);
  return run.snapshot;
}

async function take(run: Run, itemId: number, title: string): Promise<Snapshot> {
  let own = await readOwn(run, itemId);
  const id = run.lease.job_id;
  const { answer: asked } = await tell(run, "snapshot", {
    path: { id },
    body: {
      epoch: run.lease.epoch,
      title: title.slice(0, TITLE_LENGTH),
      payload: own.payload,
      photo_ids: own.photos.map((photo) => photo.photo_id),
    },
  });
  let answer = asked;
  let coming: ReturnType<typeof fetchPhoto> | undefined;
  for (const [place, photoId] of asked.missing.entries()) {
    let bytes = await (coming ?? fetchPhoto(run, own, photoId));
    if (bytes === "expired") {
      own = await readOwn(run, itemId);
      bytes = await fetchPhoto(run, own, photoId);
    }
    if (bytes === "expired") throw new Halt({ end: "failed", reason: "photo_missing" });
    // the next one comes from Vinted while this one goes to our server; its failure is met when its turn comes
    const next = asked.missing[place + 1];
    coming = next === undefined ? undefined : fetchPhoto(run, own, next);
    coming?.catch(() => undefined);
    const sha256 = await hash(bytes);
    await run.world.snapshots.keep(sha256, bytes, run.world.clock.now().wall);
    const sent = { path: { id, vinted_photo_id: photoId }, headers: { "x-sha256": sha256 }, body: bytes };
    ({ answer } = await tell(run, "snapshot_photo", sent));
  }
  if (!answer.snapshot) throw new Halt({ end: "failed", reason: "photo_missing" });
  return answer.snapshot;
}

async function readOwn(run: Run, itemId: number): Promise<OwnEntry> {
  const own = await ownEntry(run, itemId);
  if (own === undefined) throw new Halt({ end: "failed", reason: "not_found" });
  // Vinted shows no payload of what is sold or in a transaction
  if (own === "denied") throw new Halt({ end: "failed", reason: "not_active" });
  return own;
}

async function fetchPhoto(run: Run, own: OwnEntry, photoId: number): Promise<Uint8Array<ArrayBuffer> | "expired"> {
  const photo = own.photos.find((candidate) => candidate.photo_id === photoId);
  if (!photo) throw new Halt({ end: "failed", reason: "photos_changed" });
  try {
    return await run.world.images(photo.url);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    if (error.code === "expired") return "expired";
    throw new Halt({ end: "failed", reason: "photo_missing" });
  }
}

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A snapshot's photos: this device's copy of the last day, else our server's. */
export function snapshotPhotos(run: Run, snapshot: Snapshot): PhotoBytes[] {
  return snapshot.photos.map(({ sha256 }) => ({
    sha256,
    bytes: async () => (await run.world.snapshots.get(sha256)) ?? fromServer(run, { sha256 }).bytes(),
  }));
}
