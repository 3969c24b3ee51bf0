// The bytes of photos on Vinted's image hosts, fetched by the worker (the hosts send no CORS headers). An address is signed and
// expires; a fresh one comes with every read of the listing.

const MAX_BYTES = 20 * 1024 * 1024; // what our server takes of one
const DEADLINE_MS = 30_000;

export type ImageFailure = "not_vinted" | "expired" | "unreachable" | "not_a_picture" | "too_large";

export class ImageError extends Error {
  override name = "ImageError";
  readonly code: ImageFailure;

  constructor(code: ImageFailure, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

/** The picture at a signed address. Throws ImageError; after `expired`, read the listing again for a new address. */
export async function imageBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address?.protocol !== "https:" || !address.hostname.endsWith(".vinted.net"))
    throw new ImageError("not_vinted", url.slice(0, 40));
  let bytes: Uint8Array<ArrayBuffer>;
  let answer: Response;
  try {
    answer = await fetch(address, {
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (Number(answer.headers.get("content-length") ?? 0) > MAX_BYTES)
      throw new ImageError("too_large", `${MAX_BYTES} bytes at most`);
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError("unreachable", String(error));
  }
  if ([401, 403, 404, 410].includes(answer.status)) throw new ImageError("expired", `status ${answer.status}`);
  if (!answer.ok) throw new ImageError("unreachable", `status ${answer.status}`);
  if (bytes.length > MAX_BYTES) throw new ImageError("too_large", `${bytes.length} bytes`);
  const type = answer.headers.get("content-type") ?? "";
  if (bytes.length === 0 || !type.startsWith("image/")) throw new ImageError("not_a_picture", type);
  return bytes;
}
