// The alarm that wakes the loop: it survives the worker but not an update, so it is looked for at every start and made only when
// it is missing. A worker that lives is woken by a timer sooner, because the store's alarms are 30 s apart at least.
import { browser } from "wxt/browser";

const NAME = "loop";
const SHORTEST_SECONDS = 30;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Calls `wake` at each alarm; call it synchronously at the worker's start. */
export function onAlarm(wake: () => void): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === NAME) wake();
  });
}

/** Makes sure the alarm is there, as it is after every start but the first and those that follow an update. */
export async function keepAlarm(): Promise<void> {
  if (!(await browser.alarms.get(NAME))) await setAlarm(SHORTEST_SECONDS);
}

/** Wakes the loop in so many seconds. */
export async function wakeIn(seconds: number, wake: () => void): Promise<void> {
  clearTimeout(timer);
  if (seconds < SHORTEST_SECONDS) timer = setTimeout(wake, seconds * 1000);
  await setAlarm(Math.max(seconds, SHORTEST_SECONDS));
}

async function setAlarm(seconds: number): Promise<void> {
  // the period is the net below a worker that dies between this alarm and the next
  await browser.alarms.create(NAME, { delayInMinutes: seconds / 60, periodInMinutes: SHORTEST_SECONDS / 60 });
}
