// @vitest-environment node
// Vinted's own brands while the person types: paced like every read, the newest words alone, and never in the way of a job.
import { expect, it } from "vitest";
import { HIDE, stage } from "../stage/stage";
import { createBrandSearch } from "./vinted_brands";

const question = (keyword: string, member_id = 7) => ({ country: "fr", member_id, catalog_id: 5, keyword });

function searching() {
  const here = stage();
  here.vinted.offers.brands = [{ id: 53, title: "Zara", group: null }];
  const state = { isWorking: false };
  return { here, state, search: createBrandSearch(here.a.world(), () => state.isWorking) };
}

it("brings what Vinted offers, for the right member", async () => {
  const { here, search } = searching();
  expect(await search(question("za"))).toEqual([{ id: 53, title: "Zara" }]);
  expect(await search(question("za", 8))).toBeNull();
  expect(here.a.tab.sent).toEqual(["brands"]);
});

it("keeps the reads' distance, also to those of a job", async () => {
  const { here, search } = searching();
  here.server.wish(HIDE);
  await here.a.turn();
  await search(question("z"));
  await search(question("za"));
  const reads = here.a.tab.sentAt.filter(({ call }) => call !== "set_hidden").map(({ at }) => at);
  const gaps = reads.slice(1).map((at, place) => at - (reads[place] ?? 0));
  expect(reads.length).toBeGreaterThan(3);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(here.server.pace.read_gap - 1e-6);
});

it("asks for the newest words alone", async () => {
  const { here, search } = searching();
  const answers = await Promise.all(["z", "za", "zar"].map((keyword) => search(question(keyword))));
  expect(answers.map((answer) => answer !== null)).toEqual([false, false, true]);
  expect(here.a.tab.sent).toEqual(["brands"]);
});

it("is silent while a job works, without a tab, and for ten minutes after a refusal", async () => {
  const { here, state, search } = searching();
  state.isWorking = true;
  expect(await search(question("za"))).toBeNull();
  state.isWorking = false;
  here.a.tab.open = false;
  expect(await search(question("za"))).toBeNull();
  here.a.tab.open = true;
  expect(here.a.tab.sent).toEqual([]);
  here.vinted.fail("brands", "challenge");
  expect(await search(question("za"))).toBeNull();
  expect(await search(question("zar"))).toBeNull();
  expect(here.a.tab.sent).toEqual(["brands"]);
  await here.clock.sleep(601);
  expect(await search(question("zar"))).not.toBeNull();
});
