// @vitest-environment node
// sync_notifications through the real loop.
import { expect, it } from "vitest";
import { stage } from "../../stage/stage";

it("brings the feed page by page, until the server knows the rest", async () => {
  const here = stage();
  const at = new Date(here.clock.now().wall).toISOString();
  for (let n = 0; n < 70; n++) {
    here.vinted.people.notifications.push({
      id: String(n),
      kind: "favourited",
      item_id: 100,
      member: null,
      text: "",
      at,
      is_read: false,
    });
  }
  here.server.readingAnswers.push({}, { enough: true });
  const job = here.server.wish({ verb: "sync_notifications" });
  await here.a.turn();
  expect(here.server.read("notifications").map(({ page, items, last }) => [page, items.length, last])).toEqual([
    [1, 20, false],
    [2, 20, false],
  ]);
  expect(job).toMatchObject({ state: "done", gos: [] });
});
