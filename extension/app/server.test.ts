// One press makes one thing, however often its lost answer is asked for; and a full board is asked for in addresses that fit.
import { beforeEach, expect, it, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import type { Problem } from "../backend/problems";

interface Asked {
  operation: string;
  args: { headers?: Record<string, string>; query?: { ids?: string }; body?: unknown };
}

const asked: Asked[] = [];
let answer: (asked: Asked) => unknown;

beforeEach(() => {
  fakeBrowser.reset();
  vi.resetModules();
  asked.length = 0;
  vi.spyOn(browser.runtime, "sendMessage").mockImplementation((async (message: unknown) => {
    asked.push(message as Asked);
    return { value: answer(message as Asked) };
  }) as never);
});

const away = () => ({ ok: false, failed: "away" });
const made = () => ({ ok: true, value: { id: "made" } });
const refused = (code: string) => () => ({ ok: false, failed: "refused", problem: { code, data: {} } as unknown as Problem });
const keys = () => asked.map(({ args }) => args.headers?.["idempotency-key"]);

it("a press whose answer was lost is repeated under its key; the next press has another", async () => {
  const { server } = await import("./server");
  const press = () => server("create_draft", { body: {} });
  answer = away;
  await press();
  answer = refused("still_running");
  await press();
  answer = made;
  expect(await press()).toMatchObject({ ok: true });
  await press();
  const [first, second, third, fourth] = keys();
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect([second, third]).toEqual([first, first]);
  expect(fourth).not.toBe(first);
});

it("another wish has a key of its own, also while the first is unanswered", async () => {
  const { server } = await import("./server");
  answer = away;
  for (const id of ["a", "b", "a"]) await server("duplicate_draft", { path: { id } });
  const [first, second, third] = keys();
  expect(second).not.toBe(first);
  expect(third).toBe(first);
});

it("a refusal is an answer", async () => {
  const { server } = await import("./server");
  answer = refused("item_busy");
  const press = () => server("wish", { body: { closet_id: crypto.randomUUID(), wish: { verb: "sync_closet" } } });
  await press();
  await press();
  expect(new Set(keys()).size).toBe(2);
});

it("what makes nothing carries no key", async () => {
  const { server } = await import("./server");
  answer = made;
  await server("drafts", {});
  await server("save_draft", { path: { id: "a" }, body: { revision: 1 } as never });
  expect(keys()).toEqual([undefined, undefined]);
});

it("a board of 450 photos is asked for in chunks, and shown whole", async () => {
  const { createBoard } = await import("./photos_port");
  const ids = Array.from({ length: 450 }, () => crypto.randomUUID());
  answer = ({ operation, args }) => {
    if (operation === "groups") return { ok: true, value: { items: [{ id: "g", photo_ids: ids }], undo: null } };
    const wanted = args.query?.ids?.split(",") ?? [];
    // as our server does
    if ((args.query?.ids ?? "").length > 14_800) return refused("invalid_input")();
    return { ok: true, value: { items: wanted.filter((id) => id !== "").map((id) => ({ id })) } };
  };
  let read: (() => Promise<{ ok: boolean; value?: { photos: object } }>) | undefined;
  createBoard({
    source: (reader: { read: never }) => {
      read = reader.read;
      return {} as never;
    },
  } as never);
  const board = await read?.();
  expect(board).toMatchObject({ ok: true });
  expect(Object.keys(board?.value?.photos ?? {})).toHaveLength(450);
  expect(asked.filter(({ args }) => args.query?.ids).map(({ args }) => args.query?.ids?.split(",").length)).toEqual([
    200, 200, 50,
  ]);
});
