// Our button beside a listing in Vinted's pages, the one menu that all of them open, and the tick boxes of an own closet. A press
// opens an act in the panel and does nothing else; presses that a script makes are not listened to.
import type { Act } from "./execute";
import type { Place } from "./places";
import { createSelection, type SelectionWords } from "./selection";

/** The words of the controls, in the person's language. */
export interface Words extends SelectionWords {
  button: string;
  /** What the button and its menu are called for one listing. */
  name: (title: string) => string;
  acts: readonly { act: Act; label: string }[];
  /** The one act of a control that opens no menu. */
  copy_facts: string;
  fill: string;
  /** The extension was renewed behind this page's back. */
  reload: string;
}

export interface Controls {
  /** Puts a control at every place that has none, and takes away those whose place is gone. */
  show: (places: readonly Place[], canSelect: boolean) => void;
  /** Says once that the page has to be loaded anew. */
  sayReload: () => void;
  remove: () => void;
}

interface Menu {
  open: (button: HTMLElement, place: Place) => void;
  say: (button: HTMLElement | null, text: string) => void;
  remove: () => void;
}

type Choose = (act: Act, itemIds: number[]) => void;

/** `choose` is told of a real press; `css` is put into each shadow root, so that nothing of ours is web-accessible. */
export function createControls(words: Words, css: string, choose: Choose): Controls {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const menu = createMenu(words, sheet, (act, itemId) => choose(act, [itemId]));
  const selection = createSelection(words, sheet, choose);
  const hosts = new Map<Element, HTMLElement>();

  const show = (places: readonly Place[], canSelect: boolean) => {
    const wanted = new Set(places.map(({ after }) => after));
    for (const [after, host] of hosts) {
      if (wanted.has(after)) continue;
      host.remove();
      hosts.delete(after);
    }
    for (const place of places) {
      const known = hosts.get(place.after);
      const kind = `${place.on}:${place.item_id}:${canSelect}`;
      if (known && place.after.nextElementSibling === known && known.dataset["kind"] === kind) continue;
      known?.remove();
      const host = createControl(place, canSelect);
      host.dataset["kind"] = kind;
      host.dataset["item"] = String(place.item_id);
      place.after.after(host);
      hosts.set(place.after, host);
    }
    selection.show(canSelect && places.some(({ on }) => on === "cards"));
  };

  const createControl = (place: Place, canSelect: boolean): HTMLElement => {
    const host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const row = document.createElement("div");
    row.className = "row";
    if (canSelect && place.on === "cards") row.append(selection.box(place));
    row.append(createButton(place));
    root.append(row);
    return host;
  };

  const createButton = (place: Place): HTMLElement => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "control";
    const single = place.on === "copy" ? "copy_facts" : place.on === "form" ? "fill" : null;
    button.textContent = single ? words[single] : words.button;
    if (!single) {
      button.setAttribute("aria-haspopup", "menu");
      button.setAttribute("aria-label", words.name(place.title));
    }
    button.addEventListener("click", (event) => {
      // on a card we stand inside the site's own link
      event.preventDefault();
      event.stopPropagation();
      if (!event.isTrusted) return;
      if (single) choose(single, place.item_id > 0 ? [place.item_id] : []);
      else menu.open(button, place);
    });
    return button;
  };

  return {
    show,
    sayReload: () => menu.say(null, words.reload),
    remove: () => {
      for (const host of hosts.values()) host.remove();
      hosts.clear();
      menu.remove();
      selection.remove();
    },
  };
}

function createMenu(words: Words, sheet: CSSStyleSheet, choose: (act: Act, itemId: number) => void): Menu {
  let host: HTMLElement | null = null;
  let list: HTMLElement | null = null;

  const mount = (): HTMLElement => {
    if (host?.isConnected && list) return list;
    host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    list = document.createElement("div");
    list.className = "menu";
    list.popover = "auto";
    root.append(list);
    document.body.append(host);
    return list;
  };

  const place = (popover: HTMLElement, button: HTMLElement | null) => {
    popover.showPopover();
    const box = button?.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = popover;
    const left = box ? Math.min(box.left, innerWidth - width - EDGE) : innerWidth - width - EDGE;
    const below = box ? box.bottom + GAP : EDGE;
    const top = box && below + height > innerHeight ? box.top - height - GAP : below;
    popover.style.left = `${Math.max(EDGE, left)}px`;
    popover.style.top = `${Math.max(EDGE, top)}px`;
  };

  return {
    open: (button, { item_id, title }) => {
      const popover = mount();
      popover.setAttribute("role", "menu");
      popover.setAttribute("aria-label", words.name(title));
      popover.onkeydown = moveInMenu;
      // the button stands in a shadow root of its own, where the browser does not bring the focus back by itself
      popover.onbeforetoggle = ({ newState }) => {
        if (newState === "closed" && popover.matches(":focus-within")) button.focus();
      };
      popover.replaceChildren(
        ...words.acts.map(({ act, label }) => {
          const entry = document.createElement("button");
          entry.type = "button";
          entry.className = "entry";
          entry.setAttribute("role", "menuitem");
          entry.textContent = label;
          entry.addEventListener("click", (event) => {
            if (!event.isTrusted) return;
            popover.hidePopover();
            choose(act, item_id);
          });
          return entry;
        }),
      );
      place(popover, button);
      popover.querySelector("button")?.focus();
    },
    say: (button, text) => {
      const popover = mount();
      popover.onbeforetoggle = null;
      popover.setAttribute("role", "alert");
      popover.removeAttribute("aria-label");
      const line = document.createElement("p");
      line.className = "said";
      line.textContent = text;
      popover.replaceChildren(line);
      place(popover, button);
    },
    remove: () => host?.remove(),
  };
}

const GAP = 4;
const EDGE = 8;

function moveInMenu(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const popover = event.currentTarget as HTMLElement;
  const entries = [...popover.querySelectorAll("button")];
  const at = entries.indexOf((popover.getRootNode() as ShadowRoot).activeElement as HTMLButtonElement);
  entries[(at + step + entries.length) % entries.length]?.focus();
}
