// @vitest-environment node
// sync_inbox through the real loop: page by page, newest first, until the server knows the rest.
import { expect, it } from "vitest";
import type { Work } from "../../../shared-schemas/wire";
import { type Stage, stage } from "../../stage/stage";

const INBOX: Work = { verb: "sync_inbox" };

function fifty(): Stage {
  const here = stage();
  for (let n = 0; n < 50; n++) here.vinted.people.addThread({ id: 2000 + n, transaction: null });
  return here;
}

const pages = ({ server }: Stage) =>
  server.read("inbox").map(({ page, threads, last, confirmed }) => [page, threads.length, last, confirmed]);

it("brings every page, opening no conversation", async () => {
  const here = fifty();
  const job = here.server.wish(INBOX);
  await here.a.turn();
  expect(pages(here)).toEqual([
    [1, 20, false, false],
    [2, 20, false, false],
    [3, 10, true, false],
  ]);
  expect(job).toMatchObject({ state: "done", reason: "ok", gos: [] });
  expect(here.a.tab.sent).not.toContain("conversation");
});

it("stops where the server knows the rest", async () => {
  const here = fifty();
  here.server.readingAnswers.push({ enough: true });
  const job = here.server.wish(INBOX);
  await here.a.turn();
  expect(pages(here)).toHaveLength(1);
  expect(job.state).toBe("done");
});

it("reads an empty inbox twice before it is believed", async () => {
  const here = stage();
  here.server.readingAnswers.push({ believed: false });
  const job = here.server.wish(INBOX);
  await here.a.turn();
  expect(pages(here)).toEqual([
    [1, 0, true, false],
    [1, 0, true, true],
  ]);
  expect(job.state).toBe("done");
});

it("leaves it at that when it is doubted twice", async () => {
  const here = stage();
  here.server.readingAnswers.push({ believed: false }, { believed: false });
  const job = here.server.wish(INBOX);
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "unproved" });
});
