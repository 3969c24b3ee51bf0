// Our server's side of the protocol for one closet, in memory: lease, go, finish, with its clock and its refusals. It reads what
// it is sent with the real schemas. The real server has its own tests; this one is here so that the device has somebody to
// obey. Test ground only.
import * as v from "valibot";
import type {
  Facts,
  FinishRequest,
  Lease,
  LeaseAnswer,
  Pace,
  Snapshot,
  StepName,
  StepResult,
  Work,
} from "../../shared-schemas/wire";
import * as wire from "../../shared-schemas/wire";
import { type AnyOperation, OPERATIONS } from "../backend/operations";
import { NotConnected, ServerAway, ServerRefused } from "../backend/problems";
import type { Server } from "../backend/request";
import { mergeFacts } from "../jobs/journal";
import type { WoundClock } from "./clock";

// no chance in it: a kill at the n-th place is the same kill every time
export const PACE: Pace = v.parse(wire.Pace, { step_gap_min: 3, step_gap_max: 3 });
export const NO_FACTS: Facts = v.parse(wire.Facts, {});
const UNDO = new Set<StepName>(["delete_draft", "delete_new"]);
const ONE: wire.Effects = { writes: 1, relists: 0 };
const COSTS: Partial<Record<Work["verb"], wire.Effects>> = {
  set_hidden: ONE,
  delete_listing: ONE,
  publish_listing: ONE,
  save_vinted_draft: ONE,
  restore: ONE,
  relist: { writes: 3, relists: 1 },
};

export interface StageJob {
  id: string;
  work: Work;
  state: "queued" | "leased" | "running" | "parked" | "needs_person" | "done" | "failed" | "unknown";
  facts: Facts;
  lastStep: StepName | null;
  sentAt: number;
  /** When it was first leased. */
  leasedAt: number | null;
  lastHolder: string | null;
  look: FinishRequest["look"];
  late: boolean;
  nextAt: number;
  answer: Lease["answer_of_person"];
  snapshot: Snapshot | null;
  reason: string | null;
  gos: { device: string; epoch: string; step: StepName; undo: boolean }[];
  results: StepResult[];
  finishes: FinishRequest[];
}

export class StageServer {
  readonly jobs: StageJob[] = [];
  away = false;
  /** Loses the answers to the next questions of a name, after they took effect. */
  loses = new Map<string, number>();
  holder: { device: string; epoch: string; until: number; job: StageJob } | null = null;
  lastHeld: { device: string; until: number } | null = null;
  photos = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Any photo that is asked for is there, also one that no test put here. */
  keepsAllPhotos = true;
  restored = false;
  /** What the closet's owner allows it within 24 hours. */
  limits: wire.Effects = { writes: 30, relists: 3 };
  /** Devices whose token is not taken any more. */
  readonly revoked = new Set<string>();
  /** What reading jobs brought, as it came, and what the next pieces are answered. */
  readonly readings: wire.Reading[] = [];
  readonly readingAnswers: Partial<wire.ReadingAnswer>[] = [];
  readonly labels: Uint8Array[] = [];
  /** What the next question for a go is answered instead of a go. */
  readonly goAnswers: wire.GoAnswer[] = [];
  /** Somebody's job waits: what a heartbeat says to a reading one. */
  hurry = false;
  /** What a settle tells the next device; a device must not need it. */
  marksUndo = true;
  private counter = 0;

  constructor(
    readonly clock: WoundClock,
    readonly pace: Pace = PACE,
  ) {}

  wish(work: Work): StageJob {
    const job: StageJob = {
      id: crypto.randomUUID(),
      work,
      state: "queued",
      facts: NO_FACTS,
      lastStep: null,
      sentAt: 0,
      leasedAt: null,
      lastHolder: null,
      look: null,
      late: false,
      nextAt: 0,
      answer: null,
      snapshot: null,
      reason: null,
      gos: [],
      results: [],
      finishes: [],
    };
    this.jobs.push(job);
    return job;
  }

  /** The person takes a device away: what it held is over at once. */
  revoke(device: string): void {
    this.revoked.add(device);
    if (this.holder?.device === device) this.holder.until = this.now;
  }

  /** The person answers a job that needs them. */
  resolve(job: StageJob, choice: NonNullable<Lease["answer_of_person"]>): void {
    job.state = "parked";
    job.answer = choice;
    job.nextAt = 0;
  }

  /** The person has what is lost made again: that ends the job and makes another. */
  answerWithRestore(job: StageJob, work: Work): StageJob {
    job.state = "failed";
    return this.wish(work);
  }

  /** The server as one device sees it. */
  for(device: string): Server {
    const call = async (
      name: keyof typeof OPERATIONS,
      args: { path?: Record<string, string>; body?: unknown },
    ): Promise<unknown> => {
      if (this.away) throw new ServerAway(name);
      if (this.revoked.has(device)) throw new NotConnected(name);
      const operation: AnyOperation = OPERATIONS[name];
      const body =
        operation.body && operation.bytes === "none" ? v.parse(operation.body, JSON.parse(JSON.stringify(args.body))) : args.body;
      const answer = await this.answer(device, name, args.path ?? {}, body);
      const losing = this.loses.get(name) ?? 0;
      if (losing > 0) {
        this.loses.set(name, losing - 1);
        throw new ServerAway(`${name}: answer lost`);
      }
      return operation.bytes === "in" ? answer : v.parse(operation.answer, answer);
    };
    return call as Server;
  }

  private get now(): number {
    return this.clock.now().wall;
  }

  private async answer(device: string, name: string, path: Record<string, string>, body: unknown): Promise<unknown> {
    const job = this.jobs.find(({ id }) => id === path["id"]);
    switch (name) {
      case "lease":
        return this.lease(device, body as wire.LeaseRequest);
      case "renew":
        this.mustHold(device, (body as wire.RenewRequest).epoch, job).until = this.now + this.pace.lease * 1000;
        return { give_way: this.hurry, stop: job?.reason === "stop" };
      case "steps":
        return this.steps(device, job, body as wire.StepsRequest);
      case "finish":
        return this.finish(device, job, body as FinishRequest);
      case "journal":
        this.restored = false;
        return { taken: 0, waiting: 0 };
      case "snapshot":
        return this.takeSnapshot(job, body as wire.SnapshotRequest);
      case "reading":
        return this.takeReading((body as wire.ReadingRequest).reading);
      case "label":
        this.labels.push(body as Uint8Array);
        return { sha256: "0".repeat(64), pages: 1 };
      case "photo_bytes":
        return this.photos.get(path["sha256"] ?? "") ?? (this.keepsAllPhotos ? new Uint8Array([1]) : missing());
      default:
        throw new Error(`the stage server does not know ${name}`);
    }
  }

  private expire(): void {
    const { holder } = this;
    if (!holder || holder.until > this.now) return;
    this.lastHeld = { device: holder.device, until: holder.until };
    this.holder = null;
    if (holder.job.state === "leased") holder.job.state = "queued";
    if (holder.job.state === "running") holder.job.state = holder.job.lastStep ? "parked" : "queued";
  }

  private lease(device: string, { holding, hands }: wire.LeaseRequest): LeaseAnswer {
    if (this.restored) return { answer: "journal_wanted", generation: "2" };
    this.expire();
    const none: LeaseAnswer = { answer: "none", retry_in: this.pace.poll, waiting: 0 };
    if (hands.length === 0 || (this.holder && this.holder.device !== device)) return none;
    const { lastHeld } = this;
    if (lastHeld && lastHeld.device !== device && this.now < lastHeld.until + this.pace.takeover_wait * 1000) return none;
    const own = this.holder?.job;
    const job = own ?? this.jobs.find(({ state, nextAt }) => (state === "queued" || state === "parked") && nextAt <= this.now);
    if (!job) return none;
    const known = job.lastStep === null || (job.lastHolder === device && holding.includes(job.id) && !job.facts.undo);
    const mode = job.late && job.look === "late" ? "look" : known ? "run" : "settle";
    if (mode !== "run" && this.marksUndo) job.facts = { ...job.facts, undo: true };
    const epoch = `1.${++this.counter}`;
    this.holder = { device, epoch, until: this.now + this.pace.lease * 1000, job };
    job.state = job.lastStep === null ? "leased" : "running";
    job.leasedAt ??= this.now;
    const answer = job.answer;
    job.answer = null;
    return {
      answer: "lease",
      job_id: job.id,
      closet_id: "00000000-0000-4000-8000-000000000001",
      member_id: 7,
      country: "fr",
      epoch,
      mode,
      work: job.work,
      facts: job.facts,
      last_step: job.lastStep,
      person_pressed: true,
      answer_of_person: answer,
      snapshot: job.snapshot,
      cost: COSTS[job.work.verb] ?? { writes: 0, relists: 0 },
      limits: this.limits,
      pace: this.pace,
    };
  }

  private mustHold(device: string, epoch: string, job: StageJob | undefined) {
    this.expire();
    const { holder } = this;
    if (!holder || holder.device !== device || holder.epoch !== epoch || holder.job !== job) throw refused("conflict");
    return holder;
  }

  private steps(device: string, job: StageJob | undefined, { epoch, facts, last, next }: wire.StepsRequest): wire.GoAnswer {
    this.expire();
    const { holder } = this;
    if (!job || !holder || holder.device !== device || holder.epoch !== epoch || holder.job !== job)
      return { answer: "stop", reason: "lease_lost" };
    holder.until = this.now + this.pace.lease * 1000;
    job.facts = mergeFacts(job.facts, facts);
    if (last) job.results.push(last);
    if (!next) return { answer: "noted" };
    const instead = this.goAnswers.shift();
    if (instead) return instead;
    const isUndo = UNDO.has(next.step) || (next.step === "show" && job.work.verb !== "set_hidden");
    if (!isUndo && job.facts.undo) return { answer: "stop", reason: "undo_only" };
    if (isUndo) job.facts = { ...job.facts, undo: true };
    job.state = "running";
    job.lastStep = next.step;
    job.lastHolder = device;
    job.sentAt = this.now;
    job.gos.push({ device, epoch, step: next.step, undo: isUndo });
    return { answer: "go", seq: next.seq, step: next.step };
  }

  private finish(device: string, job: StageJob | undefined, body: FinishRequest): wire.FinishAnswer {
    if (!job) throw refused("not_found");
    job.finishes.push(body);
    const isHeld = this.holder?.device === device && this.holder.epoch === body.epoch && this.holder.job === job;
    if (!isHeld) return { state: job.state, next_at: null };
    job.facts = mergeFacts(job.facts, body.facts);
    this.holder = null;
    this.lastHeld = null;
    job.lastHolder ??= device;
    job.reason = body.reason;
    job.look = body.look;
    switch (body.end) {
      case "park": {
        job.state = "parked";
        job.late = body.look === "late";
        const { go_age, request_deadline, late_look } = this.pace;
        job.nextAt = body.look === "late" ? job.sentAt + (go_age + request_deadline + late_look) * 1000 : this.now + 60_000;
        break;
      }
      case "release":
        job.state = "queued";
        job.nextAt = this.now + (body.retry_in ?? 30) * 1000;
        break;
      case "done":
      case "failed":
      case "unknown":
      case "needs_person":
        job.state = body.end;
        break;
      default:
        throw body.end satisfies never;
    }
    return { state: job.state, next_at: null };
  }

  private takeReading(reading: wire.Reading): wire.ReadingAnswer {
    this.readings.push(reading);
    return { believed: true, enough: false, want: [], give_way: this.hurry, ...this.readingAnswers.shift() };
  }

  /** The pieces of one kind. */
  read<R extends wire.Reading["read"]>(kind: R): Extract<wire.Reading, { read: R }>[] {
    return this.readings.filter((reading): reading is Extract<wire.Reading, { read: R }> => reading.read === kind);
  }

  private takeSnapshot(job: StageJob | undefined, { payload, photo_ids }: wire.SnapshotRequest): wire.SnapshotAnswer {
    if (job?.work.verb !== "relist" && job?.work.verb !== "sync_listing") throw refused("not_found");
    job.snapshot ??= {
      id: crypto.randomUUID(),
      item_id: job.work.item_id,
      payload,
      taken_at: new Date(this.now).toISOString(),
      photos: photo_ids.map((vinted_photo_id) => ({ vinted_photo_id, sha256: String(vinted_photo_id).padStart(64, "0") })),
    };
    return { snapshot: job.snapshot, missing: [] };
  }
}

function missing(): never {
  throw refused("not_found");
}

function refused(code: string): ServerRefused {
  return new ServerRefused({
    type: "about:blank",
    title: code,
    status: 409,
    code,
    detail: "",
    field: null,
    request_id: "",
    data: {},
  });
}
