// @vitest-environment node
// Frames stay inside the picture and in their ratio, whatever is done to them; and turning keeps what is seen.
import { expect, test } from "vitest";
import type { CropRatio, PhotoOperation } from "../../../shared-schemas/wire";
import { find } from "../../pixels/operations";
import { mirrored, shared, turnedBy, withRegion, withSlider } from "./change";
import { ALL, CORNERS, type Frame, keyed, movedBy, shapedIn, shapeIn, sizedBy, WHOLE } from "./frames";

/** A row of numbers that looks random and is the same each time. */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * most);
  };
}

function isInside({ left, top, width, height }: Frame): boolean {
  return left >= 0 && top >= 0 && width >= 100 && height >= 100 && left + width <= WHOLE + 1 && top + height <= WHOLE + 1;
}

test.each<CropRatio>(["free", "1:1", "3:4", "4:3"])("a frame of ratio %s is moved and sized at random", (ratio) => {
  const next = numbers(7);
  const size = { width: 900, height: 1200 };
  const shape = shapeIn(ratio, size);
  let frame = shapedIn(ALL, shape);
  for (let round = 0; round < 2000; round++) {
    const [across, down] = [next(8000) - 4000, next(8000) - 4000];
    const corner = CORNERS[next(4)] ?? "top_left";
    frame = next(2) === 0 ? movedBy(frame, across, down) : sizedBy(frame, corner, across, down, shape);
    expect(isInside(frame), JSON.stringify(frame)).toBe(true);
    // whole ten-thousandths: the ratio is met to a hundredth
    if (shape !== undefined) expect(Math.abs(frame.width / frame.height / shape - 1)).toBeLessThan(0.02);
  }
});

test("arrows move a frame, with shift they size it, other keys are not its own", () => {
  const frame = { left: 1000, top: 1000, width: 4000, height: 4000 };
  expect(keyed(frame, { key: "ArrowRight", shiftKey: false, altKey: false })).toEqual({ ...frame, left: 1100 });
  expect(keyed(frame, { key: "ArrowUp", shiftKey: false, altKey: true })).toEqual({ ...frame, top: 500 });
  expect(keyed(frame, { key: "ArrowDown", shiftKey: true, altKey: false })).toEqual({ ...frame, height: 4100 });
  expect(keyed(frame, { key: "ArrowDown", shiftKey: true, altKey: false }, 1)).toEqual({ ...frame, width: 4100, height: 4100 });
  expect(keyed(frame, { key: "a", shiftKey: false, altKey: false })).toBeUndefined();
});

test("four quarters are none, in a mirror a quarter goes the other way, and a crop ends with a turn", () => {
  let operations: readonly PhotoOperation[] = [];
  for (let turn = 0; turn < 4; turn++) operations = turnedBy(operations, 1);
  expect(operations).toEqual([]);
  expect(find(turnedBy(mirrored([]), 1), "rotate")?.turns).toBe(3);
  expect(turnedBy([{ is: "crop", ...ALL, ratio: "free" }], 1)).toEqual([{ is: "rotate", turns: 1 }]);
  expect(mirrored(mirrored([]))).toEqual([]);
});

test("a slider at nothing leaves nothing, a region is put, changed and removed at its place", () => {
  expect(withSlider(withSlider([], "contrast", 9), "contrast", 0)).toEqual([]);
  const region = (left: number) => ({ is: "blur" as const, left, top: 0, width: 500, height: 500, strength: 2 });
  const two = withRegion(withRegion([], 0, region(1)), 1, region(2));
  expect(withRegion(two, 0, region(9))).toEqual([region(9), region(2)]);
  expect(withRegion(two, 0, undefined)).toEqual([region(2)]);
});

test("what is about one photo is not done on many", () => {
  const operations: PhotoOperation[] = [
    { is: "crop", ...ALL, ratio: "free" },
    { is: "straighten", tenths: 5 },
    { is: "saturation", percent: 5 },
  ];
  expect(shared(operations)).toEqual([{ is: "saturation", percent: 5 }]);
});
