// Which jobs are watched closely, and which are no work at all yet.
import { expect, test } from "vitest";
import { isLive, isPlanned } from "./running";

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

test.each([
  ["running", null, true],
  ["leased", null, true],
  ["queued", null, true],
  ["queued", inMinutes(0.2), true],
  ["queued", inMinutes(60), false],
  ["parked", inMinutes(60), false],
  ["needs_person", null, false],
  ["done", null, false],
] as const)("%s with its next moment at %s: %s", (state, next_at, live) => {
  expect(isLive({ state, next_at })).toBe(live);
});

test("a look planned for tomorrow is neither running nor waiting its turn", () => {
  expect(isPlanned({ verb: "sync_closet", state: "queued", next_at: inMinutes(24 * 60) })).toBe(true);
  expect(isPlanned({ verb: "sync_closet", state: "queued", next_at: null })).toBe(false);
  expect(isPlanned({ verb: "relist", state: "queued", next_at: inMinutes(24 * 60) })).toBe(false);
});
