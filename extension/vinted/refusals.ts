// What a refusal of Vinted looks like: one table, in the order in which it is read, and the one function that reads it.
// What follows from a refusal (who rests, until when, who is asked) is the server's business.
import type { FieldProblem, Refusal, RefusalKind } from "../../shared-schemas/wire";

/** An answer of Vinted as it came, or a live page. */
export interface Seen {
  /** HTTP status; 0 when a live page is looked at instead of an answer. */
  status: number;
  /** Names in small letters. */
  headers: Readonly<Record<string, string>>;
  text: string;
  wanted: "json" | "page";
  /** A list that is known to have entries was asked for. */
  list_expected?: boolean;
  /** The live document around the caller. */
  page?: ParentNode;
}

/** What the rows below look at, taken apart once. */
interface Look extends Seen {
  json: Record<string, unknown> | undefined;
  code: number | null;
  /** HTML that is not one of the site's own pages. */
  foreign_html: boolean;
}

interface Row {
  /** The line of the contract's table (§18.2) this follows. */
  row: number;
  kind: RefusalKind;
  found: (look: Look) => boolean;
}

const CHALLENGE_HOST = "captcha-delivery.com";
const CHALLENGE_PARTS = `iframe[src*="${CHALLENGE_HOST}"], iframe[src*="datadome"], #datadome-captcha, [class*="geetest_panel"]`;
// "Acceso…/Acesso temporariamente restrito" is how the contract writes the Spanish and the Portuguese one
const BLOCKED_TEXT =
  /access temporarily restricted|accès temporairement restreint|acc?ess?o tempora(lmente|riamente) restri(ngido|to)/i;
const RESTRICTED_TEXT =
  /unusual or automated activity|activité inhabituelle ou automatisée|actividad inusual o automatizada|ungewöhnliche oder automatisierte aktivität/i;
const PHOTO_CODES = [50, 51, 52];

// the first row that is found wins; the bare word "datadome" stands on healthy pages and is no mark
const ROWS: readonly Row[] = [
  {
    row: 1,
    kind: "challenge",
    found: ({ json, headers, status }) => isChallengeBody(json) && ("x-dd-b" in headers || status === 403),
  },
  { row: 2, kind: "hard_block", found: (look) => isChallengePage(look) && /['"]t['"]\s*:\s*['"]bv['"]/.test(look.text) },
  { row: 2, kind: "challenge", found: (look) => isChallengePage(look) },
  { row: 3, kind: "challenge", found: ({ page }) => hasVisible(page, CHALLENGE_PARTS) },
  { row: 5, kind: "challenge", found: (look) => look.foreign_html && isBrowserCheck(look.text) },
  { row: 4, kind: "block_page", found: (look) => look.foreign_html && isBlockPage(look.text) },
  {
    row: 10,
    kind: "rate_limit",
    found: ({ status, json }) => status === 429 || json?.["message_code"] === "rate_limit_exceeded",
  },
  {
    row: 14,
    kind: "restriction",
    found: ({ code, page }) => code === 156 || hasVisible(page, '[role="dialog"]', RESTRICTED_TEXT),
  },
  { row: 8, kind: "signed_out", found: ({ code }) => code === 21 },
  { row: 7, kind: "signed_out", found: ({ code, status }) => code === 100 || status === 401 },
  { row: 9, kind: "access_denied", found: ({ code }) => code === 106 },
  { row: 11, kind: "validation", found: ({ code }) => code === 99 || (code !== null && PHOTO_CODES.includes(code)) },
  { row: 15, kind: "bad_query", found: ({ json }) => json?.["error"] === "INVALID_REQUEST" },
  { row: 12, kind: "server_error", found: ({ code, status }) => code === 105 || status >= 500 },
  {
    row: 13,
    kind: "not_found",
    found: ({ code, status, json, wanted }) => code === 104 || (status === 404 && (json !== undefined || wanted === "page")),
  },
  // after 404 with JSON, so that a dead route is not taken for a listing that is gone
  {
    row: 6,
    kind: "html_instead",
    found: ({ status, json, wanted, text }) =>
      status > 0 && wanted === "json" && json === undefined && text.trim() !== "" && status !== 403,
  },
  { row: 9, kind: "access_denied", found: ({ status, code }) => status === 403 && code === null },
  { row: 13, kind: "not_found", found: ({ status }) => status === 404 || status === 410 },
  // a code we have no word for (tax form, e-mail to confirm, another object's lock): the person sees it and decides
  { row: 11, kind: "validation", found: ({ code, status }) => status >= 400 || (code !== null && code !== 0) },
  { row: 16, kind: "empty_list", found: ({ list_expected, json }) => list_expected === true && isEmptyList(json) },
];

/** The refusal an answer or a live page amounts to, or null when Vinted answered. */
export function refusalOf(seen: Seen): Refusal | null {
  const look = takeApart(seen);
  const row = ROWS.find(({ found }) => found(look));
  if (!row) return null;
  return {
    kind: row.kind,
    status: seen.status || null,
    code: look.code,
    retry_after_s: row.kind === "rate_limit" ? secondsOf(seen.headers["retry-after"]) : null,
    fields: row.kind === "validation" ? fieldsOf(look.json) : [],
  };
}

/** A refusal that stands for no answer of Vinted at all (or for one that says nothing). */
export function bareRefusal(kind: RefusalKind, status: number | null = null): Refusal {
  return { kind, status, code: null, retry_after_s: null, fields: [] };
}

function takeApart(seen: Seen): Look {
  const json = parse(seen.text);
  const code = json && typeof json["code"] === "number" ? json["code"] : null;
  const html = /^\s*</.test(seen.text);
  // every page of the site streams its data this way; a seller's own words must not look like a refusal there
  const ownPage = html && seen.status === 200 && seen.text.includes("__next_f");
  return { ...seen, json, code, foreign_html: html && !ownPage };
}

function parse(text: string): Record<string, unknown> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function isChallengeBody(json: Record<string, unknown> | undefined): boolean {
  const url = json?.["url"];
  return Object.keys(json ?? {}).length === 1 && typeof url === "string" && url.includes(CHALLENGE_HOST);
}

function isChallengePage({ foreign_html, text }: Look): boolean {
  return foreign_html && /\bdd\s*=\s*\{/.test(text) && text.includes(CHALLENGE_HOST);
}

function isBrowserCheck(text: string): boolean {
  return /<title>\s*(Just a moment|Client Challenge)/i.test(text) || /id=["']challenge-running|_cf_chl_|__cf_chl/.test(text);
}

function isBlockPage(text: string): boolean {
  return BLOCKED_TEXT.test(text);
}

const LISTS = ["items", "conversations", "my_orders", "notifications"];

function isEmptyList(json: Record<string, unknown> | undefined): boolean {
  return LISTS.some((name) => {
    const list = json?.[name];
    return Array.isArray(list) && list.length === 0;
  });
}

/** An element of this selector that the person can see (Vinted keeps some of them in the page, empty). */
function hasVisible(page: ParentNode | undefined, selector: string, text?: RegExp): boolean {
  if (!page) return false;
  return [...page.querySelectorAll(selector)].some((found) => {
    const visible = typeof found.checkVisibility === "function" ? found.checkVisibility() : true;
    return visible && (!text || text.test(found.textContent ?? ""));
  });
}

/** `Retry-After` as whole seconds: it is a number or a date. */
function secondsOf(header: string | undefined): number | null {
  if (!header) return null;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}

function fieldsOf(json: Record<string, unknown> | undefined): FieldProblem[] {
  const errors = json?.["errors"];
  const rows: unknown[] = Array.isArray(errors) ? errors : [];
  const fields = rows.flatMap((row) => {
    const { field, value } = (row ?? {}) as Record<string, unknown>;
    return typeof field === "string" ? [{ field, message: typeof value === "string" ? value : "" }] : [];
  });
  const message = json?.["message"];
  return fields.length > 0 || typeof message !== "string" ? fields : [{ field: "", message }];
}
