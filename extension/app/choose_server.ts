// Another server of the seller's choice: is it an address, may we ask it, and does a VintedBot server answer there? Only then
// does the worker change over.
import { browser } from "wxt/browser";
import { readAddress } from "../backend/address";
import { ask } from "../messages/ask";
import type { ServerChoice } from "../screens/ports";

const ANSWER_MS = 8_000;

/** Call it directly in the handler of a press: a host that was not granted yet is asked for with Chrome's own prompt. */
export async function chooseServer(text: string): Promise<ServerChoice> {
  const origin = readAddress(text);
  if (!origin) return "not_an_address";
  // match patterns know no port
  const { protocol, hostname } = new URL(origin);
  const granted = await browser.permissions.request({ origins: [`${protocol}//${hostname}/*`] }).catch(() => false);
  if (!granted) return "not_allowed";
  const health = await healthOf(origin);
  if (typeof health === "string") return health;
  if (!health.ok) return "unwell";
  const answer = await ask("use_server", { address: origin });
  return answer.chosen ? "chosen" : answer.why;
}

async function healthOf(origin: string): Promise<{ ok: boolean } | "no_answer" | "not_vintedbot"> {
  let answer: Response;
  try {
    answer = await fetch(`${origin}/health`, { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
  } catch {
    return "no_answer";
  }
  const body: unknown = await answer.json().catch(() => undefined);
  if (typeof body !== "object" || body === null || !("checks" in body) || !("ok" in body)) return "not_vintedbot";
  return { ok: body.ok === true };
}
