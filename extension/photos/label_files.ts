// Shipping labels of sales, kept for a moment on this device so that a page can open them for printing: only the worker holds the
// token that fetches them. They lie beside the pictures, go with them, and are fetched anew each time: a label names a buyer.
import type { Server } from "../backend/request";
import { database, read, write } from "../storage/database";
import type { KeptPicture } from "./pictures";

function keyOf(closetId: string, transactionId: number): string {
  return `label/${closetId}/${transactionId}`;
}

/**
 * Fetches a label from the server; for the worker.
 * @throws ServerRefused, ServerAway, NotConnected
 */
export async function fetchLabel(server: Server, closetId: string, transactionId: number, now = Date.now()): Promise<void> {
  const bytes = await server("order_label", { path: { transaction_id: transactionId }, query: { closet_id: closetId } });
  const row: KeptPicture = {
    key: keyOf(closetId, transactionId),
    bytes: new Blob([bytes], { type: "application/pdf" }),
    kept_at: now,
  };
  await write(await database(), "pictures", (store) => store.put(row), "relaxed");
}

/** Takes a fetched label out; it is not kept any longer than that. */
export async function takeLabel(closetId: string, transactionId: number): Promise<Blob | undefined> {
  const key = keyOf(closetId, transactionId);
  const connection = await database();
  const row = await read<KeptPicture | undefined>(connection, "pictures", (store) => store.get(key));
  if (row) await write(connection, "pictures", (store) => store.delete(key), "relaxed");
  return row?.bytes;
}
