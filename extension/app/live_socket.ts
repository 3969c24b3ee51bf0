// One socket to our server, from its ticket to its end, and what its frames mean to our windows.
import * as v from "valibot";
import { type Event, LIVE_BEAT_S, LiveFrame, type LiveHello, type LiveTicket } from "../../shared-schemas/wire";
import { currentServer } from "../backend/address";
import type { Result } from "../screens/ports";

/** After how long a line that says nothing is taken for dead: a sleeping computer's is, without anybody being told. */
export const SILENCE_MS = (2 * LIVE_BEAT_S + 5) * 1000;
export const WATCH_MS = 5_000;

const Frame = v.pipe(v.string(), v.parseJson(), LiveFrame);

/** What the window with the socket says to the others; `number`: of the last event it heard of. */
export type Word =
  | { is: "heard"; number: number; events: Event[] }
  | { is: "missed"; number: number }
  | { is: "alive"; number: number }
  | { is: "away" }
  /** A window that just opened, to whoever holds the socket. */
  | { is: "anybody" };

export interface Listening {
  ticket: () => Promise<Result<LiveTicket>>;
  after: number | undefined;
  tell: (word: Word) => void;
  signal: AbortSignal;
}

/** Opens a socket and tells what it says, until it ends. Whether it was let in at all. */
export async function listen({ ticket, after, tell, signal }: Listening): Promise<boolean> {
  const asked = await ticket();
  if (!asked.ok || signal.aborted) return false;
  const socket = new WebSocket(`${(await currentServer()).replace(/^http/, "ws")}/api/v1/live`);
  let heardAt = Date.now();
  let isIn = false;
  // by the clock on the wall: a timer stands still while the computer sleeps
  const watch = setInterval(() => Date.now() - heardAt > SILENCE_MS && socket.close(), WATCH_MS);
  const leave = () => socket.close();
  signal.addEventListener("abort", leave);
  try {
    await new Promise<void>((ended) => {
      socket.onopen = () => {
        const hello: LiveHello = { ticket: asked.value.ticket, after: after ?? null };
        socket.send(JSON.stringify(hello));
      };
      socket.onmessage = ({ data }) => {
        heardAt = Date.now();
        isIn = true;
        if (!signal.aborted) tell(wordOf(String(data), after));
      };
      socket.onclose = () => ended();
      // a line that is gone takes long to close
      signal.addEventListener("abort", () => ended());
    });
  } finally {
    clearInterval(watch);
    signal.removeEventListener("abort", leave);
    socket.close();
  }
  return isIn;
}

/** What a frame means to our windows. One that is not understood says at least that something is new. */
function wordOf(text: string, after: number | undefined): Word {
  const read = v.safeParse(Frame, text);
  if (!read.success) return { is: "missed", number: after ?? 0 };
  const frame = read.output;
  switch (frame.frame) {
    case "welcome":
      // of whoever was away the rest follows
      return { is: "alive", number: after ?? frame.number };
    case "happened":
      return { is: "heard", number: frame.events.at(-1)?.number ?? 0, events: frame.events.map(({ what }) => what) };
    case "start_over":
      return { is: "missed", number: frame.number };
    case "beat":
      return { is: "alive", number: frame.number };
    default:
      return frame satisfies never;
  }
}
