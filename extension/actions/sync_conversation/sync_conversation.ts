// sync_conversation: reads one conversation with its offers. Whether the other member sees that it was opened is not known, so it is
// only read when somebody wants it.
import type { SyncConversation } from "../../../shared-schemas/wire";
import type { Ending } from "../../jobs/ends";
import { proofOf } from "../../jobs/own_entries";
import { conversationOf, failed } from "../../jobs/people";
import { bring, type Run } from "../../jobs/run";

export async function syncConversation(run: Run, { thread_id }: SyncConversation): Promise<Ending> {
  const found = await conversationOf(run, thread_id);
  if (!found) return failed("not_found");
  await bring(run, { read: "conversation", conversation: found.conversation });
  return { end: "done", reason: "ok", proof: proofOf(run, "read_whole", null) };
}
