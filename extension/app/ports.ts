// The ports of the screens, made real: data through the worker from our server, kept on this device; acts; preferences.
// What each screen shows of it is the screens' matter; how a source keeps and refreshes is in kept.ts.
import { browser } from "wxt/browser";
import type { Closet, Job, Listing } from "../../shared-schemas/wire";
import { ask } from "../messages/ask";
import type { Engine, Ports, Preferences, Result, Source, Week, WindowPort } from "../screens/ports";
import { isLive } from "../screens/running";
import { dropAnswers } from "../storage/answers";
import { openedAct } from "../storage/items";
import { changePreferences, readPreferences, watchPreferences } from "../storage/preferences";
import { createActPorts } from "./act_ports";
import { createAnalysisPort } from "./analysis_port";
import { chooseServer } from "./choose_server";
import { deviceLabel } from "./device_label";
import { createDraftPorts } from "./draft_ports";
import { createEditorPort } from "./editor_port";
import { createFinderPort } from "./finder_port";
import { perName } from "./kept";
import { longSource, readAll, readPages } from "./long_list";
import { createPhotosPort, lookAfterPhotos } from "./photos_port";
import { createPopupPorts, ofJobs } from "./popup_ports";
import { attempt, server } from "./server";
import { createTemplatePort } from "./template_port";

const PAGE = 200;
const RECENT_JOBS = 100;
/** Uploading twenty photos through the page's own form takes its time. */
const FILL_MS = 320_000;
const DAY_MS = 24 * 3600 * 1000;

export function createPorts(windows: WindowPort): Ports {
  const shared = createPopupPorts(windows);
  const { keeper } = shared;
  reloadForAnotherUser(shared.engine);
  const follow = async () => {
    const { followServer } = await import("./live");
    followServer({
      keeper,
      ticket: () => server("live_ticket", {}),
      happened: (events) => {
        // the worker waits for photos that are being taken in
        if (events.some((event) => event.event === "photo_changed" && event.state !== "processing")) void lookAfterPhotos();
      },
    });
  };
  // once the page stands: what it shows first does not wait for it
  requestIdleCallback(() => void follow());

  const acted = async <T>(act: () => Promise<Result<T>>): Promise<Result<T>> => {
    const result = await act();
    keeper.refreshAll();
    return result;
  };
  const preferred = keeper.source<Preferences>({ read: kept(readPreferences), calm: true });
  watchPreferences(() => void preferred.refresh());
  const opened = keeper.source({ read: kept(() => openedAct.getValue()), calm: true });
  openedAct.watch(() => void opened.refresh());

  return {
    ...shared,
    version: browser.runtime.getManifest().version,
    photos: createPhotosPort(keeper),
    editor: createEditorPort(keeper),
    drafts: createDraftPorts(keeper),
    templates: createTemplatePort(keeper),
    analysis: createAnalysisPort(keeper),
    ...createActPorts(keeper),
    finder: createFinderPort(keeper),
    preferences: preferred,
    async changePreferences(change) {
      await changePreferences(change);
      await preferred.refresh();
    },

    recentJobs: longSource<Job>(keeper, {
      read: (pages) => readPages<Job>(pages, (from) => server("jobs", { query: { limit: RECENT_JOBS, ...from } })),
      cacheName: "newest_jobs",
      isBusy: ({ items }) => items.some(isLive),
      isTouched: ofJobs,
    }),
    namedJobs: keeper.source<Job[]>({
      read: async () => {
        const page = await server("jobs", { query: { waits: "person", limit: 100 } });
        return page.ok ? { ok: true, value: page.value.items.filter(({ ended_at }) => ended_at !== null) } : page;
      },
      cacheName: "named_jobs",
      calm: true,
      isTouched: ofJobs,
    }),
    job: perName((id) =>
      keeper.source<Job>({
        read: () => server("job", { path: { id } }),
        cacheName: `job:${id}`,
        isBusy: isLive,
        isTouched: (event) => event.event === "job_changed" && event.job_id === id,
      }),
    ),
    listings: perName((id) =>
      keeper.source<Listing[]>({
        read: () => readAll((from) => server("listings", { query: { closet_id: id, limit: PAGE, ...from } })),
        cacheName: `listings:${id}`,
        isBusy: (all) => all.some(isWorkedOn),
        isTouched: (event) => (event.event === "listings_changed" || event.event === "job_changed") && event.closet_id === id,
      }),
    ),
    diary: perName((id) =>
      keeper.source({
        read: () => server("closet_diary", { path: { id } }),
        cacheName: `diary:${id}`,
        calm: true,
        isTouched: (event) => event.event === "closet_changed" && event.closet_id === id,
      }),
    ),
    devices: keeper.source({
      read: async () => {
        const list = await server("devices", {});
        return list.ok ? { ok: true, value: list.value.items } : list;
      },
      cacheName: "devices",
      calm: true,
    }),
    week: keeper.source<Week>({
      read: readWeek,
      cacheName: "week",
      calm: true,
      isTouched: (event) => event.event === "job_changed" && event.state === "done",
    }),
    openedAct: opened,
    // two open panels hear of it at once
    takeOpenedAct: () =>
      navigator.locks.request("opened_act", async () => {
        const isThere = (await openedAct.getValue()) !== null;
        if (isThere) await openedAct.setValue(null);
        return isThere;
      }),
    fillForm: (draft_id, tab_id) => attempt(() => ask("fill_form", { draft_id, tab_id }, FILL_MS)),
    itemFacts: (tab_id, item_id) => attempt(() => ask("item_facts", { tab_id, item_id })),

    signIn: () => acted(() => attempt(async () => ask("sign_in", { label: deviceLabel(navigator.userAgent) }))),
    signOut: (anyway) => acted(() => attempt(() => ask("sign_out", { anyway }))),
    async useServer(address) {
      const choice = await chooseServer(address);
      keeper.refreshAll();
      return choice;
    },
    claim: ({ member_id, login, photo_url, currency, item_count, country, time_zone }) =>
      acted<Closet>(() =>
        server("claim_closet", { body: { member_id, login, photo_url, currency, item_count, country, time_zone } }),
      ),
    switchCloset: (id) => acted(() => server("switch_closet", { path: { id } })),
    removeCloset: (id) => acted(() => server("remove_closet", { path: { id } })),
    wish: (closet_id, wish) => acted<Job>(() => server("wish", { body: { closet_id, wish } })),
    resolveJob: (id, choice) => acted<Job>(() => server("resolve_job", { path: { id }, body: { choice } })),
    refreshAll: keeper.refreshAll,
    async clearCache() {
      await dropAnswers();
      location.reload();
    },
  };
}

function kept<T>(read: () => Promise<T>): () => Promise<Result<T>> {
  return async () => ({ ok: true, value: await read() });
}

function isWorkedOn({ job_id }: Listing): boolean {
  return job_id !== null && job_id !== undefined;
}

async function readWeek(): Promise<Result<Week>> {
  const since = Date.now() - 7 * DAY_MS;
  const week: Week = { published: 0, relisted: 0 };
  for (let after: string | null | undefined; ; ) {
    const page = await server("jobs", { query: { state: "done", limit: PAGE, ...(after ? { after } : {}) } });
    if (!page.ok) return page;
    for (const { verb, ended_at } of page.value.items) {
      if (!ended_at || Date.parse(ended_at) < since) continue;
      if (verb === "publish_listing") week.published += 1;
      if (verb === "relist") week.relisted += 1;
    }
    after = page.value.next;
    const oldest = page.value.items.at(-1);
    // a job lives 7 days at most, so one that was wished for 14 days ago ended before this week
    if (!after || !oldest || Date.parse(oldest.created_at) < since - 7 * DAY_MS) return { ok: true, value: week };
  }
}

/** Another user's data must not stay on a page that was open while somebody signed out or in. */
function reloadForAnotherUser(engine: Source<Engine>): void {
  let known: string | null | undefined;
  engine.subscribe(() => {
    const status = engine.current();
    // what comes from the cache may be older than the last change of user
    if (!status.value || status.failure) return;
    const email = status.value.signed_in?.email ?? null;
    if (known && known !== email) location.reload();
    known = email;
  });
}
