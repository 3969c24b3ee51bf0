import { describe, expect, it } from "vitest";
import type { ListingContent } from "../../shared-schemas/wire";
import { NO_CHANGE } from "../stage/content";
import type { EditPayload, FormSource } from "./calls";
import { type Json, objectOf } from "./fields";
import { bodyOf, example } from "./fixtures/read";
import { changedPayload, completionBody, differences, draftBody, fieldsOf, updateBody } from "./forms";
import { readOwnEntry } from "./readers";

const SESSION = "00000000-1111-4222-8333-444444444444";
const PHOTOS = [34000000011, 34000000012];
const NEWER = readOwnEntry(bodyOf("item_upload_item")).payload;
const OLDER = readOwnEntry(bodyOf("item_upload_item_older_form")).payload;
const CONTENT: ListingContent = {
  fields: {
    title: "Robe fleurie demo",
    description: "Description inventée.",
    price: { amount: 1800, currency: "EUR" },
    catalog_id: 1059,
    brand_id: 123456,
    brand: "Marque Démo",
    size_id: 4,
    condition_id: 2,
    color_ids: [5],
    package_size_id: 1,
    attributes: [{ code: "material", ids: [44] }],
    isbn: null,
    is_unisex: false,
    measurement_length: null,
    measurement_width: null,
  },
  photos: [{ sha256: "0".repeat(64), photo_id: null }],
};
const content = (fields: Partial<ListingContent["fields"]> = {}): FormSource => ({
  from: "content",
  content: { ...CONTENT, fields: { ...CONTENT.fields, ...fields } },
});
const payload = (of: EditPayload, change: Json = {}): FormSource => ({ from: "payload", payload: { ...of, ...change } });
const draftIn = (body: Json): Json => objectOf(body["draft"]);

describe("bodies are written as the site writes them", () => {
  it("a draft", () => {
    expect(draftBody(content(), PHOTOS, SESSION)).toEqual(example("draft_create").request?.body);
  });

  it("a completion, which never buys a bump", () => {
    const body = completionBody(content(), PHOTOS, SESSION, 9900000009);
    expect(body).toEqual(example("draft_completion").request?.body);
    expect(body["push_up"]).toBe(false);
  });

  it("an empty draft of ours", () => {
    const draft = draftIn(
      draftBody(content({ price: null, size_id: null, condition_id: null, brand_id: null, brand: "" }), PHOTOS, SESSION),
    );
    expect(draft).toMatchObject({ price: null, brand_id: null, brand: "", item_attributes: [{ code: "material", ids: [44] }] });
  });
});

describe("a listing that is made again from its payload", () => {
  it("keeps all it had (newer form)", () => {
    expect(draftIn(draftBody(payload(NEWER), PHOTOS, SESSION))).toMatchObject({
      title: "Robe fleurie demo",
      price: 18,
      currency: "EUR",
      brand_id: 123456,
      brand: "Marque Démo",
      color_ids: [5],
      package_size_id: 1,
      is_unisex: false,
      item_attributes: [
        { code: "size", ids: [4] },
        { code: "condition", ids: [2] },
        { code: "material", ids: [44] },
      ],
    });
  });

  it("keeps size and condition from their older places, placeholder ISBN and no-brand sentinel as they are", () => {
    expect(draftIn(draftBody(payload(OLDER), PHOTOS, SESSION))).toMatchObject({
      price: 18,
      brand_id: 1,
      brand: "Sans marque",
      isbn: "0000000000000",
      item_attributes: [
        { code: "size", ids: [4] },
        { code: "condition", ids: [2] },
        { code: "material", ids: [44] },
      ],
    });
  });

  it("finds the condition by its label at last", () => {
    const { status_id: _, ...labelled } = OLDER;
    const attributes = draftIn(draftBody(payload(labelled), PHOTOS, SESSION))["item_attributes"];
    expect(attributes).toContainEqual({ code: "condition", ids: [2] });
  });

  it("keeps own shipping", () => {
    const parcel = { id: 5, weight: 300 };
    const shipment = { domestic: "4.50", international: null };
    const body = draftBody(payload(NEWER, { parcel, shipment_prices: shipment }), PHOTOS, SESSION);
    expect(body["parcel"]).toEqual(parcel);
    expect(draftIn(body)["shipment_prices"]).toEqual(shipment);
  });
});

describe("what Vinted shows is compared with what was sent", () => {
  const shown = { ...NEWER, description: "Description inventée." };

  it("equal, from a draft of ours and from a payload in either form", () => {
    expect(differences(content(), PHOTOS, shown)).toEqual([]);
    expect(differences(payload(NEWER), PHOTOS, NEWER)).toEqual([]);
    expect(differences(payload(OLDER), PHOTOS, OLDER)).toEqual([]);
    expect(differences(payload(OLDER), PHOTOS, { ...NEWER, brand_id: 1 })).toEqual([]);
  });

  it.each<[string, Json]>([
    ["letters composed otherwise", { title: "Robe fleurie démo".normalize("NFD") }],
    ["other line ends and edges", { description: "Une\r\nDeux \n" }],
  ])("%s are no difference", (_, read) => {
    const sent = { title: "Robe fleurie démo", description: "Une\nDeux" };
    const asSent = Object.fromEntries(Object.keys(read).map((key) => [key, sent[key as keyof typeof sent]]));
    expect(differences(content(asSent), PHOTOS, { ...shown, ...read })).toEqual([]);
  });

  it("a brand typed by hand is compared by its words", () => {
    const typed = content({ brand_id: null, brand: "marque démo" });
    expect(differences(typed, PHOTOS, shown)).toEqual([]);
    expect(differences(content({ brand_id: null, brand: "Autre" }), PHOTOS, shown)).toEqual(["brand"]);
  });

  it.each<[string, Json, string[]]>([
    ["title", { title: "Robe" }, ["title"]],
    ["price", { price: { amount: "18.01", currency_code: "EUR" } }, ["price"]],
    ["currency", { price: { amount: "18.0", currency_code: "PLN" } }, ["currency"]],
    ["category", { catalog_id: 1060 }, ["catalog_id"]],
    ["brand", { brand_id: 2 }, ["brand_id"]],
    [
      "size in the newer place",
      {
        item_attributes: [
          { code: "size", ids: [5] },
          { code: "condition", ids: [2] },
          { code: "material", ids: [44] },
        ],
      },
      ["size_id"],
    ],
    [
      "condition and size lost",
      { item_attributes: [{ code: "material", ids: [44] }], status: null },
      ["condition_id", "size_id"],
    ],
    [
      "material",
      {
        item_attributes: [
          { code: "size", ids: [4] },
          { code: "condition", ids: [2] },
        ],
      },
      ["material"],
    ],
    ["colours", { color1_id: 5, color2_id: 1 }, ["color_ids"]],
    ["parcel size", { package_size_id: null }, ["package_size_id"]],
    ["a photo less", { photos: [{ id: 34000000011 }] }, ["photos"]],
    ["photos in another order", { photos: [{ id: 34000000012 }, { id: 34000000011 }] }, ["photos"]],
    ["description", { description: "" }, ["description"]],
    ["unisex", { is_unisex: 1 }, ["is_unisex"]],
    ["measurement", { measurement_length: 50 }, ["measurement_length"]],
    ["isbn", { isbn: "9782070360024" }, ["isbn"]],
    ["manufacturer", { manufacturer: "X" }, ["manufacturer"]],
  ])("%s differs", (_, read, named) => {
    expect(differences(content(), PHOTOS, { ...shown, ...read })).toEqual(named);
  });
});

describe("an edit", () => {
  it("is the whole object as the site writes it, with what changed", () => {
    const sent = example("item_update").request?.body as { item: Json };
    const { item } = bodyOf("item_upload_item") as { item: Json };
    const payload = changedPayload(item, { ...NO_CHANGE, price: { amount: 1650, currency: "EUR" } });
    const session = String((sent as Json)["upload_session_id"]);
    const body = updateBody({ from: "payload", payload }, [34000000011, 34000000012], session, 9900000001) as { item: Json };
    expect(Object.keys(body).sort()).toEqual(Object.keys(sent).sort());
    expect(Object.keys(body.item).sort()).toEqual(Object.keys(sent.item).sort());
    expect(body).toMatchObject({
      push_up: false,
      upload_session_id: session,
      item: { id: 9900000001, temp_uuid: session, price: 16.5 },
    });
  });

  it("of size and condition replaces the older places too, and keeps the other attributes", () => {
    const payload = changedPayload(bodyOf("item_upload_item_older_form")["item"] as Json, {
      ...NO_CHANGE,
      size_id: 9,
      condition_id: 6,
    });
    expect(fieldsOf(payload)).toMatchObject({ size_id: 9, condition_id: 6 });
    expect(differences({ from: "payload", payload }, [], payload)).not.toContain("size_id");
  });

  it("read into our fields fits the server's limits", () => {
    const payload = {
      title: "x".repeat(200),
      description: "y".repeat(5000),
      item_attributes: [{ code: "Wei rd", ids: [1] }],
      measurement_length: 5000,
    };
    const fields = fieldsOf(payload);
    expect([fields.title.length, fields.description.length, fields.attributes, fields.measurement_length]).toEqual([
      100,
      2000,
      [],
      null,
    ]);
  });
});
