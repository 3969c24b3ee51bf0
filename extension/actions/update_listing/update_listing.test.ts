// @vitest-environment node
// update_listing through the real loop: the whole object goes back with the change in it, and is read back and compared.
import { expect, it } from "vitest";
import type { ListingChange, Work } from "../../../shared-schemas/wire";
import { EUR } from "../../stage/cards";
import { NO_CHANGE } from "../../stage/content";
import { stage } from "../../stage/stage";

const update = (change: Partial<ListingChange>): Work => ({
  verb: "update_listing",
  item_id: 100,
  change: { ...NO_CHANGE, ...change },
});
const ours = { sha256: "a".repeat(64), photo_id: null };

it("changes the price and nothing else", async () => {
  const here = stage();
  const job = here.server.wish(update({ price: EUR(1050) }));
  await here.a.turn();
  expect(here.vinted.items.get(100)?.payload).toMatchObject({ price: 10.5, title: "Item 100", description: "As new" });
  expect(here.vinted.items.get(100)?.photos).toEqual([1, 2]);
  expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "edit_payload", item_id: 100 } }]);
});

it("changes size, condition and an attribute where Vinted keeps them", async () => {
  const here = stage();
  const attributes = [{ code: "material", ids: [44] }];
  const job = here.server.wish(update({ size_id: 207, condition_id: 3, attributes }));
  await here.a.turn();
  expect(here.vinted.items.get(100)?.payload["item_attributes"]).toEqual(
    expect.arrayContaining([{ code: "size", ids: [207] }, { code: "condition", ids: [3] }, ...attributes]),
  );
  expect(job.state).toBe("done");
});

it("puts photos in another order and uploads new ones under a session of their own", async () => {
  const here = stage();
  const photos = [
    { vinted_photo_id: 2, photo: null },
    { vinted_photo_id: null, photo: ours },
    { vinted_photo_id: 1, photo: null },
  ];
  const job = here.server.wish(update({ photos }));
  await here.a.turn();
  expect(job.gos.map(({ step }) => step)).toEqual(["upload", "update"]);
  expect(here.vinted.items.get(100)?.photos).toEqual([2, expect.any(Number), 1]);
  expect(job.state).toBe("done");
});

it("sends nothing when it is so already", async () => {
  const here = stage();
  const job = here.server.wish(update({ title: "Item 100" }));
  await here.a.turn();
  expect(job).toMatchObject({ state: "done", reason: "nothing_to_do", gos: [] });
});

it("ends when a photo that was named is not on the listing any more", async () => {
  const here = stage();
  const job = here.server.wish(update({ photos: [{ vinted_photo_id: 77, photo: null }] }));
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "photos_changed", gos: [] });
});

it("shows the person what Vinted refuses", async () => {
  const here = stage();
  here.vinted.fail("update_item", "validation");
  const job = here.server.wish(update({ title: "x" }));
  await here.until(1500, here.a);
  expect(job).toMatchObject({ state: "failed", reason: "validation" });
});

it.each(["answer_lost", "server_error", "tab_closed"] as const)(
  "is proved when the answer is %s, not sent again",
  async (fault) => {
    const here = stage();
    here.vinted.fail("update_item", fault);
    const job = here.server.wish(update({ price: EUR(900) }));
    await here.until(1500, here.a);
    expect(here.a.tab.sent.filter((call) => call === "update_item")).toHaveLength(1);
    expect(job.state).toBe("done");
  },
);
