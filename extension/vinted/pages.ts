// The life of our script in one Vinted page: it answers the worker, tells it who is signed in, and keeps our controls in place
// while the site draws its page anew. It ends when a newer script arrives or the extension behind it is gone.
import { type Browser, browser } from "wxt/browser";
import { marketOfHost } from "./addresses";
import { createControls, type Words } from "./controls";
import type { FromPage, Presence, ToPage } from "./execute";
import { createExecutor, type Executor, pageClock } from "./executor";
import { fillForm, isFormPath } from "./fill_form";
import { fetchItemFacts, readItemFacts } from "./item_facts";
import { type ControlsOn, findPlaces } from "./places";
import type { Send } from "./worlds";

/** WXT's lifetime of a content script, as far as it is used here. */
export interface Life {
  signal: AbortSignal;
  onInvalidated: (act: () => void) => void;
}

/** Which controls the person wants, and how to hear that they changed their mind; `onChange` answers how to stop hearing. */
export interface Wanted {
  current: () => ControlsOn;
  onChange: (act: () => void) => () => void;
}

/** Answers the worker from the first moment on; `send` must have been connected at `document_start`. */
export function startHands(life: Life, send: Send): Executor {
  const executor = createExecutor(send);
  const answer = (message: ToPage, sender: Browser.runtime.MessageSender, reply: (value: unknown) => void) => {
    // only our own worker, never another extension nor another tab's page
    if (sender.id !== browser.runtime.id || sender.tab || !message?.to_page) return undefined;
    answerTo(message, executor, send).then(reply, (error: unknown) => {
      console.error("VintedBot", error);
      reply(null);
    });
    return true;
  };
  browser.runtime.onMessage.addListener(answer);
  life.onInvalidated(() => {
    if (isAlive()) browser.runtime.onMessage.removeListener(answer);
  });
  return executor;
}

async function answerTo(message: ToPage, executor: Executor, send: Send): Promise<unknown> {
  switch (message.to_page) {
    case "clock":
      return pageClock();
    case "who":
      return presence(executor, message.anew);
    case "execute":
      return executor.execute(message.execute);
    case "fill":
      return isFormPath(location.pathname) ? fillForm(document, message.content) : { no_form: true };
    case "item_facts":
      return { facts: await fetchItemFacts(send, message.item_id) };
    default:
      return message satisfies never;
  }
}

/** Announces the member and keeps the controls in place, from when the page is loaded until the script's life ends. */
export function startPage(life: Life, executor: Executor, words: Words, css: string, wanted: Wanted): void {
  const controls = createControls(words, css, (act, itemIds) => {
    if (!isAlive()) return end();
    const [itemId] = itemIds;
    const facts = act === "copy_facts" && itemId !== undefined ? readItemFacts(document, itemId) : null;
    void tellWorker({ from_page: "open_act", act, item_ids: itemIds, facts });
  });
  const announce = async (anew: boolean) => {
    await tellWorker({ from_page: "member_here", ...(await presence(executor, anew)) });
  };
  let path = location.pathname;
  let due = false;
  const look = () => {
    due = false;
    if (life.signal.aborted) return;
    if (!isAlive()) return end();
    if (path !== location.pathname) {
      path = location.pathname;
      void announce(false);
    }
    const on = wanted.current();
    controls.show(
      findPlaces(document, path).filter((place) => on[place.on]),
      on.selection,
    );
  };
  // one look per burst of changes, and none in a page nobody sees
  const lookSoon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(look);
  };
  const watch = new MutationObserver(lookSoon);
  const stop = () => {
    watch.disconnect();
    removeEventListener("popstate", lookSoon);
  };
  const end = () => {
    stop();
    controls.remove();
    controls.sayReload();
  };
  life.onInvalidated(() => {
    stop();
    controls.remove();
  });
  life.onInvalidated(wanted.onChange(lookSoon));
  watch.observe(document.body, { childList: true, subtree: true });
  addEventListener("popstate", lookSoon, { signal: life.signal });
  // a page out of the back/forward cache was not loaded, and may show another member's session by now
  addEventListener("pageshow", (event) => event.persisted && void announce(true), { signal: life.signal });
  void announce(false);
  lookSoon();
}

async function presence(executor: Executor, anew: boolean): Promise<Presence> {
  const country = marketOfHost(location.hostname)?.country ?? "";
  return { country, ...(await executor.whoIsHere(anew)) };
}

/** False once the extension was updated or removed: every call into it throws from then on. */
function isAlive(): boolean {
  return browser.runtime?.id !== undefined;
}

async function tellWorker(message: FromPage): Promise<void> {
  try {
    await browser.runtime.sendMessage(message);
  } catch {
    // the worker asks again when it needs to know; an act that found nobody can be pressed again
  }
}
