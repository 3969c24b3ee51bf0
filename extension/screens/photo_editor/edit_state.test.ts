// @vitest-environment node
// The history of an edit: what undo and redo lead to, what is saved on what, and that an edit made elsewhere is chosen, not lost.
import { expect, test } from "vitest";
import type { PhotoEdit, PhotoOperation } from "../../../shared-schemas/wire";
import { begin, canRedo, canUndo, type EditEvent, type EditState, inForce, reduce, seen, toSend, unsavedOf } from "./edit_state";

const TURN: PhotoOperation = { is: "rotate", turns: 1 };
const light = (percent: number): PhotoOperation => ({ is: "brightness", percent });

function edit(changes: Partial<PhotoEdit> = {}): PhotoEdit {
  return {
    photo_id: "p",
    revision: 0,
    steps: [[]],
    at: 0,
    state: "done",
    problem: null,
    rendering: 0,
    width: 300,
    height: 400,
    has_mask: false,
    has_server_mask: false,
    color: null,
    ...changes,
  };
}

function after(state: EditState, ...events: EditEvent[]): EditState {
  return events.reduce(reduce, state);
}

const change = (operations: PhotoOperation[], kind: "brightness" | "several", now: number): EditEvent => ({
  is: "changed",
  operations,
  kind,
  now,
});

test("undo and redo walk the history, and a new change ends what was taken back", () => {
  const two = after(begin(edit()), change([TURN], "several", 0), change([TURN, light(5)], "several", 10));
  const back = after(two, { is: "undo" });
  expect(inForce(back)).toEqual([TURN]);
  expect([canUndo(back), canRedo(back)]).toEqual([true, true]);
  expect(inForce(after(back, { is: "redo" }))).toEqual([TURN, light(5)]);
  const other = after(back, change([], "several", 20));
  expect(other.steps).toEqual([[], [TURN], []]);
  expect(after(other, { is: "redo" })).toEqual(other);
  expect(inForce(after(other, { is: "undo" }, { is: "undo" }, { is: "undo" }))).toEqual([]);
});

test("the keys of one slider are one step, a pause begins the next", () => {
  const quick = after(begin(edit()), ...[1, 2, 3].map((value) => change([light(value)], "brightness", value * 100)));
  expect(quick.steps).toEqual([[], [light(3)]]);
  expect(after(quick, change([light(9)], "brightness", 5000)).steps).toHaveLength(3);
});

test("what is held is seen and not saved", () => {
  const held = after(begin(edit()), { is: "held", operations: [light(7)] });
  expect(seen(held)).toEqual([light(7)]);
  expect(toSend(held)).toBeNull();
  expect(seen(after(held, change([light(8)], "brightness", 0)))).toEqual([light(8)]);
});

test("the oldest step goes when there are twenty", () => {
  let state = begin(edit());
  for (let value = 1; value <= 30; value++) state = after(state, change([light(value)], "several", value));
  expect(state.steps).toHaveLength(20);
  expect(inForce(state)).toEqual([light(30)]);
});

test("a change made while a save is under way is saved next, on the new revision", () => {
  const sending = after(begin(edit()), change([TURN], "several", 0), { is: "sending" }, change([], "several", 10));
  expect(toSend(sending)).toBeNull();
  const saved = after(sending, { is: "saved", edit: edit({ revision: 1, steps: [[], [TURN]], at: 1, state: "waiting" }) });
  expect(toSend(saved)).toEqual({ revision: 1, steps: [[], [TURN], []], at: 2 });
  const done = after(saved, { is: "sending" }, { is: "saved", edit: edit({ revision: 2, steps: [[], [TURN], []], at: 2 }) });
  expect([toSend(done), unsavedOf(done)]).toEqual([null, null]);
});

test("the server's drawing is followed; another device's edit is taken over where nothing is unsaved", () => {
  const saved = begin(edit({ revision: 1, steps: [[], [TURN]], at: 1, state: "waiting" }));
  const drawn = after(saved, { is: "read", edit: edit({ revision: 1, steps: [[], [TURN]], at: 1, rendering: 1 }) });
  expect([drawn.base.state, drawn.base.rendering]).toEqual(["done", 1]);
  const theirs = edit({ revision: 2, steps: [[], [TURN], []], at: 2 });
  expect(inForce(after(drawn, { is: "read", edit: theirs }))).toEqual([]);
  expect(after(drawn, { is: "read", edit: edit() })).toEqual(drawn);
});

test("two edits of one photo: the person chooses, and either can be had", () => {
  const theirs = edit({ revision: 3, steps: [[], [light(9)]], at: 1 });
  const mine = after(
    begin(edit()),
    change([TURN], "several", 0),
    { is: "sending" },
    { is: "changed_elsewhere", current: theirs },
  );
  expect([toSend(mine), inForce(mine)]).toEqual([null, [TURN]]);
  expect(inForce(after(mine, { is: "chosen", side: "theirs" }))).toEqual([light(9)]);
  expect(toSend(after(mine, { is: "chosen", side: "mine" }))).toEqual({ revision: 3, steps: [[], [TURN]], at: 1 });
});

test("what a closed window left goes on where the server still is, and is asked about where it is not", () => {
  const left = { revision: 4, steps: [[], [TURN]], at: 1 };
  expect(toSend(begin(edit({ revision: 4 }), left))).toEqual({ revision: 4, steps: [[], [TURN]], at: 1 });
  expect(begin(edit({ revision: 5, steps: [[], [light(1)]], at: 1 }), left).theirs).not.toBeNull();
  expect(begin(edit({ revision: 5, steps: [[], [TURN]], at: 1 }), left).theirs).toBeNull();
});

test("a save whose answer was lost is recognised by what it says", () => {
  const lost = after(
    begin(edit()),
    change([TURN], "several", 0),
    { is: "sending" },
    { is: "not_saved", trouble: { kind: "away" } },
  );
  const read = after(lost, { is: "read", edit: edit({ revision: 1, steps: [[], [TURN]], at: 1 }) });
  expect([read.theirs, read.trouble, toSend(read)]).toEqual([null, null, null]);
});

test("what a closed window had sent is its own, also under a change made since, and with an old memory of the server", () => {
  const left = { revision: 4, steps: [[], [TURN]], at: 1 };
  const opened = after(begin(edit({ revision: 3 }), left), change([], "several", 0));
  expect(opened.theirs).toBeNull();
  const stored = after(opened, { is: "read", edit: edit({ revision: 5, steps: [[], [TURN]], at: 1 }) });
  expect(toSend(stored)).toEqual({ revision: 5, steps: [[], [TURN], []], at: 2 });
  const notStored = after(opened, { is: "read", edit: edit({ revision: 4 }) });
  expect(toSend(notStored)).toEqual({ revision: 4, steps: [[], [TURN], []], at: 2 });
});

test("a refusal waits for another change, the server away does not", () => {
  const refused = after(
    begin(edit()),
    change([TURN], "several", 0),
    { is: "sending" },
    {
      is: "not_saved",
      trouble: { kind: "refused", code: "quota_reached" },
    },
  );
  expect(toSend(refused)).toBeNull();
  expect(toSend(after(refused, change([light(1)], "several", 10)))).not.toBeNull();
  const away = after(
    begin(edit()),
    change([TURN], "several", 0),
    { is: "sending" },
    { is: "not_saved", trouble: { kind: "away" } },
  );
  expect(toSend(away)).not.toBeNull();
  expect(unsavedOf(away)).toEqual({ revision: 0, steps: [[], [TURN]], at: 1 });
});
