// The portal's calls to our server, with the session cookie that scripts cannot read. Every answer is checked against the
// contract; a refusal is a value with its code, because each page says it in its own words.
import * as v from "valibot";
import {
  AuthorizeAnswer,
  AuthorizePreview,
  type AuthorizeRequest,
  DeviceList,
  type ErrorCode,
  type LoginRequest,
  Me,
  Problem,
  type RegisterRequest,
} from "../../shared-schemas/wire";

/** Why a call gave nothing: the server's code, or `away` when it did not answer in the contract's words. */
export type Refusal = ErrorCode | "away";
export type Answer<T> = { ok: true; value: T } | { ok: false; code: Refusal };

const DEADLINE_MS = 15_000;

export const api = {
  me: () => ask("GET", "/auth/me", Me),
  register: (request: RegisterRequest) => ask("POST", "/auth/register", v.unknown(), request),
  login: (request: LoginRequest) => ask("POST", "/auth/login", v.unknown(), request),
  logout: () => ask("POST", "/auth/logout", v.unknown()),
  previewAuthorize: ({ client_id, redirect_uri, state }: AuthorizeRequest) =>
    ask("GET", `/auth/device/authorize?${new URLSearchParams({ client_id, redirect_uri, state })}`, AuthorizePreview),
  authorize: (request: AuthorizeRequest) => ask("POST", "/auth/device/authorize", AuthorizeAnswer, request),
  devices: () => ask("GET", "/auth/devices", DeviceList),
  revokeDevice: (id: string) => ask("DELETE", `/auth/devices/${id}`, v.unknown()),
};

type Method = "GET" | "POST" | "DELETE";
type Schema<T> = v.GenericSchema<unknown, T>;

async function ask<T>(method: Method, path: string, schema: Schema<T>, body?: unknown): Promise<Answer<T>> {
  const first = await send(method, path, schema, body);
  if (first.ok || first.code !== "not_signed_in") return first;
  // the session cookie is short-lived on purpose; the refresh cookie makes a new one without asking the person. All tabs
  // take turns, so that none sends the refresh cookie that another is just having replaced
  return navigator.locks.request("vintedbot-session", async () => {
    const refreshed = await send("POST", "/auth/refresh", v.unknown());
    return refreshed.ok || refreshed.code === "refreshed_elsewhere" ? send(method, path, schema, body) : first;
  });
}

async function send<T>(method: Method, path: string, schema: Schema<T>, body?: unknown): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const text = await response.text();
    const data: unknown = text === "" ? null : JSON.parse(text);
    return response.ok ? { ok: true, value: v.parse(schema, data) } : { ok: false, code: v.parse(Problem, data).code };
  } catch (problem) {
    // no network, no answer in time, or an answer that is not ours (a proxy's error page)
    console.warn(`${method} ${path} gave no usable answer`, problem);
    return { ok: false, code: "away" };
  }
}
