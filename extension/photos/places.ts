// Blanking what a file says of places before it leaves this device as it is (what the browser can decode is drawn anew, without
// metadata). Nothing is moved and nothing encoded again: the blocks keep their length, so every offset in the file stays right.
import { startsWith } from "./exif";
import type { Format } from "./header";
import { segmentsOf } from "./jpeg";

/** Where a block lies in the file. `exif`: an empty block takes its place; anything else becomes zeros. */
export interface Block {
  kind: "exif" | "other";
  start: number;
  end: number;
}

/** An EXIF block without fields, as TIFF writes it: readers that look find nothing, and nothing is broken. */
const EMPTY_TIFF = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0];

/**
 * A copy of the file without what it says of camera, maker and place; undefined when it says that it has some but not where, so that nobody can
 * tell what it would give away.
 */
export function withoutPlaces(bytes: Uint8Array, format: Format): Uint8Array<ArrayBuffer> | undefined {
  const blocks = blocksOf(bytes, format);
  if (!blocks) return undefined;
  const copy = Uint8Array.from(bytes);
  for (const { kind, start, end } of blocks) {
    copy.fill(0, start, end);
    const at = start + tiffAt(bytes.subarray(start, end), format);
    if (kind === "exif" && at + EMPTY_TIFF.length <= end) {
      copy.set(bytes.subarray(start, at), start);
      copy.set(EMPTY_TIFF, at);
    }
  }
  if (format === "png") sealChunks(copy);
  return copy;
}

/** The camera's block of a file, as `readCameraFacts` reads it; undefined when there is none. */
export function cameraBlock(bytes: Uint8Array, format: Format): Uint8Array | undefined {
  const block = blocksOf(bytes, format)?.find(({ kind }) => kind === "exif");
  if (!block) return undefined;
  const whole = bytes.subarray(block.start, block.end);
  return whole.subarray(tiffAt(whole, format));
}

/** How many bytes stand before the TIFF header: HEIC says so in four bytes, and "Exif\0\0" may come first anywhere. */
function tiffAt(block: Uint8Array, format: Format): number {
  const named = format === "heic" || format === "avif" ? 4 + (block.length >= 4 ? viewOf(block).getUint32(0) : 0) : 0;
  return startsWith(block, "Exif\0\0", named) ? named + 6 : named;
}

function blocksOf(bytes: Uint8Array, format: Format): Block[] | undefined {
  switch (format) {
    case "jpeg":
      return jpegBlocks(bytes);
    case "png":
      return pngBlocks(bytes);
    case "webp":
      return webpBlocks(bytes);
    case "heic":
    case "avif":
      return heifBlocks(bytes);
    case "gif":
    case "bmp":
      // neither has a place for a camera's block
      return [];
    default:
      return format satisfies never;
  }
}

// ---------------------------------------------------------------- JPEG, PNG, WebP
/** What the picture needs to come out right: its size (JFIF), its colours (profile, Adobe). */
const OF_THE_PICTURE: Readonly<Record<number, string>> = { 224: "JFIF\0", 226: "ICC_PROFILE\0", 238: "Adobe" };

/** Every other APP segment (EXIF, XMP, IPTC, the makers' own), comments, and all that hangs on behind the picture. */
function jpegBlocks(bytes: Uint8Array): Block[] {
  return [...segmentsOf(bytes)].flatMap(({ mark, start, end }): Block[] => {
    if (mark === 0xe1 && startsWith(bytes, "Exif\0\0", start)) return [{ kind: "exif", start, end }];
    const told = (mark >= 0xe0 && mark <= 0xef) || mark === 0xfe || mark === 0xd9;
    const needed = OF_THE_PICTURE[mark];
    return told && !(needed && startsWith(bytes, needed, start)) ? [{ kind: "other", start, end }] : [];
  });
}

const PNG_TEXTS = ["tEXt", "zTXt", "iTXt"];

function pngBlocks(bytes: Uint8Array): Block[] {
  return chunksOf(bytes, 8, false).flatMap(({ name, start, end }): Block[] => {
    if (name === "eXIf") return [{ kind: "exif", start, end }];
    return PNG_TEXTS.includes(name) ? [{ kind: "other", start, end }] : [];
  });
}

function webpBlocks(bytes: Uint8Array): Block[] {
  return chunksOf(bytes, 12, true).flatMap(({ name, start, end }): Block[] => {
    if (name === "EXIF") return [{ kind: "exif", start, end }];
    return name === "XMP " ? [{ kind: "other", start, end }] : [];
  });
}

/** Chunks as PNG (length, name, data, checksum) and RIFF (name, length, data, padding) write them. */
function chunksOf(bytes: Uint8Array, from: number, riff: boolean): { name: string; start: number; end: number }[] {
  const view = viewOf(bytes);
  const chunks: { name: string; start: number; end: number }[] = [];
  for (let at = from; at + 8 <= bytes.length; ) {
    const length = riff ? view.getUint32(at + 4, true) : view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(riff ? at : at + 4, riff ? at + 4 : at + 8));
    chunks.push({ name, start: at + 8, end: Math.min(bytes.length, at + 8 + length) });
    at += 8 + length + (riff ? length % 2 : 4);
  }
  return chunks;
}

/** Every chunk's checksum, written anew. */
function sealChunks(bytes: Uint8Array): void {
  const view = viewOf(bytes);
  for (const { start, end } of chunksOf(bytes, 8, false)) {
    if (end + 4 <= bytes.length) view.setUint32(end, crc(bytes.subarray(start - 4, end)));
  }
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

// ---------------------------------------------------------------- HEIC, AVIF
const TOLD = ["udta", "meta", "uuid"];

/** A box of ISO base media: its name and where its content lies. */
interface Box {
  name: string;
  start: number;
  end: number;
}

/** The items of `meta` that are EXIF or XMP, at the places `iloc` names; undefined when an item's place cannot be told. */
function heifBlocks(bytes: Uint8Array): Block[] | undefined {
  try {
    const top = boxesIn(bytes, 0, bytes.length);
    // what a film beside the pictures says of itself lies in boxes of its own
    const film = top.filter(({ name }) => name === "moov").flatMap(({ start, end }) => boxesIn(bytes, start, end));
    const told = [...top.filter(({ name }) => name === "uuid"), ...film.filter(({ name }) => TOLD.includes(name))];
    const blocks = told.map(({ start, end }): Block => ({ kind: "other", start, end }));
    const meta = top.find(({ name }) => name === "meta");
    if (!meta) return blocks;
    const inside = boxesIn(bytes, meta.start + 4, meta.end);
    const kinds = infosOf(
      bytes,
      inside.find(({ name }) => name === "iinf"),
    );
    const places = locationsOf(
      bytes,
      inside.find(({ name }) => name === "iloc"),
      inside.find(({ name }) => name === "idat"),
    );
    for (const [id, kind] of kinds) {
      const extents = places.get(id);
      if (!extents) return undefined;
      for (const { start, end } of extents) {
        if (end > bytes.length) return undefined;
        blocks.push({ kind: extents.length === 1 ? kind : "other", start, end });
      }
    }
    return blocks;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function boxesIn(bytes: Uint8Array, from: number, until: number): Box[] {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= until; ) {
    const small = view.getUint32(at);
    const size = small === 1 ? Number(view.getBigUint64(at + 8)) : small === 0 ? until - at : small;
    if (size < 8) throw new RangeError("a box smaller than its head");
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    boxes.push({ name, start: at + (small === 1 ? 16 : 8), end: Math.min(until, at + size) });
    at += size;
  }
  return boxes;
}

/** Which items are EXIF, and which are XMP or anything else that is text. */
function infosOf(bytes: Uint8Array, iinf: Box | undefined): Map<number, Block["kind"]> {
  const kinds = new Map<number, Block["kind"]>();
  if (!iinf) return kinds;
  const view = viewOf(bytes);
  const counted = view.getUint8(iinf.start) === 0 ? 2 : 4;
  for (const { start } of boxesIn(bytes, iinf.start + 4 + counted, iinf.end)) {
    const version = view.getUint8(start);
    // older versions have no item type
    if (version < 2) continue;
    const wide = version > 2;
    const id = wide ? view.getUint32(start + 4) : view.getUint16(start + 4);
    const type = start + 4 + (wide ? 4 : 2) + 2;
    if (startsWith(bytes, "Exif", type)) kinds.set(id, "exif");
    if (startsWith(bytes, "mime", type) || startsWith(bytes, "uri ", type)) kinds.set(id, "other");
  }
  return kinds;
}

/** Where each item lies in the file. Items built from other items are left out. */
function locationsOf(
  bytes: Uint8Array,
  iloc: Box | undefined,
  idat: Box | undefined,
): Map<number, Pick<Block, "start" | "end">[]> {
  const places = new Map<number, Pick<Block, "start" | "end">[]>();
  if (!iloc) return places;
  const view = viewOf(bytes);
  let at = iloc.start;
  const number = (size: number): number => {
    at += size;
    if (size === 0) return 0;
    if (size === 8) return Number(view.getBigUint64(at - 8));
    return size === 4 ? view.getUint32(at - 4) : size === 2 ? view.getUint16(at - 2) : view.getUint8(at - 1);
  };
  const version = number(1);
  at += 3;
  const [first, second] = [number(1), number(1)];
  const [offsetSize, lengthSize, baseSize, indexSize] = [first >> 4, first & 15, second >> 4, version > 0 ? second & 15 : 0];
  const count = number(version < 2 ? 2 : 4);
  for (let item = 0; item < count; item++) {
    const id = number(version < 2 ? 2 : 4);
    const method = version > 0 ? number(2) & 15 : 0;
    const elsewhere = number(2) !== 0;
    const base = number(baseSize) + (method === 1 ? (idat?.start ?? Number.NaN) : 0);
    const extents = Array.from({ length: number(2) }, () => {
      number(indexSize);
      const start = base + number(offsetSize);
      return { start, end: start + number(lengthSize) };
    });
    if (!elsewhere && method < 2 && !Number.isNaN(base)) places.set(id, extents);
  }
  return places;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
