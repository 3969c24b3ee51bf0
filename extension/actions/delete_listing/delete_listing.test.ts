// @vitest-environment node
// delete_listing through the real loop: gone only when two readings and its own address say so, and a relist's leftover, which is
// deleted only while what replaced it is live.
import { describe, expect, it } from "vitest";
import { stage } from "../../stage/stage";

describe("delete_listing", () => {
  const DELETE = { verb: "delete_listing", item_id: 100, replaced_by: null } as const;

  it("is done when the listing is proved gone", async () => {
    const here = stage();
    const job = here.server.wish(DELETE);
    await here.a.turn();
    expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "absent_twice", item_id: 100 } }]);
    expect(here.vinted.items.size).toBe(0);
  });

  it("sends nothing for what is gone already, nor for what was sold", async () => {
    for (const [state, end, reason] of [
      [null, "done", "nothing_to_do"],
      ["sold", "failed", "not_active"],
    ] as const) {
      const here = stage();
      here.vinted.items.clear();
      if (state) here.vinted.add(100, state);
      const job = here.server.wish(DELETE);
      await here.a.turn();
      expect(job.finishes).toMatchObject([{ end, reason }]);
      expect(here.vinted.effects).toEqual([]);
    }
  });
});

describe("rule leftover_look", () => {
  const LEFTOVER = { verb: "delete_listing", item_id: 100, replaced_by: 200 } as const;

  it("deletes the leftover when the new listing is live", async () => {
    const here = stage();
    here.vinted.add(100, "hidden");
    here.vinted.add(200, "active", [3, 4]);
    const job = here.server.wish(LEFTOVER);
    await here.until(300, here.a);
    expect(job).toMatchObject({ state: "done", reason: "ok" });
    expect([...here.vinted.items.keys()]).toEqual([200]);
  });

  it("shows the leftover when the new listing is gone", async () => {
    const here = stage();
    here.vinted.add(100, "hidden");
    const job = here.server.wish(LEFTOVER);
    await here.until(1500, here.a);
    expect(job).toMatchObject({ state: "failed", reason: "leftover_shown" });
    expect(here.vinted.effects).toEqual(["show"]);
  });

  it("leaves it hidden when the deletion is refused", async () => {
    const here = stage();
    here.vinted.add(100, "hidden");
    here.vinted.add(200, "active", [3, 4]);
    here.vinted.fail("delete_item", "access_denied", "access_denied");
    const job = here.server.wish(LEFTOVER);
    await here.until(1500, here.a);
    expect(job.state).toBe("failed");
    expect(here.vinted.mostLive).toBeLessThanOrEqual(1);
    expect(here.vinted.items.get(100)?.state).toBe("hidden");
  });
});
