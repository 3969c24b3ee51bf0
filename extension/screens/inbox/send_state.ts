// What can honestly be said of something that is to be sent: sent only with a proof, not sent only when nothing left.
import type { Job } from "../../../shared-schemas/wire";

export type SendState = "waits" | "yes_needed" | "sending" | "sent" | "unknown" | "not_sent";

export function sendStateOf({ state }: Pick<Job, "state">): SendState {
  switch (state) {
    case "waiting_approval":
      return "yes_needed";
    case "queued":
      return "waits";
    case "leased":
    case "running":
      return "sending";
    case "done":
      return "sent";
    // it is looked up later whether it arrived
    case "parked":
    case "unknown":
    case "needs_person":
      return "unknown";
    case "failed":
    case "cancelled":
    case "expired":
      return "not_sent";
    default:
      throw state satisfies never;
  }
}
