// @vitest-environment node
// set_follow through the real loop: a toggle that is never sent without a look before, nor twice without one between.
import { expect, it } from "vitest";
import { FOLLOW } from "../../stage/cards";
import { stage } from "../../stage/stage";

it("is done once it is read back", async () => {
  const here = stage();
  const job = here.server.wish(FOLLOW);
  await here.a.turn();
  expect([...here.vinted.people.followed]).toEqual([8]);
  expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "flag_read" }, facts: { was: false } }]);
});

it("sends nothing when it is so already: a toggle would undo it", async () => {
  const here = stage();
  here.vinted.people.followed.add(8);
  const job = here.server.wish(FOLLOW);
  await here.a.turn();
  expect([...here.vinted.people.followed]).toEqual([8]);
  expect(job).toMatchObject({ state: "done", reason: "nothing_to_do", gos: [] });
});

it("takes it back", async () => {
  const here = stage();
  here.vinted.people.followed.add(8);
  const job = here.server.wish({ ...FOLLOW, follow: false } as typeof FOLLOW);
  await here.a.turn();
  expect([...here.vinted.people.followed]).toEqual([]);
  expect(job.state).toBe("done");
});

it.each(["answer_lost", "lost", "server_error", "tab_closed"] as const)("is sent once when its answer is %s", async (fault) => {
  const here = stage();
  here.vinted.fail("toggle_follow", fault);
  const job = here.server.wish(FOLLOW);
  await here.until(1500, here.a);
  expect(here.a.tab.sent.filter((call) => call === "toggle_follow")).toHaveLength(1);
  expect(job.state).toBe(here.vinted.people.followed.has(8) ? "done" : "failed");
});

it("looks at who is signed in right before each reading of the flag, which Vinted shows to anybody as their own", async () => {
  const here = stage();
  const looked: [string, boolean][] = [];
  const perform = here.a.tab.tabs.perform;
  here.a.tab.tabs.perform = async (tab, execute) => {
    looked.push([execute.call.call, execute.limits.fresh_identity]);
    return perform(tab, execute);
  };
  here.server.wish(FOLLOW);
  await here.a.turn();
  expect(looked).toEqual([
    ["member", true],
    ["toggle_follow", true],
    ["member", true],
  ]);
});
