// Carries out one call in the tab: whose session it is, the token, the request, the receipt. It decides nothing about jobs; what
// it does guarantee is that a key is sent at most once, in the right member's session, and not on a stale go.
import { browser } from "wxt/browser";
import type { Refusal, RefusalKind } from "../../shared-schemas/wire";
import { apiOriginOf, marketOfHost } from "./addresses";
import { type CallName, type Held, type Member, type Outcome, type VintedCall, WRITES } from "./calls";
import { createCsrf } from "./csrf";
import { type Execute, type Here, PAGE_SCRIPT_VERSION, type PageClock, type Receipt, receiptKey } from "./execute";
import { type Json, listOf, objectOf } from "./fields";
import { collector, type Oddity } from "./oddities";
import { readMember, Unreadable } from "./readers";
import { bareRefusal, refusalOf } from "./refusals";
import { headersOf, needsToken, type Route, type RouteName, routeNamed } from "./transport";
import { otherWorld, rememberVariant, rememberWorld, routesOf, worldFor } from "./ways";
import type { HttpAnswer, World } from "./wish";
import { NoMainWorld, type Send } from "./worlds";

/** How one request of a call ended. `sent` tells a request that may have reached Vinted from one that never left. */
export type Reply = { ok: true; value: unknown; odd: Oddity[] } | { ok: false; sent: boolean; refusal: Refusal; held?: Held };

export interface Executor {
  execute: (wanted: Execute) => Promise<Outcome>;
  /** Who is signed in. Vinted is asked once, unless `anew`, after a refusal, and a while after it said nothing. */
  whoIsHere: (anew?: boolean) => Promise<Here>;
}

interface SeenMember {
  member: Member;
  job: string;
  at: number;
}

/** The page's clock in ms. It runs through a frozen tab, and is compared only with what the worker worked out from `clock`. */
export function pageClock(): PageClock {
  return { version: PAGE_SCRIPT_VERSION, mono: performance.timeOrigin + performance.now() };
}

const ANNOUNCE_DEADLINE = 30;
/** What says nothing about who is signed in: trouble on the way, which passes. */
const UNTOLD: ReadonlySet<RefusalKind> = new Set(["no_answer", "server_error", "html_instead"]);
const UNTOLD_MS = 10_000;

export function createExecutor(send: Send, doc: Document = document): Executor {
  const csrf = createCsrf(send, doc);
  const running = new Map<string, Promise<Outcome>>();
  let seen: SeenMember | null = null;
  let here: Promise<Here> | null = null;
  let untoldAt = 0;

  const execute = (wanted: Execute): Promise<Outcome> => {
    const known = running.get(wanted.key);
    if (known) return known;
    const work = carryOut(wanted).finally(() => running.delete(wanted.key));
    running.set(wanted.key, work);
    return work;
  };

  async function carryOut(wanted: Execute): Promise<Outcome> {
    const write = WRITES.has(wanted.call.call);
    // a write that its sender takes for a read has no go
    if (write && !wanted.write) return refused(bareRefusal("bad_query"), false);
    if (write) {
      const receipt = await readReceipt(wanted.key);
      // begun in another tab, or in this one before it was loaded anew: whether it arrived, only a proof tells
      if (receipt) return receipt.outcome ?? refused(bareRefusal("no_answer"), true);
      if (isTooOld(wanted)) return held("go_too_old");
    }
    const onPage = refusalOf({ status: 0, headers: {}, text: "", wanted: "page", page: doc });
    if (onPage) return refused(onPage, false);
    const identity = await readIdentity(wanted);
    if ("refusal" in identity) return refused(identity.refusal, false);
    const { member } = identity;
    if (wanted.member_id !== null && member.member_id !== wanted.member_id) return refused(bareRefusal("other_member"), false);
    if (wanted.call.call === "identity") return { ok: true, member_id: member.member_id, value: member };
    if (write) return sendWrite(wanted, member);
    const reply = await sendRead(wanted, member);
    return reply.ok ? answered(reply, member) : reply;
  }

  // ---------------------------------------------------------------- identity
  async function readIdentity({ key, call, limits }: Execute): Promise<{ member: Member } | { refusal: Refusal }> {
    const job = key.split(":", 1)[0] ?? key;
    const mayReuse = !limits.fresh_identity && call.call !== "identity";
    if (mayReuse && seen?.job === job && pageClock().mono - seen.at <= limits.identity_age * 1000) return { member: seen.member };
    seen = null;
    const answer = await askIdentity(limits.request_deadline);
    if ("member" in answer) seen = { member: answer.member, job, at: pageClock().mono };
    // whoever asks who is here hears of it as well, also in a page that has shown another member until now
    here = "member" in answer ? Promise.resolve({ member: answer.member, told: true }) : null;
    return answer;
  }

  async function askIdentity(deadline: number): Promise<{ member: Member } | { refusal: Refusal }> {
    const market = marketOfHost(location.hostname);
    if (!market) return { refusal: bareRefusal("bad_query") };
    const answer = await send("isolated", {
      method: "GET",
      path: "/api/v2/users/current",
      headers: headersOf({ headers: "read" }, null, doc),
      body: null,
      deadline_ms: deadline * 1000,
    });
    if (!answer) return { refusal: bareRefusal("no_answer") };
    const refusal = refusalOf({ ...answer, wanted: "json" });
    if (refusal) return { refusal };
    const member = readMember(jsonOf(answer), market, Intl.DateTimeFormat().resolvedOptions().timeZone);
    return member ? { member } : { refusal: bareRefusal("signed_out", answer.status) };
  }

  const whoIsHere = (anew = false): Promise<Here> => {
    const isOver = untoldAt > 0 && pageClock().mono - untoldAt > UNTOLD_MS;
    if (anew || isOver) here = null;
    here ??= askIdentity(ANNOUNCE_DEADLINE).then((answer) => {
      const told = "member" in answer || !UNTOLD.has(answer.refusal.kind);
      untoldAt = told ? 0 : pageClock().mono;
      return { member: "member" in answer ? answer.member : null, told };
    });
    return here;
  };

  // ---------------------------------------------------------------- requests
  async function request(
    name: RouteName,
    call: VintedCall | Json,
    member: Member,
    deadline: number,
    world: World,
    token: string | null,
  ): Promise<Reply> {
    const route = routeNamed(name) as Route<unknown, unknown>;
    const { note, found } = collector();
    const at = { member_id: member.member_id, origin: location.origin, currency: member.currency, note };
    const root = route.host === "api" ? apiOriginOf(location.hostname) : "";
    if (root === undefined) return refused(bareRefusal("bad_query"), false);
    let answer: HttpAnswer | null;
    try {
      answer = await send(world, {
        method: route.method,
        path: root + route.path(call, at),
        // the services are sent the token with reads as well, where it is known
        headers: headersOf(route, token ?? (route.host === "api" ? csrf.peek() : null), doc),
        body: route.body?.(call) ?? null,
        deadline_ms: deadline * 1000,
      });
    } catch (error) {
      if (error instanceof NoMainWorld) return held("reload_page");
      throw error;
    }
    if (!answer) return refused(bareRefusal("no_answer"), true);
    const expected = name === "wardrobe_page" && (call as { page: number }).page === 1 && (member.item_count ?? 0) > 0;
    const refusal = refusalOf({ ...answer, wanted: "json", list_expected: expected });
    if (refusal) {
      // "not yours" and "not there" are also what another member's session answers: the next call asks again who is here
      seen = null;
      here = null;
      return refused(refusal, true);
    }
    try {
      return { ok: true, value: route.read(jsonOf(answer), call, at), odd: found() };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return refused(bareRefusal(route.method === "GET" ? "html_instead" : "no_answer", answer.status), true);
    }
  }

  /**
   * One read by the way that last worked for this account; by the other one when the first is not there any more, or when it
   * shows an empty list, which is also what an account sees that was moved.
   */
  async function sendRead({ call, limits }: Execute, member: Member): Promise<Reply> {
    const { routes, service } = await routesOf(member.member_id, call.call);
    // a list that was begun one way is read on that way
    const begins = !("page" in call) || call.page === 1;
    let best: Reply = refused(bareRefusal("bad_query"), false);
    for (const [place, name] of routes.entries()) {
      const reply = await readBy(name, call, member, limits.request_deadline);
      if (place === 0 || (reply.ok && (!best.ok || !isEmpty(reply)))) {
        if (place > 0 && service) await rememberVariant(member.member_id, service, name);
        best = reply;
      }
      if (!begins || !(isGone(reply) || isEmpty(reply))) break;
    }
    return best;
  }

  /** One route in the world that last worked, and once more in the other one after a clean refusal or a stripped answer. */
  async function readBy(name: RouteName, call: VintedCall, member: Member, deadline: number): Promise<Reply> {
    const route = routeNamed(name);
    const token = needsToken(route) ? await csrf.read(deadline) : { token: null };
    if ("refusal" in token) return refused(token.refusal, false, "reload_page");
    const first = await worldFor(member.member_id, name);
    const reply = await request(name, call, member, deadline, first, token.token);
    if (!isForOtherWorld(route, reply)) return reply;
    const again = await request(name, call, member, deadline, otherWorld(route, first), token.token);
    if (isForOtherWorld(route, again)) return reply;
    await rememberWorld(member.member_id, name, otherWorld(route, first));
    return again;
  }

  async function sendWrite(wanted: Execute, member: Member): Promise<Outcome> {
    const { call } = wanted.call;
    const deadline = wanted.limits.request_deadline;
    const { routes, service } = await routesOf(member.member_id, call);
    const [name, elsewhere] = routes;
    // this account's conversations are run by a service that has no call for it
    if (!name) return refused(bareRefusal("bad_query"), false);
    const token = await csrf.read(deadline);
    if ("refusal" in token) return refused(token.refusal, false, "reload_page");
    const usual = await worldFor(member.member_id, name);
    const world = wanted.other_world ? otherWorld(routeNamed(name), usual) : usual;
    // the identity and the token may have taken their time
    if (isTooOld(wanted)) return held("go_too_old");
    await writeReceipt(wanted.key, null);
    let reply = await request(name, wanted.call, member, deadline, world, token.token);
    if (isAccessDenied(reply)) {
      const anew = await csrf.readAnew(deadline);
      // the same token would be refused again; a 106 was not applied, so the step may be tried once more
      if ("token" in anew && anew.token !== token.token && !isTooOld(wanted)) {
        // a 106 is also what a session that changed hands answers, and the token may be the other member's
        const now = await readIdentity({ ...wanted, limits: { ...wanted.limits, fresh_identity: true } });
        if ("refusal" in now) reply = refused(now.refusal, true);
        else if (now.member.member_id !== member.member_id) reply = refused(bareRefusal("other_member"), true);
        else if (!isTooOld(wanted)) reply = await request(name, wanted.call, member, deadline, world, anew.token);
      }
    }
    // opening a conversation sends nothing to anybody and answers the one there is, so the other address may be asked as well
    if (call === "start_thread" && service && elsewhere && isGone(reply) && !isTooOld(wanted)) {
      const there = await request(
        elsewhere,
        wanted.call,
        member,
        deadline,
        await worldFor(member.member_id, elsewhere),
        token.token,
      );
      if (there.ok) {
        await rememberVariant(member.member_id, service, elsewhere);
        reply = there;
      }
    }
    if (!reply.ok && !reply.sent) {
      await browser.storage.local.remove(receiptKey(wanted.key));
      return reply;
    }
    const outcome = settled(wanted.call.call, reply, member);
    await writeReceipt(wanted.key, outcome);
    if (reply.ok && wanted.other_world) await rememberWorld(member.member_id, name, world);
    return outcome;
  }

  return { execute, whoIsHere };
}

/** What is gone need not be deleted: Vinted's own 404 is as good as its yes. */
function settled(call: CallName, reply: Reply, member: Member): Outcome {
  if (reply.ok) return answered(reply, member);
  const gone =
    (call === "delete_item" || call === "delete_draft") && reply.refusal.kind === "not_found" && reply.refusal.code === 104;
  return gone ? { ok: true, member_id: member.member_id, value: {} } : reply;
}

function answered({ value, odd }: Extract<Reply, { ok: true }>, member: Member): Outcome {
  return { ok: true, member_id: member.member_id, value, ...(odd.length > 0 && { odd }) } as Outcome;
}

function jsonOf({ text }: HttpAnswer): Json {
  return text.trim() === "" ? {} : objectOf(JSON.parse(text));
}

function refused(refusal: Refusal, sent: boolean, why?: Held): Extract<Reply, { ok: false }> {
  return { ok: false, sent, refusal, ...(why && { held: why }) };
}

function held(why: Held): Extract<Reply, { ok: false }> {
  return refused(bareRefusal("no_answer"), false, why);
}

// ---------------------------------------------------------------- the go's age
/** By the larger of two clocks: one stands still while the machine sleeps, the other can be set back. */
function isTooOld({ asked_wall, asked_mono, limits }: Execute): boolean {
  return Math.max(Date.now() - asked_wall, pageClock().mono - asked_mono) > limits.go_age * 1000;
}

// ---------------------------------------------------------------- receipts
async function readReceipt(key: string): Promise<Receipt | undefined> {
  const name = receiptKey(key);
  return (await browser.storage.local.get(name))[name] as Receipt | undefined;
}

async function writeReceipt(key: string, outcome: Outcome | null): Promise<void> {
  await browser.storage.local.set({ [receiptKey(key)]: { at: Date.now(), outcome } satisfies Receipt });
}

// ---------------------------------------------------------------- ways
function isAccessDenied(reply: Reply): boolean {
  return !reply.ok && reply.sent && reply.refusal.kind === "access_denied" && reply.refusal.code === 106;
}

/** The services answer 403 without a code, and a refused cross-origin request looks like no answer at all; a read may find out. */
function isForOtherWorld(route: Route<never, unknown>, reply: Reply): boolean {
  if (route.host === "api") return !reply.ok && ["access_denied", "no_answer"].includes(reply.refusal.kind);
  if (!needsToken(route)) return false;
  if (reply.ok) return listOf(objectOf(reply.value)["found"]).length === 0;
  return isAccessDenied(reply) || reply.held === "reload_page";
}

/** The route is dead (then it may answer with a page), or the thing is not there by it. */
function isGone(reply: Reply): boolean {
  return !reply.ok && reply.sent && (reply.refusal.kind === "not_found" || reply.refusal.kind === "html_instead");
}

/** An inbox without conversations: also what one address shows of an account that was moved to the other. */
function isEmpty(reply: Reply): boolean {
  const threads = reply.ok ? objectOf(reply.value)["threads"] : undefined;
  return Array.isArray(threads) && threads.length === 0;
}
