// @vitest-environment node
// Both halves run in one world here, on Node's own ports and events; that these cross the real worlds, and that no page script can
// step in between, is tested in a real browser (tests/browser/test_vinted_page.py).
import { Window } from "happy-dom";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OFFER, READY, startMainWorld } from "./main_world";
import { connectMainWorld, NoMainWorld } from "./worlds";

const REQUEST = {
  method: "GET",
  path: "/api/v2/users/current",
  headers: { accept: "x" },
  body: null,
  deadline_ms: 1_000,
} as const;

/** A page that has begun to be parsed. */
const doc = () => new Window({ url: "https://www.vinted.fr/" }).document as unknown as Document;

/** A document at `document_start`: its root is there, nothing in it. */
function beginning(): Document {
  const made = doc();
  made.body?.remove();
  made.head?.replaceChildren();
  return made;
}

let fetched: ReturnType<typeof vi.fn<typeof fetch>>;
beforeEach(() => {
  fetched = vi.fn<typeof fetch>(async () => new Response('{"code":0}', { status: 200, headers: { "X-Request-Id": "1" } }));
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("location", new URL("https://www.vinted.fr/"));
  vi.stubGlobal("MutationObserver", new Window().MutationObserver);
});
afterEach(() => vi.unstubAllGlobals());

describe("the way into the main world", () => {
  it.each(["isolated first", "main first"])("is found, %s", async (order) => {
    const place = new EventTarget();
    if (order === "main first") startMainWorld(place);
    const send = connectMainWorld(place, beginning());
    if (order === "isolated first") startMainWorld(place);
    expect(await send("main", REQUEST)).toMatchObject({ status: 200, headers: { "x-request-id": "1" }, text: '{"code":0}' });
  });

  it("is offered once: a later READY gets nothing", async () => {
    const place = new EventTarget();
    startMainWorld(place);
    connectMainWorld(place, beginning());
    const heard = vi.fn();
    place.addEventListener(OFFER, heard);
    place.dispatchEvent(new Event(READY));
    expect(heard).not.toHaveBeenCalled();
  });

  it("is not offered in a page that has begun", async () => {
    const place = new EventTarget();
    const heard = vi.fn();
    place.addEventListener(OFFER, heard);
    const send = connectMainWorld(place, doc());
    place.dispatchEvent(new Event(READY));
    expect(heard).not.toHaveBeenCalled();
    await expect(send("main", REQUEST)).rejects.toThrow(NoMainWorld);
  });

  it("is closed before the first script of the page runs", async () => {
    const place = new EventTarget();
    const page = beginning();
    connectMainWorld(place, page);
    page.documentElement.append(page.createElement("head"));
    await Promise.resolve();
    const heard = vi.fn();
    place.addEventListener(OFFER, heard);
    page.documentElement.replaceChildren();
    place.dispatchEvent(new Event(READY));
    expect(heard).not.toHaveBeenCalled();
  });

  it("is taken by one script only", () => {
    const place = new EventTarget();
    startMainWorld(place);
    connectMainWorld(place, beginning());
    const channel = new MessageChannel();
    const again = new MessageEvent(OFFER, { cancelable: true, ports: [channel.port2] });
    expect(place.dispatchEvent(again)).toBe(true);
  });
});

describe("a request", () => {
  it("of a photo is multipart, and the browser writes its type", async () => {
    const place = new EventTarget();
    startMainWorld(place);
    const send = connectMainWorld(place, beginning());
    const bytes = new Uint8Array([1, 2, 3]);
    await send("main", {
      ...REQUEST,
      method: "POST",
      body: { kind: "photo", session: "s-1", name: "a.jpg", mime: "image/jpeg", bytes },
    });
    const init = fetched.mock.calls[0]?.[1];
    const form = init?.body as FormData;
    expect([form.get("photo[type]"), form.get("photo[temp_uuid]")]).toEqual(["item", "s-1"]);
    expect((form.get("photo[file]") as File).name).toBe("a.jpg");
    expect((form.get("photo[file]") as File).size).toBe(3);
    expect(init?.headers).toEqual({ accept: "x" });
  });

  it("waits for the one before it: one at a time", async () => {
    const place = new EventTarget();
    const letGo: (() => void)[] = [];
    fetched.mockImplementation(() => new Promise((resolve) => letGo.push(() => resolve(new Response("{}")))));
    startMainWorld(place);
    const send = connectMainWorld(place, beginning());
    const both = [send("main", REQUEST), send("main", REQUEST)];
    await vi.waitFor(() => expect(letGo).toHaveLength(1));
    letGo[0]?.();
    await vi.waitFor(() => expect(letGo).toHaveLength(2));
    letGo[1]?.();
    expect((await Promise.all(both)).map((answer) => answer?.status)).toEqual([200, 200]);
  });

  it.each(["isolated", "main"] as const)("without an answer by its deadline is null (%s)", async (world) => {
    fetched.mockImplementation(
      (_, init) => new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted")))),
    );
    const place = new EventTarget();
    startMainWorld(place);
    const send = connectMainWorld(place, beginning());
    expect(await send(world, { ...REQUEST, deadline_ms: 30 })).toBeNull();
  });

  it("whose connection breaks is null", async () => {
    fetched.mockRejectedValue(new TypeError("Failed to fetch"));
    const send = connectMainWorld(new EventTarget(), beginning());
    expect(await send("isolated", REQUEST)).toBeNull();
  });
});
