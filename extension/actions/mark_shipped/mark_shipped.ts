// mark_shipped: says that a sale without tracking was handed over. Proved by the shipment's own number, read before and after.
import type { MarkShipped } from "../../../shared-schemas/wire";
import { failed, seeTwice, shown, transactionOf } from "../../jobs/people";
import { act } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { learn, type Run } from "../../jobs/run";

/** From here on Vinted calls a shipment shipped. */
const SHIPPED = 200;

export function markShipped({ transaction_id }: MarkShipped): WritingAction {
  return {
    version: 1,
    plan: act("ship"),
    async guard(run) {
      const is = await isShipped(run, transaction_id);
      if (is === "no_shipment") return { go: "end", ending: failed("no_transaction") };
      if (is === true) {
        return {
          go: "end",
          ending: { end: "done", reason: "nothing_to_do", proof: shown(run, "reached", "shipment_status").proof },
        };
      }
      learn(run, { transaction_id, was: false });
      return { go: "forward" };
    },
    call: () => ({ call: "mark_shipped", transaction_id }),
    see: (run, _step, expected) =>
      seeTwice(run, expected, async () => {
        const is = await isShipped(run, transaction_id);
        return shown(run, is === "no_shipment" ? "vague" : is ? "reached" : "not", "shipment_status");
      }),
  };
}

async function isShipped(run: Run, transactionId: number): Promise<boolean | "no_shipment"> {
  const status = (await transactionOf(run, transactionId))?.transaction.shipment_status ?? null;
  return status === null ? "no_shipment" : status >= SHIPPED;
}
