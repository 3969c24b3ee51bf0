import { describe, expect, it } from "vitest";
import type { RefusalKind } from "../../shared-schemas/wire";
import { seen } from "./fixtures/read";
import { refusalOf, type Seen } from "./refusals";

/** A page that loads nothing. */
function page(html: string): ParentNode {
  return new DOMParser().parseFromString(html, "text/html");
}

const json = (value: unknown, status: number): Seen => ({ status, headers: {}, text: JSON.stringify(value), wanted: "json" });

const LIVE = { status: 0, headers: {}, text: "", wanted: "page" } as const;
const HEALTHY_PAGE =
  '<!DOCTYPE html><html><head><title>Robe</title></head><body><script>window.ddjskey="x";window.dataDomeOptions={tags:"https://static-assets.vinted.com/datadome/5.1.0/tags.js"};</script><script>self.__next_f.push([1,"x"])</script></body></html>';

// one line per row of the contract's table, in its order
const ROWS: [row: string, kind: RefusalKind, saw: () => Seen][] = [
  ["1 challenge on an API call", "challenge", () => seen("datadome_json_403")],
  ["1 without its header", "challenge", () => seen("datadome_json_403", { headers: {} })],
  ["2 block without captcha", "hard_block", () => seen("datadome_html", { wanted: "page" })],
  ["2 captcha page", "challenge", () => change("datadome_html", "'t':'bv'", "'t':'fe'", { wanted: "page" })],
  ["2 captcha page with status 200", "challenge", () => change("datadome_html", "'t':'bv'", "'t':'fe'", { status: 200 })],
  [
    "3 captcha in a live page",
    "challenge",
    () => ({ ...LIVE, page: page('<iframe src="https://geo.captcha-delivery.com/captcha/"></iframe>') }),
  ],
  ["3 its container", "challenge", () => ({ ...LIVE, page: page('<div id="datadome-captcha">?</div>') })],
  ["4 block page", "block_page", () => seen("vinted_block_page", { wanted: "page" })],
  [
    "4 in Portuguese",
    "block_page",
    () => change("vinted_block_page", "Accès temporairement restreint", "Acesso temporariamente restrito"),
  ],
  ["5 browser check", "challenge", () => seen("cloudflare_html")],
  [
    "5 its other title",
    "challenge",
    () => ({ ...seen("item_dead_route"), status: 403, text: "<html><title>Client Challenge</title></html>" }),
  ],
  ["6 HTML instead of JSON", "html_instead", () => seen("item_dead_route")],
  ["6 HTML instead of JSON, status 200", "html_instead", () => seen("item_dead_route", { status: 200 })],
  ["7 token expired", "signed_out", () => seen("error_100_invalid_token")],
  ["7 as users/current answers it", "signed_out", () => seen("users_current_signed_out")],
  ["8 login required", "signed_out", () => seen("error_21_login_required")],
  ["8 with 403", "signed_out", () => seen("error_21_login_required", { status: 403 })],
  ["9 access denied", "access_denied", () => seen("error_106_access_denied")],
  ["9 a 403 that says nothing", "access_denied", () => ({ ...seen("item_create_empty_200"), status: 403 })],
  ["10 rate limit", "rate_limit", () => seen("error_106_rate_limit")],
  ["10 as HTML", "rate_limit", () => ({ ...seen("item_dead_route"), status: 429 })],
  ["11 validation", "validation", () => seen("item_create_validation_error")],
  ["11 in a 200", "validation", () => seen("error_code_in_200")],
  ["12 server error", "server_error", () => seen("error_105_server_error")],
  ["12 of the gateway", "server_error", () => ({ ...seen("item_dead_route"), status: 502 })],
  ["13 not found", "not_found", () => seen("item_delete_already_gone")],
  ["13 a page that is gone", "not_found", () => seen("item_dead_route", { wanted: "page" })],
  ["14 restriction", "restriction", () => seen("error_156_action_restricted")],
  [
    "14 its dialog",
    "restriction",
    () => ({ ...LIVE, page: page('<div role="dialog">Activité inhabituelle ou automatisée</div>') }),
  ],
  ["15 bad query", "bad_query", () => seen("svc_catalogue_invalid_request")],
  // the services beside the site speak without codes
  ["6 a dead route of the services", "html_instead", () => seen("item_dead_route", { status: 200 })],
  ["7 of the services", "signed_out", () => json({ error: "unauthorized" }, 401)],
  ["9 of the services", "access_denied", () => json({ error: "forbidden" }, 403)],
  ["10 of the services", "rate_limit", () => json({ error: "too many" }, 429)],
  ["11 of the services", "validation", () => json({ errors: [{ field: "content", value: "Trop long" }] }, 422)],
  ["12 of the services", "server_error", () => json({ error: "oops" }, 503)],
  ["13 of the services", "not_found", () => json({ error: "no such conversation" }, 404)],
  ["13 the old notifications", "not_found", () => seen("notifications_dead_route")],
  ["13 the old catalogue", "not_found", () => seen("catalog_items_dead_route")],
  ["1 on a service", "challenge", () => seen("datadome_json_403", { headers: { "x-dd-b": "2" } })],
  // codes with a meaning of their own, which the person reads
  ["11 following too many (117)", "validation", () => json({ code: 117 }, 403)],
  ["11 taken for harassment (134)", "validation", () => json({ code: 134 }, 400)],
  ["11 shares an address (136)", "validation", () => seen("conversation_reply_personal_data_refused")],
  ["11 the tax form is missing (152)", "validation", () => json({ code: 152 }, 403)],
  ["14 in a 200", "restriction", () => json({ code: 156 }, 200)],
  [
    "16 an empty inbox where there were many",
    "empty_list",
    () => ({ ...json({ conversations: [], code: 0 }, 200), list_expected: true }),
  ],
  ["16 an empty list where there were many", "empty_list", () => seen("wardrobe_items_expired_session", { list_expected: true })],
];

function change(name: string, from: string, to: string, more: Partial<Seen> = {}): Seen {
  const was = seen(name, more);
  expect(was.text).toContain(from);
  return { ...was, text: was.text.replaceAll(from, to) };
}

describe("a refusal is recognised", () => {
  it.each(ROWS)("row %s is %s", (_, kind, saw) => {
    expect(refusalOf(saw())?.kind).toBe(kind);
  });
});

describe("what comes with a refusal", () => {
  it("the seconds to wait, from a number or a date", () => {
    expect(refusalOf(seen("error_106_rate_limit"))?.retry_after_s).toBe(60);
    const date = new Date(Date.now() + 90_000).toUTCString();
    expect(refusalOf(seen("error_106_rate_limit", { headers: { "retry-after": date } }))?.retry_after_s).toBeGreaterThan(85);
  });

  it("the fields Vinted named, with its sentences", () => {
    const refusal = refusalOf(seen("item_create_validation_error"));
    expect(refusal?.fields.map(({ field }) => field)).toEqual(["brand", "condition", "color", "price", "package_size"]);
    expect(refusal?.fields[0]?.message).toBe("Sélectionne une marque");
    expect(refusal).toMatchObject({ status: 400, code: 99 });
  });

  it("a code without a word of its own is shown to the person", () => {
    const refusal = refusalOf({ ...seen("error_156_action_restricted"), text: '{"code":152,"message":"Formulaire fiscal"}' });
    expect(refusal).toMatchObject({ kind: "validation", code: 152, fields: [{ field: "", message: "Formulaire fiscal" }] });
  });
});

describe("no false alarm", () => {
  it.each<[string, () => Seen]>([
    ["the word datadome on a healthy page", () => ({ ...LIVE, status: 200, text: HEALTHY_PAGE })],
    [
      "a seller's own words on a healthy page",
      () => ({ ...LIVE, status: 200, text: HEALTHY_PAGE.replace("Robe", "Accès temporairement restreint, Just a moment...") }),
    ],
    [
      "words in JSON",
      () => ({ ...seen("wardrobe_items"), text: '{"items":[{"title":"Just a moment... captcha-delivery.com"}],"code":0}' }),
    ],
    ["an answer with entries", () => seen("wardrobe_items", { list_expected: true })],
    ["an empty closet", () => seen("wardrobe_items_expired_session")],
    ["an empty inbox", () => json({ conversations: [], pagination: { has_next: false } }, 200)],
    ["an answer of the services, which has no code", () => seen("messaging_inbox")],
    ["201", () => seen("messaging_reply")],
    [
      "an error's words in a message",
      () => json({ messages: [{ data: { content: "rate_limit_exceeded INVALID_REQUEST 403" } }] }, 200),
    ],
    ["success without a body", () => seen("item_create_empty_200")],
    ["204", () => ({ ...seen("item_create_empty_200"), status: 204 })],
    [
      "a live page that carries DataDome's scripts",
      () => ({ ...LIVE, page: page('<script type="x" src="https://static-assets.vinted.com/datadome/5/tags.js"></script>') }),
    ],
    ["a dialog about something else", () => ({ ...LIVE, page: page('<div role="dialog">Supprimer cet article ?</div>') })],
  ])("%s", (_, saw) => {
    expect(refusalOf(saw())).toBeNull();
  });
});
