import { beforeEach, describe, expect, it } from "vitest";
import { findPlaces } from "./places";

const card = (id: number, owned: boolean) => `
  <div class="feed-grid__item"><div class="feed-grid__item-content">
    <div data-testid="product-item-id-${id}">
      <div data-testid="product-item-id-${id}--image"><img alt="Robe ${id}, marque: M, état: Bon"></div>
      <a data-testid="product-item-id-${id}--overlay-link" href="/items/${id}-robe"></a>
    </div>
    ${owned ? '<button data-testid="bump-button">Booster</button>' : ""}
  </div></div>`;

beforeEach(() => {
  document.body.innerHTML = "";
});

describe("in a closet", () => {
  it("each own card has a place, after its bump button", () => {
    document.body.innerHTML = `<div class="feed-grid">${card(11, true)}${card(12, true)}</div>`;
    const places = findPlaces(document, "/member/90000001-atelier_demo");
    expect(places.map(({ item_id, title }) => [item_id, title])).toEqual([
      [11, "Robe 11"],
      [12, "Robe 12"],
    ]);
    expect(places[0]?.after).toBe(document.querySelector("button"));
  });

  it("also where the button stands inside the card", () => {
    document.body.innerHTML = `<div data-testid="product-item-id-7"><div><button data-testid="bump-button"></button></div></div>`;
    expect(findPlaces(document, "/member/1")).toMatchObject([{ item_id: 7 }]);
  });

  it("another member's cards have none", () => {
    document.body.innerHTML = `<div class="feed-grid">${card(11, false)}</div>`;
    expect(findPlaces(document, "/member/5-other")).toEqual([]);
  });

  it("a bump button that belongs to no one card is left alone", () => {
    document.body.innerHTML = `<div><button data-testid="bump-button"></button>${card(11, false)}${card(12, false)}</div>`;
    expect(findPlaces(document, "/member/1")).toEqual([]);
  });
});

describe("on an item page", () => {
  const owned =
    '<h1 data-testid="item-title">Robe</h1><div class="u-grid"><button data-testid="item-edit-button">Modifier</button></div>';

  it("the place is after the owner block", () => {
    document.body.innerHTML = owned;
    const places = findPlaces(document, "/items/42-robe-fleurie");
    expect(places).toMatchObject([{ item_id: 42, title: "Robe" }]);
    expect(places[0]?.after).toBe(document.querySelector(".u-grid"));
  });

  it.each(["/items/new", "/items/42/edit", "/", "/catalog"])("there is none at %s", (path) => {
    document.body.innerHTML = owned;
    expect(findPlaces(document, path)).toEqual([]);
  });
});

describe("beyond one's own listings", () => {
  it("somebody else's item has a place after the buyer's buttons, an own one never that", () => {
    document.body.innerHTML = `<h1 data-testid="item-title">Robe</h1><div class="u-grid"><button data-testid="item-buy-button"></button></div>`;
    expect(findPlaces(document, "/items/7-robe")).toMatchObject([{ on: "copy", item_id: 7, title: "Robe" }]);
    document.body.innerHTML += `<div class="u-grid"><button data-testid="item-edit-button"></button></div>`;
    expect(findPlaces(document, "/items/7-robe")).toMatchObject([{ on: "item", item_id: 7 }]);
  });

  it("the form has a place once it is alive, for a new listing and for one that is edited", () => {
    document.body.innerHTML = `<div data-testid="dropzone"></div>`;
    expect(findPlaces(document, "/items/new")).toEqual([]);
    document.body.innerHTML += `<input id="title" value="Jupe">`;
    expect(findPlaces(document, "/items/new")).toMatchObject([{ on: "form", item_id: 0 }]);
    expect(findPlaces(document, "/items/31/edit")).toMatchObject([{ on: "form", item_id: 31, title: "Jupe" }]);
  });
});
