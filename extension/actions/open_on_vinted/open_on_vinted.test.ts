// @vitest-environment node
// open_on_vinted through the real loop: the right page comes to the front, and nothing is sent.
import { expect, it } from "vitest";
import type { OpenOnVinted } from "../../../shared-schemas/wire";
import { stage } from "../../stage/stage";
import { TabError } from "../../vinted/tabs";

type Purpose = OpenOnVinted["purpose"];
type About = Partial<Pick<OpenOnVinted, "item_id" | "thread_id" | "transaction_id" | "member_id">>;

const wanted = (purpose: Purpose, about: About = {}): OpenOnVinted & { verb: "open_on_vinted" } => ({
  verb: "open_on_vinted",
  purpose,
  item_id: null,
  thread_id: null,
  transaction_id: null,
  member_id: null,
  ...about,
});

const OWN = "/member/7";
/** What each purpose is about, and where it leads: with that known, and without. */
const PAGES: Readonly<Record<Purpose, readonly [About, string, string]>> = {
  sign_in: [{}, "/member/signup/select_type", "/member/signup/select_type"],
  solve_challenge: [{}, "/", "/"],
  item: [{ item_id: 100 }, "/items/100", OWN],
  draft: [{ item_id: 100 }, "/items/100/edit", OWN],
  wardrobe: [{}, OWN, OWN],
  thread: [{ thread_id: 31 }, "/inbox/31", "/inbox"],
  order: [{ thread_id: 31, transaction_id: 5 }, "/inbox/31", "/my_orders?order_type=sold"],
  reserve: [{ item_id: 100 }, "/items/100", OWN],
  mark_sold: [{ item_id: 100 }, "/items/100", OWN],
  paid_bump: [{ item_id: 100 }, "/items/100", OWN],
  block: [{ member_id: 55, thread_id: 31 }, "/member/55", "/inbox"],
  feedback: [{ thread_id: 31, transaction_id: 5 }, "/inbox/31", "/my_orders?order_type=sold"],
  dispute: [{ thread_id: 31, transaction_id: 5 }, "/inbox/31", "/my_orders?order_type=sold"],
};
const CASES = (Object.keys(PAGES) as Purpose[]).flatMap((purpose): [Purpose, About, string][] => {
  const [about, path, without] = PAGES[purpose];
  return [
    [purpose, about, path],
    [purpose, {}, without],
  ];
});

it.each(CASES)("%s (%o) opens %s", async (purpose, about, path) => {
  const here = stage();
  const job = here.server.wish(wanted(purpose, about));
  await here.a.turn();
  expect(here.a.tab.opened).toEqual([path]);
  expect(job).toMatchObject({ state: "done", reason: "opened" });
  expect(job.finishes[0]?.proof).toMatchObject({ kind: "opened", item_id: about.item_id ?? null });
  expect(here.a.tab.sent).toEqual([]);
});

it.each(["no_reply", "old_script"] as const)(
  "a page that does not answer (%s) stands before the person all the same",
  async (code) => {
    const here = stage();
    here.a.tab.failsToOpen = new TabError(code, false);
    const job = here.server.wish(wanted("solve_challenge"));
    await here.a.turn();
    expect(job).toMatchObject({ state: "done", reason: "opened" });
  },
);

it.each(["not_allowed", "no_tab", "tab_gone"] as const)("where none can be opened (%s) it says so", async (code) => {
  const here = stage();
  here.a.tab.failsToOpen = new TabError(code, false);
  const job = here.server.wish(wanted("sign_in"));
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "no_tab" });
});
