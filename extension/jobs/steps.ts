// The steps as calls of Vinted's: what each sends, what its answer teaches, and how the fate of one that was under way is
// learned after a death. Which step comes when is in plan.ts.
import type { EndReason, Refusal, StepName } from "../../shared-schemas/wire";
import type { FormSource, Outcome, VintedCall } from "../vinted/calls";
import { surelyPassed } from "./clock";
import { receiptName, type Step } from "./journal";
import { learn, type Run, save } from "./run";

/** The listing the job began with. */
export function oldItemId(run: Run): number {
  const { work, facts } = run.entry;
  const named = "item_id" in work ? work.item_id : null;
  const id = facts.old_item_id ?? named;
  if (id === null) throw new Error(`${work.verb} names no listing`);
  return id;
}

/** The call of a step. `source`: what is to be made, for the two steps that carry it. Uploads are in upload.ts. */
export function callOf(run: Run, name: StepName, source: FormSource | undefined): VintedCall {
  const { facts } = run.entry;
  switch (name) {
    case "draft":
      return {
        call: "create_draft",
        session: known(facts.upload_session, name),
        source: known(source, name),
        photo_ids: facts.photo_ids,
      };
    case "publish":
      return {
        call: "complete_draft",
        draft_id: known(facts.draft_id, name),
        session: known(facts.upload_session, name),
        source: known(source, name),
        photo_ids: facts.photo_ids,
      };
    case "hide":
      return { call: "set_hidden", item_id: oldItemId(run), hidden: true };
    case "show":
      return { call: "set_hidden", item_id: oldItemId(run), hidden: false };
    case "delete":
      return { call: "delete_item", item_id: oldItemId(run) };
    case "delete_draft":
      return { call: "delete_draft", draft_id: known(facts.draft_id, name) };
    case "delete_new":
      return { call: "delete_item", item_id: known(facts.new_item_id, name) };
    case "upload":
      throw new Error("photos are sent one by one (upload.ts)");
    case "update":
    case "thread":
    case "message":
    case "offer":
    case "answer":
    case "favourite":
    case "follow":
    case "mark_read":
    case "order_label":
    case "ship":
      throw new Error(`${name} is its verb's own call`);
    default:
      throw name satisfies never;
  }
}

function known<T>(value: T | null | undefined, step: StepName): T {
  if (value === null || value === undefined) throw new Error(`${step} before what it builds on`);
  return value;
}

/** What a step's answer teaches; an answer that names nothing (an empty 200) teaches nothing. */
export function learnAnswer(run: Run, step: Step, outcome: Extract<Outcome, { ok: true }>): void {
  const { value } = outcome;
  if (step.step === "thread" && "transaction_id" in value) {
    const { transaction_id } = value;
    const { facts } = run.entry;
    learn(run, {
      thread_id: facts.thread_id ?? ("thread_id" in value ? value.thread_id : null),
      transaction_id: facts.transaction_id ?? transaction_id,
    });
  }
  if (step.step === "draft" && "draft_id" in value) learn(run, { draft_id: value.draft_id });
  if (step.step === "publish") {
    const item = "item_id" in value ? value.item_id : null;
    learn(run, { ...(item === null ? {} : { new_item_id: item }), published_at: run.entry.facts.published_at ?? step.at });
  }
}

/** Begins the undo: from here on nothing forward is sent in this job. On disk before anything else happens. */
export async function abandon(run: Run, why: EndReason | null, refusal: Refusal | null = null): Promise<void> {
  await save(run, {
    facts: { ...run.entry.facts, undo: true },
    why: run.entry.why ?? why,
    refusal: run.entry.refusal ?? refusal,
  });
}

const LOOK_EVERY = 0.25;

/**
 * How a step that was under way ended: its receipt, or no answer once it can surely not arrive in time any more (its go's age
 * and its request's deadline are over by the slower clock).
 * rule: wait_deadline
 */
export async function fateOf(run: Run, step: Step): Promise<Outcome> {
  const { clock } = run.world;
  const limit = run.entry.pace.go_age + run.entry.pace.request_deadline;
  // from now at the latest, whatever a clock that was set says
  const begun = clock.now();
  for (;;) {
    const receipt = await run.world.receiptOf(receiptName(run.entry, step));
    if (receipt && receipt !== "under_way") return receipt;
    const now = clock.now();
    const passed = Math.max(step.sent_at ? surelyPassed(step.sent_at, now) : limit, surelyPassed(begun, now));
    if (passed >= limit || step.step === "upload") return UNANSWERED;
    await clock.sleep(Math.min(LOOK_EVERY, limit - passed));
  }
}

const UNANSWERED: Outcome = {
  ok: false,
  sent: true,
  refusal: { kind: "no_answer", status: null, code: null, retry_after_s: null, fields: [] },
};
