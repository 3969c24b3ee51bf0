// A page's life in happy-dom, where no press is a trusted one; real presses are tested in tests/browser/test_vinted_page.py.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import { createControls, type Words } from "./controls";
import type { Executor } from "./executor";
import { type Life, startPage } from "./pages";
import type { ControlsOn } from "./places";

const WORDS: Words = {
  button: "VintedBot",
  name: (title) => `VintedBot for ${title}`,
  acts: [{ act: "relist", label: "Relist" }],
  copy_facts: "Copy",
  fill: "Fill",
  select: (title) => `Select ${title}`,
  selected: (count) => `${count} selected`,
  bar: [{ act: "price", label: "Price" }],
  clear: "Clear",
  reload: "Reload",
};
const ALL: ControlsOn = { cards: true, item: true, copy: true, form: true, selection: true };
const CARD = '<div data-testid="product-item-id-11"><img alt="Robe, x"></div><button data-testid="bump-button"></button>';
const buttons = () =>
  [...document.querySelectorAll<HTMLElement>("[data-item]")].map((host) => host.shadowRoot?.querySelector("button"));

let stop: AbortController;
let told: unknown[];
let asked: boolean[];
let on: ControlsOn;
let changeMind: () => void;

function start() {
  const life: Life = { signal: stop.signal, onInvalidated: (act) => stop.signal.addEventListener("abort", act) };
  const whoIsHere: Executor["whoIsHere"] = async (anew = false) => {
    asked.push(anew);
    return { member: null, told: true };
  };
  const executor: Executor = { whoIsHere, execute: () => Promise.reject(new Error("nothing is asked here")) };
  startPage(life, executor, WORDS, ".control{}", {
    current: () => on,
    onChange: (act) => {
      changeMind = act;
      return () => undefined;
    },
  });
}

beforeEach(() => {
  fakeBrowser.reset();
  stop = new AbortController();
  told = [];
  asked = [];
  on = ALL;
  vi.spyOn(browser.runtime, "sendMessage").mockImplementation((async (message: unknown) => void told.push(message)) as never);
  vi.stubGlobal("location", new URL("https://www.vinted.fr/member/90000001-me"));
  document.body.innerHTML = `<main>${CARD}</main>`;
});
afterEach(() => {
  stop.abort();
  vi.unstubAllGlobals();
});

describe("in a page", () => {
  it("the member is announced, and a button stands after each own card's", async () => {
    start();
    await vi.waitFor(() => expect(buttons()).toHaveLength(1));
    expect(document.querySelector("[data-testid=bump-button]")?.nextElementSibling).toBe(document.querySelector("[data-item]"));
    expect(buttons()[0]?.getAttribute("aria-label")).toBe("VintedBot for Robe");
    await vi.waitFor(() => expect(told).toEqual([{ from_page: "member_here", country: "fr", member: null, told: true }]));
  });

  it("a button comes back when the site draws anew, and goes with its card", async () => {
    start();
    await vi.waitFor(() => expect(buttons()).toHaveLength(1));
    document.querySelector("main")?.replaceChildren();
    await vi.waitFor(() => expect(buttons()).toHaveLength(0));
    document.querySelector("main")?.insertAdjacentHTML("beforeend", CARD);
    await vi.waitFor(() => expect(buttons()).toHaveLength(1));
  });

  it("buttons that are switched off go, and come back when they are switched on", async () => {
    start();
    await vi.waitFor(() => expect(buttons()).toHaveLength(1));
    on = { ...ALL, cards: false };
    changeMind();
    await vi.waitFor(() => expect(buttons()).toHaveLength(0));
    on = { ...ALL, item: false };
    changeMind();
    await vi.waitFor(() => expect(buttons()).toHaveLength(1));
  });

  it("navigation inside the site announces again without asking Vinted again", async () => {
    start();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    vi.stubGlobal("location", new URL("https://www.vinted.fr/inbox"));
    document.querySelector("main")?.replaceChildren();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(asked).toEqual([false, false]);
  });

  it("out of the back/forward cache, who is here is asked anew", async () => {
    start();
    const shown = Object.assign(new Event("pageshow"), { persisted: true });
    dispatchEvent(shown);
    await vi.waitFor(() => expect(asked).toEqual([false, true]));
  });

  it("a newer script takes all of ours away", async () => {
    start();
    await vi.waitFor(() => expect(buttons()).toHaveLength(1));
    stop.abort();
    expect(buttons()).toHaveLength(0);
  });
});

describe("a press made by a script", () => {
  it("opens nothing", () => {
    const choose = vi.fn();
    const controls = createControls(WORDS, "", choose);
    const after = document.querySelector("[data-testid=bump-button]") as Element;
    controls.show([{ on: "cards", item_id: 11, after, title: "Robe" }], true);
    for (const event of [new MouseEvent("click", { bubbles: true }), new PointerEvent("click")])
      buttons()[0]?.dispatchEvent(event);
    buttons()[0]?.click();
    expect(document.querySelectorAll("[role=menu]")).toHaveLength(0);
    expect(choose).not.toHaveBeenCalled();
    controls.remove();
  });
});
