// Which of its ways a call goes: two generations behind one name, the worlds of the services beside the site, and what is remembered
// per account. Vinted's answers are scripted at the network's edge.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import type { VintedCall } from "./calls";
import { createExecutor, pageClock } from "./executor";
import { bodyOf, seen } from "./fixtures/read";
import type { HttpAnswer, Wish, World } from "./wish";

const TOKEN = "00000000-0000-4000-8000-00000000c5f0";
const API = "https://api.vinted.fr";
const INBOX: VintedCall = { call: "inbox_page", page: 1, cursor: null };
const THREAD: VintedCall = { call: "conversation", thread_id: 24000000001 };
const REPLY: VintedCall = { call: "reply", thread_id: 24000000001, text: "Bonne journée." };

type Sent = { world: World } & Omit<Wish, "id">;
let sent: Sent[];
let answers: Record<string, (request: Sent) => HttpAnswer | null>;
let doc: Document;
let key = 0;

const pathOf = ({ path }: Sent) => path.split("?")[0] ?? "";
const lines = () =>
  sent.map((one) => `${one.world} ${one.method} ${pathOf(one)}`).filter((line) => !line.endsWith("users/current"));
const json = (value: unknown, status = 200): HttpAnswer => ({ status, headers: {}, text: JSON.stringify(value) });
const gone = () => seen("catalog_items_dead_route");
const empty = () => json({ conversations: [], pagination: { total_pages: 0 }, code: 0 });

async function ask(call: VintedCall, write = false) {
  const executor = createExecutor(async (world, request) => {
    sent.push({ world, ...request });
    const answer = answers[`${request.method} ${pathOf({ world, ...request })}`];
    if (!answer) throw new Error(`unexpected ${request.method} ${request.path}`);
    return answer({ world, ...request });
  }, doc);
  key += 1;
  sent = [];
  return executor.execute({
    key: `job-${key}:gen.1:1:0`,
    call,
    member_id: 90000001,
    asked_wall: Date.now(),
    asked_mono: pageClock().mono,
    write,
    limits: { go_age: 20, request_deadline: 30, identity_age: 20, fresh_identity: false },
  });
}

beforeEach(() => {
  fakeBrowser.reset();
  sent = [];
  doc = document.implementation.createHTMLDocument("");
  doc.documentElement.lang = "fr-FR";
  const script = doc.createElement("script");
  script.type = "text/plain";
  script.textContent = `self.__next_f.push([1,"{\\"CSRF_TOKEN\\":\\"${TOKEN}\\"}"])`;
  doc.head.append(script);
  vi.stubGlobal("location", new URL("https://www.vinted.fr/"));
  answers = {
    "GET /api/v2/users/current": () => seen("users_current"),
    "GET /api/v2/inbox": () => seen("inbox_gen1"),
    "GET /api/v2/conversations/24000000001": () => seen("conversation_gen1"),
    "POST /api/v2/conversations/24000000001/replies": () => json({ code: 0 }),
    [`GET ${API}/messaging/main/inbox`]: () => seen("messaging_inbox"),
    [`GET ${API}/messaging/main/conversations/24000000001`]: () => seen("messaging_conversation"),
    [`POST ${API}/messaging/main/conversations/24000000001/replies`]: () => seen("messaging_reply"),
    [`POST ${API}/messaging/main/inquiries`]: () => seen("messaging_inquiries"),
    "GET /web/api/notifications/notifications": () => seen("notifications_gateway"),
    [`GET ${API}/inbox-notifications/v1/notifications`]: () => seen("notifications_api"),
    [`GET ${API}/svc-catalogue/items`]: () => seen("svc_catalogue_items"),
  };
});

describe("two generations of conversations", () => {
  it("the site's own while it answers", async () => {
    expect(await ask(INBOX)).toMatchObject({ ok: true, value: { threads: [{ thread_id: 24000000001 }] } });
    expect(lines()).toEqual(["isolated GET /api/v2/inbox"]);
  });

  it.each<[string, () => HttpAnswer]>([
    ["is not there", gone],
    ["answers with a page", () => seen("item_dead_route")],
    ["shows an empty inbox", empty],
  ])("the service where the site's route %s, and from then on at once, for writes too", async (_, answer) => {
    answers["GET /api/v2/inbox"] = answer;
    expect(await ask(INBOX)).toMatchObject({ ok: true, value: { next: "<opaque>" } });
    await ask(THREAD);
    expect(lines()).toEqual([`isolated GET ${API}/messaging/main/conversations/24000000001`]);
    expect(await ask(REPLY, true)).toMatchObject({ ok: true });
    expect(lines()).toEqual([`isolated POST ${API}/messaging/main/conversations/24000000001/replies`]);
  });

  it("is probed again when the remembered one is not there any more", async () => {
    answers["GET /api/v2/inbox"] = gone;
    await ask(INBOX);
    answers["GET /api/v2/inbox"] = () => seen("inbox_gen1");
    answers[`GET ${API}/messaging/main/inbox`] = () => json({ message: "not found" }, 404);
    expect(await ask(INBOX)).toMatchObject({ ok: true, value: { next: "2" } });
    await ask(THREAD);
    expect(lines()).toEqual(["isolated GET /api/v2/conversations/24000000001"]);
  });

  it("an inbox that is empty both ways is empty, and nothing is learnt from it", async () => {
    answers["GET /api/v2/inbox"] = empty;
    answers[`GET ${API}/messaging/main/inbox`] = () => json({ conversations: [], pagination: { has_next: false } });
    expect(await ask(INBOX)).toMatchObject({ ok: true, value: { threads: [] } });
    expect(await browser.storage.local.get("services:90000001")).toEqual({});
  });

  it("a refusal is no reason to look elsewhere", async () => {
    answers["GET /api/v2/inbox"] = () => seen("error_106_rate_limit");
    expect(await ask(INBOX)).toMatchObject({ ok: false, refusal: { kind: "rate_limit" } });
    expect(lines()).toHaveLength(1);
  });

  it("what was begun one way is read on that way", async () => {
    answers["GET /api/v2/inbox"] = gone;
    expect(await ask({ call: "inbox_page", page: 2, cursor: null })).toMatchObject({ ok: false, refusal: { kind: "not_found" } });
    expect(lines()).toHaveLength(1);
  });

  it("a message is never sent both ways", async () => {
    answers["POST /api/v2/conversations/24000000001/replies"] = gone;
    expect(await ask(REPLY, true)).toMatchObject({ ok: false, sent: true, refusal: { kind: "not_found" } });
    expect(lines()).toHaveLength(1);
  });

  it("opening a conversation, which says nothing to anybody, may be asked the other way", async () => {
    answers["POST /api/v2/conversations"] = gone;
    expect(await ask({ call: "start_thread", item_id: 9900000002, member_id: 90000103 }, true)).toMatchObject({
      ok: true,
      value: { thread_id: null, transaction_id: 22000000003 },
    });
  });

  it("marking read is not sent where the service knows no call for it", async () => {
    await browser.storage.local.set({ "services:90000001": { messaging: 1 } });
    expect(await ask({ call: "mark_read", thread_id: 5 }, true)).toMatchObject({ ok: false, sent: false });
    expect(lines()).toEqual([]);
  });
});

describe("the services beside the site", () => {
  it("are sent what they want to see", async () => {
    await browser.storage.local.set({ "services:90000001": { messaging: 1 } });
    await ask(THREAD);
    expect(sent.at(-1)?.headers).toMatchObject({
      "x-next-app": "marketplace-web",
      platform: "web",
      locale: "fr-FR",
      "x-csrf-token": TOKEN,
    });
  });

  it("are asked by the worker where the page may not, and from then on at once; the write goes as the read did", async () => {
    await browser.storage.local.set({ "services:90000001": { messaging: 1 } });
    const open = answers[`GET ${API}/messaging/main/conversations/24000000001`];
    answers[`GET ${API}/messaging/main/conversations/24000000001`] = (request) =>
      request.world === "worker" && open ? open(request) : null;
    expect(await ask(THREAD)).toMatchObject({ ok: true });
    expect(lines().map((line) => line.split(" ")[0])).toEqual(["isolated", "worker"]);
    await ask(THREAD);
    expect(lines().map((line) => line.split(" ")[0])).toEqual(["worker"]);
    await ask(REPLY, true);
    expect(lines().map((line) => line.split(" ")[0])).toEqual(["worker"]);
  });

  it("a write whose answer is missing is not tried elsewhere", async () => {
    await browser.storage.local.set({ "services:90000001": { messaging: 1 } });
    answers[`POST ${API}/messaging/main/conversations/24000000001/replies`] = () => null;
    expect(await ask(REPLY, true)).toMatchObject({ ok: false, sent: true, refusal: { kind: "no_answer" } });
    expect(lines()).toHaveLength(1);
  });

  it("the catalogue is searched by the worker, with no parameter left empty", async () => {
    const query = { text: " robe fleurie ", catalog_id: 1059, brand_id: null, size_id: null, condition_ids: [2, 3] };
    expect(await ask({ call: "comparables", query, currency: "EUR" })).toMatchObject({ ok: true });
    const { path, world } = sent.at(-1) as Sent;
    expect(world).toBe("worker");
    expect([...new URL(path).searchParams]).toEqual([
      ["page", "1"],
      ["per_page", "96"],
      ["order", "relevance"],
      ["search_text", "robe fleurie"],
      ["currency", "EUR"],
      ["attribute_ids[catalog]", "1059"],
      ["attribute_ids[status]", "2,3"],
    ]);
  });

  it("notifications come through the gateway, else from the service, and are not marked read", async () => {
    expect(await ask({ call: "notifications_page", page: 1 })).toMatchObject({ ok: true });
    expect(sent.at(-1)?.path).toContain("mark_as_read=false");
    answers["GET /web/api/notifications/notifications"] = () => seen("notifications_dead_route");
    expect(await ask({ call: "notifications_page", page: 1 })).toMatchObject({ ok: true });
    expect(lines().at(-1)).toBe(`isolated GET ${API}/inbox-notifications/v1/notifications`);
  });
});

it("tells the worker what it met that nobody described", async () => {
  answers["GET /api/v2/inbox"] = () => {
    const body = structuredClone(bodyOf("inbox_gen1"));
    Object.assign((body["conversations"] as object[])[0] ?? {}, { sparkle: "secret" });
    return json(body);
  };
  expect(await ask(INBOX)).toMatchObject({ ok: true, odd: [{ where: "inbox", what: "field sparkle" }] });
});
