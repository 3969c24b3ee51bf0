// @vitest-environment node
// mark_thread_read through the real loop.
import { expect, it } from "vitest";
import { READ_MARK } from "../../stage/cards";
import { stage } from "../../stage/stage";

it("is done once the list shows it read", async () => {
  const here = stage();
  here.vinted.people.addThread({ unread: true });
  const job = here.server.wish(READ_MARK);
  await here.a.turn();
  expect(here.vinted.people.threads.get(50)?.unread).toBe(false);
  expect(job).toMatchObject({ state: "done", reason: "ok" });
});

it("sends nothing when it is read already", async () => {
  const here = stage();
  here.vinted.people.addThread();
  const job = here.server.wish(READ_MARK);
  await here.a.turn();
  expect(job).toMatchObject({ state: "done", reason: "nothing_to_do", gos: [] });
});

it("hands over where the account's conversations know no call for it", async () => {
  const here = stage();
  here.vinted.people.generation = 2;
  here.vinted.people.addThread({ unread: true });
  const job = here.server.wish(READ_MARK);
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "not_possible", gos: [] });
});
