// @vitest-environment node
// Unsaved edits of drafts: each window has a place of its own, and what a closed one left is found once, by one.
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.resetModules();
});

const settled = async (look: () => Promise<unknown>, wanted: unknown) =>
  vi.waitFor(async () => expect(await look()).toEqual(wanted), { timeout: 2_000, interval: 5 });

it("two windows of one draft do not write over each other", async () => {
  const { claimPlace, draftsWithEdits } = await import("./edits");
  const [one, two] = [await claimPlace("a"), await claimPlace("a")];
  one.put({ title: "one" });
  two.put({ title: "two" });
  await settled(draftsWithEdits, ["a"]);
  one.release();
  two.release();
  const found = [await claimPlace("a"), await claimPlace("a"), await claimPlace("a")];
  expect(new Set(found.map(({ left }) => (left as { title: string } | undefined)?.title))).toEqual(
    new Set(["one", "two", undefined]),
  );
  for (const { release } of found) release();
});

it("what an open window keeps is left to it", async () => {
  const { claimPlace, draftsWithEdits } = await import("./edits");
  const open = await claimPlace("b");
  open.put({ title: "mine" });
  await settled(draftsWithEdits, ["b"]);
  const other = await claimPlace("b");
  expect(other.left).toBeUndefined();
  open.release();
  other.release();
});

it("saved edits leave nothing behind, and another draft's are not found", async () => {
  const { claimPlace, draftsWithEdits } = await import("./edits");
  const place = await claimPlace("c");
  place.put({ title: "x" });
  await settled(draftsWithEdits, ["c"]);
  const other = await claimPlace("d");
  expect(other.left).toBeUndefined();
  place.put(null);
  await settled(draftsWithEdits, []);
  place.release();
  other.release();
});

it("another user finds nothing of the one before", async () => {
  const { claimPlace, draftsWithEdits } = await import("./edits");
  const { clearUserData, database } = await import("./database");
  const place = await claimPlace("e");
  place.put({ title: "x" });
  await settled(draftsWithEdits, ["e"]);
  await clearUserData(await database());
  expect(await draftsWithEdits()).toEqual([]);
  place.release();
});
