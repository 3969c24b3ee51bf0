// read_comparables: one page of Vinted's catalogue for a listing's words and category. Nothing about the sellers is kept.
import type { ReadComparables } from "../../../shared-schemas/wire";
import type { Ending } from "../../jobs/ends";
import { read } from "../../jobs/own_entries";
import { readWhole } from "../../jobs/pages";
import { answered } from "../../jobs/people";
import { bring, type Run } from "../../jobs/run";
import { currencyOf } from "../../vinted/addresses";

export async function readComparables(run: Run, { query }: ReadComparables): Promise<Ending> {
  const { items } = answered(run, await read(run, { call: "comparables", query, currency: currencyOf(run.lease.country) }));
  await bring(run, { read: "comparables", items });
  return readWhole(run);
}
