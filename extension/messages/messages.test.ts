// @vitest-environment node
// Who may say what to the worker, by what the browser stamps on the sender, and how asking fails.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import { answerMessages, type Handlers, type Sender, speakerOf } from "./answer";
import { AskError, ask } from "./ask";
import { SPEAKERS } from "./table";

const OWN = { id: "", url: "" };
const isVinted = (url: string) => url.startsWith("https://www.vinted.");

beforeEach(() => {
  fakeBrowser.reset();
  OWN.id = browser.runtime.id;
  OWN.url = browser.runtime.getURL("/sidepanel.html");
});

const page = (more: Partial<Sender> = {}): Sender => ({ ...OWN, ...more });
const inVinted = (more: Partial<Sender> = {}): Sender =>
  ({ id: OWN.id, url: "https://www.vinted.example/items/1", tab: { id: 3 }, frameId: 0, ...more }) as Sender;

describe("the sender", () => {
  it.each([
    ["our panel", () => page(), "own_page"],
    ["our page in a tab", () => page({ tab: { id: 1 } as never, frameId: 0 }), "own_page"],
    ["our script in a page of Vinted's", () => inVinted(), "vinted_page"],
    ["a frame inside that page", () => inVinted({ frameId: 4 }), undefined],
    ["our script somewhere else", () => inVinted({ url: "https://example.org/" }), undefined],
    ["an address that only looks like ours", () => page({ url: `https://example.org/${browser.runtime.id}` }), undefined],
    ["another extension", () => page({ id: "someoneelse" }), undefined],
  ] as const)("%s is %s", (_, sender, speaker) => {
    expect(speakerOf(sender(), isVinted)).toBe(speaker);
  });

  it("is answered only what it may say", async () => {
    const said: string[] = [];
    const handlers = Object.fromEntries(
      Object.keys(SPEAKERS).map((name) => [name, async () => void said.push(name)]),
    ) as unknown as Handlers;
    let listen: ((message: unknown, sender: Sender, reply: (answer: unknown) => void) => unknown) | undefined;
    vi.spyOn(browser.runtime.onMessage, "addListener").mockImplementation((listener) => {
      listen = listener as typeof listen;
    });
    answerMessages(handlers, { ready: Promise.resolve(), isVinted });
    const tell = (message: unknown, sender: Sender) =>
      new Promise((resolve) => {
        if (listen?.(message, sender, resolve) !== true) resolve("left alone");
      });
    expect(await tell({ ask: "backend", operation: "drafts", args: {} }, inVinted())).toBe("left alone");
    expect(await tell({ ask: "sign_out" }, inVinted())).toBe("left alone");
    expect(await tell({ from_page: "open_act", act: "relist", item_id: 1 }, page())).toBe("left alone");
    expect(await tell({ ask: "constructor" }, page())).toBe("left alone");
    expect(await tell("wake", page())).toBe("left alone");
    expect(said).toEqual([]);
    await tell({ ask: "wake" }, page());
    await tell({ from_page: "open_act", act: "relist", item_id: 1 }, inVinted());
    expect(said).toEqual(["wake", "open_act"]);
  });
});

describe("ask", () => {
  const fails = async (sent: () => Promise<unknown>) => {
    vi.spyOn(browser.runtime, "sendMessage").mockImplementation(sent as never);
    return ask("wake", {}, 20).then(
      () => "answered",
      (error: unknown) => (error instanceof AskError ? error.why : "thrown"),
    );
  };

  it.each([
    [
      "nobody there",
      () => Promise.reject(new Error("Could not establish connection. Receiving end does not exist.")),
      "no_receiver",
    ],
    ["no answer at all", () => new Promise(() => undefined), "no_answer"],
    [
      "the channel closed",
      () => Promise.reject(new Error("The message channel closed before a response was received.")),
      "no_answer",
    ],
    ["an old page", () => Promise.reject(new Error("Extension context invalidated.")), "context_gone"],
    ["a handler that failed", () => Promise.resolve({ refused: "Error" }), "refused"],
    ["an answer", () => Promise.resolve({ value: null }), "answered"],
  ])("%s", async (_, sent, why) => {
    expect(await fails(sent)).toBe(why);
  });
});
