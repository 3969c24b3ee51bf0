// The isolated half: sends a request itself or through the port to the main-world script, each under a deadline. What is sent, and
// in which world, is decided in transport.ts.
import { browser } from "wxt/browser";
import type { FromPage } from "./execute";
import { meetingPlace, OFFER, READY, requestOf } from "./main_world";
import type { HttpAnswer, Wish, WishAnswer, World } from "./wish";

type Request = Omit<Wish, "id">;

/** The main-world script is not there: the page was loaded before the extension was. */
export class NoMainWorld extends Error {
  override name = "NoMainWorld";
}

/** Sends a request. Null: no answer within its deadline, or the connection broke. Throws NoMainWorld before anything is sent. */
export type Send = (world: World, request: Request) => Promise<HttpAnswer | null>;

/**
 * Offers one port to the main-world script. Has to run at `document_start`; it gives up when the document holds anything a page
 * script could have been in, and stops offering before the first page script runs: mutation observers are called before a parsed
 * script is.
 */
export function connectMainWorld(place: EventTarget = meetingPlace(), doc: Document = document): Send {
  let port: MessagePort | null = null;
  const offer = () => {
    if (port || doc.body || (doc.head?.childElementCount ?? 0) > 0) return;
    const channel = new MessageChannel();
    // Blink gives each world its own view of a port in `ports`; nothing else of an event crosses worlds untouched
    const taken = !place.dispatchEvent(new MessageEvent(OFFER, { cancelable: true, ports: [channel.port2] }));
    if (!taken) return;
    port = channel.port1;
    close();
  };
  const watch = new MutationObserver(() => close());
  const close = () => {
    watch.disconnect();
    place.removeEventListener(READY, offer);
  };
  watch.observe(doc, { childList: true, subtree: true });
  place.addEventListener(READY, offer);
  offer();
  let last: Promise<unknown> = Promise.resolve();
  return (world, request) => {
    if (world === "isolated") return sendHere(request);
    if (world === "worker") return sendByWorker(request);
    if (!port) return Promise.reject(new NoMainWorld());
    const through = port;
    // the script on the other side takes one at a time
    const sent = last.then(() => sendThrough(through, request));
    last = sent;
    return sent;
  };
}

/** The worker sends it with the browser's cookies; see worker_world.ts for what it will send. */
async function sendByWorker(request: Request): Promise<HttpAnswer | null> {
  try {
    const message = { from_page: "send_for_page", request } satisfies FromPage;
    const late = new Promise<null>((resolve) => {
      setTimeout(() => resolve(null), request.deadline_ms + 1_000);
    });
    const reply = await Promise.race([browser.runtime.sendMessage(message), late]);
    return (reply as { value?: HttpAnswer | null } | null)?.value ?? null;
  } catch {
    return null;
  }
}

async function sendHere(request: Request): Promise<HttpAnswer | null> {
  try {
    const answer = await fetch(new URL(request.path, location.origin), requestOf(request));
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  } catch {
    return null;
  }
}

let wishes = 0;

function sendThrough(port: MessagePort, request: Request): Promise<HttpAnswer | null> {
  wishes += 1;
  const id = wishes;
  return new Promise((resolve) => {
    const done = (answer: HttpAnswer | null) => {
      clearTimeout(timer);
      port.removeEventListener("message", hear);
      resolve(answer);
    };
    const hear = ({ data }: MessageEvent<WishAnswer>) => {
      if (data.id === id) done("failed" in data ? null : data);
    };
    // the other side keeps the deadline; this is for a page that does not answer at all
    const timer = setTimeout(() => done(null), request.deadline_ms + 1_000);
    port.addEventListener("message", hear);
    port.start();
    port.postMessage({ ...request, id } satisfies Wish);
  });
}
