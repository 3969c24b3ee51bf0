// What a camera wrote beside the picture, as far as we use it: when it was taken and which side is up. The block is TIFF in all
// formats (JPEG APP1, PNG eXIf, WebP EXIF); where it lies in a file is known by header.ts. Places are never read.

export interface CameraFacts {
  /** ISO 8601 in UTC; the camera's local time taken as UTC when it names no offset. */
  captured_at: string | null;
  /** EXIF's 1 to 8; 1 is upright. */
  orientation: number;
}

export const NO_FACTS: CameraFacts = { captured_at: null, orientation: 1 };

const ORIENTATION = 0x0112;
const DATE_TIME = 0x0132;
const CAMERA_BLOCK = 0x8769;
/** The time and its offset from UTC, the moment of the shot first. */
const TIMES: readonly [time: number, offset: number][] = [
  [0x9003, 0x9011],
  [0x9004, 0x9012],
];
const ASCII = 2;
const SHORT = 3;
const LONG = 4;

type Field = string | number;

/** Reads a TIFF block, with or without "Exif\0\0" before it. A broken block tells nothing and costs nothing. */
export function readCameraFacts(block: Uint8Array): CameraFacts {
  const start = startsWith(block, "Exif\0\0") ? 6 : 0;
  const view = new DataView(block.buffer, block.byteOffset + start, block.byteLength - start);
  try {
    const order = view.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return NO_FACTS;
    const little = order === 0x4949;
    const main = readFields(view, view.getUint32(4, little), little);
    const at = main.get(CAMERA_BLOCK);
    const camera = typeof at === "number" ? readFields(view, at, little) : new Map<number, Field>();
    const turned = main.get(ORIENTATION);
    return {
      captured_at: capturedAt(camera) ?? moment(main.get(DATE_TIME), undefined),
      orientation: typeof turned === "number" && turned >= 1 && turned <= 8 ? turned : 1,
    };
  } catch (error) {
    if (error instanceof RangeError) return NO_FACTS;
    throw error;
  }
}

function capturedAt(camera: Map<number, Field>): string | null {
  for (const [time, offset] of TIMES) {
    const found = moment(camera.get(time), camera.get(offset));
    if (found) return found;
  }
  return null;
}

/** The numbers and texts of one directory. A pointer past the end throws RangeError. */
function readFields(view: DataView, at: number, little: boolean): Map<number, Field> {
  const fields = new Map<number, Field>();
  const count = view.getUint16(at, little);
  for (let entry = 0; entry < count; entry += 1) {
    const from = at + 2 + entry * 12;
    const type = view.getUint16(from + 2, little);
    const length = view.getUint32(from + 4, little);
    const tag = view.getUint16(from, little);
    if (type === SHORT) fields.set(tag, view.getUint16(from + 8, little));
    if (type === LONG) fields.set(tag, view.getUint32(from + 8, little));
    if (type === ASCII) fields.set(tag, text(view, length <= 4 ? from + 8 : view.getUint32(from + 8, little), length));
  }
  return fields;
}

function text(view: DataView, at: number, length: number): string {
  let read = "";
  for (let place = at; place < at + Math.min(length, 64); place += 1) {
    const code = view.getUint8(place);
    if (code === 0) break;
    read += String.fromCharCode(code);
  }
  return read.trim();
}

/** "2026:11:14 14:05:00" and "+01:00" as one moment; a clock that was never set ("0000:00:00 …") is none. */
function moment(time: Field | undefined, offset: Field | undefined): string | null {
  const read = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(time ?? ""));
  if (!read) return null;
  const zone = /^[+-]\d\d:\d\d$/.test(String(offset ?? "")) ? String(offset) : "Z";
  const parsed = new Date(`${read[1]}-${read[2]}-${read[3]}T${read[4]}${zone}`);
  return Number.isNaN(parsed.getTime()) ? null : parsed.toISOString();
}

export function startsWith(bytes: Uint8Array, word: string, at = 0): boolean {
  for (let place = 0; place < word.length; place += 1) if (bytes[at + place] !== word.charCodeAt(place)) return false;
  return true;
}
