// Draws a photo's operations on its pixels, as the server does for good (server/vintedbot/photos/rendering.py): a preview that shows
// what will be. Pure: no canvas, no browser. A test in tests/contract compares both sides.
import type { BlurRegion, CropTo, PhotoOperation, Watermark } from "../../shared-schemas/wire";
import { type Box, boxIn, find, markIn, regionsOf, type Size, straightenedSize } from "./operations";

/** Red, green, blue and an opacity that is always full, a byte each, row after row. */
export interface Pixels extends Size {
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** One value for each pixel: how much of it is the item, or covered by a letter. */
export interface Mask extends Size {
  data: Uint8ClampedArray<ArrayBuffer>;
}

export interface Drawings {
  /** The item's mask, for a background. */
  mask?: Mask | undefined;
  /** The watermark's text as the server draws it. */
  stamp?: Mask | undefined;
}

/** The whole list. What needs a drawing that is not there yet is left out. */
export function drawn(source: Pixels, operations: readonly PhotoOperation[], drawings: Drawings = {}): Pixels {
  const uncut = turned(covered(source, operations, drawings.mask), operations);
  const crop = find(operations, "crop");
  return finished(crop ? cut(uncut, boxIn(crop, uncut)) : uncut, operations, drawings.stamp);
}

/** All but the crop, whose frame is drawn on top of it. */
export function drawnUncut(source: Pixels, operations: readonly PhotoOperation[], drawings: Drawings = {}): Pixels {
  return drawn(
    source,
    operations.filter(({ is }) => is !== "crop"),
    drawings,
  );
}

function covered(source: Pixels, operations: readonly PhotoOperation[], mask: Mask | undefined): Pixels {
  const background = find(operations, "background");
  const regions = regionsOf(operations);
  if (!(background && mask) && regions.length === 0) return source;
  const picture = { ...source, data: source.data.slice() };
  if (background && mask) putBackground(picture, background.color, mask);
  for (const region of regions) blur(picture, region);
  return picture;
}

function finished(picture: Pixels, operations: readonly PhotoOperation[], stamp: Mask | undefined): Pixels {
  const own = { ...picture, data: picture.data.slice() };
  light(own, find(operations, "brightness")?.percent ?? 0, find(operations, "contrast")?.percent ?? 0);
  saturate(own, find(operations, "saturation")?.percent ?? 0);
  sharpen(own, find(operations, "sharpen")?.percent ?? 0);
  const mark = find(operations, "watermark");
  if (mark && stamp) putMark(own, mark, stamp);
  return own;
}

// ---------------------------------------------------------------------------------------------- what lies on the original
function putBackground({ width, height, data }: Pixels, color: string, mask: Mask): void {
  const behind = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const share = enlargedMask(mask, { width, height });
  for (let pixel = 0; pixel < width * height; pixel++) {
    const part = (share[pixel] ?? 0) / 255;
    for (let band = 0; band < 3; band++) {
      const [at, back] = [pixel * 4 + band, behind[band] ?? 0];
      data[at] = Math.floor(((data[at] ?? 0) - back) * part + back + 0.5);
    }
  }
}

function enlargedMask(mask: Mask, { width, height }: Size): Float32Array | Uint8ClampedArray {
  if (mask.width === width && mask.height === height) return mask.data;
  const [across, down] = [steps(width, mask.width), steps(height, mask.height)];
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const [above, below, v] = [down.first[y] ?? 0, down.next[y] ?? 0, down.share[y] ?? 0];
    for (let x = 0; x < width; x++) {
      const [left, right, u] = [across.first[x] ?? 0, across.next[x] ?? 0, across.share[x] ?? 0];
      const at = (row: number, column: number) => mask.data[row * mask.width + column] ?? 0;
      const upper = at(above, left) * (1 - u) + at(above, right) * u;
      const lower = at(below, left) * (1 - u) + at(below, right) * u;
      values[y * width + x] = upper * (1 - v) + lower * v;
    }
  }
  return values;
}

/** For each place along a length the two of `count` samples it lies between, and how near it is to the second. */
function steps(length: number, count: number): { first: Uint32Array; next: Uint32Array; share: Float32Array } {
  const [first, next, share] = [new Uint32Array(length), new Uint32Array(length), new Float32Array(length)];
  for (let place = 0; place < length; place++) {
    const at = Math.min(Math.max(((place + 0.5) * count) / length - 0.5, 0), count - 1);
    first[place] = Math.floor(at);
    next[place] = Math.min(Math.floor(at) + 1, count - 1);
    share[place] = at - Math.floor(at);
  }
  return { first, next, share };
}

function blur(picture: Pixels, region: BlurRegion): void {
  const box = boxIn(region, picture);
  const side = (Math.max(picture.width, picture.height) * region.strength) / 100;
  const columns = Math.max(1, Math.floor(box.width / side + 0.5));
  const rows = Math.max(1, Math.floor(box.height / side + 0.5));
  const cells = means(picture, box, rows, columns);
  const [across, down] = [steps(box.width, columns), steps(box.height, rows)];
  const radius = Math.min(box.width, box.height) / 4;
  for (let y = 0; y < box.height; y++) {
    const [above, below, v] = [down.first[y] ?? 0, down.next[y] ?? 0, down.share[y] ?? 0];
    for (let x = 0; x < box.width; x++) {
      if (isOutside(x, y, box, radius)) continue;
      const [left, right, u] = [across.first[x] ?? 0, across.next[x] ?? 0, across.share[x] ?? 0];
      const at = ((box.top + y) * picture.width + box.left + x) * 4;
      for (let band = 0; band < 3; band++) {
        const cell = (row: number, column: number) => cells[(row * columns + column) * 3 + band] ?? 0;
        const upper = cell(above, left) * (1 - u) + cell(above, right) * u;
        const lower = cell(below, left) * (1 - u) + cell(below, right) * u;
        picture.data[at + band] = Math.floor(upper * (1 - v) + lower * v + 0.5);
      }
    }
  }
}

function means(picture: Pixels, box: Box, rows: number, columns: number): Float64Array {
  const cells = new Float64Array(rows * columns * 3);
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [Math.floor((row * box.height) / rows), Math.floor(((row + 1) * box.height) / rows)];
    for (let column = 0; column < columns; column++) {
      const [left, right] = [Math.floor((column * box.width) / columns), Math.floor(((column + 1) * box.width) / columns)];
      const sums = [0, 0, 0];
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) {
          const at = ((box.top + y) * picture.width + box.left + x) * 4;
          for (let band = 0; band < 3; band++) sums[band] = (sums[band] ?? 0) + (picture.data[at + band] ?? 0);
        }
      const count = (bottom - top) * (right - left);
      for (let band = 0; band < 3; band++) cells[(row * columns + column) * 3 + band] = (sums[band] ?? 0) / count;
    }
  }
  return cells;
}

function isOutside(x: number, y: number, { width, height }: Size, radius: number): boolean {
  const across = Math.max(Math.abs(x + 0.5 - width / 2) - (width / 2 - radius), 0);
  const down = Math.max(Math.abs(y + 0.5 - height / 2) - (height / 2 - radius), 0);
  return across * across + down * down > radius * radius;
}

// ---------------------------------------------------------------------------------------------- how it is held
function turned(source: Pixels, operations: readonly PhotoOperation[]): Pixels {
  const rotated = rotate(source, find(operations, "rotate")?.turns ?? 0);
  const mirrored = flip(rotated, find(operations, "flip")?.axis);
  return straighten(mirrored, find(operations, "straighten")?.tenths ?? 0);
}

/** A picture whose pixel (x, y) is the one of `from` that `where` names. */
function moved(from: Pixels, { width, height }: Size, where: (x: number, y: number) => number): Pixels {
  const [source, data] = [words(from.data), new Uint32Array(width * height)];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = source[where(x, y)] ?? 0;
  return { width, height, data: new Uint8ClampedArray(data.buffer) };
}

function words({ buffer, byteOffset, byteLength }: Uint8ClampedArray): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

function rotate(from: Pixels, turns: number): Pixels {
  const { width, height } = from;
  switch (turns) {
    case 1:
      return moved(from, { width: height, height: width }, (x, y) => (height - 1 - x) * width + y);
    case 2:
      return moved(from, from, (x, y) => (height - 1 - y) * width + width - 1 - x);
    case 3:
      return moved(from, { width: height, height: width }, (x, y) => x * width + width - 1 - y);
    default:
      return from;
  }
}

function flip(from: Pixels, axis: "across" | "down" | undefined): Pixels {
  const { width, height } = from;
  if (axis === "across") return moved(from, from, (x, y) => y * width + width - 1 - x);
  if (axis === "down") return moved(from, from, (x, y) => (height - 1 - y) * width + x);
  return from;
}

function straighten(from: Pixels, tenths: number): Pixels {
  if (tenths === 0) return from;
  const size = straightenedSize(from, tenths);
  const angle = (tenths / 10) * (Math.PI / 180);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const data = new Uint8ClampedArray(size.width * size.height * 4);
  const [lastX, lastY] = [from.width - 1, from.height - 1];
  for (let y = 0; y < size.height; y++) {
    const down = y + 0.5 - size.height / 2;
    for (let x = 0; x < size.width; x++) {
      const across = x + 0.5 - size.width / 2;
      const u = Math.min(Math.max(cos * across + sin * down + from.width / 2 - 0.5, 0), lastX);
      const v = Math.min(Math.max(cos * down - sin * across + from.height / 2 - 0.5, 0), lastY);
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [a, b] = [u - left, v - top];
      const upper = (top * from.width + left) * 4;
      const right = left < lastX ? 4 : 0;
      const lower = top < lastY ? from.width * 4 : 0;
      const at = (y * size.width + x) * 4;
      for (let band = 0; band < 3; band++) {
        const value = (offset: number) => from.data[upper + offset + band] ?? 0;
        const above = value(0) * (1 - a) + value(right) * a;
        const below = value(lower) * (1 - a) + value(lower + right) * a;
        data[at + band] = Math.floor(above * (1 - b) + below * b + 0.5);
      }
      data[at + 3] = 255;
    }
  }
  return { ...size, data };
}

function cut(from: Pixels, { left, top, width, height }: Box): Pixels {
  return moved(from, { width, height }, (x, y) => (top + y) * from.width + left + x);
}

/** A crop's part of a picture, for what shows it without drawing anew. */
export function cropped(from: Pixels, crop: CropTo | undefined): Pixels {
  return crop ? cut(from, boxIn(crop, from)) : from;
}

// ---------------------------------------------------------------------------------------------- how it looks
function light({ data }: Pixels, brightness: number, contrast: number): void {
  if (brightness === 0 && contrast === 0) return;
  const table = new Uint8ClampedArray(256);
  for (let value = 0; value < 256; value++) {
    const lit = value * (1 + brightness / 100);
    table[value] = Math.floor(127.5 + (lit - 127.5) * (1 + contrast / 100) + 0.5);
  }
  for (let at = 0; at < data.length; at += 4)
    for (let band = 0; band < 3; band++) data[at + band] = table[data[at + band] ?? 0] ?? 0;
}

function saturate({ data }: Pixels, percent: number): void {
  if (percent === 0) return;
  const more = 1 + percent / 100;
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    data[at] = Math.floor(luma + (red - luma) * more + 0.5);
    data[at + 1] = Math.floor(luma + (green - luma) * more + 0.5);
    data[at + 2] = Math.floor(luma + (blue - luma) * more + 0.5);
  }
}

function sharpen(picture: Pixels, percent: number): void {
  if (percent === 0) return;
  const { width, height, data } = picture;
  const sigma = Math.max(0.6, Math.max(width, height) / 1600);
  const reach = Math.ceil(2.5 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * sigma ** 2)));
  const sum = weights.reduce((all, each) => all + each, 0);
  const kernel = new Float64Array(weights.map((each) => each / sum));
  const amount = (1.5 * percent) / 100;
  const across = new Float32Array(width * height);
  for (let band = 0; band < 3; band++) {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let value = 0;
        for (let step = -reach; step <= reach; step++) {
          const column = Math.min(Math.max(x + step, 0), width - 1);
          value += (kernel[step + reach] ?? 0) * (data[(y * width + column) * 4 + band] ?? 0);
        }
        across[y * width + x] = value;
      }
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let blurred = 0;
        for (let step = -reach; step <= reach; step++) {
          const row = Math.min(Math.max(y + step, 0), height - 1);
          blurred += (kernel[step + reach] ?? 0) * (across[row * width + x] ?? 0);
        }
        const at = (y * width + x) * 4 + band;
        const value = data[at] ?? 0;
        data[at] = Math.floor(value + (value - blurred) * amount + 0.5);
      }
  }
}

function putMark(picture: Pixels, mark: Watermark, stamp: Mask): void {
  const box = markIn(stamp, mark, picture);
  const shares = areaMeans(stamp, box);
  const tone = mark.tone === "white" ? 255 : 0;
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++) {
      const share = ((shares[y * box.width + x] ?? 0) * mark.opacity) / 100 / 255;
      const at = ((box.top + y) * picture.width + box.left + x) * 4;
      for (let band = 0; band < 3; band++) {
        const value = picture.data[at + band] ?? 0;
        picture.data[at + band] = Math.floor(value + (tone - value) * share + 0.5);
      }
    }
}

/** A mask in another size, each value the mean over its area. */
function areaMeans(mask: Mask, { width, height }: Size): Float32Array {
  const across = new Float32Array(mask.height * width);
  const columns = areas(width, mask.width);
  for (let y = 0; y < mask.height; y++)
    for (let x = 0; x < width; x++)
      across[y * width + x] = (columns[x] ?? []).reduce(
        (sum, [at, share]) => sum + share * (mask.data[y * mask.width + at] ?? 0),
        0,
      );
  const values = new Float32Array(width * height);
  for (const [y, rows] of areas(height, mask.height).entries())
    for (let x = 0; x < width; x++)
      values[y * width + x] = rows.reduce((sum, [at, share]) => sum + share * (across[at * width + x] ?? 0), 0);
  return values;
}

/** For each of `count` equal pieces of a length the places it covers, and what share of the piece each is. */
function areas(count: number, length: number): [at: number, share: number][][] {
  return Array.from({ length: count }, (_, piece) => {
    const [from, to] = [(piece * length) / count, ((piece + 1) * length) / count];
    const covered: [number, number][] = [];
    for (let at = Math.floor(from); at < Math.min(Math.ceil(to), length); at++)
      covered.push([at, ((Math.min(to, at + 1) - Math.max(from, at)) * count) / length]);
    return covered;
  });
}
