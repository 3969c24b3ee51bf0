// The versioned items of `storage.local`: small things that more than one context reads. Content scripts can read them too,
// so nothing secret and nothing about buyers goes here. Receipts lie beside them under their own keys (jobs/receipts.ts).
import { storage } from "wxt/utils/storage";

/** Where our server is: ours by default, or the seller's own. Data, because one build serves tests, demo and store. */
export const serverAddress = storage.defineItem<string | null>("local:server_address", { version: 1, fallback: null });

/** What a newer server asked of this build, for the panel to say so; null while they understand each other. */
export const upgradeNeeded = storage.defineItem<number | null>("local:upgrade_needed", { version: 1, fallback: null });

/** The act a person opened from a control in Vinted's page; the panel shows it and asks for the press that confirms it. */
export interface OpenedAct {
  act: "relist" | "price" | "visibility" | "copy" | "copy_facts" | "price_check" | "open" | "fill";
  item_ids: number[];
  facts: {
    country: string;
    language: string;
    catalog_id: number | null;
    brand_id: number | null;
    brand: string;
    size: string;
    condition: string;
    color: string;
  } | null;
  /** The tab it was pressed in, for what goes back there. */
  tab_id: number | null;
  at: number;
}

export const openedAct = storage.defineItem<OpenedAct | null>("session:opened_act", { fallback: null });
