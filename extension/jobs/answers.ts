// What the worker answers to the messages of the table: our pages ask for the server and the engine, Vinted's pages tell who is
// signed in there and which act the person opened.
import { browser } from "wxt/browser";
import { currentServer, OUR_SERVER, readAddress, useServer } from "../backend/address";
import { isAskable } from "../backend/operations";
import { asFailure } from "../backend/problems";
import { request } from "../backend/request";
import { signIn } from "../backend/sign_in";
import { makeRoomFor, signOut } from "../backend/sign_out";
import type { Handlers } from "../messages/answer";
import { tellPages } from "../messages/changes";
import { signedIn } from "../storage/device";
import { openedAct, upgradeNeeded } from "../storage/items";
import type { Member } from "../vinted/calls";
import { countries } from "../vinted/countries";
import { noteTab, onMeeting, presences } from "../vinted/tabs";
import { sendForPage } from "../vinted/worker_world";
import { fillFromDraft } from "./fill_from_draft";
import { readItemFacts } from "./item_facts";
import { journal } from "./journal";
import { maybeHidden } from "./left_behind";
import type { Loop } from "./loop";
import { welcomeAfterJob, welcomeBack } from "./returning_member";
import { createBrandSearch } from "./vinted_brands";
import { world } from "./world";

/** What the photos' part of the worker answers. */
export type PhotoHandlers = Pick<Handlers, "send_photos" | "fetch_picture" | "fetch_label">;

/** The handlers of every message. `wake` starts the loop, and what else waits for the server, without being waited for. */
export function handlersOf(loop: Loop, wake: () => void, photos: PhotoHandlers): Handlers {
  const searchBrands = createBrandSearch(world, () => loop.state.job_id !== null);
  async function welcome(member: Member): Promise<void> {
    const busy = loop.state.job_id !== null;
    if (!(await signedIn())) return;
    if (await welcomeBack(member, request)) wake();
    if (busy) void welcomeAfterJob(member, request, { idle: loop.whenIdle, wake });
  }
  // whoever was not told of by their page, because Vinted did not answer it, is met when the loop looks for tabs
  onMeeting((member) => void welcome(member));
  return {
    ...photos,
    vinted_brands: ({ country, member_id, catalog_id, keyword }) => searchBrands({ country, member_id, catalog_id, keyword }),
    async backend({ operation, args }) {
      if (!isAskable(operation)) throw new Error("not for pages");
      try {
        const value: unknown = await request(operation, args as never);
        // what a person pressed is worked at once, not at the next alarm
        if (WISHES.has(operation)) {
          loop.hurry();
          wake();
          tellPages();
        }
        return { ok: true, value };
      } catch (error) {
        return { ok: false, ...asFailure(error) };
      }
    },
    async wake() {
      wake();
      return null;
    },
    async engine_status() {
      const device = await signedIn();
      return {
        server: await currentServer(),
        server_is_own: (await currentServer()) !== OUR_SERVER,
        signed_in: device ? { email: device.email, label: device.label } : null,
        tabs: await presences(),
        countries: await countries(),
        job_id: loop.state.job_id,
        server_away: loop.state.server_away,
        upgrade_needed: (await upgradeNeeded.getValue()) !== null,
        maybe_hidden: maybeHidden(await journal.unreported()),
      };
    },
    async send_for_page({ request }, { url }) {
      return sendForPage(request, url);
    },
    async sign_in({ label }) {
      const outcome = await signIn({ label, before: async (userId) => loop.whenIdle(() => makeRoomFor(userId)) });
      if (outcome.signed_in) wake();
      return outcome;
    },
    async sign_out({ anyway }) {
      const outcome = await loop.whenIdle(async () => signOut({ hidden: maybeHidden(await journal.unreported()), anyway }));
      return outcome ?? { signed_out: true };
    },
    async use_server({ address }) {
      const origin = readAddress(address);
      if (!origin) return { chosen: false, why: "not_an_address" };
      if (origin !== (await currentServer())) {
        // the other server knows nothing of what is under way here
        const left = await loop.whenIdle(async () => signOut({ hidden: maybeHidden(await journal.unreported()), anyway: false }));
        if (left && !left.signed_out) return { chosen: false, why: "job_underway" };
        await useServer(origin);
      }
      return { chosen: true };
    },
    async fill_form({ draft_id, tab_id }) {
      return fillFromDraft(request, draft_id, tab_id);
    },
    async item_facts({ tab_id, item_id }) {
      return readItemFacts(world, tab_id, item_id);
    },
    async member_here({ country, member, told }, sender) {
      if (sender.tab?.id !== undefined) await noteTab(sender.tab.id, { country, member, told });
      wake();
      if (member) await welcome(member);
      return null;
    },
    async open_act(act, { tab }) {
      // first call in the handler: Chrome opens the panel only while the press lasts
      const opened = tab?.windowId === undefined ? undefined : browser.sidePanel.open({ windowId: tab.windowId });
      const { item_ids, facts } = act;
      await openedAct.setValue({ act: act.act, item_ids, facts, tab_id: tab?.id ?? null, at: Date.now() });
      await opened;
      return null;
    },
  };
}

const WISHES: ReadonlySet<string> = new Set([
  "wish",
  "publish_listing",
  "change_listing",
  "delete_listing",
  "resolve_job",
  "cancel_job",
  "approve",
  "decline",
  "edit_card",
  "snooze_job",
  "withdraw_consent",
  "bulk_start",
  "stop_batch",
  "retry_batch",
  "reply",
  "change_thread",
  "ship",
  "dispute",
  "prepare_cards",
  "find_comparables",
  "draft_from_listing",
]);
