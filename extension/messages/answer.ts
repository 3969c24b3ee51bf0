// The worker's ear: one listener that finds the handler of a message and lets it speak only if the browser's own stamp on the
// sender says so. Nothing a message claims about its sender is read.
import { type Browser, browser } from "wxt/browser";
import type { Reply } from "./ask";
import { type Answers, type MessageName, type Says, SPEAKERS, type Speaker } from "./table";

export type Sender = Browser.runtime.MessageSender;

export type Handlers = {
  readonly [N in MessageName]: (says: Says<N>, sender: Sender) => Promise<Answers<N>>;
};

/**
 * Who a sender is; undefined for anybody else (another extension, a page, a frame inside Vinted's page).
 * `isVinted` says whether an address is one of Vinted's.
 */
export function speakerOf(sender: Sender, isVinted: (url: string) => boolean): Speaker | undefined {
  if (sender.id !== browser.runtime.id) return undefined;
  const url = sender.url ?? "";
  if (url.startsWith(browser.runtime.getURL("/"))) return "own_page";
  if (sender.tab && sender.frameId === 0 && isVinted(url)) return "vinted_page";
  return undefined;
}

/**
 * Registers the listener; call it synchronously at the worker's start. Each message waits for `ready`.
 * A message that is not in the table, or whose sender may not say it, is left to others and gets no answer from here.
 */
export function answerMessages(
  handlers: Handlers,
  options: { ready: Promise<unknown>; isVinted: (url: string) => boolean },
): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Sender, reply: (answer: Reply) => void) => {
    const name = nameOf(message);
    if (!name || SPEAKERS[name] !== speakerOf(sender, options.isVinted)) return undefined;
    const handle = handlers[name] as (says: unknown, sender: Sender) => Promise<unknown>;
    // Chrome lets a press open the side panel only in the very call that brought it, so this one message waits for nothing
    const handled = name === "open_act" ? handle(message, sender) : options.ready.then(() => handle(message, sender));
    handled.then(
      (value) => reply({ value }),
      (error: unknown) => reply({ refused: error instanceof Error ? error.name : "Error" }),
    );
    return true;
  });
}

function nameOf(message: unknown): MessageName | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { ask, from_page } = message as { ask?: unknown; from_page?: unknown };
  const name = ask ?? from_page;
  return typeof name === "string" && Object.hasOwn(SPEAKERS, name) ? (name as MessageName) : undefined;
}
