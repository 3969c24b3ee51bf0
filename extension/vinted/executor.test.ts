// Vinted's answers are scripted at the network's edge (`send`); storage is the browser's, faked by WXT.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import type { VintedCall } from "./calls";
import { type Execute, receiptKey } from "./execute";
import { createExecutor, type Executor, pageClock } from "./executor";
import { seen } from "./fixtures/read";
import type { HttpAnswer, Wish, World } from "./wish";
import { NoMainWorld } from "./worlds";

const TOKEN = "00000000-0000-4000-8000-00000000c5f0";
const NEW_TOKEN = "00000000-0000-4000-8000-00000000c5f1";
const ME = 90000001;
const HIDE: VintedCall = { call: "set_hidden", item_id: 9900000001, hidden: true };
const PHOTO: VintedCall = { call: "upload_photo", session: "s", name: "a.jpg", mime: "image/jpeg", base64: btoa("abc") };

type Sent = { world: World } & Omit<Wish, "id">;
let sent: Sent[] = [];
let answers: Record<string, (request: Sent) => HttpAnswer | null | Promise<HttpAnswer | null>>;
let doc: Document;

const pathOf = ({ path }: Sent) => path.split("?")[0] ?? "";
const formPage = (token: string): HttpAnswer => ({
  status: 200,
  headers: {},
  text: `<html><script>self.__next_f.push([1,"{\\"CSRF_TOKEN\\":\\"${token}\\"}"])</script></html>`,
});

function executor(): Executor {
  return createExecutor(async (world, request) => {
    const at = { world, ...request };
    sent.push(at);
    const answer = answers[`${request.method} ${pathOf(at)}`];
    if (!answer) throw new Error(`unexpected ${request.method} ${request.path}`);
    return answer(at);
  }, doc);
}

function wanted(call: VintedCall, change: Partial<Execute> = {}): Execute {
  return {
    key: "job-1:gen.1:1:0",
    call,
    member_id: ME,
    asked_wall: Date.now(),
    asked_mono: pageClock().mono,
    write: true,
    ...change,
    limits: { go_age: 20, request_deadline: 30, identity_age: 20, fresh_identity: false, ...change.limits },
  };
}

const lines = () => sent.map((request) => `${request.method} ${pathOf(request)}`);
const receipt = async (key = "job-1:gen.1:1:0") => (await browser.storage.local.get(receiptKey(key)))[receiptKey(key)];

beforeEach(() => {
  fakeBrowser.reset();
  sent = [];
  doc = document.implementation.createHTMLDocument("");
  doc.documentElement.lang = "fr-FR";
  const script = doc.createElement("script");
  script.type = "text/plain";
  script.textContent = `self.__next_f.push([1,"{\\"CSRF_TOKEN\\":\\"${TOKEN}\\",\\"x\\":1}"])`;
  doc.head.append(script);
  vi.stubGlobal("location", new URL("https://www.vinted.fr/member/90000001"));
  answers = {
    "GET /api/v2/users/current": () => seen("users_current"),
    "GET /items/new": () => formPage(NEW_TOKEN),
    "PUT /api/v2/items/9900000001/is_hidden": () => seen("item_is_hidden"),
    "POST /api/v2/photos": () => seen("photo_upload"),
    "GET /api/v2/wardrobe/90000001/items": () => seen("wardrobe_items"),
  };
});

describe("whose session it is", () => {
  it("is read immediately before a write, and the token sent with it", async () => {
    expect(await executor().execute(wanted(HIDE))).toEqual({ ok: true, member_id: ME, value: {} });
    expect(lines()).toEqual(["GET /api/v2/users/current", "PUT /api/v2/items/9900000001/is_hidden"]);
    expect(sent[1]).toMatchObject({
      world: "isolated",
      headers: { "x-csrf-token": TOKEN, "content-type": "application/json", locale: "fr-FR" },
      body: { kind: "json", text: '{"is_hidden":true}' },
    });
  });

  it.each([HIDE, { call: "wardrobe_page", page: 1, newest_first: false } as const])(
    "another member's: nothing is sent ($call)",
    async (call) => {
      expect(await executor().execute(wanted(call, { member_id: 5 }))).toMatchObject({
        ok: false,
        sent: false,
        refusal: { kind: "other_member" },
      });
      expect(lines()).toEqual(["GET /api/v2/users/current"]);
      expect(await receipt()).toBeUndefined();
    },
  );

  it("signed out: nothing is sent", async () => {
    answers["GET /api/v2/users/current"] = () => seen("users_current_signed_out");
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: false, sent: false, refusal: { kind: "signed_out" } });
    expect(sent).toHaveLength(1);
  });

  it("is asked for again after a refusal, which may have been another member's answer", async () => {
    const here = executor();
    answers["PUT /api/v2/items/9900000001/is_hidden"] = () => seen("error_106_access_denied");
    await here.execute(wanted(HIDE));
    sent = [];
    await here.execute(wanted({ call: "wardrobe_page", page: 1, newest_first: true }, { key: "job-1:gen.1:2:0", write: false }));
    expect(lines()[0]).toBe("GET /api/v2/users/current");
  });

  it("is reused between the steps of one job, not across jobs, not when it has to be fresh, not when it is old", async () => {
    const one = executor();
    const read = async (key: string, limits: Partial<Execute["limits"]> = {}) => {
      const before = sent.length;
      await one.execute(wanted(HIDE, { key, limits: { ...wanted(HIDE).limits, ...limits } }));
      return lines().slice(before).includes("GET /api/v2/users/current");
    };
    expect(await read("a:e:1:0")).toBe(true);
    expect(await read("a:e:2:0")).toBe(false);
    expect(await read("a:e:3:0", { fresh_identity: true })).toBe(true);
    expect(await read("a:e:4:0", { identity_age: 0 })).toBe(true);
    expect(await read("b:e:1:0")).toBe(true);
  });
});

describe("a key is sent at most once", () => {
  it("while it runs", async () => {
    const one = executor();
    const both = await Promise.all([one.execute(wanted(HIDE)), one.execute(wanted(HIDE))]);
    expect(both[0]).toEqual(both[1]);
    expect(lines().filter((line) => line.startsWith("PUT"))).toHaveLength(1);
  });

  it("and is answered from its receipt afterwards, also by a page loaded anew", async () => {
    const first = await executor().execute(wanted(HIDE));
    expect(await receipt()).toMatchObject({ outcome: first });
    expect(await executor().execute(wanted(HIDE))).toEqual(first);
    expect(lines().filter((line) => line.startsWith("PUT"))).toHaveLength(1);
  });

  it("the receipt is there before the answer, and begun before the request leaves", async () => {
    answers["PUT /api/v2/items/9900000001/is_hidden"] = async () => {
      expect(await receipt()).toMatchObject({ outcome: null });
      return seen("item_is_hidden");
    };
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: true });
  });

  it("begun elsewhere, its fate is unknown: nothing is sent again", async () => {
    await browser.storage.local.set({ [receiptKey("job-1:gen.1:1:0")]: { at: Date.now(), outcome: null } });
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: false, sent: true, refusal: { kind: "no_answer" } });
    expect(sent).toEqual([]);
  });

  it("a refusal is kept as well", async () => {
    answers["PUT /api/v2/items/9900000001/is_hidden"] = () => seen("error_105_server_error");
    const first = await executor().execute(wanted(HIDE));
    expect(first).toMatchObject({ ok: false, sent: true, refusal: { kind: "server_error", code: 105 } });
    expect(await receipt()).toMatchObject({ outcome: first });
  });
});

it("a write that is not called one is not sent", async () => {
  expect(await executor().execute(wanted(HIDE, { write: false }))).toMatchObject({ ok: false, sent: false });
  expect(sent).toEqual([]);
});

describe("a go that is too old", () => {
  it.each<[string, Partial<Execute>]>([
    ["by the wall clock", { asked_wall: Date.now() - 21_000 }],
    ["by the monotonic clock", { asked_mono: pageClock().mono - 21_000 }],
  ])("is refused %s", async (_, change) => {
    expect(await executor().execute(wanted(HIDE, change))).toMatchObject({ ok: false, sent: false, held: "go_too_old" });
    expect(sent).toEqual([]);
    expect(await receipt()).toBeUndefined();
  });

  it("is refused when the reads before the write took its time", async () => {
    answers["GET /api/v2/users/current"] = async () => {
      vi.useFakeTimers({ now: Date.now() + 25_000, toFake: ["Date"] });
      return seen("users_current");
    };
    const outcome = await executor().execute(wanted(HIDE));
    vi.useRealTimers();
    expect(outcome).toMatchObject({ ok: false, sent: false, held: "go_too_old" });
    expect(lines()).toEqual(["GET /api/v2/users/current"]);
  });

  it("holds back no read", async () => {
    const old = wanted({ call: "wardrobe_page", page: 1, newest_first: true }, { asked_wall: 0 });
    expect(await executor().execute(old)).toMatchObject({ ok: true, value: { total: 7 } });
    expect(sent[1]?.path).toBe("/api/v2/wardrobe/90000001/items?page=1&per_page=96&order=newest_first");
  });
});

describe("the token", () => {
  it("is fetched from the form page when the document has none", async () => {
    doc.head.replaceChildren();
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: true });
    expect(lines()).toEqual(["GET /api/v2/users/current", "GET /items/new", "PUT /api/v2/items/9900000001/is_hidden"]);
    expect(sent[2]?.headers["x-csrf-token"]).toBe(NEW_TOKEN);
  });

  it("that nobody knows asks for a reload; nothing is sent", async () => {
    doc.head.replaceChildren();
    answers["GET /items/new"] = () => ({ status: 200, headers: {}, text: "<html>self.__next_f</html>" });
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: false, sent: false, held: "reload_page" });
    expect(await receipt()).toBeUndefined();
  });

  it("is read anew once after a 106, and the step tried once", async () => {
    answers["PUT /api/v2/items/9900000001/is_hidden"] = ({ headers }) =>
      headers["x-csrf-token"] === NEW_TOKEN ? seen("item_is_hidden") : seen("error_106_access_denied");
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: true });
    expect(lines().filter((line) => line.startsWith("PUT"))).toHaveLength(2);
  });

  it("of another member is not used: the identity is read again before the step is tried once more", async () => {
    answers["PUT /api/v2/items/9900000001/is_hidden"] = () => {
      answers["GET /api/v2/users/current"] = () => {
        const other = seen("users_current");
        return { ...other, text: other.text.replaceAll(String(ME), "90000002") };
      };
      return seen("error_106_access_denied");
    };
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: false, sent: true, refusal: { kind: "other_member" } });
    expect(lines().filter((line) => line.startsWith("PUT"))).toHaveLength(1);
  });

  it("is not tried again when it is the same, nor after any other refusal", async () => {
    answers["GET /items/new"] = () => formPage(TOKEN);
    answers["PUT /api/v2/items/9900000001/is_hidden"] = () => seen("error_106_access_denied");
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: false, sent: true, refusal: { kind: "access_denied" } });
    answers["PUT /api/v2/items/9900000001/is_hidden"] = () => seen("datadome_json_403");
    expect(await executor().execute(wanted(HIDE, { key: "job-1:gen.1:2:0" }))).toMatchObject({ refusal: { kind: "challenge" } });
    expect(lines().filter((line) => line.startsWith("PUT"))).toHaveLength(2);
  });
});

describe("the world a request is sent from", () => {
  it("is the main one for photos", async () => {
    expect(await executor().execute(wanted(PHOTO))).toMatchObject({ ok: true, value: { photo_id: 34000000011 } });
    expect(sent.at(-1)).toMatchObject({ world: "main", body: { kind: "photo", session: "s", name: "a.jpg" } });
    expect(sent.at(-1)?.headers).not.toHaveProperty("content-type");
  });

  it("changes for a write only when asked, and is then remembered for the account", async () => {
    const one = executor();
    answers["POST /api/v2/photos"] = ({ world }) =>
      world === "isolated" ? seen("photo_upload") : seen("error_106_access_denied");
    answers["GET /items/new"] = () => formPage(TOKEN);
    expect(await one.execute(wanted(PHOTO))).toMatchObject({ ok: false, refusal: { kind: "access_denied" } });
    expect(await one.execute(wanted(PHOTO, { key: "job-1:gen.1:2:0", other_world: true }))).toMatchObject({ ok: true });
    expect(await executor().execute(wanted(PHOTO, { key: "job-1:gen.1:3:0" }))).toMatchObject({ ok: true });
    expect(sent.at(-1)?.world).toBe("isolated");
  });

  it("that is not there asks for a reload: nothing was sent", async () => {
    answers["POST /api/v2/photos"] = () => Promise.reject(new NoMainWorld());
    expect(await executor().execute(wanted(PHOTO))).toMatchObject({ ok: false, sent: false, held: "reload_page" });
    expect(await receipt()).toBeUndefined();
  });
});

describe("what comes back", () => {
  it("no answer by the deadline: sent, fate unknown", async () => {
    answers["PUT /api/v2/items/9900000001/is_hidden"] = () => null;
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: false, sent: true, refusal: { kind: "no_answer" } });
  });

  it("a draft without an id is as good as no answer", async () => {
    answers["POST /api/v2/item_upload/drafts"] = () => seen("item_create_empty_200");
    const draft: VintedCall = { call: "create_draft", session: "s", source: { from: "payload", payload: {} }, photo_ids: [] };
    expect(await executor().execute(wanted(draft))).toMatchObject({
      ok: false,
      sent: true,
      refusal: { kind: "no_answer", status: 200 },
    });
  });

  it("what is gone already is deleted", async () => {
    answers["POST /api/v2/items/9900000001/delete"] = () => seen("item_delete_already_gone");
    expect(await executor().execute(wanted({ call: "delete_item", item_id: 9900000001 }))).toMatchObject({ ok: true });
    expect(sent.at(-1)).toMatchObject({ body: null });
    expect(sent.at(-1)?.headers).not.toHaveProperty("content-type");
  });

  it("an empty closet of a member who has listings proves nothing", async () => {
    answers["GET /api/v2/wardrobe/90000001/items"] = () => seen("wardrobe_items_expired_session");
    expect(await executor().execute(wanted({ call: "wardrobe_page", page: 1, newest_first: false }))).toMatchObject({
      ok: false,
      refusal: { kind: "empty_list" },
    });
  });

  it("a captcha in the page stops everything", async () => {
    doc.body.innerHTML = '<div id="datadome-captcha"></div>';
    expect(await executor().execute(wanted(HIDE))).toMatchObject({ ok: false, sent: false, refusal: { kind: "challenge" } });
    expect(sent).toEqual([]);
  });
});

describe("the attributes of a category", () => {
  const ATTRIBUTES: VintedCall = { call: "attributes", catalog_id: 1059 };
  const stripped = (world: World) => (sentFrom: Sent) => seen(sentFrom.world === world ? "attributes" : "attributes_stripped");
  const found = (outcome: unknown) => (outcome as { value: { found: { code: string }[] } }).value.found.map(({ code }) => code);

  it("come from the page's own world", async () => {
    answers["POST /api/v2/item_upload/attributes"] = stripped("main");
    expect(found(await executor().execute(wanted(ATTRIBUTES)))).toEqual(["condition", "size", "material"]);
  });

  it("come from the other world when they were stripped, and that is remembered", async () => {
    answers["POST /api/v2/item_upload/attributes"] = stripped("isolated");
    expect(found(await executor().execute(wanted(ATTRIBUTES)))).toContain("material");
    sent = [];
    await executor().execute(wanted(ATTRIBUTES, { key: "job-2:e:1:0" }));
    expect(sent.filter(({ path }) => path.endsWith("/attributes")).map(({ world }) => world)).toEqual(["isolated"]);
  });
});

it("brands are searched with the words as they were typed", async () => {
  answers["GET /api/v2/item_upload/brands"] = () => seen("brands");
  const outcome = await executor().execute(wanted({ call: "brands", catalog_id: 178, keyword: "H&M été" }));
  expect(outcome).toMatchObject({ ok: true });
  expect((outcome as { value: { found: { title: string }[] } }).value.found.length).toBeGreaterThan(0);
  expect(sent.at(-1)?.path).toBe("/api/v2/item_upload/brands?category_id=178&keyword=H%26M%20%C3%A9t%C3%A9");
});

it("who is here is asked once per page load", async () => {
  const one = executor();
  expect(await one.whoIsHere()).toMatchObject({ member: { member_id: ME }, told: true });
  await one.whoIsHere();
  expect(sent).toHaveLength(1);
  await one.whoIsHere(true);
  expect(sent).toHaveLength(2);
});

describe("who is here", () => {
  const nothing: HttpAnswer = { status: 503, headers: {}, text: "" };
  afterEach(() => void vi.useRealTimers());

  it("was not told by an answer that says nothing, and is asked again a while later, not at once", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const one = executor();
    answers["GET /api/v2/users/current"] = () => nothing;
    expect(await one.whoIsHere()).toEqual({ member: null, told: false });
    answers["GET /api/v2/users/current"] = () => seen("users_current");
    expect(await one.whoIsHere()).toEqual({ member: null, told: false });
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(11_000);
    expect(await one.whoIsHere()).toMatchObject({ member: { member_id: ME }, told: true });
  });

  it.each(["users_current_signed_out", "datadome_json_403"])("is nobody by %s, which is not asked again", async (name) => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const one = executor();
    answers["GET /api/v2/users/current"] = () => seen(name);
    expect(await one.whoIsHere()).toEqual({ member: null, told: true });
    vi.advanceTimersByTime(60_000);
    await one.whoIsHere();
    expect(sent).toHaveLength(1);
  });

  it("is whom a job met last, and is asked anew after a refusal", async () => {
    const one = executor();
    await one.whoIsHere();
    const other = JSON.parse(seen("users_current").text) as { user: { id: number } };
    other.user.id = 5;
    answers["GET /api/v2/users/current"] = () => ({ ...seen("users_current"), text: JSON.stringify(other) });
    await one.execute(wanted(HIDE));
    expect((await one.whoIsHere()).member?.member_id).toBe(5);
    answers["GET /api/v2/users/current"] = () => seen("users_current_signed_out");
    await one.execute(wanted(HIDE, { key: "job-2:gen.1:1:0" }));
    expect(await one.whoIsHere()).toEqual({ member: null, told: true });
  });
});
