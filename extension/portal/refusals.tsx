// How the portal says a refusal: what happened and what to do.
import { type TextKey, t } from "../ui/i18n";
import { Notice } from "../ui/Notice";
import type { Refusal } from "./api";

export function RefusalNotice({ code }: { code: Refusal }) {
  const [title, todo] = WORDS[code] ?? ["problem.other.title", "problem.other.todo"];
  return (
    <Notice tone="bad" title={t(title, { code })}>
      {t(todo)}
    </Notice>
  );
}

/** Refusals that the portal's own forms can cause. For any other the code helps whoever is asked. */
const WORDS: Partial<Record<Refusal, [title: TextKey, todo: TextKey]>> = {
  away: ["problem.away.title", "problem.away.todo"],
  email_taken: ["problem.email_taken.title", "problem.email_taken.todo"],
  foreign_redirect: ["problem.foreign_redirect.title", "problem.foreign_redirect.todo"],
  not_signed_in: ["problem.not_signed_in.title", "problem.not_signed_in.todo"],
  rate_limited: ["problem.rate_limited.title", "problem.rate_limited.todo"],
  wrong_client: ["problem.wrong_client.title", "problem.wrong_client.todo"],
  wrong_credentials: ["problem.wrong_credentials.title", "problem.wrong_credentials.todo"],
};
