// The part of the ports that popup and panel share, kept small: the popup opens on it in under 100 ms.
import { browser } from "wxt/browser";
import type { Closet, ClosetList, Event, Job, SwitchOff } from "../../shared-schemas/wire";
import { ask } from "../messages/ask";
import { onChanges } from "../messages/changes";
import type { Engine, PopupPorts, Result, WindowPort } from "../screens/ports";
import { isLive } from "../screens/running";
import { createKeeper, type Keeper } from "./kept";
import { attempt, server } from "./server";

/** States in which something happens by itself or waits for somebody. */
const OPEN_STATES = "waiting_approval,queued,leased,running,parked,needs_person,unknown";

/** What every list of jobs is touched by. */
export const ofJobs = ({ event }: Event): boolean => event === "job_changed";

export function createPopupPorts(windows: WindowPort): PopupPorts & { keeper: Keeper } {
  const keeper = createKeeper({ isVisible: () => document.visibilityState === "visible" });
  addEventListener("focus", keeper.refreshAll);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && keeper.refreshAll());
  addEventListener("online", keeper.refreshAll);
  onChanges(keeper.refreshAll);

  const engine = keeper.source<Engine>({ read: readEngine, cacheName: "engine", calm: true });
  followEngine(() => engine.refresh());

  const acted = async <T>(act: () => Promise<Result<T>>): Promise<Result<T>> => {
    const result = await act();
    keeper.refreshAll();
    return result;
  };

  return {
    keeper,
    windows,
    engine,
    closets: keeper.source<ClosetList>({
      read: () => server("closets", {}),
      cacheName: "closets",
      isBusy: ({ items }) => items.some(({ state }) => state === "working"),
      isTouched: ({ event }) => event === "closet_changed" || event === "job_changed",
    }),
    openJobs: keeper.source<Job[]>({
      read: async () => {
        const page = await server("jobs", { query: { state: OPEN_STATES, limit: 100 } });
        return page.ok ? { ok: true, value: page.value.items } : page;
      },
      cacheName: "open_jobs",
      // what is not known gets one more answer by itself, once nothing can arrive any more
      isBusy: (jobs) => jobs.some((job) => isLive(job) || (job.state === "unknown" && !job.choices.includes("was_not"))),
      isTouched: ofJobs,
    }),
    switchOffs: keeper.source<SwitchOff[]>({
      read: async () => {
        const list = await server("switch_offs", {});
        return list.ok ? { ok: true, value: list.value.items } : list;
      },
      cacheName: "switch_offs",
    }),
    changeCloset: (id, change) => acted<Closet>(() => server("change_closet", { path: { id }, body: change })),
    cancelJob: (id) => acted<Job>(() => server("cancel_job", { path: { id } })),
  };
}

async function readEngine(): Promise<Result<Engine>> {
  const status = await attempt(() => ask("engine_status", {}));
  if (!status.ok) return status;
  const { server: address, server_is_own, ...rest } = status.value;
  return { ok: true, value: { ...rest, server: address, is_own_server: server_is_own } };
}

/** What the engine says changes with the Vinted tabs, the allowed countries and what the worker keeps; each tells of it. */
function followEngine(refresh: () => Promise<void>): void {
  let due: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(due);
    due = setTimeout(() => void refresh(), 200);
  };
  browser.storage.onChanged.addListener(soon);
  browser.tabs.onRemoved.addListener(soon);
  // not by vinted/countries.ts: the popup stays without the addresses of all countries
  browser.permissions.onAdded.addListener(soon);
  browser.permissions.onRemoved.addListener(soon);
  browser.tabs.onUpdated.addListener((_, change) => {
    if (change.status === "complete") soon();
  });
}
