// The worker as a third world: sends what a Vinted tab asks for to the services beside that tab's own site, which answer neither of
// the page's worlds everywhere. It decides nothing, and reaches no other host.
import { apiOriginOf } from "./addresses";
import { requestOf } from "./main_world";
import type { HttpAnswer, Wish } from "./wish";

/** `page`: the address of the tab that asks, as the browser stamped it. Null: no answer, or not for this page. */
export async function sendForPage(request: Omit<Wish, "id">, page: string | undefined): Promise<HttpAnswer | null> {
  const from = URL.parse(page ?? "");
  const to = URL.parse(request.path);
  if (!from || !to || to.origin !== apiOriginOf(from.hostname)) return null;
  try {
    const answer = await fetch(to, { ...requestOf(request), redirect: "error" });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  } catch {
    return null;
  }
}
