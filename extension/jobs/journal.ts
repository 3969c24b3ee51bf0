// The journal: what this device knows of each job it worked on, written to disk before anything is sent. An entry holds one
// job; its steps go todo → sent → done. This file reads and writes entries; what follows from them is decided in plan.ts.
import type {
  EndReason,
  Facts,
  FinishRequest,
  JournalEntry,
  Lease,
  Pace,
  Proof,
  Refusal,
  StepName,
  StepOutcome,
  Work,
} from "../../shared-schemas/wire";
import { database, read, write } from "../storage/database";
import { moment, type Stamp } from "./clock";

/** How long the journal remembers a job that has ended. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** One step of a job, as this device knows it. */
export interface Step {
  seq: number;
  step: StepName;
  undo: boolean;
  status: "todo" | "sent" | "done";
  /** The epoch it was sent under: part of its receipt's key. */
  epoch: string;
  /** When it was last about to leave; counts the request's deadline. */
  sent_at: Stamp | null;
  at: string;
  outcome: StepOutcome | null;
  proof: Proof | null;
  refusal: Refusal | null;
  /** The server has this step's outcome. */
  reported: boolean;
}

/** One job. */
export interface Entry {
  job_id: string;
  closet_id: string;
  member_id: number;
  country: string;
  epoch: string;
  work: Work;
  /** The verb's version when the job began; a build with another version settles it instead of guessing. */
  version: number;
  facts: Facts;
  steps: Step[];
  pace: Pace;
  /** This device itself got the go for hide, under this epoch; with it goes the undo without a go. */
  mine: boolean;
  /** From before the last question that the server answered. */
  answered_at: Stamp;
  /** Why an undo was begun: the reason the job will end with. */
  why: EndReason | null;
  /** The refusal behind `why`. */
  refusal: Refusal | null;
  /** How the job ended, once this device knows it. */
  end: FinishRequest | null;
  /** The server has been told the end. */
  reported: boolean;
  changed_at: number;
}

/** The journal as the engine uses it; each write is on disk when it resolves. */
export interface Journal {
  get: (jobId: string) => Promise<Entry | undefined>;
  put: (entry: Entry) => Promise<void>;
  drop: (jobId: string) => Promise<void>;
  /** Those whose end the server has not been told, newest change first: few, however long the journal is. */
  unreported: () => Promise<Entry[]>;
  /** Everything, newest change first. */
  all: () => Promise<Entry[]>;
}

/** An entry on disk. The mark finds it without reading the others; it is gone once the end is reported. */
type Row = Entry & { unreported?: 1 };

export const journal: Journal = {
  get: async (jobId) => {
    const row = await read<Row | undefined>(await database(), "journal", (store) => store.get(jobId));
    return row && entryOf(row);
  },
  put: async (entry) => {
    const row: Row = entry.reported ? entry : { ...entry, unreported: 1 };
    await write(await database(), "journal", (store) => store.put(row));
  },
  drop: async (jobId) => write(await database(), "journal", (store) => store.delete(jobId)),
  unreported: async () => newestFirst(await read(await database(), "journal", (store) => store.index("unreported").getAll())),
  all: async () => newestFirst(await read(await database(), "journal", (store) => store.getAll())),
};

function newestFirst(rows: Row[]): Entry[] {
  return rows.map(entryOf).sort((a, b) => b.changed_at - a.changed_at);
}

function entryOf(row: Row): Entry {
  const entry = { ...row };
  delete entry.unreported;
  return entry;
}

/** A new entry for a leased job nothing was sent for by this device. */
export function begin(lease: Lease, version: number, now: Stamp): Entry {
  return {
    job_id: lease.job_id,
    closet_id: lease.closet_id,
    member_id: lease.member_id,
    country: lease.country,
    epoch: lease.epoch,
    work: lease.work,
    version,
    facts: lease.facts,
    steps: [],
    pace: lease.pace,
    mine: false,
    answered_at: now,
    why: null,
    refusal: null,
    end: null,
    reported: false,
    changed_at: now.wall,
  };
}

/** What both know: nothing that one of them learned is lost, and a begun undo stays begun. */
export function mergeFacts(ours: Facts, theirs: Facts): Facts {
  return {
    upload_session: ours.upload_session ?? theirs.upload_session,
    photo_ids: ours.photo_ids.length > 0 ? ours.photo_ids : theirs.photo_ids,
    draft_id: ours.draft_id ?? theirs.draft_id,
    new_item_id: ours.new_item_id ?? theirs.new_item_id,
    old_item_id: ours.old_item_id ?? theirs.old_item_id,
    snapshot_id: ours.snapshot_id ?? theirs.snapshot_id,
    hidden_before: ours.hidden_before ?? theirs.hidden_before,
    published_at: ours.published_at ?? theirs.published_at,
    thread_id: ours.thread_id ?? theirs.thread_id,
    transaction_id: ours.transaction_id ?? theirs.transaction_id,
    after: ours.after ?? theirs.after,
    offers_before: ours.offers_before.length > 0 ? ours.offers_before : theirs.offers_before,
    was: ours.was ?? theirs.was,
    undo: ours.undo || theirs.undo,
    payloads: Math.max(ours.payloads, theirs.payloads),
  };
}

/** The key of a step's receipt. */
export function receiptName(entry: Entry, step: Step, part = 0): string {
  return `${entry.job_id}:${step.epoch}:${step.seq}:${part}`;
}

/** Which of the unreported are jobs this device has begun: it gets them first when it asks for work. */
export function holding(entries: Entry[]): string[] {
  return entries.filter((entry) => entry.steps.length > 0).map((entry) => entry.job_id);
}

/** The entries as the server reads them after a restore. */
export function exported(entries: Entry[]): JournalEntry[] {
  return entries.map((entry) => ({
    job_id: entry.job_id,
    closet_id: entry.closet_id,
    epoch: entry.epoch,
    verb: entry.work.verb,
    version: entry.version,
    work: entry.work,
    facts: entry.facts,
    steps: entry.steps.map(({ seq, step, undo, status, outcome, proof, at }) => ({
      seq,
      step,
      undo,
      status,
      outcome,
      proof,
      at,
    })),
    end: entry.end?.end ?? null,
    reason: entry.end?.reason ?? null,
    proof: entry.end?.proof ?? null,
    at: moment({ wall: entry.changed_at, mono: 0 }),
  }));
}

/** Forgets jobs that ended (or were left) more than 30 days ago. */
export async function dropOldEntries(from: Journal, now: number): Promise<void> {
  for (const entry of await from.all()) if (now - entry.changed_at > KEPT_MS) await from.drop(entry.job_id);
}
