// A photo's operations by kind, and where in a frame they are. The maths is told in words in shared-schemas/vintedbot_schemas/edits.py.
import type { BlurRegion, CropTo, PhotoOperation, Watermark } from "../../shared-schemas/wire";

const PARTS = 10_000;

export type Kind = PhotoOperation["is"];
export type Of<K extends Kind> = Extract<PhotoOperation, { is: K }>;

/** The operation of this kind; of two the later one, as the server has it. */
export function find<K extends Kind>(operations: readonly PhotoOperation[], kind: K): Of<K> | undefined {
  return operations.findLast((each): each is Of<K> => each.is === kind);
}

export function regionsOf(operations: readonly PhotoOperation[]): BlurRegion[] {
  return operations.filter((each) => each.is === "blur");
}

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

/** The pixel a ten-thousandth of a frame falls on. */
function along(part: number, length: number): number {
  return Math.floor((part * length * 2 + PARTS) / (2 * PARTS));
}

/** A rectangle in pixels: inside the frame and never empty. */
export function boxIn(part: CropTo | BlurRegion, { width, height }: Size): Box {
  const left = Math.min(along(part.left, width), width - 1);
  const top = Math.min(along(part.top, height), height - 1);
  const right = Math.max(left + 1, Math.min(width, along(part.left + part.width, width)));
  const bottom = Math.max(top + 1, Math.min(height, along(part.top + part.height, height)));
  return { left, top, width: right - left, height: bottom - top };
}

/** The frame after rotating and straightening: what a crop is in. */
export function turnedSize({ width, height }: Size, operations: readonly PhotoOperation[]): Size {
  const isSideways = (find(operations, "rotate")?.turns ?? 0) % 2 === 1;
  return straightenedSize(
    isSideways ? { width: height, height: width } : { width, height },
    find(operations, "straighten")?.tenths,
  );
}

export function straightenedSize({ width, height }: Size, tenths = 0): Size {
  if (tenths === 0) return { width, height };
  const angle = (tenths / 10) * (Math.PI / 180);
  const less = Math.cos(angle) + Math.abs(Math.sin(angle)) * Math.max(width / height, height / width);
  return { width: Math.max(1, Math.floor(width / less + 0.5)), height: Math.max(1, Math.floor(height / less + 0.5)) };
}

/** Where in a picture of this size a drawing of the watermark stands. */
export function markIn(drawing: Size, mark: Watermark, { width, height }: Size): Box {
  const shorter = Math.min(width, height);
  const scale = Math.min((shorter * mark.size) / 100 / drawing.height, (width * 0.9) / drawing.width);
  const across = Math.min(Math.max(1, Math.floor(drawing.width * scale + 0.5)), width);
  const down = Math.min(Math.max(1, Math.floor(drawing.height * scale + 0.5)), height);
  const off = Math.min(Math.floor(shorter * 0.03 + 0.5), width - across, height - down);
  const [right, bottom] = [width - across - off, height - down - off];
  const places = {
    middle: [Math.floor((width - across) / 2), Math.floor((height - down) / 2)],
    top_left: [off, off],
    top_right: [right, off],
    bottom_left: [off, bottom],
    bottom_right: [right, bottom],
  } as const;
  const [left, top] = places[mark.corner];
  return { left, top, width: across, height: down };
}
