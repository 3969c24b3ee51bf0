// What the preview is drawn from: the unedited picture, the item's mask where a background needs it, the watermark's letters. Also
// tells the pictures' port of a new rendering, so that every thumbnail on this page is of it.
import { useEffect, useState } from "preact/hooks";
import type { CutoutBy, PhotoEdit, PhotoVariant } from "../../../shared-schemas/wire";
import type { Drawings, Mask, Pixels } from "../../pixels/draw";
import { find } from "../../pixels/operations";
import type { Failure } from "../ports";
import { useKept, usePorts } from "../use";
import { hasMask } from "./change";
import type { Operations } from "./edit_state";
import { maskOf, useMask, usePixels } from "./preview";

export interface Sources extends Drawings {
  source: Pixels | undefined;
  /** Why there is no picture. */
  failure: Failure | undefined;
}

/** How long after the last letter the server is asked to draw the text. */
const TYPED_MS = 300;

export function useDrawings(photoId: string, operations: Operations, edit: PhotoEdit): Sources {
  const { photos } = usePorts();
  const picture = useKept(photos.picture(photoId, "source"));
  const by = find(operations, "background")?.by;
  const mask = useKept(by && hasMask(edit, by) ? photos.picture(photoId, MASKS[by]) : undefined).value;
  photos.picture(photoId, "thumb", edit.rendering);
  return {
    source: usePixels(picture.value),
    failure: picture.value ? undefined : picture.failure,
    mask: useMask(mask),
    stamp: useStamp(find(operations, "watermark")?.text),
  };
}

const MASKS: Readonly<Record<CutoutBy, PhotoVariant>> = { server: "server_mask", "remove.bg": "mask" };

function useStamp(text: string | undefined): Mask | undefined {
  const { editor } = usePorts();
  const [known, setKnown] = useState<Mask>();
  useEffect(() => {
    if (!text) return undefined;
    let isCurrent = true;
    const draw = async () => {
      const drawn = await editor.stamp(text);
      const mask = drawn.ok ? await maskOf(drawn.value) : undefined;
      if (isCurrent && mask) setKnown(mask);
    };
    const timer = setTimeout(() => void draw(), TYPED_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, editor]);
  return text ? known : undefined;
}
