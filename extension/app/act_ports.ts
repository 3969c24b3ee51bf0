// The ports of bulk acts, approvals, messages, orders, one listing and safety, made real: our server through the worker.
import type { Batch, Event, Job, Liker, Order, PriceCheck, Thread } from "../../shared-schemas/wire";
import { ask } from "../messages/ask";
import { takeLabel } from "../photos/label_files";
import type { ApprovalPort } from "../screens/approvals/port";
import type { BulkPort } from "../screens/bulk/port";
import type { ListingPort } from "../screens/closet/port";
import type { InboxPort } from "../screens/inbox/port";
import type { OrderPort } from "../screens/orders/port";
import type { Ports, Result } from "../screens/ports";
import { isLive } from "../screens/running";
import type { SafetyPort } from "../screens/safety/port";
import { diagnosticText } from "../storage/diagnostics";
import { requestCountry, withdrawCountry } from "../vinted/countries";
import { type Keeper, perName } from "./kept";
import { longSource, readPages } from "./long_list";
import { ofJobs } from "./popup_ports";
import { attempt, server } from "./server";

const PAGE = 100;
/** As many cards as one person may look through; the queue's page. */
const CARDS = 200;
const EXPIRED = 50;

type Acts = Pick<Ports, "listing" | "bulk" | "approvals" | "inbox" | "orders" | "safety">;

export function createActPorts(keeper: Keeper): Acts {
  const acted = async <T>(act: Promise<Result<T>>): Promise<Result<T>> => {
    const result = await act;
    keeper.refreshAll();
    return result;
  };
  return {
    listing: listingPort(keeper, acted),
    bulk: bulkPort(keeper, acted),
    approvals: approvalPort(keeper, acted),
    inbox: inboxPort(keeper, acted),
    orders: orderPort(keeper, acted),
    safety: safetyPort(keeper, acted),
  };
}

type Acted = <T>(act: Promise<Result<T>>) => Promise<Result<T>>;

async function items<T>(page: Promise<Result<{ items: T[] }>>): Promise<Result<T[]>> {
  const read = await page;
  return read.ok ? { ok: true, value: read.value.items } : read;
}

function listingPort(keeper: Keeper, acted: Acted): ListingPort {
  const priceChecks = perName((item_id) =>
    keeper.source<PriceCheck | null>({
      read: async () => {
        const read = await server("comparables", { path: { item_id } });
        const isNone = !read.ok && read.failure.why === "refused" && ["not_found", "not_read_yet"].includes(read.failure.code);
        return isNone ? { ok: true, value: null } : read;
      },
      cacheName: `comparables:${item_id}`,
      isBusy: (check) => Boolean(check?.job_id),
      calm: true,
      isTouched: (event, check) => event.event === "job_changed" && event.job_id === check?.job_id,
    }),
  );
  return {
    keepNotes: (item_id, body) => acted(server("keep_notes", { path: { item_id }, body })),
    priceCheck: (itemId) => priceChecks(String(itemId)),
    findComparables: (item_id) => acted(server("find_comparables", { path: { item_id } })),
  };
}

function bulkPort(keeper: Keeper, acted: Acted): BulkPort {
  return {
    preview: (body) => server("bulk_preview", { body }),
    start: (body) => acted(server("bulk_start", { body })),
    batches: keeper.source<Batch[]>({
      read: () => items(server("batches", { query: { limit: 20 } })),
      cacheName: "batches",
      isBusy: (batches) => batches.some(({ counts }) => counts.doing > 0),
      isTouched: ofJobs,
    }),
    batch: perName((id) =>
      keeper.source<Batch>({
        read: () => server("batch", { path: { id } }),
        cacheName: `batch:${id}`,
        isBusy: ({ counts }) => counts.doing > 0,
        isTouched: ofJobs,
      }),
    ),
    jobs: perName((batch_id) =>
      keeper.source<Job[]>({
        read: () => items(server("jobs", { query: { batch_id, limit: CARDS } })),
        cacheName: `batch_jobs:${batch_id}`,
        isBusy: (jobs) => jobs.some(isLive),
        isTouched: ofJobs,
      }),
    ),
    stop: (id) => acted(server("stop_batch", { path: { id } })),
    retry: (id) => acted(server("retry_batch", { path: { id } })),
  };
}

function approvalPort(keeper: Keeper, acted: Acted): ApprovalPort {
  const jobs = (state: string, limit: number) =>
    keeper.source<Job[]>({
      read: () => items(server("jobs", { query: { state, limit } })),
      cacheName: `cards:${state}`,
      isTouched: ofJobs,
    });
  return {
    waiting: jobs("waiting_approval", CARDS),
    expired: jobs("expired", EXPIRED),
    approve: (id, digest) => acted(server("approve", { path: { id }, body: { digest } })),
    edit: (id, { digest, text = null, amount = null }) =>
      acted(server("edit_card", { path: { id }, body: { digest, text, amount } })),
    decline: (id, never_again) => acted(server("decline", { path: { id }, body: { never_again } })),
    snooze: (id, until) => acted(server("snooze_job", { path: { id }, body: { until: until?.toISOString() ?? null } })),
  };
}

/** A closet's conversations are touched by what is read of them, and by what is on its way to somebody. */
function ofInbox(closetId: string): (event: Event) => boolean {
  return (event) => (event.event === "inbox_changed" || event.event === "job_changed") && event.closet_id === closetId;
}

function inboxPort(keeper: Keeper, acted: Acted): InboxPort {
  const threads = new Map<string, ReturnType<InboxPort["threads"]>>();
  const threadsOf = (closet_id: string, archived: boolean) =>
    once(threads, `${closet_id}:${archived}`, () =>
      longSource<Thread>(keeper, {
        read: (pages) => readPages(pages, (from) => server("threads", { query: { closet_id, archived, limit: PAGE, ...from } })),
        cacheName: `threads:${closet_id}:${archived}`,
        isTouched: ofInbox(closet_id),
      }),
    );
  const likers = new Map<string, ReturnType<InboxPort["likers"]>>();
  const once = <T>(made: Map<string, T>, name: string, make: () => T): T => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known;
  };
  return {
    threads: (closet_id) => threadsOf(closet_id, false),
    away: (closet_id) => threadsOf(closet_id, true),
    conversation: perName((name) => {
      const [closet_id = "", thread_id = ""] = name.split("/");
      return keeper.source({
        read: () => server("conversation", { path: { thread_id }, query: { closet_id } }),
        cacheName: `conversation:${name}`,
        isBusy: ({ job_ids }) => job_ids.length > 0,
        isTouched: ofInbox(closet_id),
      });
    }),
    reply: (closet_id, thread_id, text) => acted(server("reply", { path: { thread_id }, body: { closet_id, text } })),
    markRead: (closet_id, thread_id) => acted(server("change_thread", { path: { thread_id }, body: { closet_id, read: true } })),
    putAway: (closet_id, thread_id, archived) =>
      acted(server("change_thread", { path: { thread_id }, body: { closet_id, archived } })),
    likers: (closet_id) =>
      once(likers, closet_id, () =>
        longSource<Liker>(keeper, {
          read: (pages) => readPages(pages, (from) => server("likers", { query: { closet_id, limit: PAGE, ...from } })),
          cacheName: `likers:${closet_id}`,
          calm: true,
          isTouched: ofInbox(closet_id),
        }),
      ),
    prepare: (body) => acted(server("prepare_cards", { body })),
  };
}

function orderPort(keeper: Keeper, acted: Acted): OrderPort {
  const made = new Map<string, ReturnType<OrderPort["orders"]>>();
  return {
    orders(closet_id) {
      const known =
        made.get(closet_id) ??
        longSource<Order>(keeper, {
          read: (pages) => readPages(pages, (from) => server("orders", { query: { closet_id, limit: PAGE, ...from } })),
          cacheName: `orders:${closet_id}`,
          isBusy: ({ items: all }) => all.some(({ job_id }) => Boolean(job_id)),
          isTouched: (event) =>
            (event.event === "orders_changed" || event.event === "job_changed") && event.closet_id === closet_id,
        });
      made.set(closet_id, known);
      return known;
    },
    ship: (closet_id, transaction_id, what) => acted(server("ship", { path: { transaction_id }, body: { closet_id, what } })),
    async openLabel(closet_id, transaction_id) {
      const asked = await attempt(() => ask("fetch_label", { closet_id, transaction_id }));
      if (!asked.ok) return asked;
      if (!asked.value.ok) {
        const { failed, ...rest } = asked.value;
        if (failed === "refused" && "problem" in rest)
          return { ok: false, failure: { why: "refused", code: rest.problem.code, data: rest.problem.data } };
        return { ok: false, failure: { why: failed === "not_connected" ? "not_connected" : "away" } };
      }
      const label = await takeLabel(closet_id, transaction_id);
      if (label) open(URL.createObjectURL(label));
      return { ok: true, value: null };
    },
    dispute: (closet_id, transaction_id) => acted(server("dispute", { path: { transaction_id }, body: { closet_id } })),
  };
}

function safetyPort(keeper: Keeper, acted: Acted): SafetyPort {
  return {
    consents: perName((id) =>
      keeper.source({ read: () => items(server("consents", { path: { id } })), cacheName: `consents:${id}`, calm: true }),
    ),
    consent: (id, verb) => acted(server("give_consent", { path: { id, verb } })),
    revoke: (id, verb) => acted(server("withdraw_consent", { path: { id, verb } })),
    ignored: perName((id) =>
      keeper.source({ read: () => items(server("ignored", { path: { id } })), cacheName: `ignored:${id}`, calm: true }),
    ),
    noLongerIgnore: (id, member_id) => acted(server("no_longer_ignore", { path: { id, member_id } })),
    allowCountry: requestCountry,
    withdrawCountry,
    diagnostics: diagnosticText,
    copy: (text) => navigator.clipboard.writeText(text),
  };
}
