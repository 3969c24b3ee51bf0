// The form in happy-dom; Vinted's own behaviour (drawing anew, price on blur) is met in tests/browser/test_vinted_form.py.
import { beforeEach, describe, expect, it } from "vitest";
import type { ListingFields } from "../../shared-schemas/wire";
import { NO_FIELDS } from "../screens/drafts/content";
import { type FormContent, fillForm, isFormPath } from "./fill_form";

function content(fields: Partial<ListingFields>, more: Partial<FormContent> = {}): FormContent {
  return { fields: { ...NO_FIELDS, ...fields }, category_path: [], photos: [], ...more };
}

let pressed: string[];
let committed: string;

beforeEach(() => {
  pressed = [];
  committed = "";
  document.body.innerHTML = `
    <input id="title"><textarea id="description"></textarea><input id="price">
    <input data-testid="isbn--input"><label id="package-size-2"><input type="radio" data-testid="package_type_selector_2--input"></label>
    <input readonly data-testid="catalog-select-dropdown-input"><ul id="rows"></ul>
    <button data-testid="upload-form-save-button">Ajouter</button><button data-testid="upload-form-save-draft-button">x</button>`;
  for (const button of document.querySelectorAll("button"))
    button.addEventListener("click", () => pressed.push(button.dataset["testid"] ?? ""));
  const price = document.querySelector<HTMLInputElement>("#price");
  price?.addEventListener("blur", () => {
    committed = price.value;
  });
});

/** A tree of two levels, as the site opens it. */
function tree(): void {
  const input = document.querySelector<HTMLInputElement>("[data-testid=catalog-select-dropdown-input]");
  const rows = document.querySelector("#rows");
  input?.addEventListener("click", () => {
    rows?.replaceChildren(row(5, () => rows.replaceChildren(row(1059, choose))));
  });
  function choose(): void {
    if (input) input.value = "Robes";
  }
  function row(id: number, act: () => void): HTMLElement {
    const element = document.createElement("div");
    element.setAttribute("role", "button");
    element.id = `catalog-${id}`;
    element.addEventListener("click", act);
    return element;
  }
}

describe("filling the form", () => {
  it("types text, leaves the price so that it counts, and chooses the parcel", async () => {
    const answer = await fillForm(
      document,
      content({ title: "Robe", description: "Portée", price: { amount: 1850, currency: "EUR" }, package_size_id: 2 }),
    );
    expect(answer).toEqual({ filled: ["title", "description", "parcel", "price"], left: [] });
    expect(document.querySelector<HTMLInputElement>("#title")?.value).toBe("Robe");
    expect(committed).toBe("18.50");
  });

  it("opens the category level after level", async () => {
    tree();
    expect(await fillForm(document, content({}, { category_path: [5, 1059] }))).toEqual({ filled: ["category"], left: [] });
  });

  it("names what it could not fill and fills the rest", async () => {
    document.querySelector("#description")?.remove();
    const answer = await fillForm(document, content({ title: "Robe", description: "Portée" }));
    expect(answer).toEqual({ filled: ["title"], left: ["description"] });
  });

  it("types the ISBN, and leaves measurements and unisex to the person", async () => {
    const isbn = "9782070360024";
    const answer = await fillForm(document, content({ isbn, measurement_width: 48, is_unisex: true }));
    expect(answer).toEqual({ filled: ["isbn"], left: ["measurements", "unisex"] });
    expect(document.querySelector<HTMLInputElement>("[data-testid=isbn--input]")?.value).toBe(isbn);
  });

  it("never presses publish nor save", async () => {
    tree();
    await fillForm(document, content({ title: "Robe", price: { amount: 100, currency: "EUR" } }, { category_path: [5, 1059] }));
    expect(pressed).toEqual([]);
  });
});

describe("the form's address", () => {
  it.each([
    ["/items/new", true],
    ["/items/77/edit", true],
    ["/items/77-robe", false],
    ["/member/1", false],
  ])("%s: %s", (path, is) => expect(isFormPath(path)).toBe(is));
});
