// fetch_label: brings a sale's shipping label to our server. Having it made changes the order, so that is a step of its own which
// only the person's yes allows, and which is never sent twice.
import type { FetchLabel } from "../../../shared-schemas/wire";
import { read } from "../../jobs/own_entries";
import { answered, failed, shown, stop, transactionOf } from "../../jobs/people";
import { act, end, type Plan } from "../../jobs/plan";
import type { WritingAction } from "../../jobs/program";
import { bring, type Run, tell } from "../../jobs/run";
import { type Bytes, LabelError, labelFrom } from "../../vinted/labels";

const PLAN: Plan = {
  ...act("order_label"),
  // Vinted shows none, whether or not it was asked to make one: that is what the person can act on
  settle_act: { reached: end("done", "ok"), not: end("failed", "label_not_ready"), vague: end("unknown", "unproved") },
};

/** Making it takes a moment. */
const LOOKS = 3;

export function fetchLabel(work: FetchLabel): WritingAction {
  let address: number | null = null;
  return {
    version: 1,
    plan: PLAN,
    async guard(run) {
      if (await isBrought(run, work)) {
        return { go: "end", ending: { end: "done", reason: "ok", proof: shown(run, "reached", "label_address").proof } };
      }
      if (!work.order) return { go: "end", ending: failed("label_not_ready") };
      return { go: "forward" };
    },
    async before(run) {
      address ??= answered(run, await read(run, { call: "default_address" })).address_id;
    },
    call: () => (address === null ? null : { call: "order_label", transaction_id: work.transaction_id, address_id: address }),
    async see(run) {
      for (let look = 1; look <= LOOKS; look++) {
        if (await isBrought(run, work)) return shown(run, "reached", "label_address");
        if (look < LOOKS) await run.world.clock.sleep(run.entry.pace.absent_gap);
      }
      return shown(run, "not", "label_address");
    },
  };
}

const MAY_LACK = ["not_found", "access_denied", "validation", "html_instead"];

/** Fetches the label wherever Vinted has it and gives it to the server. False: there is none yet. */
async function isBrought(run: Run, { transaction_id }: FetchLabel): Promise<boolean> {
  const found = await transactionOf(run, transaction_id);
  if (!found) stop("not_found");
  const { transaction } = found;
  if (transaction.shipment_id === null) return false;
  const address = await read(run, { call: "label_address", shipment_id: transaction.shipment_id }, MAY_LACK);
  const bytes =
    (address.ok && address.value.url ? await fetched(run, address.value.url) : null) ?? (await inAnswer(run, transaction_id));
  if (bytes) {
    const sha256 = await hash(bytes);
    await tell(run, "label", {
      path: { id: run.lease.job_id },
      headers: { "x-sha256": sha256 },
      body: bytes,
    });
    await bring(run, { read: "transaction", transaction: { ...transaction, label: "ready" } });
    return true;
  }
  const code = await read(run, { call: "digital_label", transaction_id }, MAY_LACK);
  if (!code.ok || !code.value.has_code) return false;
  // nothing to print: the server says so, and the person shows the code on Vinted's page
  await bring(run, { read: "transaction", transaction: { ...transaction, label: "digital" } });
  return stop("not_possible");
}

async function fetched(run: Run, url: string): Promise<Bytes | null> {
  return run.world.labels(url).catch(onlyLabelErrors);
}

async function inAnswer(run: Run, transaction_id: number): Promise<Bytes | null> {
  const file = await read(run, { call: "pdf_label", transaction_id }, MAY_LACK);
  if (!file.ok || file.value.base64 === null) return null;
  try {
    return labelFrom(file.value.base64);
  } catch (error) {
    return onlyLabelErrors(error);
  }
}

function onlyLabelErrors(error: unknown): null {
  if (error instanceof LabelError) return null;
  throw error;
}

async function hash(bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
