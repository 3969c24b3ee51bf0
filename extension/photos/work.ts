// The worker's part: send what is prepared, see it taken in and grouped, and prepare what a page left behind when it was closed.
// It is started by a page's word, by the alarm and at every start of the worker; whatever it knew before, the entries know.
import { NotConnected, ServerAway, ServerRefused } from "../backend/problems";
import type { Server } from "../backend/request";
import { type Redraw, redraw } from "./darkroom";
import { type Entries, entries } from "./entries";
import { type Hold, held } from "./held";
import { PREPARING, prepareAll } from "./prepare";
import { sendAll } from "./send";
import { settle } from "./settle";

export interface PhotoWorld {
  entries: Entries;
  server: Server;
  redraw: Redraw;
  /** Tells the pages why nothing moves; null when it does. */
  hold: (why: Hold) => Promise<void>;
  sleep: (seconds: number) => Promise<void>;
}

export interface PhotoWork {
  /** Works until nothing is left or something holds it up. */
  wake: () => Promise<void>;
}

/** One context of the extension sends. */
const SENDING = "vintedbot-photos-sending";
/** How soon to look again whether photos were taken in, the last for all further looks, and for how long the worker stays awake for
 * it. An open page hears from the server when one was, and wakes the worker sooner. */
const LOOK_SECONDS: readonly number[] = [0.5, 0.5, 1, 1, 2, 2];
const SLOW_LOOK_SECONDS = 4;
const LOOKS_SECONDS = 120;
/** How soon to try a server again that is away: the first tries soon, later ones as the alarm comes. */
const AWAY_SECONDS: readonly number[] = [1, 2, 5, 10, 20];

export function photoWorld(server: Server): PhotoWorld {
  return {
    entries,
    server,
    redraw,
    async hold(why) {
      // each change wakes whoever watches the storage
      if ((await held.getValue()) !== why) await held.setValue(why);
    },
    sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  };
}

/** Makes the worker's part; `stayAwake` keeps the worker alive until the function it returns is called. */
export function createPhotoWork(world: PhotoWorld, stayAwake: () => () => void): PhotoWork {
  let again = false;
  let isPreparing = false;
  let away = 0;
  let interrupt = () => {};

  async function wake(): Promise<void> {
    again = true;
    interrupt();
    await navigator.locks.request(SENDING, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      const sleepAgain = stayAwake();
      try {
        while (again) {
          again = false;
          void prepareWhenFree();
          const why = await turn({ ...world, sleep: pause }, () => again);
          await world.hold(why);
          if (why === "away") retry();
          else away = 0;
        }
      } finally {
        sleepAgain();
      }
    });
  }

  /** Sleeps until somebody wakes. */
  function pause(seconds: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      interrupt = resolve;
    });
    return Promise.race([world.sleep(seconds), woken]);
  }

  /** Waits for the page that prepares; when it is closed in the middle, the lock comes here. */
  async function prepareWhenFree(): Promise<void> {
    if (isPreparing || !(await world.entries.all()).some(({ at }) => at.step === "dropped")) return;
    isPreparing = true;
    const sleepAgain = stayAwake();
    try {
      await navigator.locks.request(PREPARING, () => prepareAll(world, () => void wake()));
    } finally {
      isPreparing = false;
      sleepAgain();
    }
  }

  function retry(): void {
    const seconds = AWAY_SECONDS[away];
    away += 1;
    if (seconds !== undefined) void world.sleep(seconds).then(wake);
  }

  return { wake };
}

/** Sends, and looks until all is taken in or there is more to send. Answers what holds it up. */
async function turn(world: PhotoWorld, isMore: () => boolean): Promise<Hold> {
  try {
    for (let look = 0, waited = 0; waited < LOOKS_SECONDS; look += 1) {
      await sendAll(world);
      if ((await settle(world)) || isMore()) return null;
      const wait = LOOK_SECONDS[look] ?? SLOW_LOOK_SECONDS;
      await world.sleep(wait);
      waited += wait;
    }
    return null;
  } catch (error) {
    if (error instanceof NotConnected) return "not_connected";
    if (error instanceof ServerAway) return "away";
    // too many requests at once: the alarm comes later
    if (error instanceof ServerRefused) return "away";
    throw error;
  }
}
