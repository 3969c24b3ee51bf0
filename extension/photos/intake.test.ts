// @vitest-environment node
// From drop to group on this device: killed at every place where it waits and gone on with by whoever comes next, nothing is lost
// or there twice; bytes leave only when the server has confirmed them; each bad file has its own end.
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { ServerAway } from "../backend/problems";
import { jpeg } from "../stage/photo_files";
import { PhotoServer, refusal } from "../stage/photo_server";
import { openDatabase } from "../storage/database";
import type { Redraw } from "./darkroom";
import { takeIn } from "./drop";
import { createEntries, type Entries, type PhotoEntry, retried } from "./entries";
import { withoutPlaces } from "./places";
import { prepareAll } from "./prepare";
import { sendAll } from "./send";
import { settle } from "./settle";

const MIB = 1024 * 1024;
let device: Promise<IDBDatabase>;
let entries: Entries;
let server: PhotoServer;

beforeEach(() => {
  device = openDatabase(new IDBFactory());
  entries = createEntries(
    () => device,
    () => undefined,
  );
  server = new PhotoServer();
});

/** What a decoder and a canvas would make of it: other bytes, always the same. */
const redraw: Redraw = async (file) => ({
  picture: new Blob(["drawn anew ", await file.arrayBuffer()]),
  preview: new Blob(["small"]),
});

interface Life {
  entries: Entries;
  server: PhotoServer["ask"];
  redraw: Redraw;
}

class Killed extends Error {}

/** A context that ends at the n-th place where it waits, before or after what it waits for, and does nothing any more then. */
function life(place = Number.POSITIVE_INFINITY): Life {
  let left = place;
  const atPlace = () => {
    left -= 1;
    if (left < 0) throw new Killed();
  };
  const mortal =
    <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      atPlace();
      const result = await act(...args);
      atPlace();
      return result;
    };
  return {
    entries: {
      all: mortal(entries.all),
      add: mortal(entries.add),
      bytes: mortal(entries.bytes),
      change: mortal(entries.change),
      forget: mortal(entries.forget),
    },
    server: mortal(server.ask as never) as never,
    redraw: mortal(redraw),
  };
}

/** All that a page and the worker do, until nothing is left to do. */
async function live(one: Life): Promise<void> {
  await prepareAll(one, () => undefined);
  for (let look = 0; look < 5; look += 1) {
    await sendAll(one);
    if (await settle(one)) return;
  }
  throw new Error("it never ended");
}

/** Lives once and dies at that place; false when it came to its end before. */
async function dies(place: number): Promise<boolean> {
  try {
    await live(life(place));
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name);
const photo = (number: number, bytes = 1000) => file(`${number}.jpg`, jpeg({ seed: number, bytes }));
const steps = async () => (await entries.all()).map(({ at }) => (at.step === "failed" ? at.problem : at.step));

async function bytesHere(): Promise<number> {
  const store = (await device).transaction("photo_bytes").objectStore("photo_bytes");
  return new Promise((resolve) => {
    const counting = store.count();
    counting.onsuccess = () => resolve(counting.result);
  });
}

async function expectAllThere(count: number, told: string): Promise<void> {
  expect(server.rows, told).toHaveLength(count);
  for (const row of server.rows) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", row.bytes));
    expect(Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""), told).toBe(row.new.sha256);
    expect(row.grouped, told).toBe(true);
  }
  expect(new Set(server.rows.map((row) => row.new.client_id)).size, told).toBe(count);
  expect(await steps(), told).toEqual([]);
  expect(await bytesHere(), told).toBe(0);
}

describe("killed at every place where it waits", () => {
  it.each([1, 2])(
    "and gone on with, %i time(s): all there once",
    async (deaths) => {
      const files = [photo(1), photo(2, 1.5 * MIB), photo(3)];
      let place = 0;
      for (let isOver = false; !isOver; place += 1) {
        server = new PhotoServer();
        await takeIn(entries, files);
        isOver = !(await dies(place));
        if (deaths === 2) await dies(Math.floor(place / 2));
        await live(life());
        await expectAllThere(3, `killed at place ${place}`);
        // together, however often it was begun
        expect(new Set(server.groupings.map((ids) => ids.length)), `killed at place ${place}`).toEqual(new Set([3]));
      }
      expect(place).toBeGreaterThan(60);
    },
    60_000,
  );

  it("a part is sent again only when nobody knows whether it arrived", async () => {
    const files = [photo(1, 1.5 * MIB)];
    for (let place = 0; ; place += 1) {
      server = new PhotoServer();
      await takeIn(entries, files);
      const isDead = await dies(place);
      await live(life());
      expect(server.received, `killed at place ${place}`).toBe(server.rows[0]?.new.size);
      if (!isDead) break;
    }
  }, 60_000);

  it("it goes on where the server is, not where this device remembers to be", async () => {
    await takeIn(entries, [photo(1, 3.5 * MIB)]);
    await prepareAll(life(), () => undefined);
    await sendAll({ ...life(), server: awayAfter("send_photo_part", 3) }).catch(() => undefined);
    const [entry] = (await entries.all()) as [PhotoEntry];
    await entries.change(entry.client_id, (now) => ({ ...now, at: { ...now.at, sent: 0 } as PhotoEntry["at"] }));
    const offsets: unknown[] = [];
    const heard: PhotoServer["ask"] = (name, args) => {
      if (name === "send_photo_part") offsets.push((args as { query?: { offset?: number } }).query?.offset);
      return server.ask(name, args);
    };
    await live({ ...life(), server: heard });
    expect(offsets).toEqual([0, 3 * MIB]);
    await expectAllThere(1, "after it went on");
  });

  it("a photo that ends everybody who decodes it goes up as it is", async () => {
    await takeIn(entries, [photo(1)]);
    const deadly: Redraw = () => Promise.reject(new Killed());
    for (let death = 0; death < 2; death += 1) {
      await expect(prepareAll({ entries, redraw: deadly }, () => undefined)).rejects.toThrow(Killed);
    }
    await live({ ...life(), redraw: deadly });
    expect(server.rows[0]?.bytes).toEqual(jpeg({ seed: 1 }));
  });
});

describe("the server", () => {
  it("away at any question: waits, goes on, nothing twice", async () => {
    await takeIn(entries, [photo(1), photo(2)]);
    server.isAway = true;
    await expect(live(life())).rejects.toThrow("announce_photos");
    expect(await steps()).toEqual(["prepared", "prepared"]);
    server.isAway = false;
    await live(life());
    await expectAllThere(2, "after it came back");
  });

  it("that no longer takes the token: everything stays here", async () => {
    await takeIn(entries, [photo(1, 2 * MIB)]);
    await prepareAll(life(), () => undefined);
    server.isRevoked = true;
    await expect(sendAll(life())).rejects.toThrow();
    expect(await bytesHere()).toBe(1);
    server.isRevoked = false;
    await live(life());
    await expectAllThere(1, "after signing in");
  });

  it("that got it damaged gets it again, three times, then the person is asked", async () => {
    await takeIn(entries, [photo(1)]);
    server.damages = 3;
    await live(life());
    await expectAllThere(1, "after three damages");
    server.damages = 4;
    await takeIn(entries, [photo(2)]);
    await live(life());
    expect(await steps()).toEqual(["checksum"]);
    const [failed] = await entries.all();
    await entries.change(failed?.client_id ?? "", retried);
    await live(life());
    await expectAllThere(2, "after another try");
  });

  it("that forgot a photo hears of it anew", async () => {
    await takeIn(entries, [photo(1, 2.5 * MIB)]);
    await prepareAll(life(), () => undefined);
    const forgetful = { ...life(), server: oneRefusal("send_photo_part", "not_found") };
    await sendAll(forgetful);
    await live(life());
    await expectAllThere(1, "after it was announced again");
  });

  it("that is asked too much is left in peace and asked later", async () => {
    await takeIn(entries, [photo(1)]);
    await prepareAll(life(), () => undefined);
    await expect(sendAll({ ...life(), server: oneRefusal("announce_photos", "rate_limited") })).rejects.toThrow("rate_limited");
    expect(await steps()).toEqual(["prepared"]);
  });

  it("that refuses for a reason of its own is quoted, and the bytes stay for another try", async () => {
    await takeIn(entries, [photo(1)]);
    await prepareAll(life(), () => undefined);
    await sendAll({ ...life(), server: oneRefusal("announce_photos", "invalid_input") });
    expect((await entries.all())[0]?.at).toEqual({ step: "failed", problem: "refused", code: "invalid_input" });
    expect(await bytesHere()).toBe(1);
  });

  it("that has the photo from another day or device gets nothing twice", async () => {
    await takeIn(entries, [photo(1)]);
    await live(life());
    await takeIn(entries, [photo(1), photo(2)]);
    await live(life());
    expect(await steps()).toEqual(["duplicate"]);
    expect(server.rows.map((row) => row.new.name)).toEqual(["1.jpg", "2.jpg"]);
  });

  it("groups a drop as a whole: what is ready waits for the rest", async () => {
    await takeIn(entries, [photo(1)]);
    await prepareAll(life(), () => undefined);
    await sendAll(life());
    await takeIn(entries, [photo(2)]);
    expect(await settle(life())).toBe(true);
    expect(server.groupings).toEqual([]);
    await live(life());
    expect(server.groupings.map(({ length }) => length)).toEqual([2]);
  });

  it("finds out later that it is no picture; one that shows what another shows stays, and the person decides", async () => {
    server.found.set("2.jpg", "truncated");
    server.found.set("3.jpg", "copy");
    await takeIn(entries, [photo(1), photo(2), photo(3)]);
    await live(life());
    expect(await steps()).toEqual(["truncated"]);
    expect(server.rows.map(({ grouped, removed }) => [grouped, removed])).toEqual([
      [true, false],
      [false, false],
      [true, false],
    ]);
  });
});

describe("what is dropped", () => {
  it("keeps its order and says what it is", async () => {
    await takeIn(entries, [file("first.jpg", jpeg({ camera: { orientation: 6, taken: "2026:11:14 14:05:00" } })), photo(2)]);
    await takeIn(entries, [photo(3)]);
    expect((await entries.all()).map(({ name }) => name)).toEqual(["first.jpg", "2.jpg", "3.jpg"]);
    await live(life());
    const [first] = server.rows.filter((row) => row.new.name === "first.jpg");
    // the browser has turned it already
    expect(first?.new).toMatchObject({ captured_at: "2026-11-14T14:05:00.000Z", orientation: 1 });
  });

  it("that no browser decodes goes up undecoded and without its camera, with its orientation", async () => {
    const whole = jpeg({ camera: { orientation: 6 } });
    await takeIn(entries, [file("odd.jpg", whole)]);
    await live({ ...life(), redraw: async () => undefined });
    expect(server.rows[0]?.bytes).toEqual(withoutPlaces(whole, "jpeg"));
    expect(server.rows[0]?.new.orientation).toBe(6);
  });

  it("and is no photo is named; the others go on", async () => {
    await takeIn(entries, [
      file("empty.jpg", new Uint8Array()),
      file("cut.jpg", jpeg({ seed: 9 }).slice(0, -300)),
      file("letter.jpg", new TextEncoder().encode("Dear buyer")),
      file("huge.jpg", jpeg({ width: 30_000, height: 30_000 })),
      { name: "film.jpg", size: 60 * MIB } as File,
      photo(1),
      file("again.jpg", jpeg({ seed: 1 })),
    ]);
    await live(life());
    const ends = (await entries.all()).map(({ name, at }) => [name, at.step === "failed" && at.problem]);
    expect(ends).toEqual([
      ["empty.jpg", "empty"],
      ["cut.jpg", "truncated"],
      ["letter.jpg", "not_a_picture"],
      ["huge.jpg", "too_many_pixels"],
      ["film.jpg", "too_large"],
      ["again.jpg", "duplicate"],
    ]);
    expect(server.rows.map((row) => row.new.name)).toEqual(["1.jpg"]);
    expect(await bytesHere()).toBe(0);
  });

  it("past the 80th on its way is left out and named", async () => {
    const many = Array.from({ length: 79 }, (_, number) => photo(number));
    expect(await takeIn(entries, many)).toEqual({ left_out: [] });
    expect(await takeIn(entries, [photo(80), photo(81)])).toEqual({ left_out: ["81.jpg"] });
    expect(await steps()).toHaveLength(80);
  });

  it("and cannot be read is named", async () => {
    const gone = { name: "gone.jpg", size: 10 } as File;
    // a file that is no Blob cannot be cloned into the database, as one that was deleted meanwhile
    await takeIn(entries, [Object.assign(gone, { arrayBuffer: () => undefined }), photo(1)]);
    await live(life());
    expect(await steps()).toEqual(["unreadable"]);
    expect(server.rows).toHaveLength(1);
  });

  it("and taken out again while it is sent is sent no further", async () => {
    await takeIn(entries, [photo(1, 3 * MIB), photo(2)]);
    await prepareAll(life(), () => undefined);
    const [first] = (await entries.all()) as [PhotoEntry];
    const leaving: PhotoServer["ask"] = async (name, args) => {
      const answer = await server.ask(name, args);
      if (name === "send_photo_part" && server.received === MIB) await entries.forget([first.client_id]);
      return answer;
    };
    await sendAll({ ...life(), server: leaving });
    expect(server.rows.map(({ bytes, new: { size } }) => bytes.length === size)).toEqual([false, true]);
  });
});

/** The server, refusing the first question of this name. */
function oneRefusal(name: string, code: Parameters<typeof refusal>[0]): PhotoServer["ask"] {
  let isRefused = false;
  return async (asked, args) => {
    if (asked === name && !isRefused) {
      isRefused = true;
      throw refusal(code);
    }
    return server.ask(asked, args);
  };
}

/** The server, away for good after so many questions of this name. */
function awayAfter(name: string, count: number): PhotoServer["ask"] {
  let left = count;
  return async (asked, args) => {
    if (asked === name && left === 0) throw new ServerAway(name);
    if (asked === name) left -= 1;
    return server.ask(asked, args);
  };
}
