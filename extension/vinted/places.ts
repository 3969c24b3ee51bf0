// Where in Vinted's own pages our controls go: the selectors, and nothing about what a control looks like or does.
import { isFormPath } from "./fill_form";

/** Where a control is put: after this element. */
export interface Place {
  /** On a card of the closet, on an own listing's page, on somebody else's, or above the form. */
  on: "cards" | "item" | "copy" | "form";
  /** 0 on the form of a listing that is not there yet. */
  item_id: number;
  after: Element;
  /** What the listing is called, as far as the page says. */
  title: string;
}

/** Which of our controls the person wants. */
export interface ControlsOn {
  cards: boolean;
  item: boolean;
  copy: boolean;
  form: boolean;
  /** A tick box on each own card, and the bar for what is ticked. */
  selection: boolean;
}

const BUMP_BUTTON = 'button[data-testid="bump-button"]';
const CARD = '[data-testid^="product-item-id-"]';
const OWNER_BUTTONS = '[data-testid="item-edit-button"], [data-testid="item-bump-button"], [data-testid="item-delete-button"]';
const BUYER_BUTTONS = '[data-testid="item-buy-button"], [data-testid="item-message-button"]';
const FORM_PHOTOS = '[data-testid="dropzone"], [data-testid="media-select-grid"]';

/**
 * Places on this page. The bump button stands on the owner's own cards only and the owner block on their own item page only, and
 * both come late, after hydration: what is inserted earlier makes React throw the page away.
 */
export function findPlaces(doc: Document, path: string): Place[] {
  if (/^\/member\/\d+/.test(path)) return onCards(doc);
  if (isFormPath(path)) return onForm(doc, Number(/\d+/.exec(path)?.[0] ?? 0));
  const item = itemIdIn(path);
  return item ? onItemPage(doc, item) : [];
}

/** Which item's page an address is; undefined for any other page. */
export function itemIdIn(path: string): number | undefined {
  const id = /^\/items\/(\d+)(?:-[^/]*)?$/.exec(path)?.[1];
  return id === undefined ? undefined : Number(id);
}

function onCards(doc: Document): Place[] {
  const places: Place[] = [];
  for (const button of doc.querySelectorAll(BUMP_BUTTON)) {
    const card = cardOf(button);
    const itemId = Number(/^product-item-id-(\d+)/.exec(card?.getAttribute("data-testid") ?? "")?.[1]);
    if (itemId)
      places.push({ on: "cards", item_id: itemId, after: button, title: card?.querySelector("img")?.alt.split(",", 1)[0] ?? "" });
  }
  return places;
}

/** The card a bump button belongs to: around it, or beside it in the same cell of the grid. */
function cardOf(button: Element): Element | null {
  let around: Element | null = button;
  for (let steps = 0; around && steps < 6; steps += 1, around = around.parentElement) {
    if (around.matches(CARD)) return around;
    const cards = around.querySelectorAll(`${CARD}:not([data-testid*="--"])`);
    // further out than one card, the button could be anybody's
    if (cards.length > 1) return null;
    if (cards[0]) return cards[0];
  }
  return null;
}

function onItemPage(doc: Document, itemId: number): Place[] {
  const title = doc.querySelector('[data-testid="item-title"]')?.textContent ?? "";
  const own = doc.querySelector(OWNER_BUTTONS)?.closest(".u-grid");
  if (own) return [{ on: "item", item_id: itemId, after: own, title }];
  // the buyer's buttons are the sure sign that it is somebody else's; they come after hydration as well
  const others = [...doc.querySelectorAll(BUYER_BUTTONS)].at(-1);
  return others ? [{ on: "copy", item_id: itemId, after: others, title }] : [];
}

/** Above the photos, once the form is alive: its title field is drawn after hydration. */
function onForm(doc: Document, itemId: number): Place[] {
  const photos = doc.querySelector(FORM_PHOTOS);
  const title = doc.querySelector<HTMLInputElement>("#title");
  return photos && title ? [{ on: "form", item_id: itemId, after: photos, title: title.value }] : [];
}
