// @vitest-environment node
// publish_listing through the real loop, undisturbed and with a photo that our server has lost; kills and faults are in jobs/.
import { expect, it } from "vitest";
import { CONTENT } from "../../stage/content";
import { stage } from "../../stage/stage";

const WORK = { verb: "publish_listing", draft_id: "00000000-0000-4000-8000-000000000002", content: CONTENT } as const;

it("makes what was asked for, and proves it", async () => {
  const here = stage();
  here.vinted.items.clear();
  const job = here.server.wish(WORK);
  await here.a.turn();
  expect(job).toMatchObject({ state: "done", reason: "ok" });
  expect(job.finishes[0]?.proof?.photos).toBe(CONTENT.photos.length);
  expect([...here.vinted.items.values()]).toMatchObject([
    { state: "active", photos: job.facts.photo_ids, payload: { title: "Red dress", price: 12.5, catalog_id: 178 } },
  ]);
});

it("is all or nothing: with a photo missing on our server nothing is sent", async () => {
  const here = stage();
  here.vinted.items.clear();
  here.server.keepsAllPhotos = false;
  const job = here.server.wish(WORK);
  await here.until(900, here.a);
  expect(job).toMatchObject({ state: "failed", reason: "photo_missing" });
  expect(here.vinted.effects).toEqual([]);
});
