// What an item's page says of the item, read from the data the page streams to itself (CONTRACT §21). Facts only: the words and
// the photos belong to whoever wrote and took them.
import { marketOfHost } from "./addresses";
import { idOf, type Json, listOf, objectOf, textOf } from "./fields";
import { itemIdIn } from "./places";
import { refusalOf } from "./refusals";
import type { Send } from "./worlds";

/** What may be taken over from any item's page into a draft. Size, condition and colour as the page names them. */
export interface ItemFacts {
  item_id: number;
  country: string;
  /** Of the page, and so of its words: "fr". */
  language: string;
  catalog_id: number | null;
  brand_id: number | null;
  brand: string;
  size: string;
  condition: string;
  color: string;
}

/** The facts of the item this page shows; null where the page streams none (gone after navigation without loading). */
export function readItemFacts(doc: Document, itemId: number): ItemFacts | null {
  const streamed = [...doc.scripts].map(({ textContent }) => textContent ?? "").filter((text) => text.includes("__next_f"));
  const text = streamed.join("").replaceAll('\\"', '"').replaceAll("\\\\", "\\");
  const item = objectsIn(text, '"item":').find((one) => idOf(one["id"]) === itemId);
  if (!item) return null;
  const brand = objectOf(item["brand_dto"]);
  const said = attributesIn(text);
  return {
    item_id: itemId,
    country: marketOfHost(location.hostname)?.country ?? "",
    language: doc.documentElement.lang.slice(0, 2),
    catalog_id: idOf(item["catalog_id"]),
    brand_id: idOf(brand["id"]),
    brand: textOf(brand["title"]) || (said.get("brand") ?? ""),
    size: said.get("size") ?? "",
    condition: said.get("status") ?? "",
    color: said.get("color") ?? "",
  };
}

const DEADLINE_MS = 20_000;

/**
 * The facts of the item this tab shows, from its page fetched anew: one request, for a press. Null when Vinted refuses, the page
 * says nothing of the item, or the tab shows another one by now.
 */
export async function fetchItemFacts(send: Send, itemId: number): Promise<ItemFacts | null> {
  if (itemIdIn(location.pathname) !== itemId) return null;
  if (refusalOf({ status: 0, headers: {}, text: "", wanted: "page", page: document })) return null;
  const answer = await send("isolated", {
    method: "GET",
    path: location.pathname,
    headers: { accept: "text/html" },
    body: null,
    deadline_ms: DEADLINE_MS,
  });
  if (!answer || refusalOf({ ...answer, wanted: "page" })) return null;
  return readItemFacts(new DOMParser().parseFromString(answer.text, "text/html"), itemId);
}

/** code → value of the plugin that lists what the item is. */
function attributesIn(text: string): Map<string, string> {
  const rows = objectsIn(text, '"data":').flatMap((data) => listOf(data["attributes"]));
  return new Map(rows.map((row) => [textOf(row["code"]), textOf(objectOf(row["data"])["value"])]));
}

/** Every JSON object that stands right behind `key` in a text that is not JSON as a whole. */
function objectsIn(text: string, key: string): Json[] {
  const found: Json[] = [];
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + key.length)) {
    const start = at + key.length;
    const end = endOfObject(text, start);
    if (end === undefined) continue;
    try {
      found.push(objectOf(JSON.parse(text.slice(start, end))));
    } catch {
      // streamed data also holds what only looks like JSON
    }
  }
  return found;
}

const LONGEST = 20_000;

/** Where the object that begins at `start` ends; undefined when none begins there. */
function endOfObject(text: string, start: number): number | undefined {
  if (text[start] !== "{") return undefined;
  let depth = 0;
  let inString = false;
  for (let at = start; at < Math.min(text.length, start + LONGEST); at++) {
    const sign = text[at];
    if (inString) {
      if (sign === "\\") at += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === "{") depth += 1;
    else if (sign === "}" && --depth === 0) return at + 1;
  }
  return undefined;
}
