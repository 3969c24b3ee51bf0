// A draft's photo as its thumbnail: on its dominant colour until the bytes are here.
import type { DraftPhoto } from "../../../shared-schemas/wire";
import { type PhotoView, Thumb } from "../../ui/Photo";
import { PhotoTile } from "../../ui/PhotoTile";
import { useThumb } from "../photos/use_thumb";

type Shown = Pick<DraftPhoto, "photo_id" | "color"> & Partial<Pick<DraftPhoto, "rendering">>;

function useView(photo: Shown | undefined, alt: string): PhotoView {
  return { src: useThumb(photo?.photo_id, photo?.rendering), color: photo?.color ?? undefined, alt };
}

export function DraftThumb({ photo }: { photo: Shown | undefined }) {
  return <Thumb photo={useView(photo, "")} />;
}

export function DraftTile({ photo, alt, isCover = false, isSelected = false }: TileProps) {
  return <PhotoTile photo={useView(photo, alt)} state={{ kind: "ready" }} isCover={isCover} isSelected={isSelected} />;
}

interface TileProps {
  photo: Shown;
  alt: string;
  isCover?: boolean;
  isSelected?: boolean;
}
