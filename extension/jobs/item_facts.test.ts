// @vitest-environment node
// An item's page read for a person's press: at the distance of all reads, and nothing where no tab answers.
import { expect, it } from "vitest";
import { stage } from "../stage/stage";
import { readItemFacts } from "./item_facts";

it("keeps the reads' distance", async () => {
  const here = stage();
  const world = here.a.world();
  await readItemFacts(world, 1, 77);
  await readItemFacts(world, 1, 77);
  const [first = 0, second = 0] = here.a.tab.factsAskedAt;
  expect(second - first).toBeGreaterThanOrEqual(here.server.pace.read_gap - 1e-6);
});

it("are none where the tab is gone", async () => {
  const here = stage();
  here.a.tab.open = false;
  expect(await readItemFacts(here.a.world(), 1, 77)).toBeNull();
});
