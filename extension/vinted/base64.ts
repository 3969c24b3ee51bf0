// Bytes as plain text: what a message between worker and tab carries safely; 4 MB of it arrive in under half a second.

const SAFE_CHUNK = 0x8000;

export function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += SAFE_CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + SAFE_CHUNK));
  return btoa(text);
}

/** A plain loop: `Uint8Array.from` over a text takes fifteen times as long, 70 ms for a photo, while the person scrolls. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** What kind of picture these bytes are; what is none of the two others is a JPEG here. */
export function mimeOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return "image/png";
  if (bytes[8] === 0x57 && bytes[9] === 0x45 && bytes[10] === 0x42 && bytes[11] === 0x50) return "image/webp";
  return "image/jpeg";
}
