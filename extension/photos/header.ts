// What a file says of itself before anybody decodes it: its format by its first bytes (a name can lie), its size in pixels, whether
// it is whole, and where the camera's block lies. Decoding first would cost gigabytes for a picture of 900 megapixels.
import { type CameraFacts, NO_FACTS, readCameraFacts, startsWith } from "./exif";
import { segmentsOf } from "./jpeg";
import { cameraBlock } from "./places";

export type Format = "jpeg" | "png" | "webp" | "gif" | "bmp" | "avif" | "heic";

export interface Header extends CameraFacts {
  format: Format;
  /** 0 when the file does not say. */
  width: number;
  height: number;
  /** False when the file ends before its picture does. */
  whole: boolean;
}

/** Reads the header of a picture; undefined for what is none of the formats we know. */
export function readHeader(bytes: Uint8Array): Header | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return readJpeg(bytes);
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return readPng(bytes);
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return readWebp(bytes);
  if (startsWith(bytes, "ftyp", 4)) return readBoxes(bytes);
  const view = viewOf(bytes);
  if (startsWith(bytes, "GIF8") && bytes.length > 10) return header("gif", view.getUint16(6, true), view.getUint16(8, true));
  if (startsWith(bytes, "BM") && bytes.length > 26) {
    return header("bmp", Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true)));
  }
  return undefined;
}

function header(format: Format, width: number, height: number, whole = true, facts = NO_FACTS): Header {
  return { format, width, height, whole, ...facts };
}

function readJpeg(bytes: Uint8Array): Header {
  const view = viewOf(bytes);
  let facts = NO_FACTS;
  let [width, height] = [0, 0];
  for (const { mark, start, end } of segmentsOf(bytes)) {
    if (mark === 0xd9) return header("jpeg", width, height, width > 0, facts);
    if (mark === 0xe1 && startsWith(bytes, "Exif\0\0", start)) facts = readCameraFacts(bytes.subarray(start, end));
    const isFrame = mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc;
    if (isFrame && start + 5 <= bytes.length) [height, width] = [view.getUint16(start + 1), view.getUint16(start + 3)];
  }
  return header("jpeg", width, height, false, facts);
}

function readPng(bytes: Uint8Array): Header {
  if (bytes.length < 24) return header("png", 0, 0, false);
  const view = viewOf(bytes);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  let facts = NO_FACTS;
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (startsWith(bytes, "IEND", at + 4)) return header("png", width, height, true, facts);
    if (startsWith(bytes, "eXIf", at + 4)) facts = readCameraFacts(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return header("png", width, height, false, facts);
}

function readWebp(bytes: Uint8Array): Header {
  if (bytes.length < 30) return header("webp", 0, 0, false);
  const view = viewOf(bytes);
  const whole = view.getUint32(4, true) + 8 <= bytes.length;
  let facts = NO_FACTS;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    if (startsWith(bytes, "EXIF", at)) facts = readCameraFacts(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  const [width, height] = webpSize(bytes, view);
  return header("webp", width, height, whole, facts);
}

function webpSize(bytes: Uint8Array, view: DataView): [width: number, height: number] {
  if (startsWith(bytes, "VP8X", 12)) {
    return [1 + (view.getUint32(24, true) & 0xffffff), 1 + (view.getUint32(26, true) >>> 8)];
  }
  if (startsWith(bytes, "VP8L", 12)) {
    const packed = view.getUint32(21, true);
    return [1 + (packed & 0x3fff), 1 + ((packed >>> 14) & 0x3fff)];
  }
  return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
}

/** HEIC and AVIF: the largest "ispe" property is the picture; the others are its tiles and its thumbnail. */
function readBoxes(bytes: Uint8Array): Header {
  const brands = String.fromCharCode(...bytes.subarray(8, 32));
  const view = viewOf(bytes);
  let [width, height] = [0, 0];
  const until = Math.min(bytes.length - 16, 1 << 16);
  for (let at = 12; at < until; at += 1) {
    if (bytes[at] !== 0x69 || !startsWith(bytes, "ispe", at)) continue;
    const [w, h] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (w * h > width * height) [width, height] = [w, h];
  }
  const format = /avi[fs]/.test(brands) ? "avif" : "heic";
  const block = cameraBlock(bytes, format);
  // which side is up is a property of the picture here, and every decoder turns it; the camera's word for it is a second turn
  const facts = block ? { ...readCameraFacts(block), orientation: 1 } : NO_FACTS;
  return header(format, width, height, true, facts);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
