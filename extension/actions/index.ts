// Every verb and the action that works it. A verb without a line here does not compile; a folder without one fails a test.
import type { Verb, Work } from "../../shared-schemas/wire";
import type { Ending } from "../jobs/ends";
import type { Actions } from "../jobs/loop";
import { type WritingAction, work as workWriting } from "../jobs/program";
import type { Run } from "../jobs/run";
import { answerOffer } from "./answer_offer/answer_offer";
import { deleteListing } from "./delete_listing/delete_listing";
import { fetchLabel } from "./fetch_label/fetch_label";
import { markShipped } from "./mark_shipped/mark_shipped";
import { markThreadRead } from "./mark_thread_read/mark_thread_read";
import { openOnVinted } from "./open_on_vinted/open_on_vinted";
import { publishListing } from "./publish_listing/publish_listing";
import { readComparables } from "./read_comparables/read_comparables";
import { readFormReference } from "./read_form_reference/read_form_reference";
import { relist } from "./relist/relist";
import { restore } from "./restore/restore";
import { saveVintedDraft } from "./save_vinted_draft/save_vinted_draft";
import { sendMessage } from "./send_message/send_message";
import { sendOffer } from "./send_offer/send_offer";
import { setFavourite } from "./set_favourite/set_favourite";
import { setFollow } from "./set_follow/set_follow";
import { setHidden } from "./set_hidden/set_hidden";
import { syncCloset } from "./sync_closet/sync_closet";
import { syncConversation } from "./sync_conversation/sync_conversation";
import { syncInbox } from "./sync_inbox/sync_inbox";
import { syncListing } from "./sync_listing/sync_listing";
import { syncNotifications } from "./sync_notifications/sync_notifications";
import { syncOrders } from "./sync_orders/sync_orders";
import { updateListing } from "./update_listing/update_listing";

type Action = { writes: WritingAction } | { reads: (run: Run) => Promise<Ending> };

/** The action of a piece of work. */
export function actionOf(work: Work): Action {
  switch (work.verb) {
    case "sync_closet":
      return { reads: syncCloset };
    case "read_form_reference":
      return { reads: (run) => readFormReference(run, work) };
    case "open_on_vinted":
      return { reads: (run) => openOnVinted(run, work) };
    case "publish_listing":
      return { writes: publishListing(work) };
    case "save_vinted_draft":
      return { writes: saveVintedDraft(work) };
    case "set_hidden":
      return { writes: setHidden(work) };
    case "delete_listing":
      return { writes: deleteListing(work) };
    case "relist":
      return { writes: relist(work) };
    case "restore":
      return { writes: restore(work) };
    case "sync_listing":
      return { reads: (run) => syncListing(run, work) };
    case "sync_inbox":
      return { reads: syncInbox };
    case "sync_conversation":
      return { reads: (run) => syncConversation(run, work) };
    case "sync_orders":
      return { reads: syncOrders };
    case "sync_notifications":
      return { reads: syncNotifications };
    case "read_comparables":
      return { reads: (run) => readComparables(run, work) };
    case "update_listing":
      return { writes: updateListing(work) };
    case "send_message":
      return { writes: sendMessage(work) };
    case "send_offer":
      return { writes: sendOffer(work) };
    case "answer_offer":
      return { writes: answerOffer(work) };
    case "set_favourite":
      return { writes: setFavourite(work) };
    case "set_follow":
      return { writes: setFollow(work) };
    case "mark_thread_read":
      return { writes: markThreadRead(work) };
    case "fetch_label":
      return { writes: fetchLabel(work) };
    case "mark_shipped":
      return { writes: markShipped(work) };
    default:
      throw work satisfies never;
  }
}

/** The verbs this build can do, as the server is told. */
export const VERBS = [
  "sync_closet",
  "sync_listing",
  "sync_inbox",
  "sync_conversation",
  "sync_orders",
  "sync_notifications",
  "read_comparables",
  "read_form_reference",
  "publish_listing",
  "save_vinted_draft",
  "update_listing",
  "set_hidden",
  "delete_listing",
  "relist",
  "restore",
  "send_message",
  "send_offer",
  "answer_offer",
  "set_favourite",
  "set_follow",
  "mark_thread_read",
  "fetch_label",
  "mark_shipped",
  "open_on_vinted",
] as const satisfies readonly Verb[];

export const actions: Actions = {
  verbs: VERBS,
  versionOf(work) {
    const action = actionOf(work);
    return "writes" in action ? action.writes.version : 1;
  },
  perform(run) {
    const action = actionOf(run.lease.work);
    return "writes" in action ? workWriting(run, action.writes) : action.reads(run);
  },
};
