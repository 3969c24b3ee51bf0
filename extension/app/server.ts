// A page's way to our server: by name, through the worker, which alone holds the token. Answers a Result, never throws, so that
// each screen says in its own words what failed.
import { AskError, ask } from "../messages/ask";
import type { AnswerOf, Args, AskableOperation } from "../messages/table";
import type { Result } from "../screens/ports";

/** What makes something: a press whose answer was lost is repeated under the same key, so that it makes one thing. */
const CREATING: ReadonlySet<AskableOperation> = new Set([
  "create_draft",
  "duplicate_draft",
  "generate_drafts",
  "edit_photos",
  "publish_listing",
  "wish",
  "claim_closet",
]);

/** What was pressed and has had no answer yet → the key under which it is asked again. */
const unanswered = new Map<string, string>();

export async function server<N extends AskableOperation>(operation: N, args: Args<N>): Promise<Result<AnswerOf<N>>> {
  if (!CREATING.has(operation)) return once(operation, args);
  const pressed = JSON.stringify([operation, args]);
  const key = unanswered.get(pressed) ?? crypto.randomUUID();
  unanswered.set(pressed, key);
  const result = await once(operation, { ...args, headers: { ...args.headers, "idempotency-key": key } });
  if (hasAnswered(result)) unanswered.delete(pressed);
  return result;
}

/** Whether the server has said how it ended: not when it was away, nor while it still works on the first one. */
function hasAnswered(result: Result<unknown>): boolean {
  if (result.ok) return true;
  const { failure } = result;
  return failure.why === "refused" && failure.code !== "still_running";
}

async function once<N extends AskableOperation>(operation: N, args: Args<N>): Promise<Result<AnswerOf<N>>> {
  const asked = await attempt(() => ask("backend", { operation, args }));
  if (!asked.ok) return asked;
  const answer = asked.value;
  if (answer.ok) return { ok: true, value: answer.value as AnswerOf<N> };
  switch (answer.failed) {
    case "refused":
      return { ok: false, failure: { why: "refused", code: answer.problem.code, data: answer.problem.data } };
    case "away":
      return { ok: false, failure: { why: "away" } };
    case "not_connected":
      return { ok: false, failure: { why: "not_connected" } };
    default:
      return answer satisfies never;
  }
}

/** A question to the worker as a Result: a worker that is silent means that this page is older than the extension. */
export async function attempt<T>(question: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await question() };
  } catch (error) {
    if (!(error instanceof AskError)) throw error;
    return { ok: false, failure: error.why === "no_answer" ? { why: "away" } : { why: "reload_page" } };
  }
}
