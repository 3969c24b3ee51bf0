// A Vinted of a few entries, and the tab that carries calls out on it as the real one does: at most once per key, with receipts,
// in the named member's session, never on a go that has grown old. Faults are set per call. Test ground only.
import type { Refusal, SeenListing } from "../../shared-schemas/wire";
import type { Tabs } from "../jobs/world";
import type { CallName, EditPayload, FormSource, Outcome, VintedCall } from "../vinted/calls";
import type { Execute } from "../vinted/execute";
import { draftBody } from "../vinted/forms";
import { type Hand, TabError } from "../vinted/tabs";
import type { WoundClock } from "./clock";
import { reachesPeople, readsPeople, StagePeople } from "./people";

export interface Item {
  id: number;
  state: SeenListing["state"];
  photos: number[];
  payload: EditPayload;
}

/** What goes wrong with the next call of a name: see `carryOut`. */
export type Fault = "answer_lost" | "lost" | "late" | "tab_closed" | "photo_dropped" | Refusal["kind"];

export class StageVinted {
  items = new Map<number, Item>();
  /** Every effect in order, for "never two live" and for the order of steps. */
  effects: string[] = [];
  faults = new Map<CallName, Fault[]>();
  /** Vinted's own code in the refusals of a call. */
  codes = new Map<CallName, number>();
  /** How long a published listing is under check. */
  processingSeconds = 0;
  mostLive = 0;
  perPage = 96;
  /** What the form offers, by part. */
  offers: Partial<Record<CallName, unknown[]>> = {};
  private nextId = 9000;

  readonly people: StagePeople;

  constructor(readonly clock: WoundClock) {
    this.people = new StagePeople(clock);
  }

  add(id: number, state: Item["state"] = "active", photos = [1, 2]): Item {
    const payload = {
      id,
      title: `Item ${id}`,
      description: "As new",
      price: "12.0",
      currency: "EUR",
      catalog_id: 5,
      package_size_id: 2,
      photos: photos.map((photo) => ({ id: photo })),
    };
    const item = { id, state, photos, payload };
    this.items.set(id, item);
    return item;
  }

  live(): Item[] {
    return [...this.items.values()].filter(({ state }) => state === "active");
  }

  fail(call: CallName, ...faults: Fault[]): void {
    this.faults.set(call, faults);
  }

  /** The effect of a write, and its answer; undefined is a 404. */
  apply(call: VintedCall): unknown {
    const value = this.effect(call);
    if (value !== undefined) this.effects.push(call.call === "set_hidden" ? (call.hidden ? "hide" : "show") : call.call);
    this.mostLive = Math.max(this.mostLive, this.live().length);
    return value;
  }

  private effect(call: VintedCall): unknown {
    if (reachesPeople(call)) return this.people.apply(call);
    if (readsPeople(call)) throw new Error(`${call.call} is no write`);
    switch (call.call) {
      case "upload_photo":
        return { photo_id: this.nextId++ };
      case "create_draft": {
        const id = this.nextId++;
        this.items.set(id, {
          id,
          state: "draft",
          photos: call.photo_ids,
          payload: payloadOf(id, call.source, call.photo_ids, call.session),
        });
        return { draft_id: id };
      }
      case "complete_draft": {
        const item = this.items.get(call.draft_id);
        if (item?.state !== "draft") return undefined;
        item.state = this.processingSeconds > 0 ? "processing" : "active";
        if (this.processingSeconds > 0) {
          this.clock.after(this.processingSeconds, () => {
            if (item.state === "processing") item.state = "active";
          });
        }
        return { item_id: item.id };
      }
      case "delete_draft":
        return this.items.get(call.draft_id)?.state === "draft" && this.items.delete(call.draft_id) ? {} : undefined;
      case "update_item": {
        const item = this.items.get(call.item_id);
        if (item?.state !== "active") return undefined;
        item.photos = call.photo_ids;
        item.payload = payloadOf(item.id, call.source, call.photo_ids, call.session);
        return {};
      }
      case "delete_item":
        return this.items.delete(call.item_id) ? {} : undefined;
      case "set_hidden": {
        const item = this.items.get(call.item_id);
        if (!item || (item.state !== "active" && item.state !== "hidden")) return undefined;
        item.state = call.hidden ? "hidden" : "active";
        return {};
      }
      case "identity":
      case "wardrobe_page":
      case "own_entry":
      case "attributes":
      case "sizes":
      case "colors":
      case "conditions":
      case "package_sizes":
      case "brands":
        throw new Error(`${call.call} is no write`);
      default:
        throw call satisfies never;
    }
  }

  /** What is shown instead of the truth, where a test lets Vinted be behind or be wrong. */
  lie: (call: VintedCall, truth: unknown) => unknown = (_, truth) => truth;

  read(call: VintedCall): unknown {
    return this.lie(call, this.truth(call));
  }

  private truth(call: VintedCall): unknown {
    if (readsPeople(call)) return this.people.read(call);
    if (reachesPeople(call)) throw new Error(`${call.call} is no read`);
    switch (call.call) {
      case "wardrobe_page": {
        const items = [...this.items.values()].map(seen).reverse();
        const pages = Math.ceil(items.length / this.perPage);
        const from = (call.page - 1) * this.perPage;
        return { page: call.page, pages, total: items.length, items: items.slice(from, from + this.perPage) };
      }
      case "own_entry": {
        const item = this.items.get(call.item_id);
        return (
          item && {
            item_id: item.id,
            is_draft: item.state === "draft",
            payload: item.payload,
            photos: item.photos.map((photo_id) => ({ photo_id, url: `https://images1.vinted.net/${photo_id}` })),
          }
        );
      }
      case "attributes":
      case "sizes":
      case "colors":
      case "conditions":
      case "package_sizes":
      case "brands":
        return { found: this.offers[call.call] ?? [] };
      case "identity":
      case "upload_photo":
      case "create_draft":
      case "complete_draft":
      case "delete_draft":
      case "delete_item":
      case "update_item":
      case "set_hidden":
        throw new Error(`${call.call} is no read`);
      default:
        throw call satisfies never;
    }
  }
}

function seen(item: Item): SeenListing {
  return {
    item_id: item.id,
    title: `Item ${item.id}`,
    price: null,
    state: item.state,
    url: "",
    brand: "",
    size: "",
    condition: "",
    photo_ids: item.photos,
    photo_url: null,
    color: null,
    favourites: null,
    views: null,
    oldest_photo_at: null,
    alert: null,
  };
}

function payloadOf(id: number, source: FormSource, photos: number[], session: string): EditPayload {
  const { draft } = draftBody(source, photos, session) as { draft: EditPayload };
  const [color1_id = null, color2_id = null] = draft["color_ids"] as number[];
  return { ...draft, id, color1_id, color2_id, photos: photos.map((photo) => ({ id: photo })) };
}

const STATUS: Partial<Record<Refusal["kind"], number>> = { server_error: 500, not_found: 404 };

/** Vinted shows the listing without its last photo. */
function drop(item: Item): void {
  item.photos = item.photos.slice(0, -1);
  item.payload = { ...item.payload, photos: item.photos.map((photo) => ({ id: photo })) };
}

export function refusal(kind: Refusal["kind"], status: number | null = null): Refusal {
  return { kind, status, code: null, retry_after_s: null, fields: [] };
}

/** One browser's tab: who is signed in in it, its receipts, and whether it is there at all. */
export class StageTab {
  member = 7;
  open = true;
  receipts = new Map<string, Outcome | "under_way">();
  shown = 0;
  keptAlive: true[] = [];
  sent: CallName[] = [];
  /** When each call left, in seconds. */
  sentAt: { call: CallName; at: number }[] = [];
  /** When an item's page was read for its facts, in seconds. */
  factsAskedAt: number[] = [];
  /** The pages that were opened. */
  opened: string[] = [];
  /** How the next opening of a tab fails. */
  failsToOpen: TabError | null = null;

  constructor(
    readonly vinted: StageVinted,
    readonly clock: WoundClock,
  ) {}

  readonly tabs: Tabs = {
    hands: async () => (this.open ? [this.hand()] : []),
    handFor: async (_country, memberId) =>
      this.open && (memberId === undefined || memberId === this.member) ? this.hand() : null,
    perform: (_tab, execute) => this.carryOut(execute),
    itemFactsIn: async () => {
      this.factsAskedAt.push(this.clock.now().wall / 1000);
      if (!this.open) throw new TabError("tab_gone", false);
      return null;
    },
    openTab: async (_country, options) => {
      this.opened.push(options?.path ?? "/");
      if (this.failsToOpen) throw this.failsToOpen;
      this.open = true;
      return 1;
    },
    reloadTab: async () => undefined,
    showTab: async () => void this.shown++,
    keepTabAlive: async (_tab, keep) => void (keep ? this.keptAlive.push(true) : this.keptAlive.pop()),
  };

  private hand(): Hand {
    return { country: "fr", member_id: this.member, tab_id: 1, login: "camille" };
  }

  private async carryOut({ key, call, write, member_id, asked_wall, limits }: Execute): Promise<Outcome> {
    const known = this.receipts.get(key);
    if (write && known) return known === "under_way" ? { ok: false, sent: true, refusal: refusal("no_answer") } : known;
    if (write && this.clock.now().wall - asked_wall > limits.go_age * 1000) {
      return { ok: false, sent: false, refusal: refusal("no_answer"), held: "go_too_old" };
    }
    if (member_id !== null && member_id !== this.member) return { ok: false, sent: false, refusal: refusal("other_member") };
    if (write) this.receipts.set(key, "under_way");
    const outcome = await this.request(call, write, limits.request_deadline);
    if (write) this.receipts.set(key, outcome);
    return outcome;
  }

  private async request(call: VintedCall, write: boolean, deadline: number): Promise<Outcome> {
    const fault = this.vinted.faults.get(call.call)?.shift();
    this.sent.push(call.call);
    this.sentAt.push({ call: call.call, at: this.clock.now().wall / 1000 });
    if (fault === "answer_lost" || fault === "server_error" || fault === "tab_closed") this.vinted.apply(call);
    if (fault === "late") this.clock.after(deadline + 60, () => void this.vinted.apply(call));
    if (fault === "tab_closed") {
      this.open = false;
      throw new TabError("tab_gone", true);
    }
    if (fault === "answer_lost" || fault === "late" || fault === "lost") {
      await this.clock.sleep(deadline);
      return { ok: false, sent: true, refusal: refusal("no_answer") };
    }
    if (fault === "photo_dropped") {
      const value = this.vinted.apply(call);
      for (const item of this.vinted.items.values()) if (call.call === "complete_draft" && item.id === call.draft_id) drop(item);
      return { ok: true, member_id: this.member, value } as Outcome;
    }
    const code = this.vinted.codes.get(call.call);
    if (fault && code !== undefined) return { ok: false, sent: true, refusal: { ...refusal(fault, 400), code } };
    if (fault) return { ok: false, sent: true, refusal: refusal(fault, STATUS[fault] ?? 403) };
    const value = write ? this.vinted.apply(call) : this.vinted.read(call);
    if (value === undefined) return { ok: false, sent: true, refusal: refusal("not_found", 404) };
    return { ok: true, member_id: this.member, value } as Outcome;
  }
}
