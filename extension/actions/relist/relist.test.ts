// @vitest-environment node
// relist through the real loop: the happy way, each way it can go wrong, and who else may be working on it.
import { describe, expect, it } from "vitest";
import { RELIST, stage } from "../../stage/stage";
import type { Fault } from "../../stage/vinted";
import type { CallName } from "../../vinted/calls";

const HAPPY = ["upload_photo", "upload_photo", "create_draft", "hide", "complete_draft", "delete_item"];

describe("relist", () => {
  it("makes the new listing before it deletes the old one, and proves both", async () => {
    const { vinted, server, a } = stage();
    const job = server.wish(RELIST);
    await a.turn();
    expect(vinted.effects).toEqual(HAPPY);
    expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "absent_twice", item_id: 100 } }]);
    expect(vinted.live()).toHaveLength(1);
    expect(vinted.live()[0]?.id).not.toBe(100);
    expect(vinted.mostLive).toBe(1);
    expect(job.results.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      "upload proved",
      "draft proved",
      "hide proved",
      "publish proved",
    ]);
    expect(job.finishes[0]?.last).toMatchObject({ step: "delete", outcome: "proved" });
  });

  it("uploads by the other world, in a session of its own, when Vinted cleanly refuses a photo from the first", async () => {
    const here = stage();
    const uploads: [string, boolean][] = [];
    const perform = here.a.tab.tabs.perform;
    here.a.tab.tabs.perform = async (tab, execute) => {
      const { call } = execute;
      if (call.call === "upload_photo") uploads.push([call.session, execute.other_world ?? false]);
      return perform(tab, execute);
    };
    here.vinted.fail("upload_photo", "access_denied");
    const job = here.server.wish(RELIST);
    await here.a.turn();
    expect(job.state).toBe("done");
    expect(uploads.map(([, isOther]) => isOther)).toEqual([false, true, true]);
    expect(new Set(uploads.map(([session]) => session)).size).toBe(2);
    expect(here.vinted.effects).toEqual(HAPPY);
  });

  it("takes back by the other world when Vinted cleanly refuses to from the first, and only once", async () => {
    const here = stage();
    here.vinted.fail("complete_draft", "restriction");
    here.vinted.fail("delete_draft", "access_denied");
    const job = here.server.wish(RELIST);
    await here.until(1500, here.a);
    expect(job).toMatchObject({ state: "failed", reason: "refused" });
    expect(here.a.tab.sent.filter((call) => call === "delete_draft")).toHaveLength(2);
    expect([...here.vinted.items.keys()]).toEqual([100]);
    expect(here.vinted.live().map(({ id }) => id)).toEqual([100]);
  });

  it("parks while Vinted checks the new listing, and deletes the old one when it is live", async () => {
    const here = stage();
    here.vinted.processingSeconds = 200;
    const job = here.server.wish(RELIST);
    await here.a.turn();
    expect(job).toMatchObject({ state: "parked", reason: "processing" });
    expect(here.vinted.items.get(100)?.state).toBe("hidden");
    await here.until(600, here.a);
    expect(job.state).toBe("done");
    expect(here.vinted.effects).toEqual(HAPPY);
  });

  // rule: stuck_person
  it("asks the person when it still hangs after the last look, and takes all back when they give up", async () => {
    const here = stage();
    here.vinted.processingSeconds = 100_000;
    const job = here.server.wish(RELIST);
    await here.until(4000, here.a);
    expect(job).toMatchObject({ state: "needs_person", reason: "still_processing" });
    here.server.resolve(job, "give_up");
    await here.until(1500, here.a);
    expect(job.state).toBe("failed");
    expect(here.vinted.live().map(({ id }) => id)).toEqual([100]);
    expect([...here.vinted.items.keys()]).toEqual([100]);
  });

  it("shows the old one again when the new one vanishes while it is parked", async () => {
    const here = stage();
    here.vinted.processingSeconds = 200;
    const job = here.server.wish(RELIST);
    await here.a.turn();
    for (const { id, state } of here.vinted.items.values()) if (state === "processing") here.vinted.items.delete(id);
    await here.until(900, here.a);
    expect(job).toMatchObject({ state: "failed", reason: "vanished" });
    expect(here.vinted.live().map(({ id }) => id)).toEqual([100]);
  });

  it.each<[CallName, Fault, string, string, string[]]>([
    ["create_draft", "validation", "failed", "validation", ["upload_photo", "upload_photo"]],
    ["create_draft", "answer_lost", "done", "ok", HAPPY],
    ["create_draft", "server_error", "done", "ok", HAPPY],
    ["set_hidden", "access_denied", "failed", "refused", ["upload_photo", "upload_photo", "create_draft", "delete_draft"]],
    ["set_hidden", "answer_lost", "done", "ok", HAPPY],
    ["complete_draft", "restriction", "failed", "refused", [...HAPPY.slice(0, 4), "delete_draft", "show"]],
    ["complete_draft", "answer_lost", "done", "ok", HAPPY],
    ["complete_draft", "server_error", "done", "ok", HAPPY],
    ["delete_item", "access_denied", "done", "leftover", HAPPY.slice(0, 5)],
    ["delete_item", "answer_lost", "done", "ok", HAPPY],
    ["upload_photo", "validation", "failed", "validation", []],
  ])("%s → %s ends %s (%s)", async (call, fault, state, reason, effects) => {
    const here = stage();
    // a clean refusal is tried in the other world once, so one that stays is met twice
    here.vinted.fail(call, fault, ...(fault === "access_denied" ? [fault] : []));
    const job = here.server.wish(RELIST);
    await here.until(1500, here.a);
    expect(job).toMatchObject({ state, reason });
    expect(here.vinted.effects).toEqual(effects);
    expect(here.vinted.live()).toHaveLength(1);
    expect(here.vinted.mostLive).toBeLessThanOrEqual(1);
    expect([...here.vinted.items.values()].filter(({ state: shown }) => shown === "draft")).toEqual([]);
  });

  // rule: late_look
  it.each<CallName>(["create_draft", "set_hidden", "complete_draft"])(
    "%s that arrives late is still taken back or used",
    async (call) => {
      const here = stage();
      here.vinted.fail(call, "late");
      const job = here.server.wish(RELIST);
      await here.until(2500, here.a);
      expect(["done", "failed"]).toContain(job.state);
      expect(here.vinted.mostLive).toBeLessThanOrEqual(1);
      expect(here.vinted.live()).toHaveLength(1);
      expect([...here.vinted.items.values()].filter(({ state }) => state === "draft")).toEqual([]);
    },
  );

  it("goes on with the refused step after the person solved a challenge", async () => {
    const here = stage();
    here.vinted.fail("complete_draft", "challenge");
    const job = here.server.wish(RELIST);
    await here.a.turn();
    expect(job).toMatchObject({ state: "needs_person", reason: "refused" });
    expect(here.a.tab.shown).toBe(1);
    here.server.resolve(job, "ask_again");
    await here.until(300, here.a);
    expect(job.state).toBe("done");
    expect(here.vinted.effects).toEqual(HAPPY);
  });

  // rule: hidden_never_ends
  it("is restorable when Vinted refuses even the undo, and is shown when the rest is over", async () => {
    const here = stage();
    here.vinted.fail("complete_draft", "restriction");
    here.vinted.fail("delete_draft", "restriction");
    const job = here.server.wish(RELIST);
    await here.a.turn();
    expect(job).toMatchObject({ state: "needs_person", reason: "restorable" });
    expect(job.finishes[0]?.refusal).toMatchObject({ kind: "restriction" });
    here.server.resolve(job, "show");
    await here.until(1500, here.a);
    expect(job.state).toBe("failed");
    expect(here.vinted.live().map(({ id }) => id)).toEqual([100]);
  });

  // rule: proof_identity
  it("sends and believes nothing in another member's session", async () => {
    const here = stage();
    const job = here.server.wish(RELIST);
    here.a.tab.member = 8;
    await here.a.turn();
    expect(job).toMatchObject({ state: "needs_person", reason: "other_member" });
    expect(here.vinted.effects).toEqual([]);
    here.a.tab.member = 7;
    here.server.resolve(job, "ask_again");
    await here.until(300, here.a);
    expect(job.state).toBe("done");
  });
});

describe("two devices", () => {
  it("the second settles what the first began, and the first sends nothing more", async () => {
    const here = stage();
    const job = here.server.wish(RELIST);
    const { a, b, vinted, clock } = here;
    a.killAt(await placeAfter("hide"));
    expect(await a.turn()).toBe(true);
    expect(vinted.items.get(100)?.state).toBe("hidden");
    await clock.sleep(200);
    await here.until(1500, b);
    expect(job.state).toBe("failed");
    expect(vinted.live().map(({ id }) => id)).toEqual([100]);
    const before = [...vinted.effects];
    await a.turn();
    expect(vinted.effects).toEqual(before);
  });
});

/** The place of a kill right after this effect of an undisturbed relist. */
async function placeAfter(effect: string): Promise<number> {
  for (let place = 0; ; place++) {
    const here = stage();
    here.server.wish(RELIST);
    here.a.killAt(place);
    const killed = await here.a.turn();
    if (here.vinted.effects.at(-1) === effect) return place;
    if (!killed) throw new Error(`no place after ${effect}`);
  }
}
