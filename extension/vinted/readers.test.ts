import { describe, expect, it } from "vitest";
import { marketOfHost } from "./addresses";
import { moneyOf } from "./fields";
import { bodyOf, example } from "./fixtures/read";
import { collector } from "./oddities";
import * as readers from "./readers";

const MARKET = marketOfHost("www.vinted.fr");
if (!MARKET) throw new Error("no market");
const ORIGIN = "https://www.vinted.fr";

describe("the member", () => {
  it("is read from users/current", () => {
    expect(readers.readMember(bodyOf("users_current"), MARKET, "Europe/Paris")).toMatchObject({
      member_id: 90000001,
      login: "atelier_demo",
      country: "fr",
      currency: "EUR",
      item_count: 3,
      time_zone: "Europe/Paris",
    });
  });

  it("is nobody when the answer names nobody", () => {
    expect(readers.readMember({ code: 0, user: null }, MARKET, "Europe/Paris")).toBeNull();
    expect(readers.readMember({ code: 0 }, MARKET, "Europe/Paris")).toBeNull();
  });
});

describe("the wardrobe", () => {
  const page = readers.readWardrobePage(bodyOf("wardrobe_items"), 1, ORIGIN);

  it("tells the states apart by their flags", () => {
    expect(page.items.map(({ state }) => state)).toEqual([
      "active",
      "active",
      "hidden",
      "reserved",
      "sold",
      "draft",
      "processing",
    ]);
  });

  it("reads an entry whole", () => {
    expect(page.items[0]).toMatchObject({
      item_id: 9900000001,
      title: "Robe fleurie demo",
      price: { amount: 1800, currency: "EUR" },
      url: "https://www.vinted.fr/items/9900000001-robe-fleurie-demo",
      brand: "Marque Démo",
      size: "M / 38 / 10",
      condition: "Très bon état",
      photo_ids: [34000000011, 34000000012],
      color: "#7A8B6F",
      favourites: 4,
      views: 40,
      oldest_photo_at: new Date(1787086400_000).toISOString(),
      alert: null,
    });
    expect(page.items[0]?.photo_url).toContain("/310x430/");
  });

  it("takes photos in the order of their numbers", () => {
    const body = bodyOf("wardrobe_items");
    const items = body["items"] as { photos: unknown[] }[];
    items[0]?.photos.reverse();
    expect(readers.readWardrobePage(body, 1, ORIGIN).items[0]?.photo_ids).toEqual([34000000011, 34000000012]);
  });

  it("passes over what it does not know and what is missing", () => {
    const odd = { items: [{ id: "77", title: null, photos: null, news: { a: 1 } }, { no: "id" }, 5], code: 0 };
    expect(readers.readWardrobePage(odd, 2, ORIGIN)).toMatchObject({
      page: 2,
      total: 1,
      items: [{ item_id: 77, title: "", price: null, state: "active", url: `${ORIGIN}/items/77`, photo_ids: [] }],
    });
  });

  it("is unreadable without its list", () => {
    expect(() => readers.readWardrobePage({ code: 0 }, 1, ORIGIN)).toThrow(readers.Unreadable);
  });

  it("may be empty", () => {
    expect(readers.readWardrobePage(bodyOf("wardrobe_items_expired_session"), 1, ORIGIN)).toMatchObject({ items: [], total: 0 });
  });
});

describe("money", () => {
  it.each<[unknown, number | null]>([
    [{ amount: "12.5", currency_code: "EUR" }, 1250],
    [{ amount: "48.0", currency_code: "EUR" }, 4800],
    ["18.0", 1800],
    ["19,90", 1990],
    [16.5, 1650],
    [7, 700],
    [0.1, 10],
    [null, null],
    ["", null],
    ["free", null],
    [{}, null],
  ])("%j is %s minor units", (value, amount) => {
    expect(moneyOf(value, "EUR")).toEqual(amount === null ? null : { amount, currency: "EUR" });
  });
});

describe("an own entry", () => {
  it.each(["item_upload_item", "item_upload_item_older_form"])("keeps its payload whole (%s)", (name) => {
    const entry = readers.readOwnEntry(bodyOf(name));
    expect(entry).toMatchObject({ item_id: 9900000001, is_draft: false });
    expect(entry.photos.map(({ photo_id }) => photo_id)).toEqual([34000000011, 34000000012]);
    expect(entry.photos[0]?.url).toContain("/tc/");
    expect(entry.payload).toEqual({ ...(bodyOf(name)["item"] as object), parcel: null });
  });

  it("is unreadable without its item", () => {
    expect(() => readers.readOwnEntry({ code: 0 })).toThrow(readers.Unreadable);
  });

  it("knows every field of the examples, and tells of a new one by its name alone", () => {
    const { note, found } = collector();
    for (const name of ["item_upload_item", "item_upload_item_older_form"]) readers.readOwnEntry(bodyOf(name), note);
    expect(found()).toEqual([]);
    readers.readOwnEntry({ item: { id: 5, heel_height: 7 } }, note);
    expect(found()).toEqual([{ where: "entry", what: "field heel_height" }]);
  });
});

describe("the form", () => {
  it("is read past what is odd in it, and tells of it", () => {
    const { note, found } = collector();
    expect(readers.readAttributes(bodyOf("attributes"), note).map(({ code }) => code)).toEqual(["condition", "size", "material"]);
    expect(readers.readChoices(bodyOf("colors"), "colors", note).length).toBeGreaterThan(0);
    expect(readers.readSizes(bodyOf("size_groups"), note).length).toBeGreaterThan(0);
    expect(found()).toEqual([]);
    const odd = { code: "fit", configuration: { selection_type: "range", options: [{ title: "Slim" }] } };
    expect(readers.readAttributes({ attributes: [odd, { code: "Not A Code" }] }, note)).toMatchObject([
      { code: "fit", options: [] },
    ]);
    expect(readers.readChoices({}, "conditions", note)).toEqual([]);
    expect(found()).toEqual([
      { where: "attributes.selection_type", what: "range" },
      { where: "form.option.id", what: "undefined" },
      { where: "attributes.code", what: "string" },
      { where: "form.conditions", what: "undefined" },
    ]);
  });
});

describe("answers to writes", () => {
  it("a photo, bare and wrapped", () => {
    expect(readers.readPhotoId(bodyOf("photo_upload"))).toEqual({ photo_id: 34000000011 });
    expect(readers.readPhotoId(bodyOf("photo_upload_wrapped"))).toEqual({ photo_id: 34000000011 });
    expect(() => readers.readPhotoId({ code: 0 })).toThrow(readers.Unreadable);
  });

  it("a draft's id", () => {
    expect(readers.readDraftId(bodyOf("draft_create"))).toEqual({ draft_id: 9900000009 });
    expect(() => readers.readDraftId({})).toThrow(readers.Unreadable);
  });

  it("a completion, also an empty one", () => {
    expect(readers.readPublishedId(bodyOf("draft_completion"))).toEqual({ item_id: 9900000009 });
    expect(readers.readPublishedId({})).toEqual({ item_id: null });
  });
});

describe("the form", () => {
  it("attributes with grouped options", () => {
    const fields = readers.readAttributes(bodyOf("attributes"));
    expect(fields.map(({ code, required, limit }) => [code, required, limit])).toEqual([
      ["condition", true, null],
      ["size", true, null],
      ["material", false, 3],
    ]);
    expect(fields[1]?.options).toEqual([
      { id: 3, title: "S / 36 / 8", group: "Femmes" },
      { id: 4, title: "M / 38 / 10", group: "Femmes" },
    ]);
  });

  it("attributes with a flat list of options", () => {
    const flat = { attributes: [{ code: "model", configuration: { title: "Modèle", options: [{ id: 7, title: "Sept" }] } }] };
    expect(readers.readAttributes(flat)[0]?.options).toEqual([{ id: 7, title: "Sept", group: null }]);
  });

  it("stripped attributes are none", () => {
    expect(readers.readAttributes(bodyOf("attributes_stripped"))).toEqual([]);
  });

  it("sizes, colours, conditions, parcels", () => {
    expect(readers.readSizes(bodyOf("size_groups"))).toHaveLength(3);
    expect(readers.readSizes(bodyOf("size_groups"))[0]).toEqual({ id: 2, title: "XS / 34 / 6", group: "Femmes" });
    expect(readers.readChoices(bodyOf("colors"), "colors").map(({ id }) => id)).toEqual([1, 5, 12]);
    expect(readers.readChoices(bodyOf("conditions"), "conditions").map(({ id }) => id)).toEqual([6, 1, 2, 3, 4]);
    expect(readers.readChoices(bodyOf("package_sizes"), "package_sizes").map(({ id }) => id)).toEqual([1, 2, 3]);
  });
});

it("every example says where it comes from", () => {
  expect(example("wardrobe_items")).toMatchObject({ _meta: { as_of: "2026-09-21" } });
});
