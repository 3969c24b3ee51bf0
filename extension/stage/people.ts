// The other members on the stage's Vinted: conversations with their offers, favourites, follows, sales. Both generations of
// conversations are one here; what differs for the engine (the newer one shows no offers) is a switch. Test ground only.
import type {
  Comparable,
  Money,
  SeenConversation,
  SeenNotification,
  SeenOrder,
  SeenTransaction,
  ThreadEntry,
} from "../../shared-schemas/wire";
import type { CallName, VintedCall } from "../vinted/calls";
import type { WoundClock } from "./clock";

export interface Thread {
  id: number;
  member: number | null;
  item: number | null;
  transaction: number | null;
  entries: ThreadEntry[];
  allow_reply: boolean;
  unread: boolean;
}

export interface Sale {
  id: number;
  thread: number | null;
  shipment: { id: number; status: number } | null;
  label: "none" | "made" | "digital";
  offer: { offer_id: number; price: Money } | null;
}

/** What is read of it beside the stage's listings, and what writes reach it. */
const READS = [
  "inbox_page",
  "conversation",
  "notifications_page",
  "favourites_page",
  "member",
  "orders_page",
  "transaction",
  "label_address",
  "pdf_label",
  "digital_label",
  "default_address",
  "journey",
  "comparables",
] as const satisfies readonly CallName[];
const WRITES = [
  "reply",
  "start_thread",
  "mark_read",
  "make_offer",
  "answer_offer",
  "toggle_favourite",
  "toggle_follow",
  "order_label",
  "mark_shipped",
] as const satisfies readonly CallName[];

type PeopleRead = Extract<VintedCall, { call: (typeof READS)[number] }>;
type PeopleWrite = Extract<VintedCall, { call: (typeof WRITES)[number] }>;

export function readsPeople(call: VintedCall): call is PeopleRead {
  return READS.some((name) => name === call.call);
}

export function reachesPeople(call: VintedCall): call is PeopleWrite {
  return WRITES.some((name) => name === call.call);
}

export class StagePeople {
  generation: 1 | 2 = 1;
  threads = new Map<number, Thread>();
  sales = new Map<number, Sale>();
  favourites = new Set<number>();
  followed = new Set<number>();
  notifications: SeenNotification[] = [];
  orders: SeenOrder[] = [];
  comparables: Comparable[] = [];
  /** How many rows a page of any of these lists has. */
  perPage = 20;
  private nextId = 5000;

  constructor(readonly clock: WoundClock) {}

  /** A conversation with member 8 about item 100, in which they have asked something. */
  addThread(change: Partial<Thread> = {}): Thread {
    const transaction = this.nextId++;
    const thread: Thread = {
      id: 50,
      member: 8,
      item: 100,
      transaction,
      entries: [],
      allow_reply: true,
      unread: false,
      ...change,
    };
    this.threads.set(thread.id, thread);
    if (thread.transaction !== null) this.addSale({ id: thread.transaction, thread: thread.id });
    return thread;
  }

  addSale(change: Partial<Sale> = {}): Sale {
    const sale: Sale = { id: 60, thread: null, shipment: null, label: "none", offer: null, ...change };
    this.sales.set(sale.id, sale);
    return sale;
  }

  /** Somebody writes; `mine` false is the other member. */
  say(thread: Thread, text: string, mine = false): ThreadEntry {
    return this.enter(thread, { kind: "message", text, mine });
  }

  /** The other member asks for a price. */
  ask(thread: Thread, amount: number): ThreadEntry {
    for (const entry of thread.entries) entry.current = false;
    const id = this.nextId++;
    return this.enter(thread, {
      kind: "offer_request",
      mine: false,
      offer_id: id,
      offer_state: "pending",
      current: true,
      price: { amount, currency: "EUR" },
    });
  }

  private enter(thread: Thread, entry: Partial<ThreadEntry>): ThreadEntry {
    const full: ThreadEntry = {
      id: `e${this.nextId++}`,
      kind: "message",
      at: new Date(this.clock.now().wall).toISOString(),
      mine: null,
      text: "",
      price: null,
      offer_id: null,
      offer_state: null,
      current: false,
      ...entry,
    };
    thread.entries.push(full);
    return full;
  }

  /** The effect of a write; undefined is a 404. */
  apply(call: PeopleWrite): unknown {
    switch (call.call) {
      case "start_thread": {
        const known = [...this.threads.values()].find(({ member, item }) => member === call.member_id && item === call.item_id);
        const thread = known ?? this.addThread({ id: this.nextId++, member: call.member_id, item: call.item_id });
        return { thread_id: this.generation === 1 ? thread.id : null, transaction_id: thread.transaction };
      }
      case "reply": {
        const thread = this.threads.get(call.thread_id);
        return thread && this.say(thread, call.text, true) && {};
      }
      case "make_offer": {
        const sale = this.sales.get(call.transaction_id);
        const thread = [...this.threads.values()].find(({ transaction }) => transaction === call.transaction_id);
        if (!sale || !thread) return undefined;
        for (const entry of thread.entries) entry.current = false;
        sale.offer = { offer_id: this.nextId++, price: call.price };
        this.enter(thread, { kind: "offer", mine: true, offer_state: "pending", current: true, price: call.price });
        return {};
      }
      case "answer_offer": {
        const entry = [...this.threads.values()]
          .flatMap(({ entries }) => entries)
          .find(({ offer_id }) => offer_id === call.offer_id);
        if (entry?.offer_state !== "pending") return undefined;
        entry.offer_state = call.accept ? "accepted" : "rejected";
        return {};
      }
      case "mark_read": {
        const thread = this.threads.get(call.thread_id);
        if (!thread) return undefined;
        thread.unread = false;
        return {};
      }
      case "toggle_favourite":
        return toggle(this.favourites, call.item_id);
      case "toggle_follow":
        return toggle(this.followed, call.member_id);
      case "order_label": {
        const sale = this.sales.get(call.transaction_id);
        if (!sale?.shipment || sale.label !== "none") return undefined;
        sale.label = "made";
        return {};
      }
      case "mark_shipped": {
        const sale = this.sales.get(call.transaction_id);
        if (!sale?.shipment) return undefined;
        sale.shipment.status = 200;
        return {};
      }
      default:
        throw call satisfies never;
    }
  }

  read(call: PeopleRead): unknown {
    switch (call.call) {
      case "inbox_page": {
        const all = [...this.threads.values()].map((thread) => ({
          thread_id: thread.id,
          other: { member_id: thread.member, login: `member${thread.member}`, photo_url: null },
          item_title: "",
          item_photo_url: null,
          preview: thread.entries.at(-1)?.text ?? "",
          unread: thread.unread,
          updated_at: thread.entries.at(-1)?.at ?? new Date(this.clock.now().wall).toISOString(),
        }));
        const { rows, next } = this.page(all, call.page);
        return { threads: rows, next };
      }
      case "conversation": {
        const thread = this.threads.get(call.thread_id);
        return thread && { generation: this.generation, conversation: this.conversation(thread) };
      }
      case "notifications_page": {
        const { rows, next } = this.page(this.notifications, call.page);
        return { items: rows, next };
      }
      case "favourites_page": {
        const { rows, next } = this.page([...this.favourites], call.page);
        return { item_ids: rows, next };
      }
      case "member":
        return { login: `member${call.member_id}`, followed: this.followed.has(call.member_id) };
      case "orders_page": {
        const { rows, next } = this.page(
          this.orders.filter(({ side }) => side === call.side),
          call.page,
        );
        return { orders: rows, next };
      }
      case "transaction": {
        const sale = this.sales.get(call.transaction_id);
        return sale && { transaction: this.transaction(sale), offer: sale.offer };
      }
      case "label_address": {
        const sale = [...this.sales.values()].find(({ shipment }) => shipment?.id === call.shipment_id);
        return sale?.label === "made" ? { url: `https://labels.example/${sale.id}` } : undefined;
      }
      case "pdf_label":
        return undefined;
      case "digital_label":
        return this.sales.get(call.transaction_id)?.label === "digital" ? { has_code: true } : undefined;
      case "default_address":
        return { address_id: 1 };
      case "journey":
        return { carrier: null, tracking_code: null };
      case "comparables":
        return { items: this.comparables };
      default:
        throw call satisfies never;
    }
  }

  private page<T>(rows: readonly T[], page: number): { rows: T[]; next: string | null } {
    const from = (page - 1) * this.perPage;
    const next = from + this.perPage < rows.length ? String(page + 1) : null;
    return { rows: rows.slice(from, from + this.perPage), next };
  }

  private conversation(thread: Thread): SeenConversation {
    const shown = this.generation === 1 ? thread.entries : thread.entries.filter(({ kind }) => kind === "message");
    return {
      thread_id: thread.id,
      other: { member_id: thread.member, login: `member${thread.member}`, photo_url: null },
      item_ids: thread.item === null ? [] : [thread.item],
      transaction_id: thread.transaction,
      allow_reply: thread.allow_reply,
      unread: thread.unread,
      offer_price: null,
      entries: structuredClone(shown),
    };
  }

  private transaction(sale: Sale): SeenTransaction {
    return {
      transaction_id: sale.id,
      thread_id: sale.thread,
      item_ids: [100],
      other: { member_id: 8, login: "member8", photo_url: null },
      status: 230,
      price: sale.offer?.price ?? null,
      shipment_id: sale.shipment?.id ?? null,
      shipment_status: sale.shipment?.status ?? null,
      carrier: null,
      tracking_code: null,
      ship_by: null,
      label: "unknown",
    };
  }
}

function toggle(set: Set<number>, id: number): unknown {
  if (!set.delete(id)) set.add(id);
  return {};
}
