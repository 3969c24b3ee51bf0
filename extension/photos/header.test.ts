// @vitest-environment node
// Headers as cameras, phones and broken copies write them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { joined, jpeg, png, tiff } from "../stage/photo_files";
import { readCameraFacts } from "./exif";
import { readHeader } from "./header";

const TAKEN = "2026:11:14 14:05:00";
const SAMPLE = join(import.meta.dirname, "..", "..", "tests", "data", "photos", "hat-1.jpg");

describe("the camera's block", () => {
  it.each([true, false])("tells time and orientation in both byte orders (little: %s)", (little) => {
    const facts = readCameraFacts(tiff({ orientation: 6, taken: TAKEN, offset: "+01:00", little }));
    expect(facts).toEqual({ captured_at: "2026-11-14T13:05:00.000Z", orientation: 6 });
  });

  it("is taken as UTC without an offset", () => {
    expect(readCameraFacts(tiff({ taken: TAKEN })).captured_at).toBe("2026-11-14T14:05:00.000Z");
  });

  it.each(["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:13:45 99:00:00", "yesterday"])(
    "of a clock like %j tells no time",
    (taken) => {
      expect(readCameraFacts(tiff({ taken })).captured_at).toBeNull();
    },
  );

  it.each([0, 9, 255])("with the orientation %i is upright", (orientation) => {
    expect(readCameraFacts(tiff({ orientation })).orientation).toBe(1);
  });

  it("that is cut or nonsense tells nothing and throws nothing", () => {
    const whole = tiff({ orientation: 6, taken: TAKEN });
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readCameraFacts(whole.subarray(0, length))).not.toThrow();
    expect(readCameraFacts(new Uint8Array(300).fill(0x4d))).toEqual({ captured_at: null, orientation: 1 });
  });
});

describe("a JPEG", () => {
  it("tells its size and its camera", () => {
    const header = readHeader(jpeg({ camera: { orientation: 8, taken: TAKEN }, width: 4032, height: 3024 }));
    expect(header).toEqual({
      format: "jpeg",
      width: 4032,
      height: 3024,
      whole: true,
      orientation: 8,
      captured_at: "2026-11-14T14:05:00.000Z",
    });
  });

  it("that was cut anywhere is not whole", () => {
    const whole = jpeg({ camera: { taken: TAKEN }, bytes: 400 });
    for (let length = 3; length < whole.length; length += 1)
      expect(readHeader(whole.subarray(0, length))?.whole, `${length}`).toBe(false);
  });

  it("is whole with what some phones put behind its end", () => {
    expect(readHeader(joined(jpeg(), [1, 2, 3, 4]))?.whole).toBe(true);
  });

  it("from a real camera is read", () => {
    expect(readHeader(readFileSync(SAMPLE))).toMatchObject({ format: "jpeg", width: 400, height: 533, whole: true });
  });
});

describe("the other formats", () => {
  it("PNG: size, camera, end", () => {
    const file = png(30_000, 30_000, [["eXIf", tiff({ orientation: 3, taken: TAKEN })]]);
    expect(readHeader(file)).toMatchObject({ format: "png", width: 30_000, height: 30_000, whole: true, orientation: 3 });
    expect(readHeader(file.subarray(0, -12))?.whole).toBe(false);
  });

  it("WebP in its three kinds", () => {
    const text = (value: string) => new TextEncoder().encode(value);
    const webp = (kind: string, data: number[]) =>
      joined(text("RIFF"), [12 + data.length, 0, 0, 0], text("WEBP"), text(kind), [data.length, 0, 0, 0], data);
    expect(readHeader(webp("VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0]))).toMatchObject({
      width: 320,
      height: 240,
      whole: true,
    });
    expect(readHeader(webp("VP8L", [0x2f, 0x3f, 0xc1, 0x3b, 0, 0, 0, 0, 0, 0]))).toMatchObject({ width: 320, height: 240 });
    expect(readHeader(webp("VP8X", [0, 0, 0, 0, 0x3f, 0x01, 0, 0xef, 0, 0]))).toMatchObject({ width: 320, height: 240 });
    expect(readHeader(webp("VP8X", [0, 0, 0, 0, 0x3f, 0x01, 0, 0xef, 0, 0, 1, 1]).subarray(0, -2))?.whole).toBe(false);
  });

  it("HEIC and AVIF by their brand, with the size of the largest picture inside", () => {
    const boxes = (brand: string) =>
      joined(
        [0, 0, 0, 24],
        new TextEncoder().encode(`ftyp${brand}    mif1    `),
        ispe(512, 512),
        ispe(4032, 3024),
        new Uint8Array(20),
      );
    expect(readHeader(boxes("heic"))).toMatchObject({ format: "heic", width: 4032, height: 3024 });
    expect(readHeader(boxes("avif"))).toMatchObject({ format: "avif" });
  });

  it.each(["", "Dear buyer", "<svg>", "%PDF-1.7 and so on and so on", "PK\u0003\u0004 a zip"])("%j is no picture", (text) => {
    expect(readHeader(new TextEncoder().encode(text))).toBeUndefined();
  });
});

function ispe(width: number, height: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(20));
  view.setUint32(0, 20);
  for (const [place, letter] of new TextEncoder().encode("ispe").entries()) view.setUint8(4 + place, letter);
  view.setUint32(12, width);
  view.setUint32(16, height);
  return new Uint8Array(view.buffer);
}
