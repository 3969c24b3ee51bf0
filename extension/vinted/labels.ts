// The bytes of shipping labels: at an address of their host that is valid for some minutes (without CORS, so only the worker can
// ask), or inside one of Vinted's own answers.
import { LABEL_ORIGIN } from "./addresses";

const MAX_BYTES = 10 * 1024 * 1024;
const DEADLINE_MS = 30_000;

/** The label cannot be had there; a new address comes with the next read of the shipment. */
export class LabelError extends Error {
  override name = "LabelError";
}

export type Bytes = Uint8Array<ArrayBuffer>;

/** The PDF at a signed address. */
export async function labelBytes(url: string): Promise<Bytes> {
  const address = URL.parse(url);
  if (address?.origin !== LABEL_ORIGIN) throw new LabelError("not the labels' host");
  try {
    const answer = await fetch(address, {
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (!answer.ok || Number(answer.headers.get("content-length") ?? 0) > MAX_BYTES)
      throw new LabelError(`status ${answer.status}`);
    return checked(new Uint8Array(await answer.arrayBuffer()));
  } catch (error) {
    throw error instanceof LabelError ? error : new LabelError("unreachable", { cause: error });
  }
}

/** The PDF in an answer's base64. */
export function labelFrom(base64: string): Bytes {
  let bytes: Bytes;
  try {
    bytes = Uint8Array.fromBase64(base64);
  } catch (error) {
    throw new LabelError("no base64", { cause: error });
  }
  return checked(bytes);
}

/** An error page with status 200 is no label. */
function checked(bytes: Bytes): Bytes {
  const isPdf = String.fromCharCode(...bytes.subarray(0, 4)) === "%PDF";
  if (!isPdf || bytes.length > MAX_BYTES) throw new LabelError("not a label");
  return bytes;
}
