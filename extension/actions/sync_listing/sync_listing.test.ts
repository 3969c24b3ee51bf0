// @vitest-environment node
// sync_listing through the real loop.
import { expect, it } from "vitest";
import { stage } from "../../stage/stage";

it("brings what only the edit payload tells", async () => {
  const here = stage();
  const job = here.server.wish({ verb: "sync_listing", item_id: 100, photos: false });
  await here.a.turn();
  expect(here.server.read("listing")).toMatchObject([
    {
      item_id: 100,
      photo_ids: [1, 2],
      fields: { description: "As new", catalog_id: 5, price: { amount: 1200, currency: "EUR" } },
    },
  ]);
  expect(job).toMatchObject({ state: "done", reason: "ok", gos: [] });
});

it.each([
  ["not_found", "not_found"],
  ["access_denied", "not_active"],
] as const)("ends on %s as %s", async (fault, reason) => {
  const here = stage();
  here.vinted.fail("own_entry", fault);
  const job = here.server.wish({ verb: "sync_listing", item_id: 100, photos: false });
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason });
});

it("brings the photos too where a copy needs them", async () => {
  const here = stage();
  const job = here.server.wish({ verb: "sync_listing", item_id: 100, photos: true });
  await here.a.turn();
  expect(job.snapshot?.photos.map(({ vinted_photo_id }) => vinted_photo_id)).toEqual([1, 2]);
  expect(job.state).toBe("done");
});
