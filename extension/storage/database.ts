// The extension's one IndexedDB database: how it is opened and how a transaction is awaited. What the stores hold is said in
// migrations.ts; who reads and writes them lives beside the subject (journal, photo intake, device), never here.
import { MIGRATIONS, migrate } from "./migrations";

const NAME = "vintedbot";

export type StoreName =
  | "journal"
  | "snapshots"
  | "photos"
  | "photo_bytes"
  | "pictures"
  | "device"
  | "answers"
  | "edits"
  | "spent";

/** What belongs to one of our users. */
const OF_A_USER: readonly StoreName[] = ["journal", "snapshots", "photos", "photo_bytes", "pictures", "answers", "edits"];

/**
 * Opens the database, migrated to this build's version. The connection closes itself when a newer build wants to migrate,
 * so that an update is never blocked by a forgotten panel; the caller then opens it anew.
 */
export function openDatabase(factory: IDBFactory = indexedDB): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = factory.open(NAME, MIGRATIONS.length);
    opening.onupgradeneeded = ({ oldVersion }) => {
      const { result: database, transaction } = opening;
      if (!transaction) throw new Error("an upgrade without its transaction");
      migrate(database, transaction, oldVersion);
    };
    opening.onsuccess = () => {
      const database = opening.result;
      database.onversionchange = () => database.close();
      resolve(database);
    };
    opening.onerror = () => reject(opening.error ?? new Error("the database cannot be opened"));
  });
}

let opened: Promise<IDBDatabase> | undefined;

/** The database of this context, opened once and again after it was closed from outside. */
export function database(): Promise<IDBDatabase> {
  opened ??= openDatabase().then(
    (connection) => {
      connection.addEventListener("close", () => {
        opened = undefined;
      });
      connection.addEventListener("versionchange", () => {
        opened = undefined;
      });
      return connection;
    },
    (error: unknown) => {
      opened = undefined;
      throw error;
    },
  );
  return opened;
}

/**
 * One read of one store.
 */
export function read<T>(connection: IDBDatabase, store: StoreName, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = ask(connection.transaction(store, "readonly").objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(`reading ${store} failed`));
  });
}

/**
 * One transaction that writes one store; resolves when it is committed. `strict` asks the browser to have it on disk by then:
 * for all that must outlive a power cut (journal, token), not for what can be fetched again.
 */
export function write(
  connection: IDBDatabase,
  store: StoreName,
  change: (store: IDBObjectStore) => void,
  durability: IDBTransactionDurability = "strict",
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = connection.transaction(store, "readwrite", { durability });
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error(`writing ${store} failed`));
    transaction.onabort = () => reject(transaction.error ?? new Error(`writing ${store} was given up`));
    change(transaction.objectStore(store));
  });
}

/** Empties the stores that belong to one of our users: done when another one signs in on this install. */
export async function clearUserData(connection: IDBDatabase): Promise<void> {
  for (const store of OF_A_USER) await write(connection, store, (entries) => entries.clear());
}
