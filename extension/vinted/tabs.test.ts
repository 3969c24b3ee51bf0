import { beforeEach, describe, expect, it, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import type { Member, Outcome } from "./calls";
import { type Execute, PAGE_SCRIPT_VERSION, type Presence, type ToPage } from "./execute";
import { hands, noteTab, onMeeting, perform, presences, TabError } from "./tabs";

const MEMBER: Member = {
  member_id: 90000001,
  login: "me",
  photo_url: null,
  currency: "EUR",
  item_count: 1,
  country: "fr",
  time_zone: "Europe/Paris",
};
const HERE: Presence = { country: "fr", member: MEMBER, told: true };
const NOBODY_HERE: Presence = { ...HERE, member: null };
const DONE: Outcome = { ok: true, member_id: 90000001, value: {} };
const NOBODY = new Error("Could not establish connection. Receiving end does not exist.");

let told: { tab: number; message: ToPage }[];
let pageAnswers: (message: ToPage) => unknown;

function execute(): Execute {
  return {
    key: "j:e:1:0",
    call: { call: "delete_item", item_id: 1 },
    member_id: 90000001,
    asked_wall: Date.now(),
    asked_mono: performance.timeOrigin + performance.now() - 5_000,
    write: true,
    limits: { go_age: 20, request_deadline: 0.05, identity_age: 20, fresh_identity: false },
  };
}

async function failure(work: Promise<unknown>): Promise<TabError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TabError);
  return error as TabError;
}

beforeEach(() => {
  fakeBrowser.reset();
  const origins = ["fr", "be", "de"].flatMap((end) => [`https://www.vinted.${end}/*`, `https://api.vinted.${end}/*`]);
  vi.spyOn(browser.permissions, "getAll").mockImplementation((async () => ({ origins })) as never);
  told = [];
  pageAnswers = ({ to_page }) => {
    if (to_page === "clock") return { version: PAGE_SCRIPT_VERSION, mono: 1_000_000 };
    return to_page === "who" ? HERE : DONE;
  };
  const sendMessage = async (tab: number, message: ToPage) => {
    told.push({ tab, message });
    return pageAnswers(message);
  };
  vi.spyOn(browser.tabs, "sendMessage").mockImplementation(sendMessage as never);
  vi.spyOn(browser.tabs, "get").mockImplementation((async (id: number) => ({ id })) as never);
});

describe("who is signed in where", () => {
  const tabs = (list: object[]) => vi.spyOn(browser.tabs, "query").mockImplementation((async () => list) as never);

  it("is asked once per tab; the tab used last comes first, a frozen one not at all", async () => {
    tabs([
      { id: 1, url: "https://www.vinted.fr/", lastAccessed: 1 },
      { id: 2, url: "https://www.vinted.fr/inbox", lastAccessed: 9 },
      { id: 3, url: "https://www.vinted.fr/", lastAccessed: 20, frozen: true },
    ]);
    const hand = { country: "fr", member_id: 90000001, login: "me" };
    expect(await hands()).toEqual([
      { ...hand, tab_id: 2 },
      { ...hand, tab_id: 1 },
    ]);
    await hands();
    expect(told.filter(({ message }) => message.to_page === "who")).toHaveLength(2);
  });

  it("comes from what a tab told, and is nobody where nobody is", async () => {
    tabs([{ id: 1, url: "https://www.vinted.fr/" }]);
    await noteTab(1, NOBODY_HERE);
    expect(await hands()).toEqual([]);
    expect(told).toEqual([]);
    await noteTab(1, HERE);
    expect(await hands()).toHaveLength(1);
  });

  it("is asked again where Vinted had not told, and whoever is found then is met", async () => {
    tabs([{ id: 1, url: "https://www.vinted.fr/" }]);
    const met: Member[] = [];
    onMeeting((member) => met.push(member));
    pageAnswers = ({ to_page }) =>
      to_page === "who" ? { ...NOBODY_HERE, told: false } : { version: PAGE_SCRIPT_VERSION, mono: 1 };
    expect(await hands()).toEqual([]);
    pageAnswers = ({ to_page }) => (to_page === "who" ? HERE : { version: PAGE_SCRIPT_VERSION, mono: 1 });
    expect(await hands()).toHaveLength(1);
    expect(met).toEqual([MEMBER]);
    await hands();
    expect(met).toHaveLength(1);
  });

  it("a tab without our script, or that went to another country, is no hand", async () => {
    tabs([
      { id: 1, url: "https://www.vinted.fr/" },
      { id: 2, url: "https://www.vinted.de/" },
    ]);
    pageAnswers = () => {
      throw NOBODY;
    };
    await noteTab(2, HERE);
    expect(await hands()).toEqual([]);
  });
});

describe("a call", () => {
  it("goes to the tab with the go's age in the tab's own clock", async () => {
    expect(await perform(4, execute())).toEqual(DONE);
    const [clock, sent] = told.map(({ message }) => message);
    expect(clock).toEqual({ to_page: "clock" });
    const asked = sent?.to_page === "execute" ? sent.execute.asked_mono : 0;
    expect(1_000_000 - asked).toBeGreaterThanOrEqual(5_000);
    expect(1_000_000 - asked).toBeLessThan(6_000);
  });

  it("to a tab whose script is old or missing was not sent", async () => {
    pageAnswers = () => ({ version: 0, mono: 1 });
    expect(await failure(perform(4, execute()))).toMatchObject({ code: "old_script", sent: false });
    pageAnswers = () => {
      throw NOBODY;
    };
    expect(await failure(perform(4, execute()))).toMatchObject({ code: "old_script", sent: false });
  });

  it("to a tab that is gone was not sent", async () => {
    pageAnswers = () => {
      throw NOBODY;
    };
    vi.spyOn(browser.tabs, "get").mockRejectedValue(new Error("No tab with id"));
    expect(await failure(perform(4, execute()))).toMatchObject({ code: "tab_gone", sent: false });
  });

  it("whose tab dies meanwhile may have been sent", async () => {
    pageAnswers = ({ to_page }) => {
      if (to_page === "clock") return { version: PAGE_SCRIPT_VERSION, mono: 1 };
      throw new Error("A listener indicated an asynchronous response, but the message channel closed");
    };
    expect(await failure(perform(4, execute()))).toMatchObject({ code: "tab_gone", sent: true });
  });

  it("that is never answered ends at its deadline", async () => {
    pageAnswers = ({ to_page }) =>
      to_page === "clock" ? { version: PAGE_SCRIPT_VERSION, mono: 1 } : new Promise(() => undefined);
    expect(await failure(perform(4, execute()))).toMatchObject({ code: "no_reply", sent: true });
  });

  it("that met another member makes us ask that tab again", async () => {
    await noteTab(4, HERE);
    const refusal = { kind: "other_member", status: null, code: null, retry_after_s: null, fields: [] };
    pageAnswers = ({ to_page }) =>
      to_page === "clock" ? { version: PAGE_SCRIPT_VERSION, mono: 1 } : { ok: false, sent: false, refusal };
    await perform(4, execute());
    expect(await browser.storage.session.get("vinted_tab:4")).toEqual({});
  });

  it("that was refused as signed out shows nobody, until its page says otherwise", async () => {
    vi.spyOn(browser.tabs, "query").mockImplementation((async () => [{ id: 4, url: "https://www.vinted.fr/" }]) as never);
    await noteTab(4, HERE);
    const refusal = { kind: "signed_out", status: 401, code: 100, retry_after_s: null, fields: [] };
    pageAnswers = ({ to_page }) =>
      to_page === "clock" ? { version: PAGE_SCRIPT_VERSION, mono: 1 } : { ok: false, sent: false, refusal };
    await perform(4, execute());
    told = [];
    expect(await presences()).toEqual([NOBODY_HERE]);
    expect(told).toEqual([]);
  });
});
