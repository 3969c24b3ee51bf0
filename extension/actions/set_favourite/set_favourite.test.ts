// @vitest-environment node
// set_favourite through the real loop: a toggle that is never sent without a look before, nor twice without one between.
import { expect, it } from "vitest";
import { FAVOURITE } from "../../stage/cards";
import { stage } from "../../stage/stage";

it("is done once it is read back", async () => {
  const here = stage();
  const job = here.server.wish(FAVOURITE);
  await here.a.turn();
  expect([...here.vinted.people.favourites]).toEqual([100]);
  expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "flag_read" }, facts: { was: false } }]);
});

it("sends nothing when it is so already: a toggle would undo it", async () => {
  const here = stage();
  here.vinted.people.favourites.add(100);
  const job = here.server.wish(FAVOURITE);
  await here.a.turn();
  expect([...here.vinted.people.favourites]).toEqual([100]);
  expect(job).toMatchObject({ state: "done", reason: "nothing_to_do", gos: [] });
});

it("takes it back", async () => {
  const here = stage();
  here.vinted.people.favourites.add(100);
  const job = here.server.wish({ ...FAVOURITE, favourite: false } as typeof FAVOURITE);
  await here.a.turn();
  expect([...here.vinted.people.favourites]).toEqual([]);
  expect(job.state).toBe("done");
});

it.each(["answer_lost", "lost", "server_error", "tab_closed"] as const)("is sent once when its answer is %s", async (fault) => {
  const here = stage();
  here.vinted.fail("toggle_favourite", fault);
  const job = here.server.wish(FAVOURITE);
  await here.until(1500, here.a);
  expect(here.a.tab.sent.filter((call) => call === "toggle_favourite")).toHaveLength(1);
  expect(job.state).toBe(here.vinted.people.favourites.has(100) ? "done" : "failed");
});
