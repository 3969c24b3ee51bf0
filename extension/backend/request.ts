// One request to our server: address, token, deadline, and an answer that is checked before anybody reads it.
// The only place that calls fetch for our server; which requests exist is in operations.ts.
import * as v from "valibot";
import { signedIn } from "../storage/device";
import { currentServer } from "./address";
import { type AnswerOf, type AnyOperation, type Args, OPERATIONS, type OperationName } from "./operations";
import { NotConnected, Problem, ServerAway, ServerRefused } from "./problems";

/** How long our server may take, in ms. Bytes take longer on a slow line. */
const DEADLINE_MS = 20_000;
const BYTES_DEADLINE_MS = 120_000;

interface AnyArgs {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean>;
  headers?: Record<string, string>;
  body?: unknown;
}

/**
 * Asks our server for one operation and returns its checked answer.
 * @throws ServerRefused with the problem, ServerAway when there is no readable answer, NotConnected without a valid token
 */
export async function request<N extends OperationName>(name: N, args: Args<N>): Promise<AnswerOf<N>> {
  const operation: AnyOperation = OPERATIONS[name];
  const asked: AnyArgs = args;
  const response = await send(operation, asked);
  if (!response.ok) throw await refusal(response);
  if (operation.bytes === "in") {
    const bytes = await response.arrayBuffer().catch((error: unknown) => {
      throw new ServerAway(`${name}: the bytes broke off`, { cause: error });
    });
    return new Uint8Array(bytes) as AnswerOf<N>;
  }
  const text = await response.text().catch((error: unknown) => {
    throw new ServerAway(`${name}: the answer broke off`, { cause: error });
  });
  return readAnswer(name, operation.answer, text) as AnswerOf<N>;
}

/** The function the rest of the extension is given as "the server". */
export type Server = typeof request;

async function send(operation: AnyOperation, asked: AnyArgs) {
  const server = await currentServer();
  const headers = new Headers({ accept: operation.bytes === "in" ? "*/*" : "application/json", ...asked.headers });
  if (operation.token) {
    const device = await signedIn();
    if (!device) throw new NotConnected("no device token");
    // the address lies where content scripts write; the token goes to the server that gave it and to no other
    if (device.server !== undefined && device.server !== server) throw new NotConnected("another server gave the token");
    headers.set("authorization", `Bearer ${device.token}`);
  }
  const init: RequestInit = {
    method: operation.method,
    headers,
    // the token is the only sign-in of a device; the portal's cookie must not ride along
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(operation.bytes === "none" ? DEADLINE_MS : BYTES_DEADLINE_MS),
  };
  if (operation.bytes === "out") {
    headers.set("content-type", "application/octet-stream");
    init.body = asked.body as Uint8Array<ArrayBuffer>;
  } else if (operation.body) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(asked.body);
  }
  const url = `${server}/api/v1${fill(operation.path, asked.path ?? {})}${search(asked.query ?? {})}`;
  return fetch(url, init).catch((error: unknown) => {
    throw new ServerAway(`${operation.method} ${operation.path}`, { cause: error });
  });
}

function fill(path: string, values: Record<string, string | number>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(String(value));
  });
}

function search(query: Record<string, string | number | boolean>): string {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

function readAnswer(name: string, schema: v.GenericSchema, text: string): unknown {
  let json: unknown;
  try {
    json = text === "" ? null : JSON.parse(text);
  } catch (error) {
    throw new ServerAway(`${name}: the answer is not JSON`, { cause: error });
  }
  const read = v.safeParse(schema, json);
  if (!read.success) throw new ServerAway(`${name}: an answer of another shape: ${v.summarize(read.issues)}`);
  return read.output;
}

async function refusal(response: Response): Promise<Error> {
  const body: unknown = await response.json().catch(() => undefined);
  const read = v.safeParse(Problem, body);
  if (response.status === 401) return new NotConnected(read.success ? read.output.code : "401");
  // a proxy's own page says nothing about what our server did
  if (!read.success) return new ServerAway(`status ${response.status} without a problem`);
  // 5xx from the server itself: it may have stopped halfway, which is what "away" means to whoever asked
  if (response.status >= 500) return new ServerAway(`status ${response.status} ${read.output.code}`);
  return new ServerRefused(read.output);
}
