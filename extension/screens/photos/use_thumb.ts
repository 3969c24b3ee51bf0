// The small picture of one of our own photos.
import { useKept, usePorts } from "../use";

/** The address of a photo's thumbnail; undefined until it is there. */
export function useThumb(photoId: string | undefined, rendering = 0): string | undefined {
  const { photos } = usePorts();
  return useKept(photoId ? photos.picture(photoId, "thumb", rendering) : undefined).value;
}
