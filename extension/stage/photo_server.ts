// Our server's side of sending photos, in memory: what is announced, taken in parts and grouped, with its refusals. The real server
// has its own tests; this one is here so that the sending has somebody to talk to who can be away at any question. Test ground only.
import * as v from "valibot";
import type { ErrorCode } from "../../shared-schemas/wire";
import { type NewPhoto, PART_BYTES, type Photo, type PhotoProblem, UploadRequest } from "../../shared-schemas/wire";
import { NotConnected, type Problem, ServerAway, ServerRefused } from "../backend/problems";
import type { Server } from "../backend/request";

interface Row {
  new: NewPhoto;
  id: string;
  state: Photo["state"];
  problem: PhotoProblem | null;
  bytes: Uint8Array<ArrayBuffer>;
  grouped: boolean;
  removed: boolean;
  duplicate_of: string | null;
}

export class PhotoServer {
  readonly rows: Row[] = [];
  /** Which photos each grouping was asked for. */
  readonly groupings: string[][] = [];
  isAway = false;
  isRevoked = false;
  /** Its own tasks are slow: nothing that arrived is taken in. */
  holdsBack = false;
  /** Every byte that came, over all parts. */
  received = 0;
  /** How many parts arrive damaged before they arrive whole. */
  damages = 0;
  /** What the server finds in a photo once it has it all, by name. */
  readonly found = new Map<string, PhotoProblem | "copy">();

  readonly ask: Server = async (name, args) => {
    if (this.isAway) throw new ServerAway(name);
    if (this.isRevoked) throw new NotConnected(name);
    const { body, path, query } = args as unknown as { body: unknown; path: { id: string }; query: Record<string, never> };
    const answer = await this.answer(name, body, path?.id, query);
    // what crosses the wire is a copy
    return structuredClone(answer) as never;
  };

  private async answer(name: string, body: unknown, id: string, query: { offset?: number; ids?: string } = {}): Promise<unknown> {
    switch (name) {
      case "announce_photos":
        return { items: v.parse(UploadRequest, body).photos.map((photo) => this.announced(photo)) };
      case "send_photo_part":
        return this.part(this.row(id), query.offset ?? 0, body as Uint8Array);
      case "photos":
        this.takeIn();
        return {
          items: (query.ids ?? "")
            .split(",")
            .flatMap((one) => this.rows.filter((row) => row.id === one && !row.removed).map(shown)),
        };
      case "cluster":
        this.groupings.push((body as { photo_ids: string[] }).photo_ids);
        for (const one of (body as { photo_ids: string[] }).photo_ids) this.row(one).grouped = true;
        return { items: [], undo: null };
      case "delete_photo":
        this.row(id).removed = true;
        return null;
      default:
        throw new Error(`nobody answers ${name} here`);
    }
  }

  private announced(photo: NewPhoto): Photo {
    const known = this.rows.find((row) => row.new.client_id === photo.client_id);
    if (known && known.state !== "receiving") return shown(known);
    const same = this.rows.find((row) => row.new.sha256 === photo.sha256 && row.new.client_id !== photo.client_id);
    if (same) return { ...shown(same), client_id: photo.client_id, duplicate_of: same.id };
    if (known) return shown(known);
    const row: Row = {
      new: photo,
      id: crypto.randomUUID(),
      state: "receiving",
      problem: null,
      bytes: new Uint8Array(),
      grouped: false,
      removed: false,
      duplicate_of: null,
    };
    this.rows.push(row);
    return shown(row);
  }

  private async part(row: Row, offset: number, part: Uint8Array) {
    if (part.length > PART_BYTES) throw refusal("payload_too_large");
    if (row.state !== "receiving") return { offset: row.bytes.length, state: row.state, sha256: row.new.sha256 };
    if (offset < row.bytes.length) return { offset: row.bytes.length, state: row.state, sha256: null };
    if (offset > row.bytes.length) throw refusal("wrong_offset", { offset: row.bytes.length });
    this.received += part.length;
    const more = new Uint8Array(row.bytes.length + part.length);
    more.set(row.bytes);
    more.set(part, row.bytes.length);
    row.bytes = more;
    if (row.bytes.length < row.new.size) return { offset: row.bytes.length, state: row.state, sha256: null };
    if (this.damages > 0) {
      this.damages -= 1;
      row.bytes = new Uint8Array();
      return { offset: 0, state: "failed", sha256: null };
    }
    row.state = "processing";
    return { offset: row.bytes.length, state: row.state, sha256: row.new.sha256 };
  }

  /** What the server's own task does between two looks. */
  private takeIn(): void {
    if (this.holdsBack) return;
    for (const row of this.rows.filter(({ state }) => state === "processing")) {
      const found = this.found.get(row.new.name);
      row.state = found && found !== "copy" ? "failed" : "ready";
      if (found === "copy") row.duplicate_of = this.rows[0]?.id ?? null;
      else if (found) row.problem = found;
    }
  }

  private row(id: string): Row {
    const row = this.rows.find((one) => one.id === id && !one.removed);
    if (!row) throw refusal("not_found");
    return row;
  }
}

export function refusal(code: ErrorCode, data: Record<string, unknown> = {}): ServerRefused {
  const problem: Problem = { type: "about:blank", code, status: 409, title: code, detail: null, data, request_id: null } as never;
  return new ServerRefused(problem);
}

function shown(row: Row): Photo {
  return {
    id: row.id,
    client_id: row.new.client_id,
    name: row.new.name,
    state: row.state,
    offset: row.bytes.length,
    size: row.new.size,
    problem: row.problem,
    duplicate_of: row.duplicate_of,
    near_duplicate_of: null,
    width: null,
    height: null,
    color: null,
    captured_at: row.new.captured_at ?? null,
    group_id: null,
    rendering: 0,
    created_at: "2026-11-14T14:05:00Z",
  };
}
