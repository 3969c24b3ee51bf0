// @vitest-environment node
// How far apart reads lie, in the real loop: over the parts of a form, over leases and after a worker was killed.
import { describe, expect, it } from "vitest";
import { RELIST, type Stage, stage } from "../stage/stage";
import { WRITES } from "../vinted/calls";
import { pauseBeforeRead, type ReadPace } from "./read_pace";

/** The seconds between one read and the next. */
function gaps({ a }: Stage, calls?: string): number[] {
  const reads = a.tab.sentAt.filter(({ call }) => !WRITES.has(call) && (calls === undefined || call === calls));
  return reads.slice(1).map(({ at }, place) => Math.round((at - (reads[place]?.at ?? 0)) * 1000) / 1000);
}

it("the parts of a form are reads of their own", async () => {
  const here = stage();
  here.vinted.offers = {
    conditions: [{ id: 2, title: "Good", group: null }],
    package_sizes: [{ id: 1, title: "S", group: null }],
  };
  here.vinted.fail("sizes", "not_found");
  const job = here.server.wish({ verb: "read_form_reference", catalog_id: 5 });
  await here.a.turn();
  expect(job).toMatchObject({ state: "done", reason: "ok" });
  expect(here.a.tab.sent).toEqual(["attributes", "sizes", "conditions", "colors", "package_sizes"]);
  expect(gaps(here).every((gap) => gap >= here.server.pace.read_gap)).toBe(true);
  expect(here.server.read("form_reference")[0]?.reference.fields.map(({ code }) => code)).toEqual(["condition", "package_size"]);
});

it("the next lease does not begin unpaced, also when the worker was killed in the first", async () => {
  for (const killedAt of [Number.POSITIVE_INFINITY, 6]) {
    const here = stage();
    here.server.wish({ verb: "sync_closet" });
    here.server.wish({ verb: "read_form_reference", catalog_id: 5 });
    here.a.killAt(killedAt);
    await here.a.turn();
    await here.a.turn();
    expect(gaps(here).length).toBeGreaterThan(3);
    expect(Math.min(...gaps(here)), `killed at ${killedAt}`).toBeGreaterThanOrEqual(here.server.pace.read_gap);
  }
});

it("edit payloads lie 3 s apart and are counted for the server", async () => {
  const here = stage();
  const job = here.server.wish(RELIST);
  await here.a.turn();
  const payloads = here.a.tab.sent.filter((call) => call === "own_entry").length;
  expect(payloads).toBeGreaterThan(1);
  expect(Math.min(...gaps(here, "own_entry"))).toBeGreaterThanOrEqual(here.server.pace.payload_gap);
  expect(job.facts.payloads).toBe(payloads);
});

it("a payload read before any go is counted too", async () => {
  const here = stage();
  const job = here.server.wish(RELIST);
  here.vinted.lie = (call, truth) =>
    call.call === "own_entry" ? { ...(truth as object), photos: [{ photo_id: 1, url: "" }] } : truth;
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "photos_changed" });
  expect(job.finishes[0]?.facts.payloads).toBe(1);
});

describe("after 15 edit payloads in a row", () => {
  const PACE = { read_gap: 1.2, payload_gap: 3, payload_rest: 30, payloads_in_a_row: 15 };

  function reader(hurries = false) {
    const here = stage();
    const kept = new Map<string, ReadPace>();
    const world = {
      clock: here.clock,
      readPaces: { get: async (of: string) => kept.get(of), put: async (of: string, now: ReadPace) => void kept.set(of, now) },
    };
    const begun = here.clock.now().wall;
    const read = async (isPayload = true, account = "fr:7") => {
      await pauseBeforeRead(world, account, PACE, { isPayload, hurries });
      return (here.clock.now().wall - begun) / 1000;
    };
    return { read, clock: here.clock };
  }

  async function times(many: number, read: () => Promise<number>) {
    const at: number[] = [];
    for (let place = 0; place < many; place++) at.push(await read());
    return at.map((time) => Math.round(time * 10) / 10);
  }

  it("30 s pass, and then it counts anew", async () => {
    const at = await times(31, reader().read);
    expect(at.slice(0, 3)).toEqual([0, 3, 6]);
    expect((at[15] ?? 0) - (at[14] ?? 0)).toBe(30);
    expect((at[16] ?? 0) - (at[15] ?? 0)).toBe(3);
    expect((at[30] ?? 0) - (at[29] ?? 0)).toBe(30);
  });

  it("a pause of that length that came by itself is the rest", async () => {
    const { read, clock } = reader();
    await times(10, read);
    await clock.sleep(31);
    const at = await times(15, read);
    expect((at[14] ?? 0) - (at[0] ?? 0)).toBe(14 * 3);
  });

  it("other reads go on, and another account is not held up", async () => {
    const { read } = reader();
    const [last = 0] = (await times(15, read)).slice(-1);
    expect(await read(true, "fr:8")).toBe(last);
    expect(await read(false)).toBeCloseTo(last + 1.2);
  });

  it("an undo is not held back", async () => {
    const at = await times(17, reader(true).read);
    expect((at[16] ?? 0) - (at[0] ?? 0)).toBe(16 * 3);
  });
});
