// The segments of a JPEG, one after the other: what is told of the picture before its data, and where the picture ends. What follows
// its end (further pictures of an MPO, a film, a depth map) is no part of it.

export interface Segment {
  /** The second byte of its mark: 0xe1 is EXIF or XMP, 0xd9 the end. */
  mark: number;
  /** Where its content lies; of the end mark, what comes behind it. */
  start: number;
  end: number;
}

const END = 0xd9;

/** The segments in order; the last is the end mark's, or there is none when the file breaks off. */
export function* segmentsOf(bytes: Uint8Array): Generator<Segment> {
  for (let at = 2; at + 1 < bytes.length; ) {
    if (bytes[at] !== 0xff) {
      // the compressed data is skipped to the next mark
      at = bytes.indexOf(0xff, at);
      if (at < 0) return;
      continue;
    }
    const mark = bytes[at + 1] ?? 0;
    if (mark === END) {
      yield { mark, start: at + 2, end: bytes.length };
      return;
    }
    // fill bytes, escaped data, restart marks: nothing follows that has a length
    if (mark === 0xff || mark === 0x00 || mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8)) {
      at += mark === 0xff ? 1 : 2;
      continue;
    }
    if (at + 4 > bytes.length) return;
    const end = at + 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0);
    yield { mark, start: at + 4, end: Math.min(end, bytes.length) };
    at = end;
  }
}
