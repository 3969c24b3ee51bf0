import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchItemFacts, readItemFacts } from "./item_facts";
import type { Send } from "./worlds";

const ITEM = {
  id: 77,
  title: 'Robe "d’été" {longue}',
  catalog_id: 1059,
  brand_dto: { id: 12, title: "Zara" },
  seller_id: 5,
};
const PLUGIN = {
  attributes: [
    { code: "brand", data: { title: "Marque", value: "Zara", id: 12 } },
    { code: "size", data: { title: "Taille", value: "M / 38" } },
    { code: "status", data: { title: "État", value: "Bon état" } },
    { code: "unknown_code", data: null },
  ],
};

/** A page as Next.js streams it: the text is cut anywhere, and its quotes are escaped. */
function page(...parts: string[]): Document {
  const doc = document.implementation.createHTMLDocument("item");
  doc.documentElement.lang = "fr-FR";
  for (const part of parts) {
    const script = doc.createElement("script");
    script.textContent = `self.__next_f.push([1,${JSON.stringify(part)}])`;
    doc.body.append(script);
  }
  return doc;
}

/** The page of item 77, whole. */
const whole = () =>
  page(`0:["$","x",null,{"item":${JSON.stringify(ITEM)}}]`, `1:{"name":"attributes","data":${JSON.stringify(PLUGIN)}}`);

beforeEach(() => vi.stubGlobal("location", new URL("https://www.vinted.be/items/77-robe")));
afterEach(() => vi.unstubAllGlobals());

describe("the facts of an item's page", () => {
  it("are read from the streamed data", () => {
    expect(readItemFacts(whole(), 77)).toEqual({
      item_id: 77,
      country: "be",
      language: "fr",
      catalog_id: 1059,
      brand_id: 12,
      brand: "Zara",
      size: "M / 38",
      condition: "Bon état",
      color: "",
    });
  });

  it("are another item's facts never", () => {
    expect(readItemFacts(page(`{"item":${JSON.stringify({ ...ITEM, id: 78 })}}`), 77)).toBeNull();
  });

  it("are null where the page streams none, or only half of one", () => {
    expect(readItemFacts(page("nothing"), 77)).toBeNull();
    expect(readItemFacts(page('{"item":{"id":77,"title":"Robe'), 77)).toBeNull();
  });
});

describe("the facts from the page fetched anew", () => {
  const html = () => `<!doctype html>${whole().documentElement.outerHTML}`;
  let asked: string[];
  const answering =
    (status: number, text: string): Send =>
    async (world, { method, path }) => {
      asked.push(`${world} ${method} ${path}`);
      return { status, headers: {}, text };
    };

  beforeEach(() => {
    asked = [];
  });

  it("are those of a page that was loaded, for one request", async () => {
    expect(await fetchItemFacts(answering(200, html()), 77)).toEqual(readItemFacts(whole(), 77));
    expect(asked).toEqual(["isolated GET /items/77-robe"]);
  });

  it("are null where Vinted refuses, answers nothing or says nothing", async () => {
    expect(await fetchItemFacts(answering(403, html()), 77)).toBeNull();
    expect(await fetchItemFacts(async () => null, 77)).toBeNull();
    expect(await fetchItemFacts(answering(200, "<script>self.__next_f.push([1,'x'])</script>"), 77)).toBeNull();
  });

  it("are not asked for once the tab shows another item", async () => {
    expect(await fetchItemFacts(answering(200, html()), 78)).toBeNull();
    expect(asked).toEqual([]);
  });
});
