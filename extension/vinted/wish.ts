// One HTTP request as it is handed to the world that sends it, and what comes back. Plain data: it crosses a port.

/** Which script sends: the extension's own in the page, the one in the page's world, or the worker (for hosts without CORS). */
export type World = "isolated" | "main" | "worker";

export interface Wish {
  id: number;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** From the root of the page's own site; a whole address for the services beside it. */
  path: string;
  headers: Record<string, string>;
  body:
    | null
    | { kind: "json"; text: string }
    | { kind: "photo"; session: string; name: string; mime: string; bytes: Uint8Array<ArrayBuffer> };
  deadline_ms: number;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export type WishAnswer = ({ id: number } & HttpAnswer) | { id: number; failed: true };
