// @vitest-environment node
// The loop's outside: one at a time under a Web Lock, woken while it works, idle for those who want to change the user.
import { expect, it } from "vitest";
import { actions } from "../actions";
import { HIDE, stage } from "../stage/stage";
import { createLoop } from "./loop";

function loopOf(here: ReturnType<typeof stage>) {
  const rests: number[] = [];
  const awake = { now: 0, most: 0 };
  const stayAwake = () => {
    awake.now += 1;
    awake.most = Math.max(awake.most, awake.now);
    return () => {
      awake.now -= 1;
    };
  };
  return {
    loop: createLoop(here.a.world(), actions, {
      build: "test",
      rest: (seconds) => rests.push(seconds),
      stayAwake,
      changed: () => undefined,
    }),
    rests,
    awake,
  };
}

it("two wakes at once are one loop; the job runs once, and the worker is kept awake only for it", async () => {
  const here = stage();
  here.server.wish(HIDE);
  const { loop, rests, awake } = loopOf(here);
  await Promise.all([loop.wake(), loop.wake(), loop.wake()]);
  expect(here.vinted.effects).toEqual(["hide"]);
  expect(awake).toEqual({ now: 0, most: 1 });
  expect(rests).toEqual([here.server.pace.poll]);
  expect(loop.state.job_id).toBeNull();
  expect(here.a.tab.keptAlive).toEqual([]);
});

it("a second worker of the same browser does nothing while the first works", async () => {
  const here = stage();
  here.server.wish(HIDE);
  const first = loopOf(here);
  const second = loopOf(here);
  await Promise.all([first.loop.wake(), second.loop.wake()]);
  expect(here.vinted.effects).toEqual(["hide"]);
  expect(first.rests.length + second.rests.length).toBe(1);
});

it("a wish that comes while it works is worked too", async () => {
  const here = stage();
  const { loop } = loopOf(here);
  const working = loop.wake();
  here.server.wish(HIDE);
  await Promise.all([working, loop.wake()]);
  expect(here.vinted.effects).toEqual(["hide"]);
});

it("whoever waits for idle runs after the job, and nothing is begun meanwhile", async () => {
  const here = stage();
  here.server.wish(HIDE);
  const { loop } = loopOf(here);
  const order: string[] = [];
  const working = loop.wake().then(() => order.push("worked"));
  const idle = loop.whenIdle(async () => {
    order.push("idle begins");
    await loop.wake();
    order.push("idle ends");
  });
  await Promise.all([working, idle]);
  expect(order.filter((what) => what !== "worked")).toEqual(["idle begins", "idle ends"]);
  expect(here.vinted.effects).toEqual(["hide"]);
});
