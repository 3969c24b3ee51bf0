// Reading the member's own entries: the wardrobe page by page, one entry's payload, and what the two say about the listing a
// job began with and the one it made. The only place that turns Vinted's states into the engine's words.
import type { FormField, Proof, SeenListing } from "../../shared-schemas/wire";
import type { CallName, FormSource, Outcome, OwnEntry } from "../vinted/calls";
import { readForm } from "../vinted/form_fields";
import { differences } from "../vinted/forms";
import { moment } from "./clock";
import { AFTER_REFUSED_READ, halted } from "./ends";
import { givingWay, mayGoOn } from "./give_way";
import type { NewShown, OldShown } from "./plan";
import { accountOf, pauseBeforeRead } from "./read_pace";
import { type CallOf, execute, learn, type Run } from "./run";

/** What was seen, and the entry that showed it. */
export interface Seen<S> {
  shown: S;
  proof: Proof | null;
  entry: SeenListing | null;
}

// ---------------------------------------------------------------- reading
const SECOND_TRIES = 2;

/**
 * One paced read in the right member's session. An odd answer is read again before it counts (CONTRACT §18.2 rows 6, 13, 16).
 * Answers the refusal only for kinds named in `may`; any other ends the lease by throwing Halt.
 */
export async function read<N extends CallName>(run: Run, call: CallOf<N>, may: readonly string[] = []): Promise<Outcome<N>> {
  for (let attempt = 1; ; attempt++) {
    const isPayload = call.call === "own_entry";
    await mayGoOn(run);
    const paced = { ...run.world, clock: givingWay(run) };
    await pauseBeforeRead(paced, accountOf(run.lease), run.entry.pace, { isPayload, hurries: run.entry.facts.undo });
    await mayGoOn(run);
    // counted before it is asked: an answer that is lost was a read as well
    if (isPayload) learn(run, { payloads: run.entry.facts.payloads + 1 });
    const key = `${run.lease.job_id}:${run.lease.epoch}:read:${run.reads}`;
    const outcome = await execute(run, call, { key, write: false, asked: run.world.clock.now() });
    if (outcome.ok || may.includes(outcome.refusal.kind)) return outcome;
    if (AFTER_REFUSED_READ[outcome.refusal.kind] !== "again" || attempt > SECOND_TRIES)
      throw halted(run, outcome.refusal, outcome.sent);
    await run.world.clock.sleep(run.entry.pace.second_try);
  }
}

/** Every page of the wardrobe in order, newest entries first. The caller stops when it has seen enough. */
export async function* wardrobe(run: Run) {
  for (let page = 1, pages = 1; page <= pages; page++) {
    const outcome = await read(run, { call: "wardrobe_page", page, newest_first: true });
    if (!outcome.ok) throw halted(run, outcome.refusal, outcome.sent);
    pages = outcome.value.pages;
    yield outcome.value;
  }
}

/** The first entry that `is` it, in every state; undefined after every page was read without it. */
export async function findEntry(run: Run, is: (entry: SeenListing) => boolean): Promise<SeenListing | undefined> {
  for await (const page of wardrobe(run)) {
    const entry = page.items.find(is);
    if (entry) return entry;
  }
  return undefined;
}

/** Like `findEntry`; nothing found counts only when a second reading, at least `absent_gap` later, finds nothing either. */
export async function findTwice(run: Run, is: (entry: SeenListing) => boolean): Promise<SeenListing | undefined> {
  const first = await findEntry(run, is);
  if (first) return first;
  await run.world.clock.sleep(run.entry.pace.absent_gap);
  return findEntry(run, is);
}

/** One own entry with its payload; undefined when Vinted says it is not there (404), `"denied"` when it will not show it. */
export async function ownEntry(run: Run, itemId: number): Promise<OwnEntry | undefined | "denied"> {
  const outcome = await read(run, { call: "own_entry", item_id: itemId }, ["not_found", "access_denied"]);
  if (outcome.ok) return outcome.value;
  return outcome.refusal.kind === "not_found" ? undefined : "denied";
}

/** What Vinted's form offers for a category; each of its parts is a read of its own. */
export async function formFields(run: Run, catalogId: number): Promise<FormField[]> {
  return readForm(async (part, mayLack) => {
    const outcome = await read(run, { call: part, catalog_id: catalogId }, mayLack ? ["html_instead", "not_found"] : []);
    if (outcome.ok) return outcome.value.found;
    // a category without sizes answers with an HTML 404; anything else is a refusal
    if (outcome.refusal.status === 404) return [];
    throw halted(run, outcome.refusal, outcome.sent);
  });
}

// ---------------------------------------------------------------- the listing a job began with
const OLD_SHOWN: Readonly<Record<SeenListing["state"], OldShown>> = {
  active: "live",
  reserved: "live",
  processing: "live",
  hidden: "hidden",
  sold: "other",
  closed: "other",
  draft: "other",
  gone: "deleted",
};

/**
 * How the old listing looks. Deleted means: absent from two whole readings, and its own address says 404; a 403 there proves
 * nothing and is `vague`.
 */
export async function seeOld(run: Run, itemId: number): Promise<Seen<OldShown>> {
  const entry = await findTwice(run, (candidate) => candidate.item_id === itemId);
  if (entry) return { shown: OLD_SHOWN[entry.state], proof: proofOf(run, "wardrobe_flag", entry), entry };
  const own = await ownEntry(run, itemId);
  if (own === undefined) return { shown: "deleted", proof: proofOf(run, "absent_twice", null, itemId), entry: null };
  return { shown: "vague", proof: null, entry: null };
}

// ---------------------------------------------------------------- the listing a job makes
// Hidden is published and not visible, like processing: it is neither to be deleted for nor to be replaced.
const NEW_SHOWN: Readonly<Record<SeenListing["state"], NewShown>> = {
  draft: "draft",
  processing: "processing",
  hidden: "processing",
  active: "live",
  reserved: "live",
  sold: "live",
  closed: "none",
  gone: "none",
};

/** What identifies the listing a job makes: ids Vinted answered, and exactly these photos in this order. */
export interface Made {
  ids: readonly number[];
  photo_ids: readonly number[];
}

export function madeBy(run: Run): Made {
  const { draft_id, new_item_id, photo_ids } = run.entry.facts;
  return { ids: [draft_id, new_item_id].filter((id) => id !== null), photo_ids };
}

/**
 * How the listing a job makes looks now, looked for in every state. `expected`: Vinted has answered that it is there, so one
 * reading that misses it does not count.
 */
export async function seeMade(run: Run, made: Made, expected: boolean): Promise<Seen<NewShown>> {
  if (made.ids.length === 0 && made.photo_ids.length === 0) return { shown: "none", proof: null, entry: null };
  const is = (entry: SeenListing) => made.ids.includes(entry.item_id) || samePhotos(entry.photo_ids, made.photo_ids);
  const entry = await (expected ? findTwice(run, is) : findEntry(run, is));
  if (!entry) return { shown: "none", proof: null, entry: null };
  return { shown: await newShown(run, entry, made), proof: proofOf(run, "wardrobe_entry", entry), entry };
}

/** rule: proof_photos. The id alone proves nothing; what the list shows otherwise counts once the entry's payload says so too. */
async function newShown(run: Run, entry: SeenListing, { photo_ids }: Made): Promise<NewShown> {
  const isWhole = photo_ids.length === 0 || samePhotos(entry.photo_ids, photo_ids);
  if (entry.state !== "active" || isWhole) return NEW_SHOWN[entry.state];
  const own = await ownEntry(run, entry.item_id);
  if (own === undefined || own === "denied") return "processing";
  return samePhotos(photoIds(own), photo_ids) ? "live" : "short";
}

function photoIds({ photos }: OwnEntry): number[] {
  return photos.map((photo) => photo.photo_id);
}

/**
 * What proves that one of these listings still stands, in whatever state: an entry with its id or with exactly its photos, or its
 * address, which says 404 only for what is gone. Null: two whole readings found none.
 */
export async function anyLeft(run: Run, ids: readonly number[], photos: readonly (readonly number[])[]): Promise<Proof | null> {
  const entry = await findTwice(
    run,
    (candidate) => ids.includes(candidate.item_id) || photos.some((own) => samePhotos(candidate.photo_ids, own)),
  );
  if (entry) return proofOf(run, "wardrobe_entry", entry);
  for (const id of ids) if ((await ownEntry(run, id)) !== undefined) return proofOf(run, "edit_payload", null, id);
  return null;
}

/** Whether an own entry is what was sent: its photos, and its payload field by field. Names what differs. */
export async function compare(run: Run, itemId: number, source: FormSource, sent: readonly number[]) {
  const own = await ownEntry(run, itemId);
  if (own === undefined || own === "denied") return undefined;
  const photos = photoIds(own);
  const differs = [...differences(source, sent, own.payload), ...(samePhotos(photos, sent) ? [] : ["photos"])];
  const proof: Proof = { kind: "edit_payload", at: moment(run.world.clock.now()), item_id: itemId, photos: photos.length };
  return { is_draft: own.is_draft, differs, proof };
}

function samePhotos(seen: readonly number[], sent: readonly number[]): boolean {
  return sent.length > 0 && seen.length === sent.length && seen.every((id, place) => id === sent[place]);
}

export function proofOf(run: Run, kind: Proof["kind"], entry: SeenListing | null, itemId: number | null = null): Proof {
  return {
    kind,
    at: moment(run.world.clock.now()),
    item_id: entry?.item_id ?? itemId,
    photos: entry ? entry.photo_ids.length : null,
  };
}
