// Frames a person moves and sizes on a picture, in ten-thousandths of it: pure numbers, kept inside and, for a crop, in its ratio.
import type { BlurRegion, CropRatio, CropTo } from "../../../shared-schemas/wire";
import type { Size } from "../../pixels/operations";

export const WHOLE = 10_000;
const LEAST = 500;

export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

export type Corner = "top_left" | "top_right" | "bottom_left" | "bottom_right";
export const CORNERS: readonly Corner[] = ["top_left", "top_right", "bottom_left", "bottom_right"];

const RATIOS: Readonly<Record<CropRatio, number | undefined>> = { free: undefined, "1:1": 1, "3:4": 3 / 4, "4:3": 4 / 3 };

/** Width to height in ten-thousandths of a picture of this size. */
export function shapeIn(ratio: CropRatio, { width, height }: Size): number | undefined {
  const wanted = RATIOS[ratio];
  return wanted === undefined ? undefined : (wanted * height) / width;
}

export function movedBy(frame: Frame, across: number, down: number): Frame {
  return {
    ...frame,
    left: within(frame.left + across, 0, WHOLE - frame.width),
    top: within(frame.top + down, 0, WHOLE - frame.height),
  };
}

/** One corner is moved, the one across from it stays. With a shape the width decides. */
export function sizedBy(frame: Frame, corner: Corner, across: number, down: number, shape?: number): Frame {
  const [isLeft, isTop] = [corner.endsWith("left"), corner.startsWith("top")];
  const mostAcross = isLeft ? frame.left + frame.width : WHOLE - frame.left;
  const mostDown = isTop ? frame.top + frame.height : WHOLE - frame.top;
  let width = within(frame.width + (isLeft ? -across : across), LEAST, mostAcross);
  let height = within(frame.height + (isTop ? -down : down), LEAST, mostDown);
  if (shape !== undefined) {
    if (across === 0 && down !== 0) width = height * shape;
    width = within(width, Math.max(LEAST, LEAST * shape), Math.min(mostAcross, mostDown * shape));
    height = width / shape;
  }
  return rounded({
    left: isLeft ? frame.left + frame.width - width : frame.left,
    top: isTop ? frame.top + frame.height - height : frame.top,
    width,
    height,
  });
}

/** The largest frame of this shape inside another one, about its middle. */
export function shapedIn(frame: Frame, shape: number | undefined): Frame {
  if (shape === undefined) return frame;
  const width = Math.min(frame.width, frame.height * shape);
  const height = width / shape;
  return rounded({
    left: frame.left + (frame.width - width) / 2,
    top: frame.top + (frame.height - height) / 2,
    width,
    height,
  });
}

function rounded({ left, top, width, height }: Frame): Frame {
  const size = { width: within(Math.round(width), 100, WHOLE), height: within(Math.round(height), 100, WHOLE) };
  return {
    left: within(Math.round(left), 0, WHOLE - size.width),
    top: within(Math.round(top), 0, WHOLE - size.height),
    ...size,
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

export const ALL: Frame = { left: 0, top: 0, width: WHOLE, height: WHOLE };

export function frameOf({ left, top, width, height }: CropTo | BlurRegion): Frame {
  return { left, top, width, height };
}

/** A key on a frame: arrows move it, with shift they size it by its lower right corner. Undefined: the key is not the frame's. */
export function keyed(
  frame: Frame,
  { key, shiftKey, altKey }: Pick<KeyboardEvent, "key" | "shiftKey" | "altKey">,
  shape?: number,
) {
  const step = altKey ? 500 : 100;
  const [across, down] = [
    key === "ArrowRight" ? step : key === "ArrowLeft" ? -step : 0,
    key === "ArrowDown" ? step : key === "ArrowUp" ? -step : 0,
  ];
  if (across === 0 && down === 0) return undefined;
  return shiftKey ? sizedBy(frame, "bottom_right", across, down, shape) : movedBy(frame, across, down);
}
