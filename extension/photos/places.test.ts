// @vitest-environment node
// What leaves this device as it is says nothing of places, and is still the same picture.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { joined, jpeg, png, tiff } from "../stage/photo_files";
import { readHeader } from "./header";
import { withoutPlaces } from "./places";
import { prepare } from "./prepare";

const DATA = join(import.meta.dirname, "..", "..", "tests", "data", "photos");
const HEIC = new Uint8Array(readFileSync(join(DATA, "gps.heic")));
const BARE = new Uint8Array(readFileSync(join(DATA, "gps-blanked.heic")));
const TAKEN = "2026:11:14 14:05:00";
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const PLACES = ["GPSLatitude", "xmpmeta", "Camera", "2026:11:14"];

it("a HEIC of a phone: the camera is heard first, then its block and XMP are blanked; nothing moves", () => {
  for (const word of PLACES) expect(text(HEIC), word).toContain(word);
  expect(readHeader(HEIC)).toMatchObject({ format: "heic", captured_at: "2026-11-14T13:05:00.000Z", orientation: 1 });
  const bare = withoutPlaces(HEIC, "heic");
  // this file is opened with the server's own decoder in tests/server/photos/test_places.py
  expect(bare).toEqual(BARE);
  expect(bare).toHaveLength(HEIC.length);
  for (const word of PLACES) expect(text(bare ?? HEIC), word).not.toContain(word);
  expect(readHeader(bare ?? HEIC)).toMatchObject({ format: "heic", captured_at: null });
});

it("what is hashed and sent is the blanked file, with the time beside it", async () => {
  const prepared = await prepare(new Blob([HEIC]), async () => undefined);
  if (typeof prepared === "string") throw new Error(prepared);
  expect(new Uint8Array(await prepared.bytes.arrayBuffer())).toEqual(BARE);
  expect(prepared.content).toMatchObject({ size: BARE.length, captured_at: "2026-11-14T13:05:00.000Z", orientation: 1 });
  const digest = await crypto.subtle.digest("SHA-256", BARE);
  expect(prepared.content.sha256).toBe(Buffer.from(digest).toString("hex"));
});

it("a HEIC that says it has such a block but not where goes nowhere", async () => {
  const lost = Uint8Array.from(HEIC);
  lost.set(new TextEncoder().encode("free"), text(HEIC).indexOf("iloc"));
  expect(withoutPlaces(lost, "heic")).toBeUndefined();
  expect(await prepare(new Blob([lost]), async () => undefined)).toBe("truncated");
  const cut = text(HEIC).indexOf("xmpmeta") + 20;
  expect(withoutPlaces(HEIC.subarray(0, cut), "heic")).toBeUndefined();
});

it("cut anywhere, it throws nothing", () => {
  for (let length = 12; length < HEIC.length; length += 1)
    expect(() => withoutPlaces(HEIC.subarray(0, length), "heic")).not.toThrow();
});

it("a JPEG that no decoder took: camera, XMP and IPTC go, the picture stays, the turn is told beside it", async () => {
  const whole = jpeg({ camera: { orientation: 6, taken: TAKEN } });
  const xmp = joined([0xff, 0xe1, 0, 40], new TextEncoder().encode("http://ns.adobe.com/xap/1.0/\0GPS 48.85"));
  const iptc = joined([0xff, 0xed, 0, 10], new TextEncoder().encode("Paris 75"));
  const file = joined(whole.subarray(0, 2), xmp, iptc, whole.subarray(2));
  const prepared = await prepare(new Blob([file]), async () => undefined);
  if (typeof prepared === "string") throw new Error(prepared);
  const bare = new Uint8Array(await prepared.bytes.arrayBuffer());
  for (const word of ["2026:11:14", "GPS 48", "Paris"]) expect(text(bare)).not.toContain(word);
  expect(bare).toHaveLength(file.length);
  expect(bare.subarray(-900)).toEqual(file.subarray(-900));
  expect(prepared.content).toMatchObject({ orientation: 6, captured_at: "2026-11-14T14:05:00.000Z" });
});

it("an MPO: the second picture, with a place of its own, what the makers wrote, and remarks go too", () => {
  const word = (text: string) => new TextEncoder().encode(text);
  const segment = (mark: number, content: Uint8Array) => joined([0xff, mark, 0, content.length + 2], content);
  const first = jpeg({ camera: { taken: TAKEN } });
  const kept = [segment(0xe2, word("ICC_PROFILE\0\x01\x01colours")), segment(0xee, word("Adobe\0d\0\0\0\0\x01"))];
  const told = [segment(0xe2, word("MPF\0 two pictures")), segment(0xe4, word("a maker's own")), segment(0xfe, word("a remark"))];
  const second = joined([0xff, 0xd8], segment(0xe1, word("Exif\0\0 GPSLatitude")), [0xff, 0xd9]);
  const file = joined(first.subarray(0, 2), ...kept, ...told, first.subarray(2), second);
  expect(readHeader(file)).toMatchObject({ format: "jpeg", whole: true, captured_at: "2026-11-14T14:05:00.000Z" });
  const bare = withoutPlaces(file, "jpeg") ?? file;
  for (const gone of ["2026:11:14", "GPSLatitude", "MPF", "maker", "remark"]) expect(text(bare), gone).not.toContain(gone);
  for (const stays of ["ICC_PROFILE", "Adobe"]) expect(text(bare), stays).toContain(stays);
  expect(bare).toHaveLength(file.length);
  expect(readHeader(bare)).toMatchObject({ whole: true, captured_at: null });
});

it("an AVIF, made by the script in tests/server/photos/test_places.py, is blanked like a HEIC", () => {
  const avif = new Uint8Array(readFileSync(join(DATA, "gps.avif")));
  for (const word of PLACES.slice(1)) expect(text(avif), word).toContain(word);
  expect(readHeader(avif)).toMatchObject({ format: "avif", captured_at: "2026-11-14T13:05:00.000Z", orientation: 1 });
  const bare = withoutPlaces(avif, "avif");
  // opened with the server's own decoder there
  expect(bare).toEqual(new Uint8Array(readFileSync(join(DATA, "gps-blanked.avif"))));
  for (const word of PLACES) expect(text(bare ?? avif), word).not.toContain(word);
});

it("a GIF that does not open goes nowhere: the server takes none", async () => {
  const gif = joined(new TextEncoder().encode("GIF89a"), [40, 0, 30, 0], new Uint8Array(40));
  expect(await prepare(new Blob([gif]), async () => undefined)).toBe("truncated");
});

it("a PNG and a WebP keep their shape", () => {
  const words = new TextEncoder().encode("Comment\0at 48.85, 2.29");
  const file = png(40, 30, [
    ["eXIf", tiff({ taken: TAKEN })],
    ["tEXt", words],
  ]);
  const bare = withoutPlaces(file, "png") ?? file;
  expect(text(bare)).not.toContain("2026:11:14");
  expect(text(bare)).not.toContain("48.85");
  expect(readHeader(bare)).toMatchObject({ format: "png", width: 40, whole: true, captured_at: null });
  // the checksum of an empty IEND is known to everybody
  expect([...bare.subarray(-4)]).toEqual([0xae, 0x42, 0x60, 0x82]);
  const block = tiff({ taken: TAKEN });
  const webp = joined(
    new TextEncoder().encode("RIFF"),
    [20 + block.length, 1, 0, 0],
    new TextEncoder().encode("WEBPEXIF"),
    [0, 1, 0, 0],
    block,
  );
  expect(text(withoutPlaces(webp, "webp") ?? webp)).not.toContain("2026:11:14");
});
