// The token that every write carries: a constant of the site's build, to be read from a page and never kept longer than one.
// Remembered from this page load → the document's streamed scripts → the form page fetched as text → nobody knows it.
import type { Refusal } from "../../shared-schemas/wire";
import { bareRefusal, refusalOf } from "./refusals";
import type { Send } from "./worlds";

/** The page that always carries the token. */
const FORM_PAGE = "/items/new";
// in a page its quotes are escaped, once or more; a build that ships it as it is has none
const TOKEN = /CSRF_TOKEN\\*["']\s*:\s*\\*["']([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i;

export type Token = { token: string } | { refusal: Refusal };

export interface Csrf {
  /** The token, from wherever it is found first. */
  read: (deadlineSeconds: number) => Promise<Token>;
  /** The token if it is at hand: for calls that the site sends it with and that do without. */
  peek: () => string | null;
  /** The token from a page fetched now, after Vinted refused the one we had. */
  readAnew: (deadlineSeconds: number) => Promise<Token>;
}

/** The token in a page's text, or null. */
export function tokenIn(text: string): string | null {
  return TOKEN.exec(text)?.[1] ?? null;
}

export function createCsrf(send: Send, doc: Document = document): Csrf {
  let remembered: string | null = null;
  const readAnew = async (deadlineSeconds: number): Promise<Token> => {
    const answer = await send("isolated", {
      method: "GET",
      path: FORM_PAGE,
      headers: { accept: "text/html" },
      body: null,
      deadline_ms: deadlineSeconds * 1000,
    });
    if (!answer) return { refusal: bareRefusal("no_answer") };
    const refusal = refusalOf({ ...answer, wanted: "page" });
    if (refusal) return { refusal };
    const token = tokenIn(answer.text);
    if (!token) return { refusal: bareRefusal("access_denied") };
    remembered = token;
    return { token };
  };
  return {
    readAnew,
    peek: () => {
      remembered ??= tokenInScripts(doc);
      return remembered;
    },
    read: async (deadlineSeconds) => {
      remembered ??= tokenInScripts(doc);
      return remembered ? { token: remembered } : readAnew(deadlineSeconds);
    },
  };
}

function tokenInScripts(doc: Document): string | null {
  for (const script of doc.scripts) {
    const token = script.src ? null : tokenIn(script.textContent ?? "");
    if (token) return token;
  }
  return null;
}
