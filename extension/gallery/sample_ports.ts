// The screens' ports over samples: a seller's closet with something in every state, and acts that change the samples. For the
// gallery and for the tests of screens; nothing of it reaches the product.
import type {
  Batch,
  BulkPreview,
  Card,
  Closet,
  Conversation,
  Job,
  Liker,
  Listing,
  Money,
  Order,
  Thread,
} from "../../shared-schemas/wire";
import { NO_FIELDS } from "../screens/drafts/content";
import type { LongSource, Ports, Result, Source } from "../screens/ports";

const NOW = Date.now();
const HOUR = 3600_000;
const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();
const ahead = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
export const CLOSET_ID = "0198a000-0000-7000-8000-000000000001";
const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"><rect width="3" height="4" fill="#b5838d"/><circle cx="1.5" cy="1.6" r=".8" fill="#ffcdb2"/></svg>')}`;
const LONG = "Manteau en laine vierge double face, coupe droite, couleur camel, taille 38, porté deux fois";

export const euros = (amount: number): Money => ({ amount, currency: "EUR" });

export const CLOSET: Closet = {
  id: CLOSET_ID,
  country: "fr",
  member_id: 7,
  login: "atelier_demo",
  photo_url: null,
  currency: "EUR",
  time_zone: "Europe/Paris",
  active_from: 8,
  active_until: 22,
  state: "ready",
  paused: null,
  rest: null,
  gauge: {
    writes_used: 12,
    writes_limit: 30,
    relists_used: 3,
    relists_limit: 3,
    payloads_used: 4,
    payloads_limit: 300,
    follows_used: 0,
    follows_limit: 20,
    favourites_used: 2,
    favourites_limit: 20,
    threads_used: 1,
    threads_limit: 2,
    next_write_at: null,
    frees_at: ahead(5),
    writes_most: 30,
    relists_most: 3,
    follows_most: 20,
    favourites_most: 20,
    threads_most: 4,
    relist_cost: 3,
    cooldown_days: 30,
  },
  listing_count: 5,
  synced_at: ago(1),
  hands: null,
  shared_with_other_user: false,
};

export function listing(
  item_id: number,
  title: string,
  more: Partial<Listing["seen"]> = {},
  rest: Partial<Listing> = {},
): Listing {
  return {
    closet_id: CLOSET_ID,
    seen: {
      item_id,
      title,
      price: euros(2400),
      state: "active",
      url: `https://example.org/items/${item_id}`,
      brand: "Sézane",
      size: "M",
      condition: "",
      photo_ids: [1, 2],
      photo_url: PICTURE,
      color: "#b5838d",
      favourites: 4,
      views: 120,
      oldest_photo_at: ago(24 * 90),
      alert: null,
      ...more,
    },
    first_seen_at: ago(24 * 90),
    seen_at: ago(1),
    job_id: null,
    relisted_at: null,
    open_offer: false,
    restorable: null,
    details: null,
    ...rest,
  };
}

const DETAILS: Listing["details"] = {
  fields: {
    ...NO_FIELDS,
    title: "Robe fleurie bleue",
    description: "Robe d’été fleurie, portée deux fois.\nTissu léger.",
    price: euros(2400),
    brand_id: 53,
    brand: "Sézane",
  },
  photo_ids: [1, 2, 3],
  photo_urls: [PICTURE, PICTURE, ""],
  read_at: ago(3),
};

export const LISTINGS: Listing[] = [
  listing(
    101,
    "Robe fleurie bleue",
    {},
    {
      details: DETAILS,
      notes: { purchase_cost: euros(900), floor: euros(1800), tags: ["été"], storage_place: "boîte 3" },
    },
  ),
  listing(102, LONG, { price: euros(8900) }),
  listing(103, "Jean Levi’s 501 W30", { brand: "Levi’s", size: "W30" }),
  listing(104, "T-shirt rayé", { state: "hidden", price: euros(700) }),
  listing(105, "Chemise en lin", { state: "sold" }),
];

export function job(id: number, more: Partial<Job> = {}): Job {
  return {
    id: `0198a000-0000-7000-8000-0000000001${String(id).padStart(2, "0")}`,
    closet_id: CLOSET_ID,
    verb: "send_message",
    state: "waiting_approval",
    title: "Robe fleurie bleue",
    photo_url: PICTURE,
    photo_id: null,
    item_id: 101,
    new_item_id: null,
    draft_id: null,
    step: null,
    steps_done: 0,
    steps_total: 1,
    reason: null,
    waits_for: null,
    refusal: null,
    next_at: null,
    leftover_item_id: null,
    restorable: false,
    restore_from: null,
    choices: [],
    created_at: ago(2),
    expires_at: null,
    card: null,
    thread_id: null,
    transaction_id: null,
    batch_id: null,
    ended_at: null,
    history: [],
    ...more,
  };
}

export function card(login: string, more: Partial<Card> = {}): Card {
  return {
    recipient: { member_id: 1000 + login.length, login, photo_url: null },
    item: { item_id: 101, title: "Robe fleurie bleue", photo_url: PICTURE, price: euros(2400) },
    text: `Bonjour ${login}, vous avez aimé « Robe fleurie bleue » (24 €). Avez-vous une question ?`,
    amount: null,
    reason: "liked_your_item",
    digest: "a".repeat(64),
    expires_at: ahead(40),
    ...more,
  };
}

export const CARDS: Job[] = [
  job(1, { card: card("camille_ex") }),
  job(2, { card: card("jeanne_la_tres_longue_du_nom_44") }),
  job(3, { verb: "send_offer", card: card("paul", { text: null, amount: euros(2160), digest: "b".repeat(64) }) }),
  job(4, { card: card("later_gator"), next_at: ahead(1) }),
];

function thread(thread_id: number, login: string, more: Partial<Thread> = {}): Thread {
  return {
    closet_id: CLOSET_ID,
    thread_id,
    other: { member_id: 2000 + thread_id, login, photo_url: null },
    item_id: 101,
    item_title: "Robe fleurie bleue",
    item_photo_url: PICTURE,
    preview: "Bonjour, est-elle toujours disponible ? Je peux passer la chercher samedi si cela vous convient.",
    unread: true,
    waits: "reply",
    updated_at: ago(2),
    read_at: ago(1),
    archived: false,
    ...more,
  };
}

const THREADS: Thread[] = [
  thread(31, "camille_ex"),
  thread(32, "marc_oz", { waits: "offer", unread: false, preview: "20,00 €" }),
  thread(33, "ines.b", { waits: "nothing", unread: false, preview: "Merci !" }),
];

const CONVERSATION: Conversation = {
  thread: thread(32, "marc_oz", { waits: "offer" }),
  item_ids: [101],
  transaction_id: 900,
  allow_reply: true,
  entries: [
    entry("1", { text: "Bonjour, est-elle toujours disponible ?", mine: false }),
    entry("2", { text: "Oui, toujours.", mine: true }),
    entry("3", { kind: "offer_request", price: euros(2000), offer_id: 5, offer_state: "pending", current: true, mine: false }),
    entry("4", { kind: "status", text: "Vinted protects this purchase", mine: null }),
  ],
  job_ids: [],
};

function entry(id: string, more: Partial<Conversation["entries"][number]>): Conversation["entries"][number] {
  return {
    id,
    kind: "message",
    at: ago(3),
    mine: false,
    text: "",
    price: null,
    offer_id: null,
    offer_state: null,
    current: false,
    ...more,
  };
}

function order(transaction_id: number, more: Partial<Order>): Order {
  return {
    closet_id: CLOSET_ID,
    transaction_id,
    thread_id: 33,
    side: "sold",
    state: "paid",
    waits: "needs_action",
    title: "Chemise en lin",
    photo_url: PICTURE,
    price: euros(1500),
    status_text: "Envoyez l’article",
    other: { member_id: 77, login: "ines.b", photo_url: null },
    item_ids: [105],
    carrier: "Mondial Relay",
    tracking_code: null,
    ship_by: ahead(30),
    label: "none",
    label_sha256: null,
    job_id: null,
    at: ago(20),
    seen_at: ago(1),
    ...more,
  };
}

const ORDERS: Order[] = [
  order(900, {}),
  order(901, { title: LONG, ship_by: ahead(6), label: "ready" }),
  order(902, { state: "completed", waits: "completed", title: "Foulard", ship_by: null, label_sha256: "c".repeat(64) }),
  order(903, { side: "purchased", state: "shipped", waits: "waiting", title: "Sac", ship_by: null }),
];

const LIKERS: Liker[] = ["camille_ex", "jeanne_la_tres_longue_du_nom_44", "paul"].map((login, place) => ({
  member: { member_id: 3000 + place, login, photo_url: null },
  item_id: 101,
  item_title: "Robe fleurie bleue",
  item_photo_url: PICTURE,
  price: euros(2400),
  at: ago(5 + place),
  contacted: place === 2,
}));

const BATCH: Batch = {
  id: "0198a000-0000-7000-8000-000000000777",
  closet_id: CLOSET_ID,
  act: { act: "price", percent: -10, amount: null, set_to: null, round_to: 50 },
  counts: { waiting: 3, doing: 1, done: 4, needs_you: 0, failed: 1, stopped: 0 },
  created_at: ago(1),
  next_at: ahead(0.05),
  is_over: false,
};

const BATCH_JOBS: Job[] = [
  job(21, { verb: "update_listing", state: "done", reason: "ok", ended_at: ago(0.2), batch_id: BATCH.id }),
  job(22, {
    verb: "update_listing",
    state: "failed",
    reason: "below_floor",
    title: LONG,
    ended_at: ago(0.1),
    batch_id: BATCH.id,
  }),
  job(23, { verb: "update_listing", state: "running", step: "update", batch_id: BATCH.id }),
  job(24, { verb: "update_listing", state: "queued", waits_for: "pace", next_at: ahead(0.05), batch_id: BATCH.id }),
];

/** A source that holds this value; `set` changes it. */
export function sample<T>(value: T | undefined): Source<T> & { set: (value: T) => void } {
  const listeners = new Set<() => void>();
  let kept = { value, readAt: value === undefined ? undefined : new Date(), failure: undefined };
  return {
    current: () => kept,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: async () => {},
    set(next) {
      kept = { value: next, readAt: new Date(), failure: undefined };
      for (const listener of listeners) listener();
    },
  };
}

function long<T>(items: readonly T[]): LongSource<T> {
  return { ...sample({ items, hasMore: false }), showMore: async () => {} };
}

const ok = <T>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const one =
  <T>(source: T) =>
  (): T =>
    source;

function preview(itemIds: readonly number[]): BulkPreview {
  const items = LISTINGS.filter(({ seen }) => itemIds.includes(seen.item_id)).map(({ seen, notes }) => {
    const new_price = seen.price && euros(Math.floor((seen.price.amount * 0.9) / 50) * 50);
    const isBelow = notes?.floor && new_price && new_price.amount < notes.floor.amount;
    const excluded = seen.state === "sold" ? ("not_active" as const) : isBelow ? ("below_floor" as const) : null;
    return { item_id: seen.item_id, title: seen.title, photo_url: seen.photo_url, price: seen.price, new_price, excluded };
  });
  const count = items.filter(({ excluded }) => !excluded).length;
  return {
    items,
    count,
    writes_needed: count,
    writes_left: 18,
    relists_needed: 0,
    relists_left: 0,
    starts_at: ahead(0.01),
    ends_at: ahead(0.3),
  };
}

/** The ports over the samples. `changes` replaces any of them. */
export function samplePorts(changes: Partial<Ports> = {}): Ports {
  const waiting = sample(CARDS);
  const running = job(11, { verb: "relist", state: "queued", waits_for: "budget", title: LONG, next_at: ahead(5), item_id: 102 });
  const openJobs = sample<Job[]>([...CARDS, running]);
  const without = (id: string): Promise<Result<Job>> => {
    const gone = (waiting.current().value ?? []).find((each) => each.id === id);
    waiting.set((waiting.current().value ?? []).filter((each) => each.id !== id));
    openJobs.set((openJobs.current().value ?? []).filter((each) => each.id !== id));
    return ok(gone ?? job(1));
  };
  const preferences = sample({
    language: null,
    theme: "system" as const,
    controls: { cards: true, item: true, copy: true, form: true, selection: true },
    closet_view: "table" as const,
    understood_at: ago(200),
  });
  const made = (verb: Job["verb"]) => ok(job(50, { verb, state: "queued" }));
  return {
    version: "0.1.0",
    windows: { isWide: false, openPanel() {}, openWide() {}, openVinted() {}, openPortal() {} },
    engine: sample({
      server: "https://vintedbot.app",
      is_own_server: false,
      signed_in: { email: "me@example.org", label: "Chrome" },
      tabs: [
        {
          country: "fr",
          member: {
            member_id: 7,
            login: CLOSET.login,
            photo_url: null,
            currency: "EUR",
            item_count: 5,
            country: "fr",
            time_zone: "Europe/Paris",
          },
        },
      ],
      countries: ["fr", "be", "de", "gb"].map((country, place) => ({
        country,
        site: `www.vinted.${country === "gb" ? "co.uk" : country}`,
        currency: country === "gb" ? "GBP" : "EUR",
        isHome: place === 0,
        isAllowed: place < 2,
      })),
      job_id: null,
      server_away: false,
      maybe_hidden: [],
      upgrade_needed: false,
    }),
    closets: sample({ items: [CLOSET] }),
    openJobs,
    switchOffs: sample([]),
    changeCloset: () => ok(CLOSET),
    cancelJob: (id) => without(id),
    photos: {} as Ports["photos"],
    editor: {} as Ports["editor"],
    drafts: {
      shelf: one(long([])),
      reference: one(sample(undefined)),
      form: one(sample(null)),
      create: () => Promise.resolve({ ok: false, failure: { why: "away" } }),
    } as unknown as Ports["drafts"],
    templates: {
      all: sample([]),
      preview: () => ok({ problems: [], drafts: [] }),
    } as unknown as Ports["templates"],
    analysis: {
      ofDraft: one(sample(null)),
      latest: sample({ id: null, items: [], asked_at: null }),
      stand: sample({
        providers: [
          {
            provider: "openai",
            model: "gpt-5-mini",
            host: "api.openai.com",
            tasks: ["look", "write"],
            needs_consent: true,
            consent_at: null,
          },
        ],
        reads_labels: true,
        cap_micros: 2_000_000,
        spent_micros: 412_000,
        is_operator_cap_reached: false,
        months: [{ month: "2026-11-01", calls: 212, input_tokens: 640_000, output_tokens: 120_000, micros: 412_000 }],
        examples: 2,
      }),
      ask: () => Promise.resolve({ ok: false, failure: { why: "away" } }),
      setExample: () => Promise.resolve({ ok: false, failure: { why: "away" } }),
      setConsent: () => Promise.resolve({ ok: false, failure: { why: "away" } }),
    },
    listing: {
      keepNotes: (_, notes) => ok(notes),
      priceCheck: one(
        sample({
          country: "fr",
          query: { text: "robe fleurie", catalog_id: null, brand_id: null, size_id: null, condition_ids: [] },
          items: [
            {
              item_id: 1,
              title: "Robe à fleurs",
              price: euros(2100),
              brand: "Sézane",
              size: "M",
              condition: "Très bon état",
              favourites: 3,
              photo_url: PICTURE,
              url: "https://example.org/items/1",
            },
          ],
          support: "enough" as const,
          low: euros(1800),
          middle: euros(2100),
          high: euros(2600),
          read_at: ago(4),
          job_id: null,
        }),
      ),
      findComparables: () => made("read_comparables"),
    },
    bulk: {
      preview: ({ item_ids }) => ok(preview(item_ids)),
      start: () => ok(BATCH),
      batches: sample([BATCH]),
      batch: one(sample(BATCH)),
      jobs: one(sample(BATCH_JOBS)),
      stop: () => ok(BATCH),
      retry: () => ok(BATCH),
    },
    approvals: {
      waiting,
      expired: sample([job(9, { state: "expired", card: card("trop_tard", { expires_at: null }), ended_at: ago(6) })]),
      approve: (id) => without(id),
      edit: (id, { text, amount }) => {
        const changed = (waiting.current().value ?? []).map((each) =>
          each.id === id && each.card
            ? {
                ...each,
                card: {
                  ...each.card,
                  text: text ?? each.card.text,
                  amount: amount ?? each.card.amount,
                  digest: `${each.card.digest.slice(0, 63)}e`,
                },
              }
            : each,
        );
        waiting.set(changed);
        return ok(changed.find((each) => each.id === id) ?? job(1));
      },
      decline: (id) => without(id),
      snooze: (id) => without(id),
    },
    inbox: {
      threads: one(long(THREADS)),
      away: one(long([])),
      conversation: one(sample(CONVERSATION)),
      reply: () => made("send_message"),
      markRead: (_, id) => ok({ thread: thread(id, "x"), job_id: null }),
      putAway: (_, id) => ok({ thread: thread(id, "x"), job_id: null }),
      likers: one(long(LIKERS)),
      prepare: ({ likers }) =>
        ok({
          job_ids: likers.slice(1).map(() => CLOSET_ID),
          left_out: likers.slice(0, 1).map((ref) => ({ ...ref, why: "contacted" as const })),
        }),
    },
    orders: {
      orders: one(long(ORDERS)),
      ship: () => made("fetch_label"),
      openLabel: () => ok(null),
      dispute: () =>
        ok({
          job_id: CLOSET_ID,
          evidence: {
            title: "Chemise en lin",
            description: "Très bon état",
            price: euros(1500),
            photo_sha256: [],
            carrier: "Mondial Relay",
            tracking_code: "12345",
            ship_by: ahead(10),
            label_sha256: null,
            entries: CONVERSATION.entries,
          },
        }),
    },
    finder: {
      drafts: sample([]),
      templates: sample([]),
      threads: sample(THREADS),
      orders: sample(ORDERS),
      likers: one(sample(LIKERS)),
    },
    safety: {
      consents: one(sample([{ verb: "send_offer" as const, given_at: ago(500), closet_id: CLOSET_ID }])),
      consent: (closet_id, verb) => ok({ verb, given_at: ago(0), closet_id }),
      revoke: () => ok(null),
      ignored: one(sample([{ member_id: 5, login: "no_thanks", since: ago(50) }])),
      noLongerIgnore: () => ok(null),
      allowCountry: () => Promise.resolve(false),
      withdrawCountry: () => Promise.resolve(),
      diagnostics: () => Promise.resolve("VintedBot 0.1.0\n3\tinbox\tentry_type:system_action"),
      copy: () => Promise.resolve(),
    },
    preferences,
    changePreferences: async (change) => preferences.set({ ...preferences.current().value, ...change } as never),
    recentJobs: long<Job>([]),
    job: one(
      sample(job(50, { state: "running", step: "message", card: card("marc_oz", { text: "Je peux vous la laisser à 22 €." }) })),
    ),
    listings: one(sample(LISTINGS)),
    namedJobs: sample([]),
    diary: one(sample({ items: [], next: null })),
    devices: sample([]),
    week: sample({ published: 3, relisted: 2 }),
    openedAct: sample(null),
    takeOpenedAct: async () => true,
    itemFacts: () => ok(null),
    fillForm: () => ok({ filled: ["title"], left: [] }),
    signIn: () => Promise.resolve({ ok: false, failure: { why: "away" } }),
    signOut: () => ok({ signed_out: true }),
    useServer: () => Promise.resolve("chosen"),
    claim: () => ok(CLOSET),
    switchCloset: () => ok(null),
    removeCloset: () => ok(null),
    wish: (_, wish) => made(wish.verb),
    resolveJob: () => made("relist"),
    refreshAll() {},
    clearCache: async () => {},
    ...changes,
  };
}
