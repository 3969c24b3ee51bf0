// The step `upload`: all photos of a listing under one go, in order, into one upload session. Photos that were uploaded cannot
// be read back, so an upload that broke off begins anew with a session of its own.

import type { Outcome } from "../vinted/calls";
import { mimeOf } from "../vinted/mime";
import { age } from "./clock";
import type { Step } from "./journal";
import { receiptName } from "./journal";
import { execute, LeaseLost, learn, type Run } from "./run";

/** One photo to be uploaded. `bytes` is called once, when its turn is near. */
export interface PhotoBytes {
  sha256: string;
  bytes: () => Promise<Uint8Array>;
}

/** A photo as a message to a tab carries it. */
interface Ready {
  mime: string;
  base64: string;
}

/**
 * Uploads them in order; the facts learn session and ids only when all are there. `first`: the first one's bytes, which were at
 * hand before the go was asked for. Answers the last outcome, or the first refused one.
 */
export async function uploadPhotos(
  run: Run,
  step: Step,
  photos: readonly PhotoBytes[],
  first: Uint8Array | undefined,
  other_world: boolean,
): Promise<Outcome> {
  const session = crypto.randomUUID();
  const photoIds: number[] = [];
  let coming: Promise<Ready> | Ready | undefined = first && readyOf(first);
  let outcome: Outcome | undefined;
  for (const [part, photo] of photos.entries()) {
    const ready = await coming;
    if (!ready) throw new Error("a photo without bytes");
    // the next one comes from the server while this one goes to Vinted; its failure is met when its turn comes
    const next = photos[part + 1]?.bytes().then(readyOf);
    next?.catch(() => undefined);
    coming = next;
    // one go covers all parts while the lease is held: the first is as old as the go, the others count from their own turn
    if (part > 0) mustHold(run);
    const asked = part === 0 && step.sent_at ? step.sent_at : run.world.clock.now();
    const { mime, base64 } = ready;
    const name = `${photo.sha256.slice(0, 12)}.${mime.slice("image/".length)}`;
    outcome = await execute(
      run,
      { call: "upload_photo", session, name, mime, base64 },
      { key: receiptName(run.entry, step, part), write: true, asked, other_world },
    );
    if (!outcome.ok) return outcome;
    if ("photo_id" in outcome.value) photoIds.push(outcome.value.photo_id);
  }
  if (!outcome) throw new Error("a listing without photos");
  learn(run, { upload_session: session, photo_ids: photoIds });
  return outcome;
}

/** The heartbeat keeps the lease; a worker that was frozen notices here that it is over. */
function mustHold(run: Run): void {
  const { lease } = run.entry.pace;
  if (run.lost || age(run.entry.answered_at, run.world.clock.now()) > lease) throw new LeaseLost("during the upload");
}

function readyOf(bytes: Uint8Array): Ready {
  return { mime: mimeOf(bytes), base64: bytes.toBase64() };
}
