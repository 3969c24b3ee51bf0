// @vitest-environment node
// read_comparables through the real loop: one search, one page.
import { expect, it } from "vitest";
import { stage } from "../../stage/stage";

it("brings what the catalogue shows", async () => {
  const here = stage();
  const price = { amount: 900, currency: "EUR" };
  here.vinted.people.comparables.push({
    item_id: 5,
    title: "Dress",
    price,
    brand: "",
    size: "",
    condition: "",
    favourites: null,
    photo_url: null,
    url: "https://www.vinted.fr/items/5",
  });
  const query = { text: "dress", catalog_id: 5, brand_id: null, size_id: null, condition_ids: [] };
  const job = here.server.wish({ verb: "read_comparables", query });
  await here.a.turn();
  expect(here.server.read("comparables")).toMatchObject([{ items: [{ item_id: 5, price }] }]);
  expect(here.a.tab.sent).toEqual(["comparables"]);
  expect(job).toMatchObject({ state: "done", gos: [] });
});
