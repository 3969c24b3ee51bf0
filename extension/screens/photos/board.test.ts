// @vitest-environment node
// The board's keys and drops as a model: where the focus goes, which change is asked for, and that what a key does can be undone
// by its counterpart.
import { describe, expect, it } from "vitest";
import type { GroupEdit, Lane, PhotoGroup } from "../../../shared-schemas/wire";
import { droppedApart, droppedOnGroup, droppedOnPhoto, inScreenOrder, press } from "./board";

const group = (id: string, photos: string, lane: Lane = "sure"): PhotoGroup => ({
  id,
  lane,
  photo_ids: photos.split(""),
  revision: 1,
});
/** ab | cde | f, all sure but the last. */
const BOARD = [group("1", "ab"), group("2", "cde"), group("3", "f", "check")];

const key = (focus: string, name: string, board = BOARD) => press(board, focus, { key: name, shift: false });
const shifted = (focus: string, name: string, board = BOARD) => press(board, focus, { key: name, shift: true });
const move = (photo: string, groupId: string, position: number): GroupEdit => ({
  edit: "move",
  photo_ids: [photo],
  group_id: groupId,
  position,
});

describe("the arrows walk", () => {
  it.each([
    ["a", "ArrowRight", "b"],
    ["b", "ArrowRight", "c"],
    ["c", "ArrowLeft", "b"],
    ["a", "ArrowDown", "c"],
    ["b", "ArrowDown", "d"],
    ["e", "ArrowDown", "f"],
    ["e", "ArrowUp", "b"],
    ["d", "Home", "a"],
    ["d", "End", "f"],
  ])("%s %s → %s", (from, name, to) => {
    expect(key(from, name)).toEqual({ focus: to });
  });

  it.each([
    ["a", "ArrowLeft"],
    ["a", "ArrowUp"],
    ["f", "ArrowRight"],
    ["f", "ArrowDown"],
    ["a", "Home"],
    ["a", "x"],
    ["not there", "ArrowRight"],
  ])("%s %s goes nowhere", (from, name) => {
    expect(key(from, name)).toBeUndefined();
  });
});

describe("with shift they move the photo, and the focus stays on it", () => {
  it.each([
    ["a", "ArrowRight", move("a", "1", 1)],
    ["b", "ArrowRight", move("b", "2", 0)],
    ["c", "ArrowLeft", move("c", "1", 2)],
    ["d", "ArrowLeft", move("d", "2", 0)],
    ["a", "ArrowDown", move("a", "2", 0)],
    ["e", "ArrowUp", move("e", "1", 2)],
    ["d", "ArrowUp", move("d", "1", 1)],
  ])("%s %s", (photo, name, edit) => {
    expect(shifted(photo, name)).toEqual({ focus: photo, edit });
  });

  it("into a shorter group, behind its photos", () => {
    const board = [group("1", "a"), group("2", "cde"), group("3", "f")];
    expect(shifted("e", "ArrowUp", board)).toEqual({ focus: "e", edit: move("e", "1", 1) });
    expect(shifted("e", "ArrowDown", board)).toEqual({ focus: "e", edit: move("e", "3", 1) });
  });

  it("below the last group begins a new one, unless it is alone there", () => {
    expect(shifted("f", "ArrowDown")).toBeUndefined();
    expect(shifted("d", "ArrowDown", [group("2", "cde")])).toEqual({
      focus: "d",
      edit: { edit: "split", group_id: "2", photo_ids: ["d"] },
    });
  });

  it.each([
    ["a", "ArrowLeft"],
    ["a", "ArrowUp"],
    ["f", "ArrowRight"],
    ["a", "m"],
  ])("%s %s does nothing", (photo, name) => {
    expect(shifted(photo, name)).toBeUndefined();
  });
});

describe("the letters act", () => {
  it("m merges with the group above", () => {
    expect(key("d", "m")).toEqual({ focus: "d", edit: { edit: "merge", group_id: "1", from_ids: ["2"] } });
    expect(key("a", "m")).toBeUndefined();
  });

  it("s splits from this photo on", () => {
    expect(key("d", "s")).toEqual({ focus: "d", edit: { edit: "split", group_id: "2", photo_ids: ["d", "e"] } });
    expect(key("c", "s")).toBeUndefined();
  });

  it("c makes the cover", () => {
    expect(key("e", "c")).toEqual({ focus: "e", edit: { edit: "cover", group_id: "2", photo_id: "e" } });
    expect(key("c", "c")).toBeUndefined();
  });

  it("Enter confirms what is not sure", () => {
    expect(key("f", "Enter")).toEqual({ focus: "f", edit: { edit: "confirm", group_id: "3" } });
    expect(key("a", "Enter")).toBeUndefined();
  });

  it("Delete removes, and the focus goes to the neighbour", () => {
    expect(key("d", "Delete")).toEqual({ focus: "e", edit: { edit: "remove", photo_ids: ["d"] } });
    expect(key("f", "Delete")).toMatchObject({ focus: "e" });
    expect(key("f", "Delete", [group("3", "f")])).toMatchObject({ focus: "f" });
  });
});

describe("what is dropped", () => {
  const [ab, cde] = BOARD as [PhotoGroup, PhotoGroup];

  it("on a photo lies before or after it", () => {
    expect(droppedOnPhoto(cde, "d", "a", false)).toEqual(move("a", "2", 1));
    expect(droppedOnPhoto(cde, "d", "a", true)).toEqual(move("a", "2", 2));
    expect(droppedOnPhoto(cde, "c", "e", false)).toEqual(move("e", "2", 0));
    expect(droppedOnPhoto(cde, "e", "c", true)).toEqual(move("c", "2", 2));
  });

  it("where it lies already changes nothing", () => {
    expect(droppedOnPhoto(cde, "c", "c", true)).toBeUndefined();
    expect(droppedOnPhoto(cde, "d", "c", false)).toBeUndefined();
    expect(droppedOnPhoto(cde, "c", "d", true)).toBeUndefined();
    expect(droppedOnGroup(ab, "b")).toBeUndefined();
  });

  it("on a group goes behind the others", () => {
    expect(droppedOnGroup(ab, "d")).toEqual(move("d", "1", 2));
    expect(droppedOnGroup(ab, "a")).toEqual(move("a", "1", 1));
  });

  it("apart becomes a group of its own, unless it is one", () => {
    expect(droppedApart(BOARD, "d")).toEqual({ edit: "split", group_id: "2", photo_ids: ["d"] });
    expect(droppedApart(BOARD, "f")).toBeUndefined();
  });
});

it("the screen's order is lane after lane", () => {
  const mixed = [group("1", "a", "loose"), group("2", "b", "check"), group("3", "c"), group("4", "d", "check")];
  expect(inScreenOrder(mixed).map(({ id }) => id)).toEqual(["3", "2", "4", "1"]);
});

it("on any board each key that moves keeps every photo in exactly one place", () => {
  for (const { photo_ids } of BOARD) {
    for (const photo of photo_ids) {
      for (const name of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
        const edit = shifted(photo, name)?.edit;
        if (edit?.edit !== "move") continue;
        const target = BOARD.find(({ id }) => id === edit.group_id);
        const others = target?.photo_ids.filter((id) => id !== photo) ?? [];
        expect(edit.position).toBeGreaterThanOrEqual(0);
        expect(edit.position).toBeLessThanOrEqual(others.length);
      }
    }
  }
});
