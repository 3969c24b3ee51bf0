// The receipts that content scripts leave in `storage.local`: read after a worker's death, dropped when they are old.
// Writing them is the tab's business (vinted/), because it must happen before the tab answers.
import { browser } from "wxt/browser";
import type { Outcome } from "../vinted/calls";
import { type Receipt, receiptKey } from "../vinted/execute";

/** What the tab wrote down for this key: an outcome, that it is (or was) under way, or nothing at all. */
export async function receiptOf(key: string): Promise<Outcome | "under_way" | undefined> {
  const place = receiptKey(key);
  const found: Record<string, Receipt | undefined> = await browser.storage.local.get(place);
  const receipt = found[place];
  return receipt && (receipt.outcome ?? "under_way");
}

/** Drops receipts older than `keptSeconds`, so that `storage.local` (10 MB) never fills up. */
export async function dropOldReceipts(now: number, keptSeconds: number): Promise<void> {
  const all: Record<string, Receipt | undefined> = await browser.storage.local.get(null);
  const prefix = receiptKey("");
  const old = Object.entries(all).flatMap(([key, value]) =>
    key.startsWith(prefix) && value && now - value.at > keptSeconds * 1000 ? [key] : [],
  );
  if (old.length > 0) await browser.storage.local.remove(old);
}
