// The main-world half of the hands: sends one request at a time through the page's own fetch, for the few calls that Vinted
// answers in full only there. It keeps nothing, defines no global and listens to nothing but the port it was given.
// The page's scripts share this world. They may see what we send (they could send it themselves), but they get no port: without
// one they can neither ask for anything nor answer in Vinted's name.
import type { Wish, WishAnswer } from "./wish";

/** The two events of the handover; see `claimPort`. */
export const OFFER = "offer";
export const READY = "ready";

/**
 * Where both worlds meet before any page script runs. `document.fonts` belongs to this document alone and has no ancestors: an
 * event on the document itself would pass `window`, where an opener of the same origin may have left a listener.
 */
export function meetingPlace(): EventTarget {
  return document.fonts;
}

/** Takes the port that the isolated script offers, whichever of the two runs first, and serves it. */
export function startMainWorld(place: EventTarget = meetingPlace()): void {
  place.addEventListener(
    OFFER,
    (event) => {
      const port = (event as MessageEvent).ports[0];
      if (!port) return;
      event.preventDefault();
      serve(port);
    },
    { once: true },
  );
  place.dispatchEvent(new Event(READY));
}

function serve(port: MessagePort): void {
  // taken now, before the page can replace them: a replaced one would be called on the port and so hand it over
  const answer: (message: WishAnswer) => void = MessagePort.prototype.postMessage.bind(port);
  // oxlint-disable-next-line typescript/unbound-method -- applied to its event below
  const readData = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get;
  const { apply } = Reflect;
  const pageFetch = fetch.bind(globalThis);
  let busy = false;
  // awaited, never `.then`: that one the page can replace, and would be given `answer`
  const handle = async (wish: Wish) => {
    if (busy) return answer({ id: wish.id, failed: true });
    busy = true;
    try {
      answer(await carryOut(wish, pageFetch));
    } catch {
      answer({ id: wish.id, failed: true });
    } finally {
      busy = false;
    }
  };
  port.onmessage = (event) => void handle((readData ? apply(readData, event, []) : undefined) as Wish);
}

async function carryOut(wish: Wish, pageFetch: typeof fetch): Promise<WishAnswer> {
  const answer = await pageFetch(wish.path, requestOf(wish));
  return { id: wish.id, status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
}

/** A wish as fetch wants it; the same in both worlds. */
export function requestOf(wish: Omit<Wish, "id">): RequestInit {
  return {
    method: wish.method,
    headers: wish.headers,
    body: bodyOf(wish),
    // the services beside the site are other origins, and answer nobody without the site's cookies
    credentials: wish.path.startsWith("https://") ? "include" : "same-origin",
    signal: AbortSignal.timeout(wish.deadline_ms),
  };
}

function bodyOf({ body }: Omit<Wish, "id">): BodyInit | null {
  if (body === null) return null;
  if (body.kind === "json") return body.text;
  const form = new FormData();
  form.append("photo[type]", "item");
  form.append("photo[temp_uuid]", body.session);
  form.append("photo[file]", new Blob([body.bytes], { type: body.mime }), body.name);
  return form;
}
