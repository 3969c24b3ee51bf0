// Asking the worker from another context, with a deadline of our own: a message whose receiver never answers does not time out
// by itself (measured: it hung for up to 225 s). Errors are named, because each means something else to whoever asked.
import { browser } from "wxt/browser";
import type { Answers, MessageName, Says } from "./table";

export type AskFailure = "no_receiver" | "no_answer" | "context_gone" | "refused";

/** A message got no answer. `context_gone`: this page is older than the extension; it has to be loaded anew. */
export class AskError extends Error {
  override readonly name = "AskError";

  constructor(
    readonly why: AskFailure,
    options?: ErrorOptions,
  ) {
    super(why, options);
  }
}

/** The wire form of an answer: the worker's value, or that it would not. */
export type Reply = { value: unknown } | { refused: string };

const DEADLINE_MS = 30_000;

/**
 * Asks the worker. Signing in waits for the person, so it has no deadline but the window's own.
 * @throws AskError
 */
export async function ask<N extends MessageName>(name: N, says: Says<N>, deadline = DEADLINE_MS): Promise<Answers<N>> {
  if (!browser.runtime?.id) throw new AskError("context_gone");
  const reply = await withDeadline(
    browser.runtime.sendMessage({ ask: name, ...says }),
    name === "sign_in" ? undefined : deadline,
  );
  if (!reply) throw new AskError("no_receiver");
  if ("refused" in reply) throw new AskError("refused", { cause: reply.refused });
  return reply.value as Answers<N>;
}

async function withDeadline(sent: Promise<unknown>, deadline: number | undefined): Promise<Reply | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      if (deadline !== undefined) timer = setTimeout(() => reject(new AskError("no_answer")), deadline);
    });
    return (await Promise.race([sent, late])) as Reply | undefined;
  } catch (error) {
    if (error instanceof AskError) throw error;
    const text = error instanceof Error ? error.message : String(error);
    if (/context invalidated/i.test(text)) throw new AskError("context_gone", { cause: error });
    if (/receiving end does not exist/i.test(text)) throw new AskError("no_receiver", { cause: error });
    throw new AskError("no_answer", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
