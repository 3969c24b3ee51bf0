// @vitest-environment node
// The worker's part: woken by a page it sends and groups, it waits for a server that is away, and it prepares what a page left
// behind when it was closed.
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { jpeg } from "../stage/photo_files";
import { PhotoServer } from "../stage/photo_server";
import { openDatabase } from "../storage/database";
import { takeIn } from "./drop";
import { createEntries, type Entries } from "./entries";
import type { Hold } from "./held";
import { PREPARING, prepareAll } from "./prepare";
import { createPhotoWork, type PhotoWork } from "./work";

let entries: Entries;
let server: PhotoServer;
let work: PhotoWork;
let holds: Hold[];
let awake: number;
let sleeps: number[];
/** After how many pauses the server is back. */
let backAfter: number;

beforeEach(() => {
  const device = openDatabase(new IDBFactory());
  entries = createEntries(
    () => device,
    () => undefined,
  );
  server = new PhotoServer();
  holds = [];
  sleeps = [];
  backAfter = 0;
  awake = 0;
  const redraw = async (file: Blob) => ({ picture: new Blob(["drawn anew ", file]), preview: new Blob(["small"]) });
  work = createPhotoWork(
    {
      entries,
      server: server.ask,
      redraw,
      hold: async (why) => void holds.push(why),
      sleep: async (seconds) => {
        sleeps.push(seconds);
        if (sleeps.length === backAfter) server.isAway = false;
        await new Promise((resolve) => setTimeout(resolve, 1));
      },
    },
    () => {
      awake += 1;
      return () => {
        awake -= 1;
      };
    },
  );
});

afterEach(() => expect(awake, "let go of the worker").toBe(0));

const photo = (number: number) => new File([jpeg({ seed: number })], `${number}.jpg`);
const isDone = async () => {
  expect(await entries.all()).toEqual([]);
  expect(awake).toBe(0);
};

it("sends, sees it taken in, groups, and lets the worker sleep", async () => {
  await takeIn(entries, [photo(1), photo(2)]);
  await work.wake();
  await vi.waitFor(isDone);
  expect(server.groupings).toEqual([server.rows.map(({ id }) => id)]);
  expect(holds.at(-1)).toBeNull();
});

it("woken many times at once it does everything once", async () => {
  await takeIn(entries, [photo(1), photo(2)]);
  await Promise.all(Array.from({ length: 10 }, () => work.wake()));
  await vi.waitFor(isDone);
  expect(server.rows).toHaveLength(2);
  expect(server.received).toBe(server.rows.reduce((sum, row) => sum + row.new.size, 0));
});

it("says that the server is away, tries again by itself, and says when it is back", async () => {
  await takeIn(entries, [photo(1)]);
  server.isAway = true;
  backAfter = 2;
  await work.wake();
  await vi.waitFor(isDone);
  expect(holds).toContain("away");
  expect(holds.at(-1)).toBeNull();
});

it("asks a server that stays away ever later, and leaves the rest to the alarm", async () => {
  await takeIn(entries, [photo(1)]);
  server.isAway = true;
  await work.wake();
  await vi.waitFor(() => expect(sleeps).toEqual([1, 2, 5, 10, 20]));
  await vi.waitFor(() => expect(holds.length).toBeGreaterThanOrEqual(6));
  expect(sleeps).toHaveLength(5);
});

it("without a token it waits for the sign-in and does not ask again by itself", async () => {
  await takeIn(entries, [photo(1)]);
  server.isRevoked = true;
  await work.wake();
  await vi.waitFor(() => expect(holds).toContain("not_connected"));
  expect(sleeps).toEqual([]);
  server.isRevoked = false;
  await work.wake();
  await vi.waitFor(isDone);
});

it("leaves the preparing to a page, and takes it over when the page is closed in the middle", async () => {
  await takeIn(entries, [photo(1), photo(2)]);
  let close: () => void = () => undefined;
  const page = navigator.locks.request(PREPARING, () => new Promise<void>((resolve) => (close = resolve)));
  await vi.waitFor(async () => expect((await navigator.locks.query()).held?.map(({ name }) => name)).toContain(PREPARING));
  await work.wake();
  expect(server.rows).toEqual([]);
  close();
  await page;
  await vi.waitFor(isDone);
  expect(server.rows).toHaveLength(2);
});

it("sends what a page has prepared while the page goes on", async () => {
  await takeIn(entries, [photo(1), photo(2)]);
  const drawn = async (file: Blob) => ({ picture: new Blob(["drawn ", file]), preview: new Blob() });
  await navigator.locks.request(PREPARING, () => prepareAll({ entries, redraw: drawn }, () => void work.wake()));
  await vi.waitFor(isDone);
  // one drop, one grouping
  expect(server.groupings.map(({ length }) => length)).toEqual([2]);
});

it("looks less and less often whether photos were taken in, and at once when it is woken", async () => {
  await takeIn(entries, [photo(1)]);
  server.holdsBack = true;
  const working = work.wake();
  await vi.waitFor(() => expect(sleeps.length).toBeGreaterThanOrEqual(8));
  expect(sleeps.slice(0, 8)).toEqual([0.5, 0.5, 1, 1, 2, 2, 4, 4]);
  server.holdsBack = false;
  await work.wake();
  await working;
  await vi.waitFor(isDone);
});
