// The worker's way to Vinted's tabs: which of them can work, whose session each shows, and sending a call to one under a deadline.
// What is known of a tab lies in storage.session, because the worker forgets everything when it sleeps.
import { type Browser, browser } from "wxt/browser";
import type { RefusalKind } from "../../shared-schemas/wire";
import { addressOfCountry, marketOfHost } from "./addresses";
import type { Member, Outcome } from "./calls";
import { grantedAddresses, isGranted } from "./countries";
import { type Execute, PAGE_SCRIPT_VERSION, type PageClock, type Presence, type ToPage } from "./execute";
import type { FormContent, FormFilled } from "./fill_form";
import type { ItemFacts } from "./item_facts";

/** A live Vinted tab and the member who is signed in there. */
export interface Hand {
  country: string;
  member_id: number;
  tab_id: number;
  login: string;
}

export type TabFailure = "no_tab" | "tab_gone" | "old_script" | "no_reply" | "not_allowed";

/**
 * A tab could not be worked with. `sent` says whether the call may have left it: false means nothing happened at Vinted.
 * `old_script`: the page was loaded before this build of the extension; open a new tab or load it anew.
 */
export class TabError extends Error {
  override name = "TabError";
  readonly code: TabFailure;
  readonly sent: boolean;

  constructor(code: TabFailure, sent: boolean, options?: ErrorOptions) {
    super(`${code}${sent ? " (may have been sent)" : ""}`, options);
    this.code = code;
    this.sent = sent;
  }
}

const CLOCK_MS = 3_000;
const WHO_MS = 35_000;
const LOAD_MS = 30_000;
const FILL_MS = 300_000;
const FACTS_MS = 25_000;
/** What the tab may need beyond its requests' own deadlines: an identity, a token, one try, one more. */
const REQUESTS_PER_CALL = 5;

/** Every live tab that shows a signed-in member, the most recently used first. Tabs not heard of yet are asked. */
export async function hands(): Promise<Hand[]> {
  const tabs = await liveTabs(await grantedAddresses());
  const found = await Promise.all(tabs.map(handOf));
  return found.filter((hand) => hand !== null);
}

/** Whose session each live tab shows, also those in which nobody is signed in; the most recently used first. */
export async function presences(): Promise<Presence[]> {
  const found = await Promise.all((await liveTabs(await grantedAddresses())).map(presenceOf));
  return found.filter((presence) => presence !== null);
}

/** The best tab of a country in which this member is signed in (any member without `memberId`), or null. */
export async function handFor(country: string, memberId?: number): Promise<Hand | null> {
  const all = await hands();
  return all.find((hand) => hand.country === country && (memberId === undefined || hand.member_id === memberId)) ?? null;
}

/** Keeps what a tab told about itself (the message `member_here`). What it could not tell is asked again. */
export async function noteTab(tabId: number, { country, member, told }: Presence): Promise<void> {
  if (told) await browser.storage.session.set({ [keyOf(tabId)]: { country, member, told } satisfies Presence });
}

const meetings: ((member: Member) => void)[] = [];

/** Calls `meet` with whoever is found signed in in a tab that was asked, because nothing had been heard of it. */
export function onMeeting(meet: (member: Member) => void): void {
  meetings.push(meet);
}

/** Opens a tab of a country behind what the person looks at, and waits until it can work. Throws TabError. */
export async function openTab(country: string, options: { active?: boolean; path?: string } = {}): Promise<number> {
  const address = addressOfCountry(country);
  if (!address || !(await isGranted(country))) throw new TabError("not_allowed", false);
  const url = address.replace("/*", options.path ?? "/");
  const tab = await browser.tabs.create({ url, active: options.active ?? false });
  if (tab.id === undefined) throw new TabError("no_tab", false);
  await untilReady(tab.id);
  return tab.id;
}

/** Loads a tab anew and waits until it can work; for `old_script` and for an outcome held by `reload_page`. Throws TabError. */
export async function reloadTab(tabId: number): Promise<void> {
  try {
    await browser.tabs.reload(tabId);
  } catch (error) {
    throw new TabError("tab_gone", false, { cause: error });
  }
  await untilReady(tabId);
}

/** Brings a tab to the front, for what only the person can do there. */
export async function showTab(tabId: number): Promise<void> {
  const tab = await browser.tabs.update(tabId, { active: true });
  if (tab?.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
}

/** While a job runs in a tab, Chrome must not put it to sleep. */
export async function keepTabAlive(tabId: number, keep: boolean): Promise<void> {
  // a tab that is gone needs no keeping
  await browser.tabs.update(tabId, { autoDiscardable: !keep }).catch(() => undefined);
}

/**
 * Has a tab carry out one call. Throws TabError when the tab cannot or does not answer; with `sent`, a write's fate is in its
 * receipt or shown by a proof.
 */
export async function perform(tabId: number, execute: Execute): Promise<Outcome> {
  const translated = await inPageTime(tabId, execute);
  const deadline = execute.limits.request_deadline * 1000 * REQUESTS_PER_CALL;
  const outcome = (await tell(tabId, { to_page: "execute", execute: translated }, deadline, true)) as Outcome;
  if (!outcome.ok) await noteRefusal(tabId, outcome.refusal.kind);
  return outcome;
}

/** A tab that said "signed out" shows nobody until a page of it says otherwise; whose it is instead of ours, it is asked. */
async function noteRefusal(tabId: number, kind: RefusalKind): Promise<void> {
  const known = await noted(tabId);
  if (kind === "signed_out" && known) await noteTab(tabId, { ...known, member: null });
  if (kind === "other_member") await browser.storage.session.remove(keyOf(tabId));
}

/** Has a tab fill the form it shows; null when it shows none. Throws TabError. */
export async function fillTab(tabId: number, content: FormContent): Promise<FormFilled | null> {
  await tell(tabId, { to_page: "clock" }, CLOCK_MS, false);
  const answer = (await tell(tabId, { to_page: "fill", content }, FILL_MS, true)) as FormFilled | { no_form: true };
  return "no_form" in answer ? null : answer;
}

/** Has a tab read anew what the page of the item it shows says of it; null when that says nothing. Throws TabError. */
export async function itemFactsIn(tabId: number, itemId: number): Promise<ItemFacts | null> {
  const answer = (await tell(tabId, { to_page: "item_facts", item_id: itemId }, FACTS_MS, true)) as { facts: ItemFacts | null };
  return answer.facts;
}

/**
 * The go's age has to be counted in the tab, which may be frozen between now and then, but two processes of one browser do not
 * agree on the monotonic clock once the machine has slept. So the tab's clock is asked for, and the moment the go was asked
 * for is put into it, rather too early (by the time of this question) than too late.
 */
async function inPageTime(tabId: number, execute: Execute): Promise<Execute> {
  const clock = (await tell(tabId, { to_page: "clock" }, CLOCK_MS, false)) as PageClock;
  if (clock?.version !== PAGE_SCRIPT_VERSION) throw new TabError("old_script", false);
  const age = performance.timeOrigin + performance.now() - execute.asked_mono;
  return { ...execute, asked_mono: clock.mono - age };
}

async function handOf(tab: Browser.tabs.Tab): Promise<Hand | null> {
  const presence = await presenceOf(tab);
  if (tab.id === undefined || !presence?.member) return null;
  const { member_id, login } = presence.member satisfies Member;
  return { country: presence.country, member_id, login, tab_id: tab.id };
}

/** Whose session a live tab shows; null for a tab that does not answer or has gone to another country since. */
async function presenceOf(tab: Browser.tabs.Tab): Promise<Presence | null> {
  if (tab.id === undefined) return null;
  const presence = (await noted(tab.id)) ?? (await introduced(tab.id));
  const country = marketOfHost(new URL(tab.url ?? "https://-").hostname)?.country;
  return presence && presence.country === country ? presence : null;
}

async function noted(tabId: number): Promise<Presence | null> {
  const key = keyOf(tabId);
  return ((await browser.storage.session.get(key))[key] as Presence | undefined) ?? null;
}

async function introduced(tabId: number): Promise<Presence | null> {
  try {
    // a tab that hangs is found out by the quick question
    await tell(tabId, { to_page: "clock" }, CLOCK_MS, false);
    const presence = (await tell(tabId, { to_page: "who", anew: false }, WHO_MS, false)) as Presence;
    await noteTab(tabId, presence);
    const { member } = presence;
    if (member) for (const meet of meetings) meet(member);
    return presence;
  } catch (error) {
    if (error instanceof TabError) return null;
    throw error;
  }
}

/** Tabs that run: not discarded, not frozen. Their ids change when they are, so they are looked for each time. */
async function liveTabs(addresses: string[]): Promise<Browser.tabs.Tab[]> {
  const tabs = await browser.tabs.query({ url: addresses, discarded: false });
  const running = tabs.filter((tab) => !(tab as { frozen?: boolean }).frozen);
  return running.toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0));
}

/** Asks until the tab's script answers: a message to a page that is still loading finds no receiver. */
async function untilReady(tabId: number): Promise<void> {
  const end = performance.now() + LOAD_MS;
  for (;;) {
    try {
      // "complete" comes after the page has replaced whatever was in the tab before
      const tab = await browser.tabs.get(tabId).catch((error: unknown) => {
        throw new TabError("tab_gone", false, { cause: error });
      });
      if (tab.status === "complete") {
        const clock = (await tell(tabId, { to_page: "clock" }, CLOCK_MS, false)) as PageClock;
        if (clock.version === PAGE_SCRIPT_VERSION) return;
      }
    } catch (error) {
      if (!(error instanceof TabError) || error.code === "tab_gone" || performance.now() > end) throw error;
    }
    if (performance.now() > end) throw new TabError("no_reply", false);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

/** One message under a deadline of our own: one whose receiver never answers hangs for minutes otherwise. */
async function tell(tabId: number, message: ToPage, deadlineMs: number, mayBeSent: boolean): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new TabError("no_reply", mayBeSent)), deadlineMs);
  });
  try {
    const reply: unknown = await Promise.race([browser.tabs.sendMessage(tabId, message, { frameId: 0 }), late]);
    if (reply === undefined || reply === null) throw new TabError("old_script", mayBeSent);
    return reply;
  } catch (error) {
    if (error instanceof TabError) throw error;
    const nobody = /receiving end does not exist/i.test(String(error));
    if (!nobody) throw new TabError("tab_gone", mayBeSent, { cause: error });
    const exists = await browser.tabs.get(tabId).then(Boolean, () => false);
    throw new TabError(exists ? "old_script" : "tab_gone", false, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function keyOf(tabId: number): string {
  return `vinted_tab:${tabId}`;
}
