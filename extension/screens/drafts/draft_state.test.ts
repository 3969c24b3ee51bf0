// @vitest-environment node
// No edit is lost between windows, in any order of edits, saves, answers, losses and reopenings: runs drawn from a seed, against
// the server's rule of revisions, judged by who saw what. And the single rules, each by a case.
import { describe, expect, it, test } from "vitest";
import type { Draft } from "../../../shared-schemas/wire";
import { areSame, type Content, contentOf, NO_FIELDS, UNITS, type Unit, unitOf } from "./content";
import { begin, type DraftState, isClean, reduce, resume, toSend, type Unsaved, unsavedOf } from "./draft_state";

const NOW = "2026-11-23T14:02:00Z";

function draft(more: Partial<Draft> = {}, fields: Partial<Draft["fields"]> = {}): Draft {
  return {
    id: "00000000-0000-7000-8000-000000000001",
    revision: 1,
    state: "open",
    closet_id: null,
    country: "fr",
    fields: { ...NO_FIELDS, ...fields },
    photos: [],
    problems: [],
    job_id: null,
    item_id: null,
    created_at: NOW,
    saved_at: NOW,
    ...more,
  };
}

function edited(state: DraftState, change: Partial<Content>): DraftState {
  return reduce(state, { is: "edited", to: { ...state.mine, ...change } });
}

function sending(state: DraftState): DraftState {
  const due = toSend(state);
  if (!due) throw new Error("nothing to send");
  return reduce(state, { is: "sending", content: due.content });
}

// ------------------------------------------------------------------------------------------------ the property
/** The server's rule: a save counts on the newest revision only; the same save again is answered as the first. */
class StoredDraft {
  constructor(public now: Draft) {}

  save(revision: number, content: Content): { stored: boolean; draft: Draft } {
    const isAgain =
      areSame(content, contentOf(this.now)) && (revision === this.now.revision || revision === this.now.revision - 1);
    if (isAgain) return { stored: true, draft: this.now };
    if (revision !== this.now.revision) return { stored: false, draft: this.now };
    this.now = draft({ revision: revision + 1 }, { title: content.title, description: content.description });
    return { stored: true, draft: this.now };
  }
}

interface OnItsWay {
  window: Window;
  life: number;
  revision: number;
  content: Content;
}

interface Window {
  state: DraftState;
  /** Counts reopenings: an answer to a life that is over reaches nobody. */
  life: number;
}

const EDITED = ["title", "description"] as const;

/** Which typed value was typed or chosen over which one that the person saw. */
class Seen {
  private readonly over = new Map<string, Set<string>>();
  readonly typed: Record<(typeof EDITED)[number], string[]> = { title: [], description: [] };

  prefer(value: string, to: string): void {
    const below = this.over.get(value) ?? new Set();
    below.add(to);
    this.over.set(value, below);
  }

  unseenBy(final: string, unit: (typeof EDITED)[number]): string[] {
    const reached = new Set([final]);
    for (const value of reached) for (const below of this.over.get(value) ?? []) reached.add(below);
    return this.typed[unit].filter((value) => !reached.has(value));
  }
}

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

class Run {
  readonly server = new StoredDraft(draft());
  readonly windows: Window[];
  readonly seen = new Seen();
  readonly late: OnItsWay[] = [];
  readonly log: string[] = [];
  private count = 0;

  constructor(
    private readonly draw: (below: number) => number,
    windows: number,
  ) {
    this.windows = Array.from({ length: windows }, () => ({ state: begin(this.server.now), life: 0 }));
  }

  step(): void {
    const window = this.windows[this.draw(this.windows.length)] as Window;
    const acts = [() => this.type(window), () => this.save(window), () => this.read(window), () => this.choose(window)];
    const rare = [() => this.deliverLate(), () => this.reopen(window)];
    const act = this.draw(6) < 5 ? acts[this.draw(acts.length)] : rare[this.draw(rare.length)];
    act?.();
  }

  type(window: Window): void {
    const unit = EDITED[this.draw(2)] as (typeof EDITED)[number];
    const value = `${unit[0]}${++this.count}`;
    this.seen.prefer(value, window.state.mine[unit]);
    this.seen.typed[unit].push(value);
    this.note(window, `types ${value} over ${window.state.mine[unit]}`);
    window.state = edited(window.state, { [unit]: value });
  }

  /** Sends what is due; what becomes of it is drawn: answered, stored without an answer, lost, or arriving much later. */
  save(window: Window, isReliable = false): void {
    const due = toSend(window.state);
    if (!due) return;
    window.state = reduce(window.state, { is: "sending", content: due.content });
    const way = { window, life: window.life, revision: due.save.revision, content: due.content };
    const fate = isReliable ? 0 : this.draw(6);
    this.note(window, `saves on ${way.revision}: ${["answered", "answered", "answered", "no answer", "lost", "late"][fate]}`);
    if (fate <= 2) {
      this.answer(way);
      return;
    }
    if (fate === 3) this.server.save(way.revision, way.content);
    if (fate === 5) this.late.push(way);
    window.state = reduce(window.state, { is: "not_saved", trouble: { kind: "away" } });
  }

  answer({ window, life, revision, content }: OnItsWay): void {
    // the person goes on typing and the page goes on reading while the answer is on its way
    const meanwhile = () => [() => this.type(window), () => this.read(window)][this.draw(4)]?.();
    meanwhile();
    const { stored, draft: answer } = this.server.save(revision, content);
    meanwhile();
    if (window.life !== life) return;
    window.state = reduce(window.state, stored ? { is: "saved", draft: answer } : { is: "changed_elsewhere", current: answer });
    this.note(window, stored ? "saved" : `told of ${answer.revision}, conflicts: ${window.state.conflicts.join()}`);
  }

  deliverLate(): void {
    const [way] = this.late.splice(0, 1);
    if (way) this.server.save(way.revision, way.content);
  }

  read(window: Window): void {
    window.state = reduce(window.state, { is: "read", draft: this.server.now });
    this.note(window, `reads ${this.server.now.revision}, conflicts: ${window.state.conflicts.join()}`);
  }

  choose(window: Window): void {
    const unit = window.state.conflicts[0] as (typeof EDITED)[number] | undefined;
    if (!unit) return;
    const [mine, theirs] = [window.state.mine[unit], window.state.base.fields[unit]];
    const side = this.draw(2) === 0 ? "mine" : "theirs";
    this.seen.prefer(side === "mine" ? mine : theirs, side === "mine" ? theirs : mine);
    this.note(window, `chooses ${side} of ${mine} and ${theirs}`);
    window.state = reduce(window.state, { is: "chosen", unit, side });
  }

  /** The panel is closed in the middle of anything and opened again, with what this device kept. */
  reopen(window: Window): void {
    const kept = unsavedOf(window.state);
    window.life += 1;
    window.state = kept ? resume(JSON.parse(JSON.stringify(kept)) as Unsaved) : begin(this.server.now);
    this.note(window, "is opened again");
  }

  /** Everything arrives, everybody answers what they are asked. */
  settle(): void {
    while (this.late.length > 0) this.deliverLate();
    for (let round = 0; round < 40; round++) {
      for (const window of this.windows) {
        this.read(window);
        while (window.state.conflicts.length > 0) this.choose(window);
        this.save(window, true);
      }
      if (this.windows.every(({ state }) => isClean(state) && state.base.revision === this.server.now.revision)) return;
    }
    throw new Error(`never at rest:\n${this.log.join("\n")}`);
  }

  private note(window: Window, what: string): void {
    this.log.push(`${this.windows.indexOf(window)} ${what}`);
  }
}

test.each([1, 2, 3])(
  "with %i windows, what is stored at the end was typed or chosen with every other edit before the eyes",
  (windows) => {
    for (let seed = 1; seed <= 1000; seed++) {
      const run = new Run(random(seed * 7919 + windows), windows);
      for (let step = 0; step < 40; step++) run.step();
      run.settle();
      // whoever is alone is never asked about their own edits
      if (windows === 1)
        expect(
          run.log.filter((line) => line.includes("chooses")),
          run.log.join("\n"),
        ).toEqual([]);
      for (const unit of EDITED) {
        const lost = run.seen.unseenBy(run.server.now.fields[unit], unit);
        expect(lost, `seed ${seed}: ${unit} ends as ${run.server.now.fields[unit]}\n${run.log.join("\n")}`).toEqual([]);
        for (const { state } of run.windows) expect(state.mine[unit]).toBe(run.server.now.fields[unit]);
      }
    }
  },
);

// ------------------------------------------------------------------------------------------------ the rules, one by one
describe("saving", () => {
  it("sends nothing that the server has, and one save at a time", () => {
    const state = begin(draft());
    expect(toSend(state)).toBeNull();
    expect(toSend(sending(edited(state, { title: "a" })))).toBeNull();
  });

  it("what was typed while a save was under way is saved next, on the new revision", () => {
    const typed = edited(sending(edited(begin(draft()), { title: "a" })), { title: "ab" });
    const saved = reduce(typed, { is: "saved", draft: draft({ revision: 2 }, { title: "a" }) });
    expect(toSend(saved)?.save).toMatchObject({ revision: 2, fields: { title: "ab" } });
  });

  it("our own save, stored without an answer, is no conflict", () => {
    const away = reduce(sending(edited(begin(draft()), { title: "a" })), { is: "not_saved", trouble: { kind: "away" } });
    const told = reduce(sending(edited(away, { title: "ab" })), {
      is: "changed_elsewhere",
      current: draft({ revision: 2 }, { title: "a" }),
    });
    expect(told.conflicts).toEqual([]);
    expect(toSend(told)?.save).toMatchObject({ revision: 2, fields: { title: "ab" } });
  });

  it("a title that is too long stays here, and the rest is saved without it", () => {
    const state = edited(begin(draft({}, { title: "short" })), { title: "x".repeat(101), description: "d" });
    expect(toSend(state)?.save.fields).toMatchObject({ title: "short", description: "d" });
    const saved = reduce(sending(state), { is: "saved", draft: draft({ revision: 2 }, { title: "short", description: "d" }) });
    expect(toSend(saved)).toBeNull();
    expect(saved.mine.title).toHaveLength(101);
    expect(unsavedOf(saved)).not.toBeNull();
  });

  it("a refused save is not repeated until something is changed", () => {
    const refused = reduce(sending(edited(begin(draft()), { title: "a" })), {
      is: "not_saved",
      trouble: { kind: "refused", code: "invalid_input" },
    });
    expect(toSend(refused)).toBeNull();
    expect(toSend(edited(refused, { title: "b" }))).not.toBeNull();
  });

  it("an away server is asked again; a locked or vanished draft is not", () => {
    const after = (kind: "away" | "locked" | "gone") =>
      toSend(reduce(sending(edited(begin(draft()), { title: "a" })), { is: "not_saved", trouble: { kind } }));
    expect([after("away") !== null, after("locked"), after("gone")]).toEqual([true, null, null]);
  });
});

describe("another window's edit", () => {
  it("in another field is taken over and ours is kept, without a question", () => {
    const state = reduce(edited(begin(draft()), { title: "mine" }), {
      is: "read",
      draft: draft({ revision: 2 }, { description: "theirs" }),
    });
    expect(state.mine).toMatchObject({ title: "mine", description: "theirs" });
    expect(state).toMatchObject({ conflicts: [], taken: ["description"] });
  });

  it("is no longer told of once the field was changed here", () => {
    const read = reduce(begin(draft()), {
      is: "read",
      draft: draft({ revision: 2 }, { title: "theirs", description: "theirs" }),
    });
    expect(read.taken).toEqual(["title", "description"]);
    expect(edited(read, { title: "mine" }).taken).toEqual(["description"]);
  });

  it("in the same field is asked about, and nothing is saved before", () => {
    const state = reduce(edited(begin(draft()), { title: "mine" }), {
      is: "read",
      draft: draft({ revision: 2 }, { title: "theirs" }),
    });
    expect(state.conflicts).toEqual(["title"]);
    expect(toSend(state)).toBeNull();
    const mine = reduce(state, { is: "chosen", unit: "title", side: "mine" });
    expect(toSend(mine)?.save).toMatchObject({ revision: 2, fields: { title: "mine" } });
    const theirs = reduce(state, { is: "chosen", unit: "title", side: "theirs" });
    expect(isClean(theirs)).toBe(true);
  });

  it("is still asked about after the panel was closed and opened again", () => {
    const state = reduce(edited(begin(draft()), { title: "mine" }), {
      is: "read",
      draft: draft({ revision: 2 }, { title: "theirs" }),
    });
    expect(toSend(resume(unsavedOf(state) as Unsaved))).toBeNull();
  });

  it("that says the same is no conflict", () => {
    const state = reduce(edited(begin(draft()), { title: "same" }), {
      is: "read",
      draft: draft({ revision: 2 }, { title: "same" }),
    });
    expect(state.conflicts).toEqual([]);
    expect(isClean(state)).toBe(true);
  });

  it("a brand's id and its words are kept or taken together", () => {
    const state = reduce(edited(begin(draft()), { brand_id: 12, brand: "Zara" }), {
      is: "read",
      draft: draft({ revision: 2 }, { brand_id: null, brand: "Zara Home" }),
    });
    expect(state.conflicts).toEqual(["brand"]);
    const { mine } = reduce(state, { is: "chosen", unit: "brand", side: "theirs" });
    expect([mine.brand_id, mine.brand]).toEqual([null, "Zara Home"]);
  });

  it("from before our last save says nothing", () => {
    const state = begin(draft({ revision: 3 }, { title: "new" }));
    expect(reduce(state, { is: "read", draft: draft({ revision: 2 }, { title: "old" }) })).toBe(state);
  });
});

it("state and refusals change without a revision, and a draft that is being published is not saved into", () => {
  const state = reduce(edited(begin(draft()), { title: "a" }), { is: "read", draft: draft({ state: "publishing" }) });
  expect(toSend(state)).toBeNull();
  expect(toSend(reduce(state, { is: "read", draft: draft() }))).not.toBeNull();
});

it("every field of a draft belongs to a unit", () => {
  const fields = Object.keys(contentOf(draft())) as (keyof Content)[];
  const other = contentOf(draft({ closet_id: "c" }, { title: "x" }));
  for (const field of fields) {
    const changed = { ...contentOf(draft()), [field]: ["changed"] } as unknown as Content;
    expect(areSame(changed, contentOf(draft())), field).toBe(false);
  }
  expect(areSame(other, contentOf(draft()))).toBe(false);
  expect(unitOf("color_ids") satisfies Unit).toBe("colours");
  expect(unitOf("sim_lock")).toBe("attributes");
  expect(new Set(UNITS).size).toBe(UNITS.length);
});
