// @vitest-environment node
// Two things that go wrong at once: a fault at Vinted or a server that goes away, and a kill at any place. What must hold is what
// holds for one: never two live, in the end exactly one, no draft left, nothing forward after an undo.
import { expect, it } from "vitest";
import { RELIST, type Stage, stage } from "../stage/stage";
import type { Fault } from "../stage/vinted";
import type { CallName } from "../vinted/calls";

const CALLS: CallName[] = ["create_draft", "set_hidden", "complete_draft", "delete_item", "delete_draft"];
const FAULTS: Fault[] = ["answer_lost", "lost", "late", "server_error", "tab_closed", "access_denied", "challenge", "rate_limit"];

function check({ vinted, server }: Stage, told: string): void {
  const job = server.jobs[0];
  const end = `${told}: ${job?.state} ${job?.reason}; ${vinted.effects.join(" ")}`;
  expect(["done", "failed"], end).toContain(job?.state);
  expect(vinted.mostLive, end).toBeLessThanOrEqual(1);
  expect(vinted.live(), end).toHaveLength(1);
  const others = [...vinted.items.values()].map(({ state }) => state).filter((state) => state !== "active");
  expect(others, end).toEqual(job?.reason === "leftover" ? ["hidden"] : []);
}

/** The person does what the job asks until it has ended. */
async function finish(here: Stage, ...devices: Stage["a"][]): Promise<void> {
  const job = here.server.jobs.at(-1);
  for (let round = 0; round < 4 && job; round++) {
    await here.until(2500, ...devices);
    if (job.state !== "needs_person" || job.reason === "lost") return;
    here.server.resolve(job, "ask_again");
  }
}

it.each(CALLS.flatMap((call) => FAULTS.map((fault) => [call, fault] as const)))(
  "%s → %s, and a kill at any place",
  async (call, fault) => {
    for (let place = 0; ; place++) {
      const here = stage();
      here.vinted.fail(call, fault);
      // something has to be taken back before a draft is deleted
      if (call === "delete_draft") here.vinted.fail("complete_draft", "validation");
      here.server.wish(RELIST);
      here.a.killAt(place);
      const wasKilled = await here.a.turn();
      // the two devices in turns, each before and after what was waited for
      const finisher = wasKilled && (place >> 1) % 2 === 1 ? here.b : here.a;
      await finish(here, finisher);
      check(here, `killed at place ${place}, then ${finisher.name}`);
      if (!wasKilled) break;
    }
  },
  // a closed tab is waited for in 200 looks, each a place to be killed at
  60_000,
);

/** Takes listings away as their owner does by hand, or Vinted by itself. */
function remove({ vinted }: Stage, which: "old" | "new" | "both"): void {
  for (const [id, { state }] of vinted.items) {
    if (state !== "draft" && (which === "both" || (which === "old") === (id === 100))) vinted.items.delete(id);
  }
}

// `lost`: nothing is left of either, and the person restores it. The ends without a live listing and without that: it was gone
// before anything was made, after it had been shown again, or after both were proved; a later sync tells of those.
it.each([
  ["old", "complete_draft", ["failed not_found 0", "lost", "failed refused 0"]],
  ["old", "delete_item", ["failed not_found 0", "lost", "done ok 1", "done leftover 1"]],
  ["new", "complete_draft", ["failed refused 1"]],
  ["new", "delete_item", ["done leftover 1", "failed old_shown 1", "failed refused 1", "done leftover 0"]],
  ["both", "complete_draft", ["failed not_found 0", "lost", "failed refused 0"]],
  ["both", "delete_item", ["failed not_found 0", "lost", "done ok 1", "done ok 0", "done leftover 0"]],
] as const)(
  "%s removed at any place, and %s refused",
  async (which, call, ends) => {
    const met = new Set<string>();
    for (let place = 0; ; place++) {
      const here = stage();
      here.vinted.fail(call, "restriction");
      const job = here.server.wish(RELIST);
      here.a.freezeAt(place);
      if (!(await here.a.turn())) break;
      remove(here, which);
      await here.a.thaw();
      await finish(here, here.a);
      const told = `place ${place}: ${job.state} ${job.reason}; ${here.vinted.effects.join(" ")}`;
      const isLost = job.state === "needs_person" && job.reason === "lost";
      met.add(isLost ? "lost" : `${job.state} ${job.reason} ${here.vinted.live().length}`);
      const others = [...here.vinted.items.values()].filter(({ state }) => state !== "active").map(({ state }) => state);
      expect(others, told).toEqual(which === "new" && job.reason === "leftover" ? ["hidden"] : []);
      if (isLost && job.snapshot) {
        const { draft_id, photo_ids } = job.facts;
        here.server.answerWithRestore(job, {
          verb: "restore",
          snapshot: job.snapshot,
          replaced_by: draft_id,
          replaced_photo_ids: photo_ids,
        });
        here.vinted.faults.clear();
        await finish(here, here.a);
        expect(here.server.jobs[1], told).toMatchObject({ state: "done", reason: "ok" });
        expect(here.vinted.live(), told).toHaveLength(1);
      }
      expect(here.vinted.mostLive, told).toBeLessThanOrEqual(1);
    }
    expect([...met].toSorted()).toEqual(ends.toSorted());
  },
  60_000,
);

it.each([10, 100, 125, 400])("the server is away for %i s from any place on", async (seconds) => {
  for (let place = 0; ; place++) {
    const here = stage();
    here.server.wish(RELIST);
    here.a.freezeAt(place);
    if (!(await here.a.turn())) break;
    here.server.away = true;
    here.clock.after(seconds, () => {
      here.server.away = false;
    });
    await here.a.thaw();
    expect(here.vinted.live().length + Number(here.vinted.items.get(100)?.state === "hidden")).toBeGreaterThan(0);
    await finish(here, here.a, here.b);
    check(here, `away from place ${place}`);
  }
});
