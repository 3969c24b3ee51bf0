// Pixels of a picture for the preview: read from its address by the page's canvas, at most `SIDE` long, so that a slider follows the
// hand. The same operations are drawn at full size on the server.
import { useEffect, useState } from "preact/hooks";
import type { Mask, Pixels } from "../../pixels/draw";

const SIDE = 1_000;

/** The pixels of a picture at this address; undefined until they are there. */
export function usePixels(address: string | undefined): Pixels | undefined {
  return useRead(address, readPixels);
}

/** The red of a picture's pixels, which in a grey one is all there is. */
export function useMask(address: string | undefined): Mask | undefined {
  return useRead(address, async (from) => redOf(await readPixels(from)));
}

export async function maskOf(blob: Blob): Promise<Mask> {
  return redOf(pixelsOf(await createImageBitmap(blob), Number.POSITIVE_INFINITY));
}

function useRead<T>(address: string | undefined, read: (address: string) => Promise<T>): T | undefined {
  const [known, setKnown] = useState<{ address: string; value: T }>();
  useEffect(() => {
    if (!address) return undefined;
    let isCurrent = true;
    void read(address).then((value) => isCurrent && setKnown({ address, value }));
    return () => {
      isCurrent = false;
    };
  }, [address]);
  return known?.address === address ? known?.value : undefined;
}

async function readPixels(address: string): Promise<Pixels> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return pixelsOf(image, SIDE);
}

function pixelsOf(image: HTMLImageElement | ImageBitmap, most: number): Pixels {
  const scale = Math.min(1, most / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  return { width, height, data: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data) };
}

function redOf({ width, height, data }: Pixels): Mask {
  const red = new Uint8ClampedArray(width * height);
  for (let pixel = 0; pixel < red.length; pixel++) red[pixel] = data[pixel * 4] ?? 0;
  return { width, height, data: red };
}

/** Puts pixels on a canvas, which takes their size. */
export function show(canvas: HTMLCanvasElement, { width, height, data }: Pixels): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext("2d")?.putImageData(new ImageData(data, width, height), 0, 0);
}
