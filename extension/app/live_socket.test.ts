// @vitest-environment node
// One socket: what it says first, what its frames become, and how it ends when the line is dead or nobody looks any more.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LiveTicket } from "../../shared-schemas/wire";
import { useServer } from "../backend/address";
import type { Result } from "../screens/ports";
import { LiveLine } from "../stage/live_line";
import { listen, SILENCE_MS, WATCH_MS, type Word } from "./live_socket";

const CLOSET = "01900000-0000-7000-8000-000000000001";
let words: Word[];
let leave: AbortController;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", LiveLine);
  LiveLine.lines = [];
  words = [];
  leave = new AbortController();
  await useServer("http://localhost:8710");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opened(after?: number): Promise<{ line: LiveLine; ended: Promise<boolean> }> {
  const ticket = async (): Promise<Result<LiveTicket>> => ({ ok: true, value: { ticket: "once" } });
  const ended = listen({ ticket, after, tell: (word) => words.push(word), signal: leave.signal });
  await vi.waitFor(() => expect(LiveLine.lines[0]?.said).toHaveLength(1));
  const [line] = LiveLine.lines;
  if (!line) throw new Error("no socket");
  return { line, ended };
}

it("brings the ticket in its first frame, and nowhere in its address", async () => {
  const { line } = await opened(7);
  expect(line.url).toBe("ws://localhost:8710/api/v1/live");
  expect(line.said).toEqual([{ ticket: "once", after: 7 }]);
});

it("tells what happened, in order and with the number of the last", async () => {
  const { line, ended } = await opened();
  const what = { event: "closet_changed", closet_id: CLOSET };
  line.hears({ frame: "welcome", number: 4 });
  line.hears({ frame: "happened", events: [5, 6].map((number) => ({ number, what })) });
  line.hears({ frame: "start_over", number: 9 });
  line.hears({ frame: "beat", number: 9 });
  expect(words).toEqual([
    { is: "alive", number: 4 },
    { is: "heard", number: 6, events: [what, what] },
    { is: "missed", number: 9 },
    { is: "alive", number: 9 },
  ]);
  line.close();
  expect(await ended).toBe(true);
});

it.each([
  ["an event of a newer server", { frame: "happened", events: [{ number: 5, what: { event: "news" } }] }],
  ["nonsense", "{"],
])("%s says at least that something is new", async (_, frame) => {
  const { line } = await opened(4);
  line.hears(frame);
  expect(words).toEqual([{ is: "missed", number: 4 }]);
});

it("a line that says nothing for two beats is dead, and one that beats is not", async () => {
  const { line, ended } = await opened();
  line.hears({ frame: "welcome", number: 0 });
  await vi.advanceTimersByTimeAsync(SILENCE_MS - WATCH_MS);
  line.hears({ frame: "beat", number: 0 });
  await vi.advanceTimersByTimeAsync(SILENCE_MS - WATCH_MS);
  expect(line.isClosed).toBe(false);
  await vi.advanceTimersByTimeAsync(3 * WATCH_MS);
  expect(line.isClosed).toBe(true);
  expect(await ended).toBe(true);
});

it("ends at once when nobody looks any more, and says nothing after it", async () => {
  const { line, ended } = await opened();
  leave.abort();
  expect(await ended).toBe(false);
  expect(line.isClosed).toBe(true);
  line.hears({ frame: "beat", number: 1 });
  expect(words).toEqual([]);
});

it("without a ticket it opens nothing", async () => {
  const refused = async (): Promise<Result<LiveTicket>> => ({ ok: false, failure: { why: "not_connected" } });
  expect(await listen({ ticket: refused, after: undefined, tell: () => undefined, signal: leave.signal })).toBe(false);
  expect(LiveLine.lines).toEqual([]);
});
