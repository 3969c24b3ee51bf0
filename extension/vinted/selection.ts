// Ticking several of one's own cards, and the bar for what is ticked. It opens the bulk preview in the panel and does nothing else.
import type { Act } from "./execute";
import type { Place } from "./places";

export interface SelectionWords {
  select: (title: string) => string;
  selected: (count: number) => string;
  bar: readonly { act: Act; label: string }[];
  clear: string;
}

export interface Selection {
  /** The tick box of one card. Ticked it stays, also when the site draws its cards anew. */
  box: (place: Place) => HTMLElement;
  /** Shows the bar while something is ticked and the page is one with cards. */
  show: (isHere: boolean) => void;
  remove: () => void;
}

export function createSelection(
  words: SelectionWords,
  sheet: CSSStyleSheet,
  choose: (act: Act, itemIds: number[]) => void,
): Selection {
  const ticked = new Set<number>();
  let host: HTMLElement | null = null;
  let isHere = false;

  const box = ({ item_id, title }: Place): HTMLElement => {
    const label = document.createElement("label");
    label.className = "tick";
    const input = document.createElement("input");
    input.type = "checkbox";
    input.checked = ticked.has(item_id);
    input.dataset["item"] = String(item_id);
    input.setAttribute("aria-label", words.select(title));
    label.append(input);
    // on a card we stand inside the site's own link; the tick itself must not be prevented
    label.addEventListener("click", (event) => event.stopPropagation());
    input.addEventListener("click", (event) => {
      event.stopPropagation();
      if (!event.isTrusted) event.preventDefault();
    });
    input.addEventListener("change", (event) => {
      // a script of the page may set the tick and say so; what the person ticked stays what is chosen
      if (!event.isTrusted) input.checked = ticked.has(item_id);
      else if (input.checked) ticked.add(item_id);
      else ticked.delete(item_id);
      draw();
    });
    return label;
  };

  const draw = () => {
    if (!isHere || ticked.size === 0) {
      host?.remove();
      host = null;
      return;
    }
    const root = host?.isConnected ? host.shadowRoot : mount();
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    count.textContent = words.selected(ticked.size);
    root?.replaceChildren(bar(count, ...words.bar.map(entry), clear()));
  };

  const mount = (): ShadowRoot => {
    host?.remove();
    host = document.createElement("div");
    host.dataset["bar"] = "";
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    document.body.append(host);
    return root;
  };

  const bar = (...children: HTMLElement[]): HTMLElement => {
    const element = document.createElement("div");
    element.className = "bar";
    element.setAttribute("role", "toolbar");
    element.append(...children);
    return element;
  };

  const entry = ({ act, label }: { act: Act; label: string }) => button(label, () => choose(act, [...ticked]));

  const clear = () =>
    button(words.clear, () => {
      ticked.clear();
      for (const input of tickedBoxes()) input.checked = false;
      draw();
    });

  const button = (label: string, act: () => void): HTMLElement => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "entry";
    element.textContent = label;
    element.addEventListener("click", (event) => event.isTrusted && act());
    return element;
  };

  return {
    box,
    show: (here) => {
      if (here === isHere && (!host || host.isConnected)) return;
      isHere = here;
      draw();
    },
    remove: () => {
      host?.remove();
      host = null;
    },
  };
}

/** The boxes lie in the shadow roots of our own controls. */
function tickedBoxes(): HTMLInputElement[] {
  const hosts = document.querySelectorAll<HTMLElement>("[data-kind^='cards:']");
  return [...hosts].flatMap((host) => [...(host.shadowRoot?.querySelectorAll<HTMLInputElement>("input:checked") ?? [])]);
}
