// The photos beside the one that is edited: those of its draft or of its group, each a press away.
import type { ComponentChildren } from "preact";
import { t } from "../../ui/i18n";
import { Thumb } from "../../ui/Photo";
import { useThumb } from "../photos/use_thumb";
import { useKept, usePorts } from "../use";
import { editHash, type From } from "./open";

export interface Sibling {
  id: string;
  color: string | null | undefined;
  rendering: number | undefined;
}

/** All photos of the draft or group, this one among them. */
export function useSiblings(photoId: string, { draft, group }: From): readonly Sibling[] {
  const { drafts, photos } = usePorts();
  const ofDraft = useKept(draft ? drafts.draft(draft) : undefined).value;
  const board = useKept(group ? photos.board : undefined).value;
  if (ofDraft) return ofDraft.photos.map(({ photo_id, color, rendering }) => ({ id: photo_id, color, rendering }));
  const inGroup = board?.groups.find(({ id }) => id === group)?.photo_ids ?? [photoId];
  return inGroup.map((id) => ({ id, color: board?.photos[id]?.color, rendering: board?.photos[id]?.rendering }));
}

export function Siblings({ photoId, photos, from }: { photoId: string; photos: readonly Sibling[]; from: From }) {
  if (photos.length < 2) return null;
  return (
    <nav class="photo-editor-strip" aria-label={t("edit.siblings")}>
      {photos.map((photo, place) => (
        <a
          key={photo.id}
          href={editHash(photo.id, from)}
          aria-current={photo.id === photoId ? "page" : undefined}
          aria-label={t("edit.sibling", { place: place + 1, count: photos.length })}
        >
          <SmallPhoto photo={photo} />
        </a>
      ))}
    </nav>
  );
}

export function SmallPhoto({ photo, children }: { photo: Sibling; children?: ComponentChildren }) {
  const src = useThumb(photo.id, photo.rendering);
  return (
    <>
      <Thumb photo={{ src, color: photo.color ?? undefined, alt: "" }} />
      {children}
    </>
  );
}
