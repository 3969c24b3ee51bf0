// sync_orders: reads sales, then purchases, and whole those transactions the server asks for; the list itself names no listing.
import type { OrderSide } from "../../../shared-schemas/wire";
import type { Ending } from "../../jobs/ends";
import { read } from "../../jobs/own_entries";
import { readPages, readWhole } from "../../jobs/pages";
import { answered, transactionOf } from "../../jobs/people";
import { bring, type Run } from "../../jobs/run";

const SIDES: readonly OrderSide[] = ["sold", "purchased"];
const MOST_PAGES = 50;

export async function syncOrders(run: Run): Promise<Ending> {
  for (const side of SIDES) {
    const failure = await readPages(
      run,
      1,
      async (page, confirmed) => {
        const { orders, next } = answered(run, await read(run, { call: "orders_page", side, page }));
        const answer = await bring(run, { read: "orders", side, page, orders, last: next === null, confirmed });
        for (const id of answer.believed ? answer.want : []) {
          const found = await transactionOf(run, id);
          if (found) await bring(run, { read: "transaction", transaction: found.transaction });
        }
        return { answer, next: next === null ? null : page + 1 };
      },
      MOST_PAGES,
    );
    if (failure) return failure;
  }
  return readWhole(run);
}
