// read_form_reference: what Vinted's own form offers for one category, for the server to keep for 7 days.
import type { ReadFormReference } from "../../../shared-schemas/wire";
import { moment } from "../../jobs/clock";
import type { Ending } from "../../jobs/ends";
import { formFields, proofOf } from "../../jobs/own_entries";
import { bring, type Run } from "../../jobs/run";

export async function readFormReference(run: Run, { catalog_id }: ReadFormReference): Promise<Ending> {
  const fields = await formFields(run, catalog_id);
  const reference = { country: run.lease.country, catalog_id, fields, read_at: moment(run.world.clock.now()) };
  await bring(run, { read: "form_reference", reference });
  return { end: "done", reason: "ok", proof: proofOf(run, "read_whole", null) };
}
