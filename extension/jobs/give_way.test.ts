// @vitest-environment node
// A reading job steps aside within its pages: what a person presses begins within five seconds.
import { expect, it } from "vitest";
import type { Work } from "../../shared-schemas/wire";
import { HIDE, stage } from "../stage/stage";

const READS: Work[] = [
  { verb: "sync_closet" },
  { verb: "sync_inbox" },
  { verb: "sync_orders" },
  { verb: "sync_notifications" },
  { verb: "read_form_reference", catalog_id: 5 },
];

it.each(READS)("$verb gives way within five seconds of a press", async (work) => {
  const here = stage();
  const { server, vinted, clock } = here;
  vinted.perPage = 1;
  vinted.people.perPage = 1;
  for (let n = 0; n < 40; n++) {
    vinted.add(1000 + n);
    vinted.people.addThread({ id: 2000 + n, transaction: null });
    vinted.people.notifications.push({
      id: String(n),
      kind: "other",
      item_id: null,
      member: null,
      text: "",
      at: new Date(clock.now().wall).toISOString(),
      is_read: false,
    });
    vinted.people.orders.push({
      transaction_id: 3000 + n,
      thread_id: null,
      side: "sold",
      title: "",
      price: null,
      status_text: "",
      waits: "waiting",
      at: null,
      photo_url: null,
    });
  }
  const read = server.wish(work);
  let pressedAt = 0;
  clock.after(work.verb === "read_form_reference" ? 2 : 12, () => {
    pressedAt = clock.now().wall;
    server.hurry = true;
    server.wish(HIDE);
  });
  await here.a.turn();
  server.hurry = false;
  expect(read).toMatchObject({ state: "queued", reason: "gave_way" });
  expect(((server.jobs[1]?.leasedAt ?? Number.POSITIVE_INFINITY) - pressedAt) / 1000).toBeLessThanOrEqual(5);
});

it.each<Work>([
  { verb: "sync_listing", item_id: 100, photos: false },
  { verb: "sync_conversation", thread_id: 2000 },
  { verb: "read_comparables", query: { text: "robe", catalog_id: 5, brand_id: null, size_id: null, condition_ids: [] } },
])("$verb is over, or gives way, within five seconds of a press", async (work) => {
  const here = stage();
  const { server, vinted, clock } = here;
  vinted.people.addThread({ id: 2000, transaction: null });
  // the second one has to keep its distance from the first, and so takes a while
  server.wish(work);
  await here.a.turn();
  server.wish(work);
  let pressedAt = Number.NaN;
  clock.after(0.3, () => {
    pressedAt = clock.now().wall;
    server.hurry = true;
    server.wish(HIDE);
  });
  await here.a.turn();
  await here.a.turn();
  expect(((server.jobs[2]?.leasedAt ?? Number.POSITIVE_INFINITY) - pressedAt) / 1000).toBeLessThanOrEqual(5);
});
