// @vitest-environment node
// sync_closet through the real loop: every page in order, giving way between pages, and a second reading for what is doubted.
import { expect, it } from "vitest";
import { HIDE, type Stage, stage } from "../../stage/stage";

/** A closet of three pages. */
function threePages(): Stage {
  const here = stage();
  here.vinted.perPage = 2;
  for (const id of [101, 102, 103, 104]) here.vinted.add(id);
  return here;
}

const pages = (here: Stage) =>
  here.server.read("wardrobe").map(({ page, confirmed }) => `${page}${confirmed ? " confirmed" : ""}`);

it("gives every page to the server, in order, each once", async () => {
  const here = threePages();
  const job = here.server.wish({ verb: "sync_closet" });
  await here.a.turn();
  expect(pages(here)).toEqual(["1", "2", "3"]);
  expect(here.server.read("wardrobe").map(({ pages, total, items }) => [pages, total, items.length])).toEqual([
    [3, 5, 2],
    [3, 5, 2],
    [3, 5, 1],
  ]);
  expect(job).toMatchObject({ state: "done", reason: "ok" });
  expect(job.finishes[0]?.proof).toMatchObject({ kind: "read_whole" });
});

it("gives way after a page when another job waits, which then runs first; the reading begins anew", async () => {
  const here = threePages();
  const sync = here.server.wish({ verb: "sync_closet" });
  here.server.readingAnswers.push({ give_way: true });
  const hide = here.server.wish(HIDE);
  await here.a.turn();
  expect(pages(here)).toEqual(["1"]);
  expect(sync).toMatchObject({ state: "queued", reason: "gave_way" });
  expect(hide.state).toBe("done");
  await here.until(120, here.a);
  expect(pages(here)).toEqual(["1", "1", "2", "3"]);
  expect(sync.state).toBe("done");
});

it("does not give way after the last page: nothing is left to hand over", async () => {
  const here = stage();
  here.server.readingAnswers.push({ give_way: true });
  const sync = here.server.wish({ verb: "sync_closet" });
  await here.a.turn();
  expect(sync.state).toBe("done");
});

it("reads what is doubted once more, whole, and says that it is confirmed", async () => {
  const here = threePages();
  here.server.readingAnswers.push({ believed: true }, { believed: false });
  const job = here.server.wish({ verb: "sync_closet" });
  await here.a.turn();
  expect(pages(here)).toEqual(["1", "2", "1 confirmed", "2 confirmed", "3 confirmed"]);
  expect(job.state).toBe("done");
});

it("ends unproved when the second reading is doubted too", async () => {
  const here = threePages();
  here.server.readingAnswers.push({ believed: false }, { believed: false });
  const job = here.server.wish({ verb: "sync_closet" });
  await here.a.turn();
  expect(pages(here)).toEqual(["1", "1 confirmed"]);
  expect(job).toMatchObject({ state: "failed", reason: "unproved" });
});

it("takes 21 requests for 2,000 listings, first time or later, and no edit payload", async () => {
  const here = stage();
  for (let id = 101; id < 2100; id++) here.vinted.add(id);
  for (const time of [1, 2]) {
    here.a.tab.sent.length = 0;
    here.server.wish({ verb: "sync_closet" });
    await here.a.turn();
    expect(here.server.jobs[time - 1]?.state).toBe("done");
    expect(here.a.tab.sent).toHaveLength(21);
    expect(new Set(here.a.tab.sent)).toEqual(new Set(["wardrobe_page"]));
  }
});
