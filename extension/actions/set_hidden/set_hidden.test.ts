// @vitest-environment node
// set_hidden from wish to proof, through the real loop: the smallest job that has everything.
import { describe, expect, it } from "vitest";
import { HIDE, stage } from "../../stage/stage";

describe("set_hidden", () => {
  it("is done only after the flag was read back", async () => {
    const { vinted, server, a } = stage();
    const job = server.wish(HIDE);
    await a.turn();
    expect(vinted.items.get(100)?.state).toBe("hidden");
    expect(job.state).toBe("done");
    expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "wardrobe_flag", item_id: 100 } }]);
    expect(a.entry()).toMatchObject({ reported: true, steps: [{ step: "hide", status: "done", outcome: "proved" }] });
  });

  it("sends nothing when it is hidden already", async () => {
    const { vinted, server, a } = stage();
    vinted.add(100, "hidden");
    const job = server.wish(HIDE);
    await a.turn();
    expect(job.finishes).toMatchObject([{ end: "done", reason: "nothing_to_do" }]);
    expect(vinted.effects).toEqual([]);
    expect(job.gos).toEqual([]);
  });

  it.each([
    ["sold", "not_active"],
    ["closed", "not_active"],
  ] as const)("does not touch what is %s", async (state, reason) => {
    const { vinted, server, a } = stage();
    vinted.add(100, state);
    const job = server.wish(HIDE);
    await a.turn();
    expect(job.finishes).toMatchObject([{ end: "failed", reason }]);
    expect(vinted.effects).toEqual([]);
  });

  it("proves a lost answer instead of sending again", async () => {
    const { vinted, server, a } = stage();
    vinted.fail("set_hidden", "answer_lost");
    const job = server.wish(HIDE);
    await a.turn();
    expect(vinted.effects).toEqual(["hide"]);
    expect(job.state).toBe("done");
  });

  it("gives no verdict on a request that may still arrive before the late look", async () => {
    const here = stage();
    const { vinted, server, a } = here;
    vinted.fail("set_hidden", "late");
    const job = server.wish(HIDE);
    await a.turn();
    expect(job).toMatchObject({ state: "parked", reason: "late_look" });
    await here.until(1200, a);
    expect(job.state).toBe("done");
    expect(vinted.effects).toEqual(["hide"]);
  });
});

it("is sent once more by the other world after a clean refusal and a look that it did not happen, never a third time", async () => {
  const here = stage();
  const worlds: boolean[] = [];
  const perform = here.a.tab.tabs.perform;
  here.a.tab.tabs.perform = async (tab, execute) => {
    if (execute.write) worlds.push(execute.other_world ?? false);
    return perform(tab, execute);
  };
  here.vinted.fail("set_hidden", "access_denied");
  const job = here.server.wish(HIDE);
  await here.a.turn();
  expect(worlds).toEqual([false, true]);
  expect(job).toMatchObject({ state: "done", reason: "ok" });
  here.vinted.fail("set_hidden", "access_denied", "access_denied", "access_denied");
  const show = here.server.wish({ ...HIDE, hidden: false } as typeof HIDE);
  await here.a.turn();
  expect(worlds).toEqual([false, true, false, true]);
  expect(show).toMatchObject({ state: "failed", reason: "refused" });
});
