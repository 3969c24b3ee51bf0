// What this install did at Vinted, per account ("fr:7"); it stays when our user changes. What it means is in jobs/own_budget.ts.
import { database, read, write } from "./database";

export async function spentOf<T>(account: string): Promise<T[]> {
  return (await read<T[] | undefined>(await database(), "spent", (store) => store.get(account))) ?? [];
}

export async function keepSpent(account: string, rows: readonly unknown[]): Promise<void> {
  await write(await database(), "spent", (store) => store.put(rows, account));
}
