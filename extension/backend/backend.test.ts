// @vitest-environment node
// Talking to our server: what is sent, how it fails, and how an install signs in.
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeBrowser } from "wxt/testing/fake-browser";
import { readAddress, useServer } from "./address";
import { isAskable, OPERATIONS } from "./operations";
import { NotConnected, ServerAway, ServerRefused } from "./problems";

const DEVICE = { token: "vbd_secret", device_id: "d", user_id: "u", email: "c@example.org", label: "Chrome on Linux" };
const asked: Request[] = [];
let answer: () => Response | Promise<Response>;

beforeEach(async () => {
  fakeBrowser.reset();
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.resetModules();
  asked.length = 0;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push(new Request(url, init));
    return answer();
  });
  await useServer("http://127.0.0.1:8710");
});

async function connected() {
  const { keepSignIn } = await import("../storage/device");
  await keepSignIn(DEVICE);
  const { request } = await import("./request");
  return request;
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const problem = (status: number, code: string) => json({ type: "about:blank", title: code, status, code }, status);

/** The errors are compared by name: each test loads its modules anew. */
const failure = (sent: Promise<unknown>) =>
  sent.then(
    () => "answered",
    (error: unknown) => (error as Error).name,
  );

describe("request", () => {
  it("sends the token and never the portal's cookie, and reads the checked answer", async () => {
    answer = () => json({ give_way: true });
    const request = await connected();
    const got = await request("renew", { path: { id: "a/b" }, body: { epoch: "1.2" } });
    expect(got).toEqual({ give_way: true, stop: false });
    const [sent] = asked;
    expect(sent?.url).toBe("http://127.0.0.1:8710/api/v1/jobs/a%2Fb/renew");
    expect(sent?.headers.get("authorization")).toBe("Bearer vbd_secret");
    expect(sent?.credentials).toBe("omit");
    expect(sent?.redirect).toBe("error");
    expect(await sent?.json()).toEqual({ epoch: "1.2" });
  });

  it.each([
    ["a refusal is its problem", () => problem(409, "conflict"), ServerRefused.name],
    ["a code this build does not know is still a refusal", () => problem(409, "quite_new"), ServerRefused.name],
    ["a token that is not taken", () => problem(401, "not_signed_in"), NotConnected.name],
    ["a proxy's page", () => new Response("<html>", { status: 502 }), ServerAway.name],
    ["a server that broke", () => problem(500, "internal_error"), ServerAway.name],
    ["an answer of another shape", () => json({ give_way: "yes" }), ServerAway.name],
    ["an answer that is no JSON", () => new Response("<html>"), ServerAway.name],
    ["no answer", () => Promise.reject(new TypeError("Failed to fetch")), ServerAway.name],
  ] as const)("%s", async (_, how, name) => {
    answer = how;
    const request = await connected();
    expect(await failure(request("renew", { path: { id: "j" }, body: { epoch: "1" } }))).toBe(
      { ServerRefused: "ServerRefused", ServerAway: "ServerAway", NotConnected: "NotConnected" }[name],
    );
  });

  it("sends the token to the server that gave it and to no other", async () => {
    answer = () => json({ give_way: true });
    const request = await connected();
    const { keepSignIn } = await import("../storage/device");
    await keepSignIn({ ...DEVICE, server: "http://127.0.0.1:8710" });
    const renew = () => failure(request("renew", { path: { id: "j" }, body: { epoch: "1" } }));
    expect(await renew()).toBe("answered");
    // as a compromised page of Vinted's could, through our content script's storage
    await fakeBrowser.storage.local.set({ server_address: "https://evil.example" });
    expect(await renew()).toBe("NotConnected");
    expect(asked.length).toBe(1);
  });

  it("asks nothing without a token", async () => {
    const { request } = await import("./request");
    expect(await failure(request("devices", {}))).toBe("NotConnected");
    expect(asked).toEqual([]);
  });

  it("carries bytes both ways", async () => {
    answer = () => new Response(new Uint8Array([1, 2, 3]));
    const request = await connected();
    expect(await request("photo_bytes", { path: { sha256: "ab" } })).toEqual(new Uint8Array([1, 2, 3]));
    answer = () => json({ snapshot: null, missing: [] });
    await request("snapshot_photo", {
      path: { id: "j", vinted_photo_id: 7 },
      headers: { "x-sha256": "ab" },
      body: new Uint8Array([9]),
    });
    expect(asked[1]?.headers.get("x-sha256")).toBe("ab");
    expect(new Uint8Array((await asked[1]?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(new Uint8Array([9]));
  });
});

it("pages may ask for what people do, never for what the hands do", () => {
  expect(["drafts", "wish", "closets"].every(isAskable)).toBe(true);
  expect(["lease", "steps", "finish", "journal", "device_token", "photo_bytes", "__proto__", "toString"].some(isAskable)).toBe(
    false,
  );
  for (const { method, path } of Object.values(OPERATIONS)) expect(`${method} ${path}`).toMatch(/^(GET|POST|PUT|DELETE) \/[a-z]/);
});

it.each([
  ["https://my.server.example/", "https://my.server.example"],
  ["my.server.example", "https://my.server.example"],
  ["localhost:8710", "http://localhost:8710"],
  ["http://127.0.0.1:8710", "http://127.0.0.1:8710"],
  ["http://my.server.example", undefined],
  ["https://user:secret@my.server.example", undefined],
  ["https://my.server.example/path", undefined],
  ["javascript:alert(1)", undefined],
  ["", undefined],
])("the address %s is read as %s", (text, origin) => {
  expect(readAddress(text)).toBe(origin);
});

describe("signing in", () => {
  const token = {
    device_token: "vbd_new",
    device: {
      id: "00000000-0000-4000-8000-000000000001",
      install_id: "00000000-0000-4000-8000-000000000002",
      label: "Chrome on Linux",
      created_at: "2026-11-23T00:00:00Z",
      last_seen_at: "2026-11-23T00:00:00Z",
      current: true,
    },
    user: {
      id: "00000000-0000-4000-8000-000000000003",
      email: "c@example.org",
      language: "fr",
      created_at: "2026-11-23T00:00:00Z",
    },
  };
  const options = { label: "Chrome on Linux" };

  /** A window in which the person presses Connect. */
  const pressed =
    (change: (back: URL) => void = () => undefined) =>
    async ({ url }: { url: string }) => {
      const wanted = new URL(url).searchParams;
      const back = new URL(wanted.get("redirect_uri") ?? "");
      back.searchParams.set("code", "c0de");
      back.searchParams.set("state", wanted.get("state") ?? "");
      change(back);
      return back.href;
    };

  it("sends code and verifier, keeps the token, and proves the challenge", async () => {
    answer = () => json(token);
    const { signIn } = await import("./sign_in");
    const { signedIn } = await import("../storage/device");
    let opened = new URLSearchParams();
    const outcome = await signIn(options, async (window) => {
      opened = new URL(window.url).searchParams;
      return pressed()(window);
    });
    expect(outcome).toEqual({ signed_in: true, email: "c@example.org", user_id: token.user.id });
    expect(await signedIn()).toMatchObject({ token: "vbd_new", server: "http://127.0.0.1:8710" });
    expect(asked[0]?.headers.has("authorization")).toBe(false);
    const sent = (await asked[0]?.json()) as Record<string, string>;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sent["code_verifier"]));
    expect(opened.get("code_challenge")).toBe(Buffer.from(digest).toString("base64url"));
    expect(opened.get("code_challenge_method")).toBe("S256");
    expect(sent["redirect_uri"]).toBe(opened.get("redirect_uri"));
    expect(opened.get("redirect_uri")).toMatch(/^https:\/\/.+\.chromiumapp\.org\/vintedbot$/);
  });

  it("tells apart what can go wrong, and keeps nothing then", async () => {
    answer = () => problem(400, "bad_request");
    const { signIn } = await import("./sign_in");
    const { signedIn } = await import("../storage/device");
    const fails = (text: string) => async () => Promise.reject(new Error(text));
    expect(await signIn(options, fails("The user did not approve access."))).toMatchObject({ why: "window_closed" });
    expect(await signIn(options, fails("Authorization page could not be loaded."))).toMatchObject({ why: "server_away" });
    expect(
      await signIn(
        options,
        pressed((back) => back.searchParams.set("state", "other")),
      ),
    ).toMatchObject({ why: "state_mismatch" });
    expect(await signIn(options, async () => "https://evil.example/vintedbot?code=c")).toMatchObject({ why: "state_mismatch" });
    expect(
      await signIn(
        options,
        pressed((back) => {
          back.host = "evil.example";
        }),
      ),
    ).toMatchObject({ why: "state_mismatch" });
    const refusedBack = (back: URL) => {
      back.searchParams.delete("code");
      back.searchParams.set("error", "consent_required");
    };
    expect(await signIn(options, pressed(refusedBack))).toMatchObject({ why: "consent_required" });
    expect(asked).toEqual([]);
    expect(await signIn(options, pressed())).toMatchObject({ why: "refused", code: "bad_request" });
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    expect(await signIn(options, pressed())).toMatchObject({ why: "server_away" });
    expect(await signedIn()).toBeUndefined();
  });

  it("clears the last user's data before another one's token is kept, and only then", async () => {
    answer = () => json(token);
    const { signIn } = await import("./sign_in");
    const { makeRoomFor } = await import("./sign_out");
    const { keepSignIn } = await import("../storage/device");
    const { journal } = await import("../jobs/journal");
    await keepSignIn({ ...DEVICE, user_id: token.user.id });
    await journal.put({ job_id: "j", changed_at: 1 } as never);
    await signIn({ ...options, before: makeRoomFor }, pressed());
    expect(await journal.all()).toHaveLength(1);
    await keepSignIn(DEVICE);
    await signIn({ ...options, before: makeRoomFor }, pressed());
    expect(await journal.all()).toHaveLength(0);
  });
});

describe("signing out", () => {
  async function leaving() {
    const { signOut, makeRoomFor } = await import("./sign_out");
    const { journal } = await import("../jobs/journal");
    const { signedIn } = await import("../storage/device");
    const { changePreferences, readPreferences } = await import("../storage/preferences");
    const { keepSpent, spentOf } = await import("../storage/spent");
    await connected();
    await journal.put({ job_id: "j", changed_at: 1 } as never);
    await changePreferences({ understood_at: "2026-11-23T00:00:00Z", theme: "dark" });
    await keepSpent("fr:7", [{ job_id: "j" }]);
    await fakeBrowser.storage.local.set({ "receipt:j:1:1:0": { at: 1 }, "worlds:7": { upload_photo: "isolated" }, other: 1 });
    await fakeBrowser.storage.session.set({ "vinted_tab:3": {}, "tab_for:j": true, "read_pace:fr:7": {} });
    const left = async () => ({
      signed_in: (await signedIn()) !== undefined,
      journal: (await journal.all()).length,
      spent: (await spentOf("fr:7")).length,
      understood: (await readPreferences()).understood_at,
      theme: (await readPreferences()).theme,
      local: Object.keys(await fakeBrowser.storage.local.get(null)).filter((name) => /^(receipt:|worlds:|other)/.test(name)),
      session: Object.keys(await fakeBrowser.storage.session.get(null)).filter((name) =>
        /^(vinted_tab:|tab_for:|read_pace:)/.test(name),
      ),
    });
    return { signOut, makeRoomFor, left };
  }
  const CLEARED = {
    journal: 0,
    spent: 1,
    understood: null,
    theme: "dark",
    local: ["other"],
    // how the account was last read for is a fact about it, not about our user
    session: ["read_pace:fr:7"],
  };
  const away = () => Promise.reject(new TypeError("Failed to fetch"));

  it("leaves nothing of the user to the next one: no receipts, no worlds, no consent; the account's count stays", async () => {
    answer = () => new Response(null, { status: 204 });
    const { signOut, left } = await leaving();
    expect(await signOut({ hidden: [100], anyway: false })).toEqual({ signed_out: true });
    expect(await left()).toEqual({ signed_in: false, ...CLEARED });
  });

  it("so does another user who signs in over it; the same one finds everything", async () => {
    const { makeRoomFor, left } = await leaving();
    await makeRoomFor(DEVICE.user_id);
    expect(await left()).toMatchObject({ journal: 1, understood: "2026-11-23T00:00:00Z" });
    await makeRoomFor("another");
    expect(await left()).toEqual({ signed_in: true, ...CLEARED });
  });

  it("with the server away and a listing perhaps hidden keeps all and says which; the person may leave all the same", async () => {
    answer = away;
    const { signOut, left } = await leaving();
    expect(await signOut({ hidden: [100], anyway: false })).toEqual({ signed_out: false, hidden: [100] });
    expect(await left()).toMatchObject({ signed_in: true, journal: 1, understood: "2026-11-23T00:00:00Z" });
    expect(await signOut({ hidden: [100], anyway: true })).toEqual({ signed_out: true });
    expect(await left()).toEqual({ signed_in: false, ...CLEARED });
  });

  it("with the server away and nothing hidden just leaves", async () => {
    answer = away;
    const { signOut, left } = await leaving();
    expect(await signOut({ hidden: [], anyway: false })).toEqual({ signed_out: true });
    expect((await left()).signed_in).toBe(false);
  });
});
