// Edits of drafts and of photos that the server may not have yet. Each open window writes in a place of its own, which a Web Lock holds while
// the window lives; what a closed window left is found by the next one that claims a place for the same draft.
import { database, read } from "./database";

interface Row {
  /** "draft id/place". */
  key: string;
  draft_id: string;
  edits: unknown;
}

const LOCK = "draft-edits:";

export interface EditPlace {
  /** What a window that is gone left here, as it was put. */
  readonly left: unknown;
  /** Keeps these edits in place of those before; null empties the place. */
  put: (edits: unknown) => void;
  release: () => void;
}

/** A place for this window's edits of a draft: one that a closed window left full, else a new one. */
export async function claimPlace(draftId: string): Promise<EditPlace> {
  for (const { key } of (await rows()).filter((row) => row.draft_id === draftId)) {
    const release = await lock(key);
    if (!release) continue;
    // read again: whoever held it may have emptied it meanwhile
    const row: Row | undefined = await read(await database(), "edits", (store) => store.get(key));
    if (row) return place(key, draftId, row.edits, release);
    release();
  }
  const key = `${draftId}/${crypto.randomUUID()}`;
  return place(key, draftId, undefined, (await lock(key)) ?? (() => {}));
}

/** Edits of a photo are kept like those of a draft, under a name of their own. */
export const PHOTO = "photo:";

/** The drafts of which edits are kept here. */
export async function draftsWithEdits(): Promise<string[]> {
  return [...new Set((await rows()).map(({ draft_id }) => draft_id))].filter((id) => !id.startsWith(PHOTO));
}

function rows(): Promise<Row[]> {
  return database().then((connection) => read<Row[]>(connection, "edits", (store) => store.getAll()));
}

function place(key: string, draftId: string, left: unknown, release: () => void): EditPlace {
  let isEmpty = left === undefined;
  return {
    left,
    put(edits) {
      if (edits === null && isEmpty) return;
      isEmpty = edits === null;
      void database().then((connection) => {
        const transaction = connection.transaction("edits", "readwrite", { durability: "relaxed" });
        const store = transaction.objectStore("edits");
        if (edits === null) store.delete(key);
        else store.put({ key, draft_id: draftId, edits } satisfies Row);
        // a page that goes away would not come to commit it by itself
        transaction.commit();
      });
    },
    release,
  };
}

/** Holds a lock until the returned function is called or this page is gone; undefined if another window holds it. */
function lock(key: string): Promise<(() => void) | undefined> {
  return new Promise((held) => {
    void navigator.locks.request(`${LOCK}${key}`, { ifAvailable: true }, (granted) => {
      if (!granted) return held(undefined);
      return new Promise<void>((release) => held(release));
    });
  });
}
