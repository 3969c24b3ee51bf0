// @vitest-environment node
// sync_conversation and read_comparables through the real loop: one reading each.
import { expect, it } from "vitest";
import { stage } from "../../stage/stage";

it("brings the conversation as it stands", async () => {
  const here = stage();
  here.vinted.people.say(here.vinted.people.addThread(), "Hello?");
  const job = here.server.wish({ verb: "sync_conversation", thread_id: 50 });
  await here.a.turn();
  expect(here.server.read("conversation")).toMatchObject([{ conversation: { thread_id: 50, entries: [{ text: "Hello?" }] } }]);
  expect(job).toMatchObject({ state: "done", gos: [] });
});

it("says so where there is none", async () => {
  const here = stage();
  const job = here.server.wish({ verb: "sync_conversation", thread_id: 51 });
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "not_found" });
});
