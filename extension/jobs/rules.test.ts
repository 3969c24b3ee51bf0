// @vitest-environment node
// The rules of the protocol model (tests/contract/protocol_model.py), each shown on the real loop by a case that goes wrong
// without it. Rules that only the server keeps are tested there.
import { describe, expect, it } from "vitest";
import type { Work } from "../../shared-schemas/wire";
import { CONTENT } from "../stage/content";
import { PACE } from "../stage/server";
import { HIDE, RELIST, type Stage, stage } from "../stage/stage";
import { WRITES } from "../vinted/calls";
import { maybeHidden } from "./left_behind";

const relistStoppedAfter = (effect: string, how?: "killAt" | "freezeAt") => stoppedAfter(RELIST, effect, how);

/** A job whose worker is stopped right after this effect at Vinted. */
async function stoppedAfter(work: Work, effect: string, how: "killAt" | "freezeAt" = "killAt"): Promise<Stage> {
  for (let place = 0; place < 200; place++) {
    const here = stage();
    here.server.wish(work);
    here.a[how](place);
    await here.a.turn();
    if (here.vinted.effects.at(-1) === effect) return here;
  }
  throw new Error(`no place after ${effect}`);
}

const states = (here: Stage) => [...here.vinted.items.values()].map(({ state }) => state).sort();

describe("rule wait_deadline", () => {
  it("a request that may still arrive in time is waited for, also after a kill", async () => {
    const here = await relistStoppedAfter("create_draft");
    const { a, vinted } = here;
    const sentAt = a.entry()?.steps.at(-1)?.sent_at?.wall ?? 0;
    // the tab died with the answer, so there is no receipt and nobody knows
    a.tab.receipts.clear();
    const reads = a.tab.sent.length;
    a.killAt(12);
    expect(await a.turn()).toBe(true);
    expect(a.tab.sent).toHaveLength(reads);
    await here.until(600, a);
    const { go_age, request_deadline } = here.server.pace;
    expect((a.tab.sentAt[reads]?.at ?? 0) - sentAt / 1000).toBeGreaterThanOrEqual(go_age + request_deadline);
    expect(vinted.effects.filter((effect) => effect === "create_draft")).toHaveLength(1);
    expect(here.server.jobs[0]?.state).toBe("done");
  });

  it("a receipt spares the wait", async () => {
    const here = await relistStoppedAfter("create_draft");
    const before = here.clock.now().wall;
    await here.a.turn();
    expect(here.server.jobs[0]?.state).toBe("done");
    expect((here.clock.now().wall - before) / 1000).toBeLessThan(here.server.pace.request_deadline);
  });
});

describe("rule late_look", () => {
  it("no verdict before the look that follows the last deadline", async () => {
    const here = stage();
    here.vinted.fail("create_draft", "late");
    const job = here.server.wish(RELIST);
    await here.a.turn();
    expect(job).toMatchObject({ state: "parked", reason: "late_look" });
    await here.until(1500, here.a);
    expect(job.state).toBe("failed");
    expect(states(here)).toEqual(["active"]);
    expect(here.vinted.effects).toContain("delete_draft");
  });

  it("nothing is called a leftover while its deletion may still arrive", async () => {
    const here = stage();
    here.vinted.fail("delete_item", "late");
    const job = here.server.wish(RELIST);
    await here.a.turn();
    expect(job).toMatchObject({ state: "parked", reason: "late_look" });
    await here.until(1500, here.a);
    expect(job).toMatchObject({ state: "done", reason: "ok" });
    expect(states(here)).toEqual(["active"]);
  });
});

describe("rule go_renews", () => {
  it("a lost go is asked for again, and only then is anything sent", async () => {
    const here = stage();
    here.server.loses.set("steps", 1);
    const job = here.server.wish(HIDE);
    await here.a.turn();
    expect(job.state).toBe("done");
    expect(job.gos.map(({ step, epoch }) => `${epoch} ${step}`)).toEqual(["1.1 hide", "1.1 hide"]);
    expect(here.vinted.effects).toEqual(["hide"]);
  });

  it("without a lease nothing is sent", async () => {
    const here = await relistStoppedAfter("create_draft", "freezeAt");
    await here.clock.sleep(200);
    await here.until(1500, here.b);
    expect(here.server.jobs[0]?.state).toBe("failed");
    const before = [...here.vinted.effects];
    await here.a.thaw();
    expect(here.vinted.effects).toEqual(before);
    expect(states(here)).toEqual(["active"]);
  });
});

describe("rule executor_clock", () => {
  it("a go that grew old in a freeze is not used: frozen at every place until another device has settled, then woken", async () => {
    let place = 0;
    for (;;) {
      const here = stage();
      here.server.wish(RELIST);
      here.a.freezeAt(place);
      const wasFrozen = await here.a.turn();
      await here.clock.sleep(200);
      await here.until(2500, here.b);
      const before = here.a.tab.sent.length;
      await here.a.thaw();
      // rule: go_renews. Its lease is over, so it may look but not send
      expect(here.a.tab.sent.slice(before).filter((call) => WRITES.has(call))).toEqual([]);
      await here.until(2500, here.a, here.b);
      const job = here.server.jobs[0];
      const told = `frozen at place ${place}: ${job?.state} ${job?.reason}, ${here.vinted.effects.join(" ")}`;
      expect(["done", "failed"], told).toContain(job?.state);
      expect(here.vinted.mostLive, told).toBeLessThanOrEqual(1);
      expect(here.vinted.live(), told).toHaveLength(1);
      if (!wasFrozen) break;
      place += 1;
    }
    expect(place).toBeGreaterThan(60);
  });

  it("asks for the same step again when the tab says that its go is too old", async () => {
    const here = stage();
    const job = here.server.wish(HIDE);
    const perform = here.a.tab.tabs.perform;
    let slow = true;
    here.a.tab.tabs.perform = async (tab, execute) => {
      if (execute.write && slow) {
        slow = false;
        await here.clock.sleep(25);
      }
      return perform(tab, execute);
    };
    await here.a.turn();
    expect(job.gos).toHaveLength(2);
    expect(here.vinted.effects).toEqual(["hide"]);
    expect(job.state).toBe("done");
  });
});

describe("rule undo_sticky", () => {
  it("after the first undo step nothing forward is sent, whatever the server says", async () => {
    const here = stage();
    here.vinted.fail("complete_draft", "validation");
    const job = here.server.wish(RELIST);
    for (let place = 40; ; place++) {
      here.a.killAt(place);
      await here.a.turn();
      if (here.a.entry()?.facts.undo) break;
      if (place > 200) throw new Error("no undo was begun");
    }
    // a server that forgot, and leases the job as if nothing had been
    job.facts = { ...job.facts, undo: false };
    await here.until(1500, here.a);
    expect(job).toMatchObject({ state: "failed", reason: "validation" });
    expect(here.vinted.effects).not.toContain("complete_draft");
    expect(states(here)).toEqual(["active"]);
  });

  it("a person's stop takes back what was made, whenever it is heard", async () => {
    const ends = new Set<string | null>();
    for (let after = 1; after < 60; after += 1) {
      const here = stage({ ...PACE, heartbeat: 1 });
      const job = here.server.wish(RELIST);
      here.clock.after(after, () => {
        if (job.state === "leased" || job.state === "running") job.reason = "stop";
      });
      await here.until(1500, here.a);
      ends.add(job.reason);
      const told = `stopped after ${after} s: ${job.state} ${job.reason}`;
      expect(
        here.vinted.live().map(({ id }) => id === 100),
        told,
      ).toEqual([job.state !== "done"]);
      // stopped between the new listing's proof and the deletion, the old one stays, hidden and named
      expect(here.vinted.items.size, told).toBe(job.reason === "leftover" ? 2 : 1);
    }
    expect(ends).toEqual(new Set(["stopped", "leftover", "ok"]));
  });
});

describe("rule proof_photos", () => {
  const placeAfterPublish = async () => {
    for (let place = 0; place < 200; place++) {
      const here = stage();
      here.server.wish(RELIST);
      here.a.killAt(place);
      await here.a.turn();
      if (here.vinted.effects.at(-1) === "complete_draft") return place;
    }
    throw new Error("nothing was published");
  };

  it.each(["active", "processing"] as const)(
    "a listing without all its photos (%s) is deleted, the old one shown",
    async (how) => {
      const here = stage();
      if (how === "processing") here.vinted.processingSeconds = 200;
      here.vinted.fail("complete_draft", "photo_dropped");
      const job = here.server.wish(RELIST);
      await here.until(1500, here.a);
      expect(job).toMatchObject({ state: "failed", reason: "photos_changed" });
      expect(here.vinted.effects.slice(-2)).toEqual(["delete_item", "show"]);
      expect([...here.vinted.items.keys()]).toEqual([100]);
      expect(here.vinted.mostLive).toBe(1);
    },
  );

  it("another device finds it too", async () => {
    const here = stage();
    here.vinted.fail("complete_draft", "photo_dropped");
    const job = here.server.wish(RELIST);
    here.a.killAt(await placeAfterPublish());
    await here.a.turn();
    await here.clock.sleep(200);
    await here.until(2500, here.b);
    expect(job.state).toBe("failed");
    expect([...here.vinted.items.keys()]).toEqual([100]);
    expect(here.vinted.live()).toHaveLength(1);
  });

  it("the list alone deletes nothing: the listing's own payload has to say so too", async () => {
    const here = stage();
    here.vinted.lie = (call, truth) => {
      if (call.call !== "wardrobe_page") return truth;
      const page = truth as { items: { photo_ids: number[]; state: string; item_id: number }[] };
      // a list that is behind shows the new listing without its photos
      return { ...page, items: page.items.map((item) => (item.item_id === 100 ? item : { ...item, photo_ids: [] })) };
    };
    const job = here.server.wish(RELIST);
    await here.until(1500, here.a);
    expect(job).toMatchObject({ state: "done", reason: "ok" });
  });

  it("a publish that lost a photo leaves nothing", async () => {
    const here = stage();
    here.vinted.items.clear();
    here.vinted.fail("complete_draft", "photo_dropped");
    const job = here.server.wish({ verb: "publish_listing", draft_id: crypto.randomUUID(), content: CONTENT });
    await here.until(1500, here.a);
    expect(job).toMatchObject({ state: "failed", reason: "photos_changed" });
    expect(here.vinted.items.size).toBe(0);
  });
});

describe("settling", () => {
  it("another device only undoes, also when the lease does not say that an undo was begun", async () => {
    const here = await relistStoppedAfter("hide");
    here.server.marksUndo = false;
    await here.clock.sleep(200);
    await here.until(1500, here.b);
    expect(here.vinted.effects).not.toContain("complete_draft");
    expect(states(here)).toEqual(["active"]);
  });

  it("a build that meets a journal of other steps settles instead of guessing", async () => {
    const here = await relistStoppedAfter("hide");
    const entry = here.a.entry();
    if (entry) here.a.disk.set(entry.job_id, { ...entry, version: 0 });
    await here.until(1500, here.a);
    expect(here.server.jobs[0]?.state).toBe("failed");
    expect(here.vinted.effects).not.toContain("complete_draft");
    expect(states(here)).toEqual(["active"]);
  });
});

describe("rule undo_window", () => {
  it("the device that hid the listing shows it 120 to 130 s after the server's last answer", async () => {
    const here = await relistStoppedAfter("hide");
    const { a, server, clock, vinted } = here;
    const answeredAt = a.entry()?.answered_at.wall ?? 0;
    server.away = true;
    await a.turn();
    expect(vinted.effects.at(-1)).toBe("show");
    const passed = (clock.now().wall - answeredAt) / 1000;
    expect(passed).toBeGreaterThanOrEqual(server.pace.undo_from);
    server.away = false;
    await here.until(1500, a);
    expect(server.jobs[0]).toMatchObject({ state: "failed" });
    expect(states(here)).toEqual(["active"]);
  });

  it("what the person wished hidden stays hidden", async () => {
    const here = await stoppedAfter(HIDE, "hide");
    here.server.away = true;
    await here.a.turn();
    expect(here.vinted.effects).toEqual(["hide"]);
  });

  it("past 130 s it waits for the server", async () => {
    const here = await relistStoppedAfter("hide");
    here.server.away = true;
    await here.clock.sleep(140);
    await here.a.turn();
    expect(here.vinted.effects.at(-1)).toBe("hide");
  });

  it("once publish was sent the old listing stays hidden", async () => {
    const here = await relistStoppedAfter("complete_draft");
    here.server.away = true;
    await here.a.turn();
    expect(here.vinted.effects.at(-1)).toBe("complete_draft");
    expect(here.vinted.items.get(100)?.state).toBe("hidden");
  });

  it("a new lease ends the right that came with the old one", async () => {
    const here = await relistStoppedAfter("hide");
    const { a, server, vinted } = here;
    a.killAt(8);
    await a.turn();
    expect(a.entry()?.epoch).toBe("1.2");
    server.away = true;
    await a.turn();
    expect(vinted.effects.at(-1)).toBe("hide");
  });
});

describe("rule prove_gone", () => {
  it("the old listing is not shown while the draft is still there, whatever DELETE answered", async () => {
    const here = stage();
    here.vinted.fail("complete_draft", "validation");
    // answers no, and does nothing
    here.vinted.fail("delete_draft", "not_found");
    const job = here.server.wish(RELIST);
    await here.a.turn();
    expect(job).toMatchObject({ state: "needs_person", reason: "restorable" });
    expect(here.vinted.effects).not.toContain("show");
  });
});

describe("rule proof_identity", () => {
  it("another member who signs in at any place stops the job, and it ends well when the right one is back", async () => {
    for (let place = 0; place < 90; place += 1) {
      const here = stage();
      const job = here.server.wish(RELIST);
      here.a.freezeAt(place);
      if (!(await here.a.turn())) break;
      here.a.tab.member = 8;
      const before = here.vinted.effects.length;
      await here.a.thaw();
      expect(here.vinted.effects.length, `place ${place}`).toBe(before);
      here.a.tab.member = 7;
      if (job.state === "needs_person") here.server.resolve(job, "ask_again");
      await here.until(2500, here.a);
      expect(["done", "failed"], `place ${place}: ${job.reason}`).toContain(job.state);
      expect(here.vinted.live(), `place ${place}`).toHaveLength(1);
    }
  });
});

describe("rule stored_result", () => {
  it("a device whose journal knows the end answers with it and sends and reads nothing", async () => {
    const here = await relistStoppedAfter("delete_item");
    const { a, server } = here;
    await a.turn();
    const job = server.jobs[0];
    expect(job?.state).toBe("done");
    // the server lost what it knew
    if (job) Object.assign(job, { state: "parked", facts: { ...job.facts, undo: true }, lastStep: "publish", nextAt: 0 });
    const reads = a.tab.sent.length;
    await a.turn();
    expect(job?.finishes.at(-1)).toMatchObject({ stored: true, end: "done", reason: "ok" });
    expect(a.tab.sent).toHaveLength(reads);
  });
});

describe("rule restore_proof", () => {
  it("a restored server gets the journal before it gives work", async () => {
    const here = await relistStoppedAfter("hide");
    here.server.restored = true;
    await here.a.turn();
    expect(here.server.restored).toBe(false);
  });
});

describe("a device that is revoked while a job runs", () => {
  it("sends nothing more, keeps its journal, says what may be hidden, and ends well once it is connected again", async () => {
    const said = new Set<string>();
    for (let place = 0; ; place++) {
      const here = stage();
      const job = here.server.wish(RELIST);
      here.a.freezeAt(place);
      if (!(await here.a.turn())) break;
      here.server.revoke("A");
      const held = here.a.tab.sent.length;
      await here.a.thaw();
      await here.clock.sleep(300);
      await here.a.turn();
      const told = `place ${place}: ${here.vinted.effects.join(" ")}`;
      // one go may have been had and be used before the word came; nothing follows it, and no undo without a go either
      expect(
        here.a.tab.sent.slice(held).filter((call) => WRITES.has(call) && call !== "upload_photo").length,
        told,
      ).toBeLessThanOrEqual(1);
      const hidden = maybeHidden([...here.a.disk.values()]);
      if (here.vinted.items.get(100)?.state === "hidden") expect(hidden, told).toEqual([100]);
      said.add(hidden.join());
      expect(here.vinted.mostLive, told).toBeLessThanOrEqual(1);
      here.server.revoked.delete("A");
      await here.until(2500, here.a);
      expect(["done", "failed"], `${told}: ${job.state} ${job.reason}`).toContain(job.state);
      expect(here.vinted.live(), told).toHaveLength(1);
      expect(maybeHidden([...here.a.disk.values()]), told).toEqual([]);
    }
    expect(said).toEqual(new Set(["", "100"]));
  });
});
