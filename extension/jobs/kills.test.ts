// @vitest-environment node
// Killed at every place where the worker waits (before and after each journal write, question, tab call and pause), once by itself
// and once with a second device that may take over: never two live, nothing forward after an undo, done only with proof.
import { describe, expect, it } from "vitest";
import type { StepName, Work } from "../../shared-schemas/wire";
import { CONTENT } from "../stage/content";
import { HIDE, RELIST, type Stage, stage } from "../stage/stage";

const PUBLISH: Work = { verb: "publish_listing", draft_id: "00000000-0000-4000-8000-000000000002", content: CONTENT };
const SAVE: Work = { verb: "save_vinted_draft", draft_id: "00000000-0000-4000-8000-000000000002", content: CONTENT };
const DELETE: Work = { verb: "delete_listing", item_id: 100, replaced_by: null };
const FORWARD = new Set<StepName>(["upload", "draft", "hide", "publish", "delete"]);

/** Runs the job with A killed at each place in turn, then lets the devices finish it, and looks at the end. */
async function atEveryPlace(work: Work, finishers: (here: Stage) => Stage["a"][], look: (here: Stage, place: number) => void) {
  let place = 0;
  for (;;) {
    const here = stage();
    if (work.verb === "publish_listing") here.vinted.items.clear();
    const job = here.server.wish(work);
    here.a.killAt(place);
    const wasKilled = await here.a.turn();
    await here.until(4000, ...finishers(here));
    const told = `killed at place ${place}: ${job.state} ${job.reason}, ${here.vinted.effects.join(" ")}`;
    expect(["done", "failed"], told).toContain(job.state);
    expect(here.vinted.mostLive, told).toBeLessThanOrEqual(1);
    const undone = job.gos.findIndex(({ undo }) => undo);
    if (undone >= 0)
      expect(
        job.gos.slice(undone).filter(({ step, undo }) => !undo && FORWARD.has(step)),
        told,
      ).toEqual([]);
    const epochs = job.gos.map(({ device, epoch }) => `${epoch} ${device}`);
    expect(new Set(epochs).size, told).toBe(new Set(epochs.map((epoch) => epoch.split(" ")[0])).size);
    if (job.state === "done") expect(job.finishes.findLast(({ end }) => end === "done")?.proof, told).toBeTruthy();
    look(here, place);
    if (!wasKilled) return place;
    place += 1;
  }
}

describe.each([
  ["the same device", (here: Stage) => [here.a]],
  ["another device", (here: Stage) => [here.b]],
  ["both", (here: Stage) => [here.a, here.b]],
] as const)("killed at every place, finished by %s", (_, finishers) => {
  it("relist: exactly one live listing, no draft left", async () => {
    const places = await atEveryPlace(
      RELIST,
      (here) => [...finishers(here)],
      ({ vinted, server }, place) => {
        const told = `place ${place}, ${server.jobs[0]?.state} ${server.jobs[0]?.reason}: ${vinted.effects.join(" ")}`;
        const { reason, state } = server.jobs[0] ?? {};
        expect(vinted.live(), told).toHaveLength(1);
        const rest = [...vinted.items.values()].filter((item) => item.state !== "active").map((item) => item.state);
        expect(rest, told).toEqual(reason === "leftover" ? ["hidden"] : []);
        if (state === "done" && reason === "ok") expect(vinted.items.has(100), told).toBe(false);
      },
    );
    expect(places).toBeGreaterThan(60);
  });

  it("publish: one listing when done, none when failed, never a draft left", async () => {
    await atEveryPlace(
      PUBLISH,
      (here) => [...finishers(here)],
      ({ vinted, server }) => {
        expect(vinted.live()).toHaveLength(server.jobs[0]?.state === "done" ? 1 : 0);
        expect([...vinted.items.values()].filter(({ state }) => state !== "active")).toEqual([]);
      },
    );
  });

  it("save_vinted_draft: one draft when done, none when failed", async () => {
    await atEveryPlace(
      SAVE,
      (here) => [...finishers(here)],
      ({ vinted, server }) => {
        const drafts = [...vinted.items.values()].filter(({ state }) => state === "draft");
        expect(drafts).toHaveLength(server.jobs[0]?.state === "done" ? 1 : 0);
      },
    );
  });

  it("set_hidden and delete_listing: done means so, failed means not", async () => {
    await atEveryPlace(
      HIDE,
      (here) => [...finishers(here)],
      ({ vinted, server }) => {
        expect(vinted.items.get(100)?.state).toBe(server.jobs[0]?.state === "done" ? "hidden" : "active");
      },
    );
    await atEveryPlace(
      DELETE,
      (here) => [...finishers(here)],
      ({ vinted, server }) => {
        expect(vinted.items.has(100)).toBe(server.jobs[0]?.state !== "done");
      },
    );
  });
});
