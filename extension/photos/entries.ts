// The photos on their way in, as this device keeps them: one entry for each dropped file until it is in a group on the server, and
// beside it the bytes until the server has confirmed them. Every step forward is one transaction over both, so that whoever dies
// in between leaves either the old step or the new one.
//
//   dropped ──prepare──▶ prepared ──announce──▶ sending ──all confirmed──▶ arrived ──taken in──▶ ready ──grouped──▶ (forgotten)
//      └──────────────────────┴─────────────────────┴──────────────────────────┴──▶ failed ──retry──▶ dropped
import type { PhotoProblem } from "../../shared-schemas/wire";
import { database } from "../storage/database";
import { tellChange } from "./changes";

/** What the server names, and what only this device can meet. */
export type IntakeProblem = PhotoProblem | "duplicate" | "no_room" | "unreadable" | "refused";

export type IntakeStep =
  | { step: "dropped" }
  | { step: "prepared" }
  | { step: "sending"; photo_id: string; sent: number }
  | { step: "arrived"; photo_id: string }
  | { step: "ready"; photo_id: string }
  /** `code`: the server's word for `refused`. */
  | { step: "failed"; problem: IntakeProblem; code?: string };

/** What is announced and sent: the prepared bytes, no longer the dropped ones. */
export interface Content {
  size: number;
  sha256: string;
  captured_at: string | null;
  orientation: number;
}

export interface PhotoEntry {
  client_id: string;
  name: string;
  /** Place in the order of dropping, over all drops. */
  order: number;
  /** Bytes of the dropped file. */
  size: number;
  content?: Content;
  /** A small picture for the tile, as soon as one could be made. */
  preview?: Blob;
  at: IntakeStep;
  /** How often this step was begun in vain. */
  tries: number;
}

export interface Entries {
  /** All of them, in the order they were dropped. */
  all: () => Promise<PhotoEntry[]>;
  /** The entry and its bytes, together or not at all. */
  add: (entry: PhotoEntry, bytes: Blob | undefined) => Promise<void>;
  bytes: (clientId: string) => Promise<Blob | undefined>;
  /**
   * Puts what `change` makes of the entry as it stands now, and `bytes` in place of its own; bytes that its new step needs no more
   * go with it. It is not called when the entry is gone; undefined leaves everything as it is.
   */
  change: (clientId: string, change: (now: PhotoEntry) => PhotoEntry | undefined, bytes?: Blob) => Promise<void>;
  forget: (clientIds: readonly string[]) => Promise<void>;
}

export const entries: Entries = createEntries(database, tellChange);

/** Entries over a database; `changed` is told after every change that is on the disk. */
export function createEntries(connect: () => Promise<IDBDatabase>, changed: () => void): Entries {
  async function write(act: (photos: IDBObjectStore, bytes: IDBObjectStore) => void): Promise<void> {
    const transaction = (await connect()).transaction(["photos", "photo_bytes"], "readwrite", { durability: "strict" });
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("writing a photo was given up"));
      try {
        act(transaction.objectStore("photos"), transaction.objectStore("photo_bytes"));
      } catch (error) {
        // a file that cannot be copied: nothing of it stays
        transaction.abort();
        reject(error);
      }
    });
    changed();
  }

  return {
    async all() {
      const store = (await connect()).transaction("photos").objectStore("photos");
      const found = await answer<PhotoEntry[]>(store.getAll());
      return found.sort((one, other) => one.order - other.order);
    },
    add: (entry, bytes) =>
      write((photos, store) => {
        photos.add(entry);
        if (bytes) store.add(bytes, entry.client_id);
      }),
    async bytes(clientId) {
      const store = (await connect()).transaction("photo_bytes").objectStore("photo_bytes");
      return answer<Blob | undefined>(store.get(clientId));
    },
    change: (clientId, change, bytes) =>
      write((photos, store) => {
        const reading: IDBRequest<PhotoEntry | undefined> = photos.get(clientId);
        reading.onsuccess = () => {
          const next = reading.result && change(reading.result);
          if (!next) return;
          photos.put(next);
          if (!needsBytes(next.at)) store.delete(clientId);
          else if (bytes) store.put(bytes, clientId);
        };
      }),
    forget: (clientIds) =>
      write((photos, store) => {
        for (const id of clientIds) {
          photos.delete(id);
          store.delete(id);
        }
      }),
  };
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("reading the photos failed"));
  });
}

/** The entry as failed; what was known of its way to the server no longer counts. */
export function failed(entry: PhotoEntry, problem: IntakeProblem, code?: string): PhotoEntry {
  return { ...entry, at: { step: "failed", problem, ...(code ? { code } : {}) }, tries: 0 };
}

/** A failed entry as it goes on when its bytes are still here. */
export function retried(entry: PhotoEntry): PhotoEntry | undefined {
  if (entry.at.step !== "failed" || !canRetry(entry.at.problem)) return undefined;
  return stepped(entry, { step: entry.content ? "prepared" : "dropped" });
}

/** The entry one step on. */
export function stepped(entry: PhotoEntry, at: IntakeStep): PhotoEntry {
  return { ...entry, at, tries: 0 };
}

function needsBytes(at: IntakeStep): boolean {
  switch (at.step) {
    case "dropped":
    case "prepared":
    case "sending":
      return true;
    case "arrived":
    case "ready":
      return false;
    case "failed":
      return canRetry(at.problem);
    default:
      return at satisfies never;
  }
}

/** Problems after which the same bytes may do better: they are kept for it. All others need another file. */
export function canRetry(problem: IntakeProblem): boolean {
  switch (problem) {
    case "checksum":
    case "refused":
      return true;
    case "duplicate":
    case "empty":
    case "no_room":
    case "not_a_picture":
    case "too_large":
    case "too_many_pixels":
    case "truncated":
    case "unreadable":
      return false;
    default:
      return problem satisfies never;
  }
}

/** Whether the photo is still on its way to the server. */
export function isOnItsWay({ at }: PhotoEntry): boolean {
  return at.step === "dropped" || at.step === "prepared" || at.step === "sending";
}
