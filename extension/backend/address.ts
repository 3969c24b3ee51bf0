// Which server this install talks to. The address is data that the first-run screen sets: ours, or "my own server".
import { serverAddress } from "../storage/items";

/** Our own service. */
export const OUR_SERVER = "https://vintedbot.app";

const HOST_NAME = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])$/;
const ON_THIS_MACHINE = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The origin a person's text names, or undefined when it is no server address: https anywhere, http on this machine only,
 * no path, no user. A missing scheme means https (http on this machine).
 */
export function readAddress(text: string): string | undefined {
  const trimmed = text.trim().replace(/\/+$/, "");
  const bare = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : undefined;
  const url = URL.parse(bare ?? `https://${trimmed}`);
  // Chrome writes a space in a name as %20 instead of refusing it
  if (
    !url?.hostname ||
    !HOST_NAME.test(url.hostname) ||
    url.username ||
    url.password ||
    url.pathname !== "/" ||
    url.search ||
    url.hash
  )
    return undefined;
  const here = ON_THIS_MACHINE.has(url.hostname);
  if (!bare && here) return `http://${url.host}`;
  return url.protocol === "https:" || (url.protocol === "http:" && here) ? url.origin : undefined;
}

/** The server's origin, without a slash at the end. */
export async function currentServer(): Promise<string> {
  return (await serverAddress.getValue()) ?? OUR_SERVER;
}

/** Keeps another server's origin (from `readAddress`). Signing out of the old one is the caller's business. */
export async function useServer(origin: string): Promise<void> {
  await serverAddress.setValue(origin === OUR_SERVER ? null : origin);
}
