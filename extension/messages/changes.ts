// The worker's word to our open pages that something has changed with the jobs, so that they look at once instead of at their
// next turn. It carries nothing: what changed is asked for in the usual way.

const CHANNEL = "vintedbot-changes";

/** Called by the worker after a wish and whenever it takes or leaves a job. */
export function tellPages(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** Called by a page once; `look` runs at every change from then on. */
export function onChanges(look: () => void): void {
  new BroadcastChannel(CHANNEL).addEventListener("message", look);
}
