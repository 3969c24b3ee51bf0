// What a source promises: stored data at once, a failed refresh keeps it, an act during a read brings an answer from after it.
import { beforeEach, expect, test, vi } from "vitest";
import type { Result } from "../screens/ports";
import { dropAnswers, keepAnswer } from "../storage/answers";
import { createKeeper } from "./kept";

const AWAY: Result<never> = { ok: false, failure: { why: "away" } };
const keeper = () => createKeeper({ isVisible: () => true });

beforeEach(() => dropAnswers());

test("what was read last is shown before the server has answered, with its time", async () => {
  await keepAnswer("closets", { value: "stored", at: 1_000 });
  const source = keeper().source<string>({ read: () => new Promise(() => undefined), cacheName: "closets" });
  source.subscribe(() => undefined);
  await vi.waitFor(() => expect(source.current()).toEqual({ value: "stored", readAt: new Date(1_000), failure: undefined }));
});

test("a failed refresh keeps the old value and its time, and says why", async () => {
  const read = vi.fn<() => Promise<Result<string>>>().mockResolvedValueOnce({ ok: true, value: "first" });
  read.mockResolvedValue(AWAY);
  const source = keeper().source<string>({ read });
  source.subscribe(() => undefined);
  await vi.waitFor(() => expect(source.current().value).toBe("first"));
  const { readAt } = source.current();
  await source.refresh();
  expect(source.current()).toEqual({ value: "first", readAt, failure: { why: "away" } });
});

test("an answer that was asked for before an act does not stand as the answer after it", async () => {
  const answers: ((value: string) => void)[] = [];
  const read = () => new Promise<Result<string>>((resolve) => answers.push((value) => resolve({ ok: true, value })));
  const source = keeper().source<string>({ read });
  source.subscribe(() => undefined);
  const after = source.refresh();
  answers[0]?.("before the act");
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.("after the act");
  await after;
  expect(source.current().value).toBe("after the act");
});

test("only what is looked at is read again, every two seconds while something runs", async () => {
  vi.useFakeTimers();
  try {
    const made = keeper();
    const busy = vi.fn(async () => ({ ok: true as const, value: true }));
    const unseen = vi.fn(async () => ({ ok: true as const, value: true }));
    made.source({ read: unseen, isBusy: () => true });
    const leave = made.source({ read: busy, isBusy: (value) => value }).subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(4_500);
    expect(busy).toHaveBeenCalledTimes(3);
    leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(busy).toHaveBeenCalledTimes(3);
    expect(unseen).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});

const OF_A_JOB = { event: "job_changed", job_id: "j", closet_id: "c", state: "running" } as const;

test("while the server tells, what it tells of is read when it says so, and otherwise every five minutes", async () => {
  vi.useFakeTimers();
  try {
    const made = keeper();
    const told = vi.fn(async () => ({ ok: true as const, value: false }));
    const polled = vi.fn(async () => ({ ok: true as const, value: false }));
    made.source({ read: told, isTouched: ({ event }) => event === "job_changed" }).subscribe(() => undefined);
    made.source({ read: polled }).subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(10);
    made.tellsSince(Date.now());
    // what was read before the server began to tell is read once more
    await vi.advanceTimersByTimeAsync(31_000);
    expect(told).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(270_000);
    expect([told.mock.calls.length, polled.mock.calls.length]).toEqual([2, 11]);
    made.told([{ event: "groups_changed", version: "v" }]);
    made.told([OF_A_JOB]);
    await vi.advanceTimersByTimeAsync(10);
    expect(told).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(330_000);
    expect(told).toHaveBeenCalledTimes(4);
    made.tellsSince(undefined);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(told).toHaveBeenCalledTimes(6);
  } finally {
    vi.useRealTimers();
  }
});

test("what runs is read every five seconds while the server tells of it, instead of every two", async () => {
  vi.useFakeTimers();
  try {
    const made = keeper();
    const read = vi.fn(async () => ({ ok: true as const, value: true }));
    made.tellsSince(Date.now());
    made.source({ read, isBusy: (value) => value, isTouched: () => true }).subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(60_500);
    expect(read.mock.calls.length).toBeLessThanOrEqual(13);
    expect(read.mock.calls.length).toBeGreaterThanOrEqual(11);
  } finally {
    vi.useRealTimers();
  }
});
