// How the pages and the worker tell each other that the photos on this device changed. Nothing is said but that: who hears it
// reads them anew, so a word that is lost costs nothing.

const CHANNEL = "vintedbot-photos";

let speaking: BroadcastChannel | undefined;

export function tellChange(): void {
  speaking ??= new BroadcastChannel(CHANNEL);
  speaking.postMessage(null);
}

/** Calls `listener` after each change, in this context or another, until the returned function is called. */
export function onChange(listener: () => void): () => void {
  const hearing = new BroadcastChannel(CHANNEL);
  hearing.onmessage = listener;
  return () => hearing.close();
}
