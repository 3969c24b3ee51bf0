// A photo in rows: always 3:4, on its dominant colour until the bytes are there. The one of the photo screen is in PhotoTile.tsx.
export interface PhotoView {
  /** Address of the picture; absent while nothing can be shown yet. */
  src?: string | undefined;
  /** Dominant colour as `#rrggbb`. */
  color?: string | undefined;
  alt: string;
}

export function Thumb({ photo }: { photo: PhotoView }) {
  return (
    <span class="thumb" style={{ backgroundColor: photo.color }}>
      {photo.src && <img src={photo.src} alt={photo.alt} loading="lazy" decoding="async" />}
    </span>
  );
}
