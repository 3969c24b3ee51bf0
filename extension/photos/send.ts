// Sending what is prepared: announced together, then one photo after the other in parts of 1 MiB. The server's word says where to
// go on, so that a part whose answer was lost is neither missing nor there twice. Bytes leave this device only when the server
// has confirmed their sha256.
import * as v from "valibot";
import { MAX_PHOTOS_AT_ONCE, PART_BYTES, type Photo, WrongOffset } from "../../shared-schemas/wire";
import { ServerRefused } from "../backend/problems";
import type { Server } from "../backend/request";
import { type Content, type Entries, failed, type IntakeStep, type PhotoEntry, stepped } from "./entries";

/** How often a photo may begin anew (checksum wrong, forgotten by the server) before the person is asked. */
const ANEW = 3;

export interface Sending {
  entries: Entries;
  server: Server;
}

type Prepared = PhotoEntry & { content: Content };

/**
 * Sends everything that is prepared, also what comes meanwhile.
 * @throws ServerAway, NotConnected, ServerRefused when it is only too much at once: what was begun goes on later
 */
export async function sendAll(world: Sending): Promise<void> {
  for (;;) {
    await announce(world);
    const next = (await world.entries.all()).find(({ at }) => at.step === "sending");
    if (next) await sendOne(world, next);
    else if (!(await world.entries.all()).some(isPrepared)) return;
  }
}

function isPrepared(entry: PhotoEntry): entry is Prepared {
  return entry.at.step === "prepared" && entry.content !== undefined;
}

async function announce(world: Sending): Promise<void> {
  const waiting = (await world.entries.all()).filter(isPrepared).slice(0, MAX_PHOTOS_AT_ONCE);
  if (waiting.length === 0) return;
  const photos = waiting.map(({ client_id, name, content }) => ({ client_id, name, ...content }));
  try {
    const { items } = await world.server("announce_photos", { body: { photos } });
    for (const photo of items) await follow(world, photo.client_id, (now) => announced(now, photo));
  } catch (error) {
    await refused(
      world,
      waiting.map(({ client_id }) => client_id),
      error,
    );
  }
}

/** Where an announced photo stands at the server. */
function announced(now: PhotoEntry, photo: Photo): PhotoEntry {
  // a copy is answered with the other photo's own id
  if (photo.duplicate_of === photo.id) return failed(now, "duplicate");
  switch (photo.state) {
    case "receiving":
      return { ...now, at: { step: "sending", photo_id: photo.id, sent: photo.offset } };
    case "processing":
    case "ready":
      return stepped(now, { step: "arrived", photo_id: photo.id });
    case "failed":
      return failed(now, photo.problem ?? "refused");
    default:
      return photo.state satisfies never;
  }
}

async function sendOne(world: Sending, entry: PhotoEntry): Promise<void> {
  const { client_id, content } = entry;
  if (entry.at.step !== "sending" || !content) return;
  const { photo_id, sent } = entry.at;
  const bytes = await world.entries.bytes(client_id);
  if (!bytes || bytes.size !== content.size) return follow(world, client_id, (now) => failed(now, "unreadable"));
  for (let offset = sent; ; ) {
    const part = new Uint8Array(await bytes.slice(offset, offset + PART_BYTES).arrayBuffer());
    const next = await sendPart(world, entry, photo_id, offset, part);
    if (next === undefined) return;
    offset = next;
  }
}

/** Sends one part; the next one's offset, or undefined when this photo's turn is over. */
async function sendPart(
  world: Sending,
  entry: PhotoEntry,
  photoId: string,
  offset: number,
  part: Uint8Array<ArrayBuffer>,
): Promise<number | undefined> {
  const { client_id, content } = entry;
  const goOn = async (at: IntakeStep) => {
    await follow(world, client_id, (now) => ({ ...now, at }));
    const now = (await world.entries.all()).find((one) => one.client_id === client_id);
    // taken out by the person meanwhile
    return now?.at.step === "sending" ? now.at.sent : undefined;
  };
  try {
    const answer = await world.server("send_photo_part", { path: { id: photoId }, query: { offset }, body: part });
    if (answer.sha256 && answer.sha256 === content?.sha256) {
      await follow(world, client_id, (now) => stepped(now, { step: "arrived", photo_id: photoId }));
      return undefined;
    }
    if (answer.state === "failed") {
      await beginAnew(world, client_id, "checksum");
      return undefined;
    }
    return goOn({ step: "sending", photo_id: photoId, sent: answer.offset });
  } catch (error) {
    if (!(error instanceof ServerRefused)) throw error;
    const right = v.safeParse(WrongOffset, error.problem.data);
    if (error.problem.code === "wrong_offset" && right.success) {
      return goOn({ step: "sending", photo_id: photoId, sent: right.output.offset });
    }
    // the server no longer knows the photo, or knows it with another size
    if (error.problem.code === "not_found" || error.problem.code === "payload_too_large") {
      await beginAnew(world, client_id, "refused");
      return undefined;
    }
    await refused(world, [client_id], error);
    return undefined;
  }
}

/** Announces the photo anew, a few times; then the person is asked. */
function beginAnew(world: Sending, clientId: string, problem: "checksum" | "refused"): Promise<void> {
  return follow(world, clientId, (now) =>
    now.tries < ANEW ? { ...now, at: { step: "prepared" }, tries: now.tries + 1 } : failed(now, problem),
  );
}

/** Keeps an entry's next step, unless the person took the photo out meanwhile. */
function follow({ entries }: Sending, clientId: string, next: (now: PhotoEntry) => PhotoEntry): Promise<void> {
  return entries.change(clientId, (now) => (now.at.step === "prepared" || now.at.step === "sending" ? next(now) : undefined));
}

/** What the server would not hear of: a word of this one photo, unless it only asks for patience. */
async function refused(world: Sending, clientIds: readonly string[], error: unknown): Promise<void> {
  if (!(error instanceof ServerRefused) || error.problem.code === "rate_limited") throw error;
  for (const id of clientIds) await follow(world, id, (now) => failed(now, "refused", error.problem.code));
}
