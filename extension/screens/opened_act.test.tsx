// What a press in Vinted's page leads to: a place in the panel, or a draft from the facts of somebody else's item.
import { cleanup, render, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReferenceDocument } from "../../shared-schemas/wire";
import { CLOSET, sample, samplePorts } from "../gallery/sample_ports";
import type { Copied } from "./drafts/ports";
import { placeOf, useOpenedAct } from "./opened_act";
import type { ItemFacts, OpenedAct, Ports } from "./ports";

const FRENCH: ReferenceDocument = {
  language: "fr",
  version: "1",
  categories: [
    { id: 5, parent_id: null, title: "Robes", leaf: true, size_group_ids: [4], package_size_ids: [1] },
    { id: 6, parent_id: null, title: "Tout", leaf: true, size_group_ids: [4, 7], package_size_ids: [1] },
  ],
  size_groups: [
    {
      id: 4,
      title: "Tailles",
      sizes: [
        { id: 4, title: "M / 38 / 10" },
        { id: 90, title: "38" },
      ],
    },
    { id: 7, title: "Chaussures", sizes: [{ id: 58, title: "38" }] },
  ],
  colours: [
    { id: 1, title: "Noir", hex: "#000000" },
    { id: 12, title: "Blanc", hex: "#ffffff" },
  ],
  conditions: [{ id: 2, title: "Très bon état", explanation: "" }],
  package_sizes: [],
  materials: [],
};
const FACTS: ItemFacts = {
  country: CLOSET.country,
  language: "fr",
  catalog_id: 5,
  brand_id: 12,
  brand: "Zara",
  size: "M / 38 / 10",
  condition: "Très bon état",
  color: "Noir, Blanc",
};
const COPY: OpenedAct = { act: "copy_facts", item_ids: [77], facts: FACTS, tab_id: 3 };

let copied: Copied[];
let read: [number, number][];

beforeEach(() => {
  location.hash = "";
  copied = [];
  read = [];
});
afterEach(cleanup);

/** The panel after this press; `found`: what the page says when it is read anew. */
function press(opened: OpenedAct, found: ItemFacts | null = null, changes: Partial<Ports> = {}): void {
  const { drafts } = samplePorts();
  const ports = samplePorts({
    openedAct: sample<OpenedAct | null>(opened),
    itemFacts: async (tab, item) => {
      read.push([tab, item]);
      return { ok: true, value: found };
    },
    drafts: {
      ...drafts,
      reference: (language) => sample(language === "fr" ? FRENCH : undefined),
      copy: async (from) => {
        copied.push(from);
        return { ok: true, value: { id: "d1" } as never };
      },
    },
    ...changes,
  });
  const Panel = () => {
    useOpenedAct(ports);
    return null;
  };
  render(<Panel />);
}

const at = (hash: string) => waitFor(() => expect(location.hash).toBe(hash));

test.each([
  [{ act: "copy", item_ids: [77] }, "#/closet/77/copy"],
  [{ act: "fill", item_ids: [], tab_id: 3 }, "#/fill/3"],
  [{ act: "price", item_ids: [77] }, "#/closet/77/change"],
  [{ act: "visibility", item_ids: [1, 2] }, "#/closet/bulk/hide?items=1,2"],
  [{ act: "copy_facts", item_ids: [77] }, undefined],
] as [Partial<OpenedAct>, string | undefined][])("%o opens %s", (opened, place) =>
  expect(placeOf({ ...COPY, facts: null, ...opened })).toBe(place),
);

test("facts become a draft, their words the ids of the form, for the account of the page's country", async () => {
  press(COPY);
  await at("#/drafts/d1");
  const ids = { size_id: 4, condition_id: 2, color_ids: [1, 12] };
  const facts = { catalog_id: 5, brand_id: 12, brand: "Zara", ...ids };
  expect(copied).toEqual([{ country: CLOSET.country, closet_id: CLOSET.id, facts }]);
  expect(read).toEqual([]);
});

test("a page of another country makes a draft for that country, and for no account of ours", async () => {
  press({ ...COPY, facts: { ...FACTS, country: "be" } });
  await at("#/drafts/d1");
  expect(copied).toMatchObject([{ country: "be", closet_id: null }]);
});

test.each([
  ["not named exactly so", { size: "M", condition: "très bon état", color: "Rose" }],
  ["named like another of its category", { catalog_id: 6, size: "38", condition: "", color: "" }],
])("what is %s stays unset", async (_, change) => {
  press({ ...COPY, facts: { ...FACTS, ...change } });
  await at("#/drafts/d1");
  expect(copied[0]?.facts).toMatchObject({ size_id: null, condition_id: null, color_ids: [] });
});

test("in a language without a vocabulary category and brand are copied", async () => {
  press({ ...COPY, facts: { ...FACTS, language: "pl" } });
  await at("#/drafts/d1");
  expect(copied[0]?.facts).toEqual({ catalog_id: 5, brand_id: 12, brand: "Zara" });
});

test("facts that are not at hand are read from the page once", async () => {
  press({ ...COPY, facts: null }, FACTS);
  await at("#/drafts/d1");
  expect(read).toEqual([[3, 77]]);
  expect(copied).toHaveLength(1);
});

test("a page that does not say them is named so, and nothing is made", async () => {
  press({ ...COPY, facts: null });
  await at("#/copy/unread");
  expect(copied).toEqual([]);
});

test("another panel was first: nothing is made here", async () => {
  const asked: true[] = [];
  const takeOpenedAct = async () => {
    asked.push(true);
    return false;
  };
  press(COPY, null, { takeOpenedAct });
  await waitFor(() => expect(asked).toHaveLength(1));
  expect([copied, read]).toEqual([[], []]);
});
