// open_on_vinted: brings Vinted's own page to the front. What happens there is done by the person; nothing is sent.
import type { OpenOnVinted } from "../../../shared-schemas/wire";
import type { Ending } from "../../jobs/ends";
import { proofOf } from "../../jobs/own_entries";
import type { Run } from "../../jobs/run";
import { personPage } from "../../vinted/person_pages";
import { TabError } from "../../vinted/tabs";

export async function openOnVinted(run: Run, work: OpenOnVinted): Promise<Ending> {
  const { country, member_id } = run.lease;
  try {
    await run.world.tabs.openTab(country, { active: true, path: personPage(work, member_id) });
  } catch (error) {
    if (!(error instanceof TabError)) throw error;
    // a page that does not answer our script (a challenge, an error page) still stands before the person
    if (error.code !== "no_reply" && error.code !== "old_script") return { end: "failed", reason: "no_tab" };
  }
  return { end: "done", reason: "opened", proof: proofOf(run, "opened", null, work.item_id) };
}
