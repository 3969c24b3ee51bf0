// What the worker answers to the pages' messages about photos, and about the one other kind of file pages show: labels.
import { asFailure, type BackendFailure } from "../backend/problems";
import type { Server } from "../backend/request";
import { fetchLabel } from "./label_files";
import { fetchPicture, type Wanted } from "./pictures";

type Fetched = { ok: true } | ({ ok: false } & BackendFailure);

async function fetched(act: () => Promise<void>): Promise<Fetched> {
  try {
    await act();
    return { ok: true };
  } catch (error) {
    return { ok: false, ...asFailure(error) };
  }
}

/** `send` starts the sending without being waited for. */
export function photoHandlers(server: Server, send: () => void) {
  return {
    async send_photos(): Promise<null> {
      send();
      return null;
    },
    async fetch_picture(wanted: Wanted): Promise<Fetched> {
      return fetched(() => fetchPicture(server, wanted));
    },
    async fetch_label({ closet_id, transaction_id }: { closet_id: string; transaction_id: number }): Promise<Fetched> {
      return fetched(() => fetchLabel(server, closet_id, transaction_id));
    },
  };
}
