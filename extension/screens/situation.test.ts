// Which state is said when several are true: the first that stands in the way.
import { describe, expect, test } from "vitest";
import type { Closet } from "../../shared-schemas/wire";
import type { Engine, Kept, Member } from "./ports";
import { type SituationName, situationOf } from "./situation";

const GAUGE = { writes_used: 0, writes_limit: 30, relists_used: 0, relists_limit: 3, payloads_used: 0, payloads_limit: 300 };
const CLOSET = {
  id: "0198a000-0000-7000-8000-000000000001",
  country: "fr",
  member_id: 7,
  login: "me",
  state: "ready",
  paused: null,
  rest: null,
  gauge: GAUGE,
} as unknown as Closet;
const ME: Member = {
  member_id: 7,
  login: "me",
  photo_url: null,
  currency: "EUR",
  item_count: 3,
  country: "fr",
  time_zone: "Europe/Paris",
};
const ENGINE: Engine = {
  server: "https://example.org",
  is_own_server: true,
  signed_in: { email: "me@example.org", label: "Chrome" },
  tabs: [{ country: "fr", member: ME }],
  countries: [{ country: "fr", site: "www.vinted.fr", currency: "EUR", isHome: true, isAllowed: true }],
  job_id: null,
  server_away: false,
  upgrade_needed: false,
  maybe_hidden: [],
};
const REST = { kind: "restriction", since: "2026-11-23T05:00:00Z", until: "2026-11-24T05:00:00Z", scope: "writes" } as const;

function kept<T>(value: T | undefined, failure?: Kept<T>["failure"]): Kept<T> {
  return { value, readAt: value === undefined ? undefined : new Date(0), failure };
}
function situation(
  engine: Partial<Engine>,
  closet: Partial<Closet> | null,
  closetsFail?: Kept<unknown>["failure"],
): SituationName {
  const closets = { items: closet ? [{ ...CLOSET, ...closet } as Closet] : [] };
  return situationOf(kept({ ...ENGINE, ...engine }), kept(closets, closetsFail)).is;
}

describe("situationOf", () => {
  test.each<[SituationName, Partial<Engine>, Partial<Closet> | null, Kept<unknown>["failure"]?]>([
    ["ready", {}, {}],
    ["update_needed", { upgrade_needed: true, signed_in: null }, {}],
    ["not_signed_in", { signed_in: null }, {}],
    ["not_signed_in", {}, {}, { why: "not_connected" }],
    ["server_away", {}, {}, { why: "away" }],
    ["no_closet", {}, null],
    ["country", {}, { country: "de" }],
    ["no_tab", { tabs: [] }, {}],
    ["signed_out", { tabs: [{ country: "fr", member: null }] }, {}],
    ["other_member", { tabs: [{ country: "fr", member: { ...ME, member_id: 8, login: "you" } }] }, {}],
    ["other_member", {}, { paused: "other_member" }],
    ["signed_out", {}, { paused: "signed_out" }],
    ["challenge", {}, { paused: "challenge" }],
    ["restored", {}, { paused: "restored" }],
    ["paused", { tabs: [] }, { paused: "person" }],
    ["resting", { tabs: [] }, { rest: REST }],
    ["challenge", {}, { rest: { ...REST, kind: "challenge", until: null } }],
    ["solved", {}, { rest: { ...REST, kind: "challenge" } }],
    ["working", { tabs: [] }, { state: "working" }],
  ])("%s", (name, engine, closet, failure) => {
    expect(situation(engine, closet, failure)).toBe(name);
  });

  test("is loading until the engine and the closets have been heard of", () => {
    expect(situationOf(kept<Engine>(undefined), kept({ items: [] })).is).toBe("loading");
    expect(situationOf(kept(ENGINE), kept<{ items: Closet[] }>(undefined)).is).toBe("loading");
  });

  test("a page older than the extension says so before anything else", () => {
    expect(situationOf(kept<Engine>(ENGINE, { why: "reload_page" }), kept({ items: [] })).is).toBe("reload_page");
  });
});
