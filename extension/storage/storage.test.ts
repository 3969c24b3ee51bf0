// @vitest-environment node
// What must outlive the worker: the journal's bytes, the device's token, one user's data never seen by the next.
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.resetModules();
});

const STORES = ["device", "journal", "photos", "snapshots", "spent"];

it("an empty database gets every store, by numbered migrations without a gap", async () => {
  const { openDatabase } = await import("./database");
  const { MIGRATIONS } = await import("./migrations");
  const connection = await openDatabase();
  expect(connection.version).toBe(MIGRATIONS.length);
  expect([...connection.objectStoreNames]).toEqual(expect.arrayContaining(STORES));
});

it("what version 1 holds is still there in this build's version", async () => {
  const { MIGRATIONS } = await import("./migrations");
  await new Promise<void>((resolve, reject) => {
    const old = indexedDB.open("vintedbot", 1);
    old.onupgradeneeded = () => {
      if (old.transaction) MIGRATIONS[0]?.up?.(old.result, old.transaction);
    };
    old.onsuccess = () => {
      const put = old.result
        .transaction("journal", "readwrite")
        .objectStore("journal")
        .put({ job_id: "j", changed_at: 1, facts: { draft_id: 5 } });
      put.onsuccess = () => {
        old.result.close();
        resolve();
      };
      put.onerror = () => reject(new Error("the old version cannot be written"));
    };
  });
  const { journal } = await import("../jobs/journal");
  const entry = { job_id: "j", changed_at: 1, facts: { draft_id: 5, payloads: 0 } };
  expect(await journal.get("j")).toEqual(entry);
  expect(await journal.unreported()).toEqual([entry]);
});

it("the journal finds what is not over without reading the rest", async () => {
  const { journal } = await import("../jobs/journal");
  const ends = { older: 1, begun: 2, over: 3 };
  for (const [job_id, changed_at] of Object.entries(ends))
    await journal.put({ job_id, changed_at, reported: job_id === "over" } as never);
  expect((await journal.unreported()).map(({ job_id }) => job_id)).toEqual(["begun", "older"]);
  await journal.put({ job_id: "begun", changed_at: 4, reported: true } as never);
  expect((await journal.unreported()).map(({ job_id }) => job_id)).toEqual(["older"]);
  expect(await journal.all()).toHaveLength(3);
});

it("the journal is written strictly: on disk before anything is sent", async () => {
  const { database } = await import("./database");
  const { journal } = await import("../jobs/journal");
  const connection = await database();
  const opened = vi.spyOn(connection, "transaction");
  await journal.put({ job_id: "j", changed_at: 1 } as never);
  expect(opened).toHaveBeenCalledWith("journal", "readwrite", { durability: "strict" });
});

it("an install keeps its id, also when two contexts draw it at once", async () => {
  const { installId } = await import("./device");
  vi.resetModules();
  // a second context has its own connection
  const other = await import("./device");
  const [first, second] = await Promise.all([installId(), other.installId()]);
  expect(await installId()).toBe(await other.installId());
  expect([first, second]).toContain(await installId());
  expect(first).toBe(second);
});

it("another user finds nothing of the one before", async () => {
  const { clearUserData, database } = await import("./database");
  const { journal } = await import("../jobs/journal");
  const { keepSnapshotBytes, snapshotBytes } = await import("./snapshots");
  await journal.put({ job_id: "j", changed_at: 1 } as never);
  await keepSnapshotBytes("a", new Uint8Array([1]), 0);
  await clearUserData(await database());
  expect(await journal.all()).toEqual([]);
  expect(await snapshotBytes("a")).toBeUndefined();
});

it("photo bytes are dropped after a day, not before", async () => {
  const { dropOldSnapshots, keepSnapshotBytes, snapshotBytes } = await import("./snapshots");
  await keepSnapshotBytes("a", new Uint8Array([1]), 0);
  await dropOldSnapshots(23 * 3600 * 1000);
  expect(await snapshotBytes("a")).toEqual(new Uint8Array([1]));
  await dropOldSnapshots(25 * 3600 * 1000);
  expect(await snapshotBytes("a")).toBeUndefined();
});

it("the journal forgets after 30 days", async () => {
  const { dropOldEntries, journal } = await import("../jobs/journal");
  const day = 24 * 3600 * 1000;
  await journal.put({ job_id: "old", changed_at: 0 } as never);
  await journal.put({ job_id: "new", changed_at: 2 * day } as never);
  await dropOldEntries(journal, 31 * day);
  expect((await journal.all()).map(({ job_id }) => job_id)).toEqual(["new"]);
});
