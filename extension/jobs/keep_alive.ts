// Keeping the service worker alive while a job runs, and only then: Chrome ends a worker 30 s after its last call of an
// extension API (measured), whatever timers or requests it waits for.
import { browser } from "wxt/browser";

const EVERY_MS = 20_000;

/** Keeps the worker alive until the returned function is called. */
export function stayAwake(): () => void {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), EVERY_MS);
  return () => clearInterval(timer);
}
