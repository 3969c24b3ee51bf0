// A photo with the place on it that something rests on.
import type { PhotoRegion } from "../../../../shared-schemas/wire";
import { Skeleton } from "../../../ui/EmptyState";
import { t } from "../../../ui/i18n";
import { useKept, usePorts } from "../../use";

export function PhotoProof({ photoId, region }: { photoId: string; region: PhotoRegion | undefined }) {
  const { photos } = usePorts();
  const { value: source, failure } = useKept(photos.picture(photoId, "large"));
  if (!source) return failure ? <p class="muted">{t("analysis.proof.no_picture")}</p> : <Skeleton rows={2} />;
  return (
    <div class="photo-proof">
      <img src={source} alt={t(region ? "analysis.proof.photo_marked" : "analysis.proof.photo")} />
      {region && (
        <span
          class="photo-region"
          aria-hidden="true"
          style={{
            insetInlineStart: percent(region.left),
            insetBlockStart: percent(region.top),
            inlineSize: percent(region.width),
            blockSize: percent(region.height),
          }}
        />
      )}
    </div>
  );
}

function percent(share: number): string {
  return `${share * 100}%`;
}
