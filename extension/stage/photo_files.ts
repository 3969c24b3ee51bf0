// Files for the tests, put together byte by byte as cameras do: no decoder is needed to read their headers.

export interface Camera {
  orientation?: number;
  taken?: string;
  offset?: string;
  little?: boolean;
}

/** A TIFF block as it lies in EXIF: orientation in the first directory, the times in the camera's own. */
export function tiff({ orientation = 1, taken, offset, little = false }: Camera): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(256));
  const put = (at: number, text: string) => {
    for (const [place, letter] of new TextEncoder().encode(`${text}\0`).entries()) view.setUint8(at + place, letter);
  };
  const field = (at: number, tag: number, type: number, count: number, value: number) => {
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, count, little);
    if (type === 3) view.setUint16(at + 8, value, little);
    else view.setUint32(at + 8, value, little);
  };
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 2, little);
  field(10, 0x0112, 3, 1, orientation);
  field(22, 0x8769, 4, 1, 40);
  const times = [
    [0x9003, taken, 80],
    [0x9011, offset, 120],
  ] as const;
  const given = times.filter(([, text]) => text !== undefined);
  view.setUint16(40, given.length, little);
  for (const [place, [tag, text, at]] of given.entries()) {
    field(42 + place * 12, tag, 2, (text?.length ?? 0) + 1, at);
    put(at, text ?? "");
  }
  return new Uint8Array(view.buffer);
}

/** A JPEG of so many bytes of picture; its pixels are noise no decoder would like. */
export function jpeg(options: { camera?: Camera; bytes?: number; seed?: number; width?: number; height?: number } = {}) {
  const { camera, bytes = 1000, seed = 1, width = 40, height = 30 } = options;
  const picture = new Uint8Array(bytes).map((_, place) => (place * 31 + seed * 17 + (place >> 8)) % 255);
  const block = camera ? [...new TextEncoder().encode("Exif\0\0"), ...tiff(camera)] : [];
  const app1 = camera ? [0xff, 0xe1, ...two(block.length + 2), ...block] : [];
  const frame = [0xff, 0xc0, ...two(11), 8, ...two(height), ...two(width), 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, ...two(8), 1, 1, 0, 0, 63, 0];
  return joined([0xff, 0xd8], app1, frame, scan, picture, [0xff, 0xd9]);
}

/** A PNG with these chunks after its header, and its end. */
export function png(width: number, height: number, chunks: [name: string, data: Uint8Array][] = []): Uint8Array<ArrayBuffer> {
  const chunk = (name: string, data: ArrayLike<number>) =>
    joined(four(data.length), new TextEncoder().encode(name), data, four(0));
  const head = chunk("IHDR", [...four(width), ...four(height), 8, 2, 0, 0, 0]);
  const inside = chunks.map(([name, data]) => chunk(name, data));
  return joined([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], head, ...inside, chunk("IEND", []));
}

export function joined(...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function two(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function four(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
