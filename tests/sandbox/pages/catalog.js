// Search results: the first page came with the document, the next ones are asked of the api host.

import { call, h } from "./dom.js";
import { BUTTON, card } from "./views.js";

const fromProduct = (labels) => ({ productItem: item }) => ({
  id: item.id, path: item.url, state: "active", favourites: item.favouriteCount, image: item.thumbnailUrl,
  price: { amount: item.price.amount, currency_code: item.price.currencyCode },
  box: { first_line: item.itemBox.firstLine, second_line: item.itemBox.secondLine, accessibility_label: labels[item.id] },
});

const fromSearch = (item) => ({
  id: item.id, path: item.path, state: "active", favourites: item.favourite_count, price: item.price, box: item.item_box,
  image: item.photo?.thumbnails.find((thumb) => thumb.type === "thumb310x430")?.url ?? "",
});

export function catalog(page, { later, navigate }) {
  const draw = (items) => items.map((item) => card(item, false, later, navigate));
  const grid = h("div", { class: "feed-grid" }, draw(page.catalog.items.items.map(fromProduct(page.labels))));
  const query = new URLSearchParams(page.query);
  const buttons = h("div", { class: "u-grid" });
  let shown = 1;

  async function ask(number) {
    query.set("page", number);
    const answer = await call("GET", `/svc-catalogue/items?${query}`, undefined, { service: true });
    if (answer.status !== 200) return;
    shown = number;
    grid.replaceChildren(...draw(answer.data.items.map(fromSearch)));
  }

  later(() => buttons.append(...[
    h("button", { class: BUTTON, testid: "catalog-newest", onclick: () => { query.set("order", "newest_first"); ask(1); } }, "Le plus récent"),
    shown < page.pages && h("button", { class: BUTTON, testid: "catalog-next", onclick: () => ask(shown + 1) }, "Page suivante"),
  ].filter(Boolean)));
  return [h("h1", {}, query.get("search_text") ?? "Catalogue"), buttons, grid];
}
