// What the pages look like: home, closet, item, sign-in. Buttons that need a live page are added by `later`.

import { call, h } from "./dom.js";

export const BUTTON = "web_ui__Button__button web_ui__Button__outlined web_ui__Button__small web_ui__Button__primary web_ui__Button__truncated";
const BADGES = { hidden: "Masqué", reserved: "Réservé", sold: "Vendu", draft: "Brouillon", processing: "En cours de vérification" };
const euros = (price) => (price ? `${price.amount.replace(".", ",")} ${price.currency_code}` : "");

export function card(item, own, later, navigate) {
  const id = `product-item-id-${item.id}`;
  const box = h(
    "div",
    { class: "new-item-box__container", testid: id },
    h("div", { class: "new-item-box__image", testid: `${id}--image` }, h("img", { testid: `${id}--image--img`, src: item.image, alt: item.box.accessibility_label, loading: "lazy" })),
    h("div", {}, h("p", { testid: `${id}--description-title` }, item.box.first_line), h("p", { testid: `${id}--description-subtitle` }, item.box.second_line), h("p", { testid: `${id}--price-text` }, euros(item.price))),
    h("span", { testid: "favourite-count-text" }, String(item.favourites)),
    BADGES[item.state] && h("span", { class: "new-item-box__badge" }, BADGES[item.state]),
    h("a", { class: "new-item-box__overlay", testid: `${id}--overlay-link`, href: item.path, title: item.box.accessibility_label }),
  );
  const cell = h("div", { class: "feed-grid__item" }, h("div", { class: "feed-grid__item-content" }, box));
  if (own && item.state === "active") {
    later(() => cell.firstChild.append(h("button", { class: BUTTON, testid: "bump-button", onclick: () => navigate("/items/push_up/new") }, "Booster")));
  }
  return cell;
}

function fromWardrobe(item) {
  const state = item.is_draft ? "draft" : item.is_closed ? "sold" : item.is_hidden ? "hidden" : item.is_processing ? "processing" : item.is_reserved ? "reserved" : "active";
  const image = item.photos[0]?.thumbnails.find((thumb) => thumb.type === "thumb310x430")?.url ?? "";
  return { id: item.id, path: item.path, price: item.price, box: item.item_box, state, favourites: item.favourite_count, image };
}

export function member(page, { later, navigate }) {
  const grid = h("div", { class: "feed-grid", testid: page.own ? "profile-items-grid" : undefined }, page.items.map((item) => card(item, page.own, later, navigate)));
  const more = h("div", { class: "feed-end" });
  let next = 2;
  const load = async () => {
    if (page.items.length >= page.total) return;
    const answer = await call("GET", `/api/v2/wardrobe/${page.id}/items?page=${next}&per_page=${page.size}&order=relevance`);
    if (answer.status !== 200 || !answer.data?.items.length) return;
    next += 1;
    const items = answer.data.items.map(fromWardrobe);
    page.items.push(...items);
    grid.append(...items.map((item) => card(item, page.own, (act) => queueMicrotask(act), navigate)));
  };
  later(() => {
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && load());
    watcher.observe(more);
  });
  return [h("h1", {}, page.login), h("p", { class: "u-count" }, `${page.total} articles`), grid, more];
}

function ownerBlock(page, { navigate, reload }) {
  const { item } = page;
  const act = async (method, path, body) => {
    await call(method, path, body);
    reload();
  };
  const button = (testid, text, onclick) => h("button", { class: BUTTON, testid, onclick }, text);
  return h(
    "div",
    { class: "u-grid u-gap-regular" },
    button("item-bump-button", "Booster l'annonce", () => navigate("/items/push_up/new")),
    button("mark-as-sold-button", "Marquer comme vendu", () => act("PUT", `/api/v2/items/${item.id}/invented_sell`)),
    button("mark-as-reserved-button", item.is_reserved ? "Annuler la réservation" : "Marquer comme réservé", () => act("PUT", `/api/v2/items/${item.id}/invented_reserve`)),
    button("item-hide-button", item.is_hidden ? "Afficher" : "Masquer", () => act("PUT", `/api/v2/items/${item.id}/is_hidden`, { is_hidden: !item.is_hidden })),
    button("item-edit-button", "Modifier l'annonce", () => navigate(`/items/${item.id}/edit`)),
    button("item-delete-button", "Supprimer", () => deleteDialog(page, navigate)),
  );
}

function deleteDialog(page, navigate) {
  const dialog = h(
    "dialog",
    {},
    h("p", {}, "Supprimer cet article ?"),
    h("button", { class: BUTTON, testid: "item-delete-cancelation-button", onclick: () => dialog.remove() }, "Annuler"),
    h("button", { class: `${BUTTON} web_ui__Button__filled`, testid: "item-delete-confirmation-button", onclick: confirm }, "Supprimer"),
  );
  async function confirm() {
    const answer = await call("POST", `/api/v2/items/${page.item.id}/delete`);
    dialog.remove();
    if (answer.status === 200 || answer.status === 204) navigate(page.seller);
  }
  document.body.append(dialog);
  dialog.showModal();
}

export function item(page, context) {
  const data = (name) => page.plugins.find((plugin) => plugin.name === name).data;
  const value = ({ code, data: attribute }) => h("div", { testid: `item-attributes-${code}` }, `${attribute.title} `, h("span", { testid: `item-attributes-${code}--content` }, attribute.value));
  const sidebar = h(
    "aside",
    {},
    h("h1", { testid: "item-title" }, page.item.title),
    h("p", { testid: "item-price" }, euros(page.item.price)),
    data("attributes").attributes.map(value),
    h("p", { testid: "item-description" }, data("description").description),
    h("p", { testid: "item-favourites-count" }, String(page.favourites)),
    h("a", { href: page.seller }, "Dressing"),
  );
  context.later(() => {
    if (page.own && !page.item.is_closed) sidebar.append(ownerBlock(page, context));
    if (!page.own) sidebar.append(h("div", { class: "u-grid" }, h("button", { class: BUTTON, testid: "item-buy-button" }, "Acheter"), h("button", { class: BUTTON, testid: "item-message-button", onclick: () => context.navigate(`/inbox/want_it?receiver_id=${page.item.seller_id}&item_id=${page.item.id}`) }, "Message")));
  });
  const photos = page.photos.map((url, place) => h("figure", { testid: `item-photo-${place + 1}` }, h("img", { src: url, testid: `item-photo-${place + 1}--img`, alt: "" })));
  return [h("div", { class: "item-page" }, h("section", { class: "item-photos" }, photos), sidebar)];
}

export const grid = (page, { later, navigate }) => [h("h1", {}, page.title), h("div", { class: "feed-grid" }, page.items.map((item) => card(item, false, later, navigate)))];

export function signIn(page) {
  const form = h("form", { method: "post", action: page.action }, h("label", {}, "Identifiant ", h("input", { name: "login", value: page.login, autocomplete: "username" })), " ", h("button", { class: BUTTON, type: "submit" }, "Se connecter"));
  return [h("h1", {}, "Se connecter"), form];
}

export const home = () => [h("h1", {}, "Vinted"), h("a", { href: "/catalog" }, "Catalogue"), " ", h("a", { href: "/items/new" }, "Vends tes articles")];
export const plain = (page) => [h("h1", {}, page.title)];
