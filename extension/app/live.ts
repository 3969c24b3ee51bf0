// The panel's ear at the server: while somebody looks at a page of ours, one socket of this device tells what changes, and the
// screens are read anew by that instead of every few seconds.
//
// The socket belongs to a page and not to the worker: a worker would have to be kept awake for it, and nobody looks when no page is
// open. Of several windows one holds it, by a Web Lock, and tells the others; a hidden page lets go of it. A page knows the last
// number it heard, so whoever takes over asks for exactly what came meanwhile. What it says is never more than what changed.
import type { Event, LiveTicket } from "../../shared-schemas/wire";
import type { Result } from "../screens/ports";
import type { Keeper } from "./kept";
import { listen, SILENCE_MS, WATCH_MS, type Word } from "./live_socket";

/** The lock's name, and the channel's on which its holder tells the other windows. */
const NAME = "vintedbot-live";

/** How soon to try again, the last for all further tries; each a little later than the last window's. */
const AGAIN_MS: readonly number[] = [500, 2_000, 5_000, 15_000, 60_000];

/** Events that come together are answered by one reading, and a stream of them by one each second. */
const GATHER_MS = 100;
const PAUSE_MS = 1_000;

export interface Following {
  keeper: Pick<Keeper, "told" | "tellsSince" | "refreshAll">;
  ticket: () => Promise<Result<LiveTicket>>;
  happened: (events: readonly Event[]) => void;
}

/** Follows the server as long as this page lives. */
export function followServer({ keeper, ticket, happened }: Following): void {
  const others = new BroadcastChannel(NAME);
  /** The last event this page knows of; undefined until it heard of any, and while it is hidden: being seen reads everything. */
  let number: number | undefined;
  let heardAt = 0;
  let told: number | undefined;
  let holds = false;
  let closing: AbortController | undefined;
  let hurry = () => {};
  const say = gathering((events) => {
    keeper.told(events);
    happened(events);
  });

  const take = (word: Word) => {
    if (word.is === "anybody") {
      if (holds && told !== undefined) others.postMessage({ is: "alive", number: number ?? 0 } satisfies Word);
      return;
    }
    heardAt = Date.now();
    if (word.is === "away") told = undefined;
    else {
      const hasMissed = number !== undefined && word.number - (word.is === "heard" ? word.events.length : 0) > number;
      number = Math.max(word.number, number ?? 0);
      told ??= Date.now();
      if (word.is === "missed" || hasMissed) keeper.refreshAll();
      else if (word.is === "heard") say(word.events);
    }
    keeper.tellsSince(told);
  };
  const tell = (word: Word) => {
    take(word);
    others.postMessage(word);
  };

  async function hold(signal: AbortSignal): Promise<void> {
    holds = true;
    try {
      for (let tries = 0; !signal.aborted; tries += 1) {
        const wasHeard = await listen({ ticket, after: number, tell, signal });
        if (told !== undefined) tell({ is: "away" });
        if (wasHeard) tries = 0;
        await pause(again(tries), signal, (now) => {
          hurry = now;
        });
      }
    } finally {
      holds = false;
    }
  }

  function seen(): void {
    hurry();
    if (closing) return;
    closing = new AbortController();
    const { signal } = closing;
    others.postMessage({ is: "anybody" } satisfies Word);
    // aborted while it waits for the lock, the request ends with an error that means just that
    navigator.locks.request(NAME, { signal }, () => hold(signal)).catch(() => {});
  }
  function hidden(): void {
    closing?.abort();
    closing = undefined;
    number = undefined;
    told = undefined;
    keeper.tellsSince(undefined);
  }

  others.addEventListener("message", ({ data }: MessageEvent<Word>) => {
    if (closing) take(data);
  });
  const look = () => (document.visibilityState === "visible" ? seen() : hidden());
  document.addEventListener("visibilitychange", look);
  addEventListener("online", () => hurry());
  addEventListener("focus", () => hurry());
  addEventListener("pagehide", hidden);
  addEventListener("pageshow", look);
  // a window whose teller fell silent looks for itself again
  setInterval(() => {
    if (told !== undefined && !holds && Date.now() - heardAt > SILENCE_MS) take({ is: "away" });
  }, WATCH_MS);
  look();
}

function again(tries: number): number {
  const wait = AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 0;
  return wait * (1 + Math.random() / 2);
}

/** Waits so long, or until it is aborted or called to hurry. */
function pause(ms: number, signal: AbortSignal, hurried: (now: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const now = () => {
      clearTimeout(timer);
      resolve();
    };
    hurried(now);
    if (signal.aborted) now();
    signal.addEventListener("abort", now, { once: true });
  });
}

/** Hands on what came together: soon, and no more than once in a second. */
function gathering(hand: (events: readonly Event[]) => void): (events: readonly Event[]) => void {
  let gathered: Event[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let handedAt = 0;
  return (events) => {
    gathered.push(...events);
    if (timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        handedAt = Date.now();
        const all = gathered;
        gathered = [];
        hand(all);
      },
      Math.max(GATHER_MS, handedAt + PAUSE_MS - Date.now()),
    );
  };
}
