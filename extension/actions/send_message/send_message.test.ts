// @vitest-environment node
// send_message from approved card to proof, through the real loop: said once, done only when read back, else unknown.
import { describe, expect, it } from "vitest";
import { ANSWER, FIRST, TEXT } from "../../stage/cards";
import { type Stage, stage } from "../../stage/stage";

/** A conversation in which member 8 asked something. */
function asked(): Stage & { last: string } {
  const here = stage();
  const thread = here.vinted.people.addThread();
  const { id } = here.vinted.people.say(thread, "Is it still there?");
  return Object.assign(here, { last: id });
}

const said = ({ vinted }: Stage) =>
  [...vinted.people.threads.values()].flatMap(({ entries }) => entries.filter(({ mine }) => mine).map(({ text }) => text));

describe("an answer", () => {
  it("is done once an own message stands after the last word", async () => {
    const here = asked();
    const job = here.server.wish({ ...ANSWER, after: here.last } as typeof ANSWER);
    await here.a.turn();
    expect(said(here)).toEqual([TEXT]);
    expect(job.finishes).toMatchObject([
      { end: "done", reason: "ok", proof: { kind: "thread_entry" }, facts: { after: here.last } },
    ]);
    expect(job.gos.map(({ step }) => step)).toEqual(["message"]);
  });

  it("is recognised by its words however Vinted folds and composes them", async () => {
    const here = asked();
    const job = here.server.wish(ANSWER);
    const { people } = here.vinted;
    const say = people.say.bind(people);
    people.say = (thread, text, mine) => say(thread, text.normalize("NFD").replace(/ +/g, " "), mine);
    await here.a.turn();
    expect(job.state).toBe("done");
  });

  it.each<[string, (here: Stage) => void, string]>([
    [
      "has written again since",
      ({ vinted }) => void vinted.people.say(vinted.people.threads.get(50) as never, "Hello?"),
      "thread_changed",
    ],
    ["is somebody else", ({ vinted }) => Object.assign(vinted.people.threads.get(50) ?? {}, { member: 9 }), "thread_changed"],
    ["was deleted", ({ vinted }) => Object.assign(vinted.people.threads.get(50) ?? {}, { member: null }), "no_reply_allowed"],
    [
      "closed the conversation",
      ({ vinted }) => Object.assign(vinted.people.threads.get(50) ?? {}, { allow_reply: false }),
      "no_reply_allowed",
    ],
    ["has it no more", ({ vinted }) => vinted.people.threads.clear(), "not_found"],
  ])("is not sent when the other one %s", async (_, change, reason) => {
    const here = asked();
    change(here);
    const job = here.server.wish({ ...ANSWER, after: here.last } as typeof ANSWER);
    await here.a.turn();
    expect(said(here)).toEqual([]);
    expect(job).toMatchObject({ state: "failed", reason, gos: [] });
  });

  it("is not sent when the other one writes while its go is waited for", async () => {
    const here = asked();
    const job = here.server.wish({ ...ANSWER, after: here.last } as typeof ANSWER);
    here.server.goAnswers.push({ answer: "wait", seconds: 40, reason: "pace" });
    here.clock.after(20, () => void here.vinted.people.say(here.vinted.people.threads.get(50) as never, "Too late"));
    await here.a.turn();
    expect(said(here)).toEqual([]);
    expect(job).toMatchObject({ state: "failed", reason: "thread_changed" });
  });

  it.each(["thread_changed", "item_sold", "item_changed", "below_floor", "ignored", "not_approved", "item_limit"] as const)(
    "ends as the server's %s says, nothing sent",
    async (reason) => {
      const here = asked();
      here.server.goAnswers.push({ answer: "stop", reason });
      const job = here.server.wish(ANSWER);
      await here.a.turn();
      expect(said(here)).toEqual([]);
      expect(job).toMatchObject({ state: "failed", reason });
    },
  );

  it.each([134, 136])("asks the person when Vinted wants to (code %i), never in their place", async (code) => {
    const here = asked();
    here.vinted.fail("reply", "validation");
    here.vinted.codes.set("reply", code);
    const job = here.server.wish(ANSWER);
    await here.a.turn();
    expect(said(here)).toEqual([]);
    expect(job).toMatchObject({ state: "failed", reason: "personal_data" });
  });

  it("whose answer was lost is looked for and not sent again", async () => {
    const here = asked();
    here.vinted.fail("reply", "answer_lost");
    const job = here.server.wish(ANSWER);
    await here.a.turn();
    expect(said(here)).toEqual([TEXT]);
    expect(job.state).toBe("done");
  });

  it("that may still arrive has no verdict before the late look", async () => {
    const here = asked();
    here.vinted.fail("reply", "late");
    const job = here.server.wish(ANSWER);
    await here.a.turn();
    expect(job).toMatchObject({ state: "parked", reason: "late_look" });
    await here.until(1500, here.a);
    expect(said(here)).toEqual([TEXT]);
    expect(job.state).toBe("done");
  });

  it("is said not to have happened only by the late look", async () => {
    const here = asked();
    here.vinted.fail("reply", "lost");
    const job = here.server.wish(ANSWER);
    await here.a.turn();
    expect(job.state).toBe("parked");
    await here.until(1500, here.a);
    expect(said(here)).toEqual([]);
    expect(job).toMatchObject({ state: "failed", reason: "unproved" });
  });

  it("is unknown when the conversation cannot be read any more", async () => {
    const here = asked();
    here.vinted.fail("reply", "answer_lost");
    here.server.wish(ANSWER);
    const { people } = here.vinted;
    const say = people.say.bind(people);
    people.say = (thread, text, mine) => {
      const entry = say(thread, text, mine);
      people.threads.clear();
      return entry;
    };
    await here.until(1500, here.a);
    expect(here.server.jobs[0]).toMatchObject({ state: "unknown" });
  });

  it("that Vinted refused cleanly is tried once in the other world, after a proof that it was not said", async () => {
    const here = asked();
    const worlds: boolean[] = [];
    const perform = here.a.tab.tabs.perform;
    here.a.tab.tabs.perform = async (tab, execute) => {
      if (execute.write) worlds.push(execute.other_world ?? false);
      return perform(tab, execute);
    };
    here.vinted.fail("reply", "access_denied");
    const job = here.server.wish(ANSWER);
    await here.a.turn();
    expect(worlds).toEqual([false, true]);
    expect(said(here)).toEqual([TEXT]);
    expect(job.state).toBe("done");
  });
});

describe("a first word to somebody who liked an item", () => {
  it("opens the conversation, sees that it is empty, and says it", async () => {
    const here = stage();
    const job = here.server.wish(FIRST);
    await here.a.turn();
    expect(here.vinted.effects).toEqual(["start_thread", "reply"]);
    expect(job).toMatchObject({ state: "done", facts: { thread_id: expect.any(Number), transaction_id: expect.any(Number) } });
  });

  it("finds the conversation by its transaction where the newer service names no other", async () => {
    const here = stage();
    here.vinted.people.generation = 2;
    const job = here.server.wish(FIRST);
    await here.a.turn();
    expect(job.state).toBe("done");
    expect(said(here)).toEqual([TEXT]);
  });

  it.each(["their", "our own"])("is not said where %s word stands already", async (whose) => {
    const here = stage();
    const thread = here.vinted.people.addThread();
    here.vinted.people.say(thread, "Hello", whose === "our own");
    const before = said(here);
    const job = here.server.wish(FIRST);
    await here.a.turn();
    expect(job).toMatchObject({ state: "failed", reason: "contacted" });
    expect(said(here)).toEqual(before);
  });

  it("opens the conversation again when the answer to that was lost", async () => {
    const here = stage();
    here.vinted.fail("start_thread", "answer_lost");
    const job = here.server.wish(FIRST);
    await here.a.turn();
    expect(here.vinted.people.threads.size).toBe(1);
    expect(job.state).toBe("done");
  });
});

it("looks at the session anew right before anything reaches a person", async () => {
  const here = asked();
  const fresh: boolean[] = [];
  const perform = here.a.tab.tabs.perform;
  here.a.tab.tabs.perform = async (tab, execute) => {
    if (execute.write) fresh.push(execute.limits.fresh_identity);
    return perform(tab, execute);
  };
  here.server.wish(ANSWER);
  await here.a.turn();
  expect(fresh).toEqual([true]);
});
