// @vitest-environment node
// The install's own count, through the real loop: it outlives our users, only ever stops, and names when it frees.
import { expect, it } from "vitest";
import { HIDE, RELIST, type Stage, stage } from "../stage/stage";

const DAY = 24 * 3600;
const SHOW = { ...HIDE, hidden: false };

/** So many writes of one user's, each a job of its own. */
async function writes(here: Stage, many: number): Promise<void> {
  for (let count = 0; count < many; count++) {
    const job = here.server.wish(count % 2 === 0 ? HIDE : SHOW);
    await here.a.turn();
    expect(job).toMatchObject({ state: "done", reason: "ok" });
  }
}

/** Another of our users on this install: a server that knows nothing of the account; the disk of the last user is cleared. */
function anotherUser(here: Stage): void {
  here.server.jobs.length = 0;
  here.a.disk.clear();
}

it("the 31st write of an account is not asked for, whoever of our users wishes it", async () => {
  const here = stage();
  await writes(here, 30);
  anotherUser(here);
  const job = here.server.wish(HIDE);
  const before = here.a.tab.sent.length;
  await here.a.turn();
  expect(job.gos).toEqual([]);
  expect(job).toMatchObject({ state: "queued", reason: "over_budget" });
  const [finish] = job.finishes;
  expect(finish?.retry_in).toBeGreaterThan(DAY - 3600);
  expect(finish?.retry_in).toBeLessThanOrEqual(DAY);
  expect(here.a.tab.sent.slice(before)).not.toContain("set_hidden");
  await here.clock.sleep((finish?.retry_in ?? 0) + 30);
  await here.a.turn();
  expect(job.state).toBe("done");
});

it("the stricter of two users' limits holds for both", async () => {
  const here = stage();
  here.server.limits = { writes: 2, relists: 1 };
  await writes(here, 2);
  anotherUser(here);
  here.server.limits = { writes: 30, relists: 3 };
  const job = here.server.wish(HIDE);
  await here.a.turn();
  expect(job).toMatchObject({ state: "queued", reason: "over_budget" });
});

it("relists are counted apart from writes", async () => {
  const here = stage();
  here.server.limits = { writes: 30, relists: 1 };
  const first = here.server.wish(RELIST);
  await here.until(600, here.a);
  expect(first.state).toBe("done");
  here.vinted.add(101);
  const second = here.server.wish({ verb: "relist", item_id: 101 });
  const hide = here.server.wish({ verb: "set_hidden", item_id: 101, hidden: true });
  await here.a.turn();
  expect(second).toMatchObject({ state: "queued", reason: "over_budget" });
  expect(hide.state).toBe("done");
});

it("what was proved not to have happened is given back", async () => {
  const here = stage();
  here.server.limits = { writes: 1, relists: 0 };
  here.vinted.fail("set_hidden", "validation");
  const first = here.server.wish(HIDE);
  await here.a.turn();
  expect(first.state).toBe("failed");
  const second = here.server.wish(HIDE);
  await here.a.turn();
  expect(second).toMatchObject({ state: "done", reason: "ok" });
});

it("a job that has begun is never stopped by it", async () => {
  for (let place = 0; ; place++) {
    const here = stage();
    here.server.limits = { writes: 3, relists: 1 };
    const job = here.server.wish(RELIST);
    here.a.killAt(place);
    const wasKilled = await here.a.turn();
    await here.until(2500, here.a);
    expect(job.reason, `killed at place ${place}`).not.toBe("over_budget");
    expect(here.vinted.live(), `killed at place ${place}`).toHaveLength(1);
    if (!wasKilled) break;
  }
});

it("another account, and a limit that only the server knows, are not stopped", async () => {
  const here = stage();
  here.server.limits = { writes: 1, relists: 0 };
  await here.a
    .world()
    .spent.put("fr:8", [{ job_id: "x", at: here.clock.now().wall, cost: { writes: 9, relists: 0 }, limits: null }]);
  await writes(here, 1);
  here.server.limits = { writes: 0, relists: 0 };
  here.a.spent.clear();
  const job = here.server.wish(SHOW);
  await here.a.turn();
  // too low for good: the server's own budget says so
  expect(job.gos).toHaveLength(1);
});
