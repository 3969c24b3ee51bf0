// @vitest-environment node
// What concerns other members, read from the contract's examples, and from answers that are not as anybody described them: nothing
// unknown breaks a reading, everything unknown is counted, and no value is in what is counted.
import { describe, expect, it } from "vitest";
import type { Json } from "./fields";
import { bodyOf } from "./fixtures/read";
import { type Around, readConversation, readConversation2, readInbox, readInbox2 } from "./inbox_readers";
import { collector } from "./oddities";
import { readAddress, readJourney, readLabelAddress, readOrders, readTransaction } from "./order_readers";
import { readComparables, readFavourites, readNotifications, readOther } from "./people_readers";

const ME = 90000001;

function around(): Around & { found: () => string[] } {
  const { note, found } = collector();
  return { member_id: ME, currency: "EUR", note, found: () => found().map(({ where, what }) => `${where}: ${what}`) };
}

/** A deep copy of an example, changed. */
function changed(name: string, change: (body: Json) => void): Json {
  const body = structuredClone(bodyOf(name));
  change(body);
  return body;
}

// any: reaches into an example's JSON by hand
// biome-ignore lint/suspicious/noExplicitAny: see above
const deep = (body: Json): any => body;

describe("generation 1", () => {
  it("the inbox", () => {
    const here = around();
    const { threads, next } = readInbox(bodyOf("inbox_gen1"), { page: 1 }, here);
    expect(threads).toMatchObject([
      { thread_id: 24000000001, other: { member_id: 90000102, login: "camille_ex" }, preview: "Robe fleurie demo", unread: true },
    ]);
    expect(threads[0]?.updated_at).toBe("2026-11-21T18:12:00.000Z");
    expect(next).toBe("2");
    expect(here.found()).toEqual([]);
  });

  it("a conversation, each kind of entry, oldest first", () => {
    const here = around();
    const { conversation, generation } = readConversation(bodyOf("conversation_gen1"), { thread_id: 24000000001 }, here);
    expect(generation).toBe(1);
    expect(conversation).toMatchObject({
      other: { member_id: 90000102 },
      item_ids: [9900000001],
      transaction_id: 22000000001,
      allow_reply: true,
    });
    expect(conversation.entries.map(({ kind, mine, offer_state, current }) => [kind, mine, offer_state, current])).toEqual([
      ["message", false, null, false],
      ["message", true, null, false],
      ["offer", true, "pending", false],
      ["offer_request", false, "pending", true],
      ["status", null, null, false],
      ["action", null, null, false],
    ]);
    expect(conversation.entries[3]).toMatchObject({ offer_id: 6100000001, price: { amount: 1500, currency: "EUR" } });
    expect(new Set(conversation.entries.map(({ id }) => id)).size).toBe(6);
    expect(here.found()).toEqual([]);
  });

  it("gives entries without an id the same one at each reading", () => {
    const read = () => readConversation(bodyOf("conversation_gen1"), { thread_id: 24000000001 }, around()).conversation.entries;
    expect(read().map(({ id }) => id)).toEqual(read().map(({ id }) => id));
  });
});

describe("generation 2", () => {
  it("the inbox", () => {
    const here = around();
    const { threads, next } = readInbox2(bodyOf("messaging_inbox"), {}, here);
    expect(threads).toMatchObject([
      { thread_id: 24000000001, other: { member_id: 90000102 }, preview: "Bonjour, est-elle encore disponible ?", unread: true },
    ]);
    expect(next).toBe("<opaque>");
    expect(here.found()).toEqual([]);
  });

  it("a conversation; the transaction is found by its name wherever it stands", () => {
    const moved = changed("messaging_conversation", (body) => {
      body["data"] = { a: [{ b: { escrow_order_id: 22000000007 } }] };
    });
    const { conversation, generation } = readConversation2(moved, { thread_id: 24000000001 }, around());
    expect(generation).toBe(2);
    expect(conversation).toMatchObject({
      transaction_id: 22000000007,
      allow_reply: true,
      entries: [{ id: "m-0003", kind: "message", mine: false }],
    });
  });

  it("an entry nobody has described is kept as it is and counted", () => {
    const here = around();
    const body = changed("messaging_conversation", (json) => {
      deep(json).messages.push({
        ...deep(json).messages[0],
        id: "m-9",
        message_type: "offer_made",
        data: { title: "Secret words" },
      });
    });
    const { entries } = readConversation2(body, { thread_id: 24000000001 }, here).conversation;
    expect(entries.at(-1)).toMatchObject({ kind: "other", text: "Secret words" });
    expect(here.found()).toEqual(["messaging.message_type: offer_made"]);
  });
});

describe("nothing unknown breaks a reading", () => {
  it.each<[string, (body: Json) => void, string]>([
    [
      "an unknown field",
      (body) => Object.assign(deep(body).conversation, { new_thing: "Secret words" }),
      "conversation: field new_thing",
    ],
    [
      "an unknown entry",
      (body) => deep(body).conversation.messages.push({ entity_type: "gift_message", entity: { body: "Secret words" } }),
      "conversation.message.entity_type: gift_message",
    ],
    [
      "an entry that is no object",
      (body) => deep(body).conversation.messages.push("Secret words"),
      "conversation.message.entity_type: undefined",
    ],
    [
      "a deleted member",
      (body) => Object.assign(deep(body).conversation, { opposite_user: null }),
      "conversation.other.id: undefined",
    ],
    [
      "an offer's unknown state",
      (body) => Object.assign(deep(body).conversation.messages[2].entity, { status: 77 }),
      "conversation.offer.status: 77",
    ],
    [
      "a wrong type",
      (body) => Object.assign(deep(body).conversation, { allow_reply: "Secret words" }),
      "conversation.allow_reply: string",
    ],
    [
      "no time",
      (body) => Object.assign(deep(body).conversation.messages[0], { created_at_ts: "Secret words" }),
      "conversation.message.created_at_ts: string",
    ],
  ])("%s", (_, change, counted) => {
    const here = around();
    const { conversation } = readConversation(changed("conversation_gen1", change), { thread_id: 24000000001 }, here);
    expect(conversation.entries.length).toBeGreaterThan(5);
    expect(here.found()).toContain(counted);
    expect(here.found().join()).not.toContain("Secret");
  });

  it("money as object, text or number", () => {
    for (const price of [{ amount: "15.0", currency_code: "EUR" }, "15.0", 15]) {
      const body = changed("conversation_gen1", (json) => Object.assign(deep(json).conversation.messages[2].entity, { price }));
      const { entries } = readConversation(body, { thread_id: 24000000001 }, around()).conversation;
      expect(entries.find(({ kind }) => kind === "offer_request")?.price).toEqual({ amount: 1500, currency: "EUR" });
    }
  });

  it("a bundle names all its items", () => {
    const body = changed("conversation_gen1", (json) => {
      Object.assign(deep(json).conversation.transaction, { is_bundle: true, item_ids: [1, "2", null, 3], item_id: null });
    });
    expect(readConversation(body, { thread_id: 24000000001 }, around()).conversation.item_ids).toEqual([1, 2, 3]);
  });

  it("a huge conversation keeps its newest entries", () => {
    const body = changed("conversation_gen1", (json) => {
      deep(json).conversation.messages = Array.from({ length: 5000 }, (_, n) => ({
        entity_type: "message",
        entity: { id: n, user_id: ME, body: "x".repeat(10_000) },
        created_at_ts: new Date(1_790_000_000_000 + n * 1000).toISOString(),
      }));
    });
    const { entries } = readConversation(body, { thread_id: 24000000001 }, around()).conversation;
    expect(entries).toHaveLength(500);
    expect(entries.at(-1)?.id).toBe("4999");
    expect(entries[0]?.text.length).toBe(4000);
  });

  it("rows without an id are left out and counted, the others read", () => {
    const here = around();
    const body = changed("inbox_gen1", (json) => deep(json).conversations.push({ description: "?" }, null, 7));
    expect(readInbox(body, { page: 1 }, here).threads).toHaveLength(1);
    expect(here.found()).toEqual(["inbox.id: undefined"]);
  });

  it("but an answer that is about something else is unreadable", () => {
    expect(() => readConversation({ code: 0 }, { thread_id: 1 }, around())).toThrow("without its id");
    expect(() => readInbox({ code: 0 }, { page: 1 }, around())).toThrow("without conversations");
  });
});

describe("notifications", () => {
  const here = around();
  const { items } = readNotifications(bodyOf("notifications_gateway"), { page: 1 }, here);

  it("are the same at both addresses", () => {
    expect(readNotifications(bodyOf("notifications_api"), { page: 1 }, around()).items.slice(0, 2)).toEqual(items.slice(0, 2));
  });

  it("name who liked what: by the id beside it, by the app's link, by the site's link", () => {
    expect(items[0]).toMatchObject({
      kind: "favourited",
      item_id: 9900000002,
      member: { member_id: 90000103, login: "noa_test" },
    });
    expect(items[1]).toMatchObject({
      kind: "favourited",
      item_id: 9900000001,
      member: { member_id: 90000104, login: "lena_fictive" },
    });
    const body = changed("notifications_gateway", (json) => {
      delete deep(json).notifications[0].user_id;
    });
    expect(readNotifications(body, { page: 1 }, around()).items[0]?.member?.member_id).toBe(90000103);
  });

  it("hold plain text, and numbers nobody described are shown and never more", () => {
    expect(items[0]?.text).toBe("noa_test a ajouté ton article à ses favoris");
    const noting = around();
    const body = changed("notifications_gateway", (json) => {
      Object.assign(deep(json).notifications[0], { entry_type: 999, body: "<img src=x onerror=alert(1)>Tom &amp; Co" });
    });
    expect(readNotifications(body, { page: 1 }, noting).items[0]).toMatchObject({ kind: "other", text: "Tom & Co" });
    expect(noting.found()).toContain("notification.entry_type: 999");
  });
});

describe("orders", () => {
  it("are read page by page, without an item id", () => {
    const here = around();
    const { orders, next } = readOrders(bodyOf("my_orders_sold"), { side: "sold", page: 1 }, here);
    expect(orders[0]).toMatchObject({
      transaction_id: 22000000010,
      thread_id: 24000000010,
      waits: "needs_action",
      price: { amount: 3000 },
    });
    expect(next).toBeNull();
    expect(here.found()).toEqual([]);
    expect(readOrders(bodyOf("my_orders_purchased"), { side: "purchased", page: 1 }, around()).orders.length).toBeGreaterThan(0);
  });

  it("a transaction, in its variants", () => {
    const here = around();
    const { transaction, offer } = readTransaction(bodyOf("transaction"), { transaction_id: 22000000010 }, here);
    expect(transaction).toMatchObject({
      thread_id: 24000000010,
      item_ids: [9900000005],
      other: { login: "lena_fictive" },
      status: 230,
    });
    expect(offer).toMatchObject({ offer_id: 6200000002, price: { amount: 3000, currency: "EUR" } });
    expect(here.found()).toEqual([]);
    const variant = changed("transaction", (json) => {
      const { transaction: row } = deep(json);
      Object.assign(row, { user_msg_thread_id: undefined, conversation_id: 5, item: undefined, order: null, item_id: 6 });
      Object.assign(row.shipment, { carrier: { name: "Demo" }, carrier_name: undefined });
      row.offer.price = "30.0";
    });
    expect(readTransaction(variant, { transaction_id: 22000000010 }, around())).toMatchObject({
      transaction: { thread_id: 5, item_ids: [6], carrier: "Demo", price: { amount: 3000 } },
    });
  });

  it("labels, addresses and journeys", () => {
    expect(readLabelAddress(bodyOf("shipment_label_url"), {}, around()).url).toMatch(/^https:\/\/svc-shipping-labels/);
    expect(readLabelAddress({ label_url: null, code: 0 }, {}, around()).url).toBeNull();
    expect(readAddress(bodyOf("default_shipping_address"))).toEqual({ address_id: 810000001 });
    expect(readAddress({ id: 5 })).toEqual({ address_id: 5 });
    expect(readJourney(bodyOf("journey_summary"))).toEqual({ carrier: "DEMO", tracking_code: "XX000000000FR" });
  });
});

describe("favourites, members, the catalogue", () => {
  it("favourites", () => {
    expect(readFavourites(bodyOf("user_favourites_list"), { page: 1 }).item_ids).toEqual([9900000901]);
  });

  it("whether a member is followed, unless the answer does not say", () => {
    const here = around();
    expect(readOther(bodyOf("user_public"), {}, here).login).toBe("camille_ex");
    expect(readOther({ user: { id: 8, login: "a", is_favourite: true } }, {}, around()).followed).toBe(true);
    expect(readOther({ user: { id: 8, login: "a" } }, {}, here).followed).toBeNull();
  });

  it("comparables, with nothing of who sells them", () => {
    const { items } = readComparables(bodyOf("svc_catalogue_items"), {}, around(), "https://www.vinted.fr");
    expect(items[0]).toMatchObject({ item_id: 9900000901, price: { amount: 1400, currency: "EUR" }, brand: "Marque Démo" });
    expect(items[0]?.url).toBe("https://www.vinted.fr/items/9900000901-demo");
    expect(JSON.stringify(items)).not.toContain("max_exemple");
    const boxed = { items: [{ id: 5, price: "3.0", item_box: { first_line: "M · Bon état", second_line: "Zara" } }] };
    expect(readComparables(boxed, {}, around(), "").items[0]).toMatchObject({
      size: "M",
      condition: "Bon état",
      brand: "Zara",
      url: "/items/5",
    });
  });
});
