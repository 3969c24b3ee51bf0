// @vitest-environment node
// Windows that follow the server together: one holds the socket and tells the others; hidden, it lets go; what was missed is read.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Event as News } from "../../shared-schemas/wire";
import { LiveLine } from "../stage/live_line";
import { followServer } from "./live";

const CLOSET = "01900000-0000-7000-8000-000000000001";
const WHAT: News = { event: "closet_changed", closet_id: CLOSET };

/** The windows of a test are seen and hidden together. */
let page: EventTarget & { visibilityState: string };
const globalEvents = new EventTarget();

beforeEach(() => {
  LiveLine.lines = [];
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("WebSocket", LiveLine);
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", globalEvents.addEventListener.bind(globalEvents));
});
afterEach(async () => {
  show("hidden");
  await vi.waitFor(async () => expect((await navigator.locks.query()).held).toEqual([]));
  vi.unstubAllGlobals();
});

function show(state: "visible" | "hidden"): void {
  page.visibilityState = state;
  page.dispatchEvent(new Event("visibilitychange"));
}

function openWindow() {
  const told: News[] = [];
  const keeper = { told: (events: readonly News[]) => told.push(...events), tellsSince: vi.fn(), refreshAll: vi.fn() };
  followServer({ keeper, ticket: async () => ({ ok: true, value: { ticket: "once" } }), happened: () => undefined });
  return { heard: told, ...keeper };
}

async function socket(number: number): Promise<LiveLine> {
  await vi.waitFor(() => expect(LiveLine.lines[number]?.said).toHaveLength(1));
  const line = LiveLine.lines[number];
  if (!line) throw new Error("no socket");
  return line;
}

const isTold = (window: ReturnType<typeof openWindow>) => window.tellsSince.mock.lastCall?.[0] !== undefined;
const happened = (...numbers: number[]) => ({ frame: "happened", events: numbers.map((number) => ({ number, what: WHAT })) });

it("two windows hear by one socket, and after a silence it is asked for what came meanwhile", async () => {
  const [first, second] = [openWindow(), openWindow()];
  const line = await socket(0);
  line.hears({ frame: "welcome", number: 4 });
  line.hears(happened(5, 6));
  await vi.waitFor(() =>
    expect([first.heard, second.heard]).toEqual([
      [WHAT, WHAT],
      [WHAT, WHAT],
    ]),
  );
  expect([isTold(first), isTold(second)]).toEqual([true, true]);
  expect(LiveLine.lines).toHaveLength(1);

  line.close();
  await vi.waitFor(() => expect([isTold(first), isTold(second)]).toEqual([false, false]));
  const again = await socket(1);
  expect(again.said).toEqual([{ ticket: "once", after: 6 }]);
  again.hears({ frame: "welcome", number: 7 });
  again.hears(happened(7));
  await vi.waitFor(() => expect(second.heard).toHaveLength(3));
  expect([first.refreshAll, second.refreshAll].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
});

it("what can no longer be told is read anew, in every window", async () => {
  const [first, second] = [openWindow(), openWindow()];
  const line = await socket(0);
  line.hears({ frame: "welcome", number: 4 });
  line.hears({ frame: "start_over", number: 900 });
  await vi.waitFor(() => expect([first, second].map(({ refreshAll }) => refreshAll.mock.calls.length)).toEqual([1, 1]));
});

it("hidden, it lets the socket go and is told nothing; seen again, it opens another and asks for no past", async () => {
  const only = openWindow();
  const line = await socket(0);
  line.hears({ frame: "welcome", number: 4 });
  show("hidden");
  expect(line.isClosed).toBe(true);
  expect(isTold(only)).toBe(false);
  show("visible");
  expect((await socket(1)).said).toEqual([{ ticket: "once", after: null }]);
});
