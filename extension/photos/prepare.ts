// From a dropped file to what is sent: the camera's facts are read first, then the picture is drawn anew, upright, small enough and
// without metadata. What the browser cannot decode (HEIC) goes up as it is, but for what it says of camera and place; what is no
// picture is named and goes nowhere.
import { MAX_PHOTO_BYTES } from "../../shared-schemas/wire";
import type { Redraw } from "./darkroom";
import type { Content, Entries, IntakeProblem, PhotoEntry } from "./entries";
import { failed, stepped } from "./entries";
import { readHeader } from "./header";
import { withoutPlaces } from "./places";

/** The lock of the one context that prepares. */
export const PREPARING = "vintedbot-photos-preparing";
/** As the server's: a picture of more pixels is refused there. */
const MAX_PIXELS = 100_000_000;
/** Photos prepared at the same moment: more would take the panel's processor and memory. */
const AT_ONCE = 2;
/** A photo on which that many attempts ended with whoever made them goes up as it is. */
const DEADLY = 2;

export interface Preparing {
  entries: Entries;
  redraw: Redraw;
}

interface Prepared {
  content: Content;
  bytes: Blob;
  preview: Blob | undefined;
}

/** Prepares everything that was dropped, also what comes meanwhile; `each` is called after each photo. Hold the lock meanwhile. */
export async function prepareAll(world: Preparing, each: () => void): Promise<void> {
  const taken = new Set<string>();
  const lane = async () => {
    for (;;) {
      const next = (await world.entries.all()).find(({ at, client_id }) => at.step === "dropped" && !taken.has(client_id));
      if (!next) return;
      // both lanes may have read the same list
      if (taken.has(next.client_id)) continue;
      taken.add(next.client_id);
      await prepareOne(world, next);
      // a photo that is tried again is dropped again
      taken.delete(next.client_id);
      each();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function prepareOne({ entries, redraw }: Preparing, entry: PhotoEntry): Promise<void> {
  const { client_id } = entry;
  await entries.change(client_id, (now) => ({ ...now, tries: now.tries + 1 }));
  const file = await entries.bytes(client_id);
  const prepared = file ? await prepare(file, entry.tries < DEADLY ? redraw : async () => undefined) : "unreadable";
  if (typeof prepared === "string") {
    await entries.change(client_id, (now) => (now.at.step === "dropped" ? failed(now, prepared) : undefined));
    return;
  }
  const { content, bytes, preview } = prepared;
  const twin = (await entries.all()).find((other) => other.client_id !== client_id && isTwin(other, content));
  if (twin) {
    await entries.change(client_id, (now) => (now.at.step === "dropped" ? failed(now, "duplicate") : undefined));
    return;
  }
  await entries.change(
    client_id,
    (now) =>
      now.at.step === "dropped" ? { ...stepped(now, { step: "prepared" }), content, ...(preview ? { preview } : {}) } : undefined,
    bytes,
  );
}

function isTwin({ at, content: other }: PhotoEntry, content: Content): boolean {
  return at.step !== "failed" && other?.sha256 === content.sha256;
}

/** What is sent of this file, or what is wrong with it. */
export async function prepare(file: Blob, redraw: Redraw): Promise<Prepared | IntakeProblem> {
  if (file.size === 0) return "empty";
  if (file.size > MAX_PHOTO_BYTES) return "too_large";
  const whole = await file.arrayBuffer().catch(() => undefined);
  if (!whole) return "unreadable";
  const header = readHeader(new Uint8Array(whole));
  if (!header) return "not_a_picture";
  if (header.width * header.height > MAX_PIXELS) return "too_many_pixels";
  if (!header.whole) return "truncated";
  const { captured_at, orientation } = header;
  const redrawn = header.format === "heic" ? undefined : await redraw(new Blob([whole]));
  if (!redrawn) {
    // as it is the server takes neither
    if (header.format === "gif" || header.format === "bmp") return "truncated";
    const bare = withoutPlaces(new Uint8Array(whole), header.format);
    // it says that there is a camera's block, and not where: the rest of the file is missing
    if (!bare) return "truncated";
    const content = { size: bare.byteLength, sha256: await sha256(bare.buffer), captured_at, orientation };
    return { content, bytes: new Blob([bare], { type: file.type }), preview: undefined };
  }
  const bytes = await redrawn.picture.arrayBuffer();
  const content = { size: bytes.byteLength, sha256: await sha256(bytes), captured_at, orientation: 1 };
  return { content, bytes: redrawn.picture, preview: redrawn.preview };
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
