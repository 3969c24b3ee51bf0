// Decoding and drawing with what the browser has, in a page and in the worker alike. What is drawn anew carries no metadata.

/** The longest side of what we send, and of the small picture on the tile, in pixels. */
const LONGEST = 2048;
const PREVIEW = 320;
const QUALITY = 0.92;
const PREVIEW_QUALITY = 0.8;

export interface Redrawn {
  /** Upright, without metadata, at most 2,048 px: JPEG. */
  picture: Blob;
  preview: Blob;
}

/** Draws a picture anew; undefined when this browser cannot decode it. */
export type Redraw = (file: Blob) => Promise<Redrawn | undefined>;

export const redraw: Redraw = async (file) => {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => undefined);
  if (!bitmap) return undefined;
  try {
    const picture = drawn(bitmap, LONGEST);
    // from the drawn one: scaling 12 megapixels twice takes twice as long
    const preview = drawn(picture, PREVIEW);
    return {
      picture: await picture.convertToBlob({ type: "image/jpeg", quality: QUALITY }),
      preview: await preview.convertToBlob({ type: "image/jpeg", quality: PREVIEW_QUALITY }),
    };
  } finally {
    bitmap.close();
  }
};

function drawn(source: ImageBitmap | OffscreenCanvas, longest: number): OffscreenCanvas {
  const scale = Math.min(1, longest / Math.max(source.width, source.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(source.width * scale)),
    Math.max(1, Math.round(source.height * scale)),
  );
  const pen = canvas.getContext("2d", { alpha: false });
  if (!pen) throw new Error("no canvas to draw on");
  // JPEG knows no transparency: white, as a photo on paper
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}
