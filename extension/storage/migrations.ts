// The numbered steps from an empty database to this build's. A migration that has been released is never changed: the next
// one is added below it, with a sentence of why and a test that opens the old shape and reads the new one.

type JournalRow = Readonly<Record<string, unknown>>;

export interface Migration {
  /** Changes stores and indexes. */
  up?: (database: IDBDatabase, transaction: IDBTransaction) => void;
  /** What becomes of each entry of the journal. */
  entry?: (entry: JournalRow) => JournalRow;
}

/** Number n brings version n - 1 to version n. */
export const MIGRATIONS: readonly Migration[] = [
  // the stores of the first release
  {
    up: (database) => {
      // what each job sent and proved, by job; `changed_at` finds what is due to be forgotten
      database.createObjectStore("journal", { keyPath: "job_id" }).createIndex("changed_at", "changed_at");
      // photo bytes of a listing being relisted, for 24 h, because the server may lose its disk
      database.createObjectStore("snapshots", { keyPath: "sha256" }).createIndex("kept_until", "kept_until");
      // dropped photos until the server has confirmed them
      database.createObjectStore("photos", { keyPath: "client_id" });
      database.createObjectStore("device");
      database.createObjectStore("settings");
      // the last answers the screens were shown
      database.createObjectStore("answers");
    },
  },
  // the list of photos on their way is read often, their bytes only once: they lie apart; and pictures are shown from here
  {
    up: (database) => {
      database.createObjectStore("photo_bytes");
      database.createObjectStore("pictures", { keyPath: "key" }).createIndex("kept_at", "kept_at");
    },
  },
  // edits of drafts that the server does not have yet outlive the panel
  {
    up: (database) => {
      database.createObjectStore("edits", { keyPath: "key" });
    },
  },
  // an install counts what it does to each Vinted account, over all our users; settings were never kept here
  {
    up: (database) => {
      database.createObjectStore("spent");
      database.deleteObjectStore("settings");
    },
  },
  // a job counts the edit payloads it reads, so the journal of a job under way needs a number to count on from
  {
    entry: (entry) => ({ ...entry, facts: { payloads: 0, ...(entry["facts"] as object) } }),
  },
  // each question for work read the jobs of 30 days to find the few that are not over
  {
    up: (_, transaction) => {
      transaction.objectStore("journal").createIndex("unreported", "unreported");
    },
    entry: (entry) => (entry["reported"] ? entry : { ...entry, unreported: 1 }),
  },
];

/** Brings a database of an older version, in its upgrade transaction, to this build's. */
export function migrate(database: IDBDatabase, transaction: IDBTransaction, oldVersion: number): void {
  const due = MIGRATIONS.slice(oldVersion);
  for (const { up } of due) up?.(database, transaction);
  const changes = due.flatMap(({ entry }) => entry ?? []);
  // one walk for all: two at once would each read an entry before the other has written it
  const walk = transaction.objectStore("journal").openCursor();
  walk.onsuccess = () => {
    const cursor = walk.result;
    if (!cursor) return;
    cursor.update(changes.reduce((entry, change) => change(entry), cursor.value as JournalRow));
    cursor.continue();
  };
}
