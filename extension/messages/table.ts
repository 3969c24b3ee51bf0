// What contexts of the extension say to each other, as one typed table: name → who may say it, with what, and the answer.
// The worker answers all of these; what it tells a Vinted tab is in vinted/execute.ts, the only conversation the other way.
import type { PhotoVariant } from "../../shared-schemas/wire";
import type { AnswerOf, Args, AskableOperation } from "../backend/operations";
import type { BackendFailure } from "../backend/problems";
import type { SignInOutcome } from "../backend/sign_in";
import type { SignOutOutcome } from "../backend/sign_out";
import type { BrandQuestion, VintedBrand } from "../vinted/calls";
import type { CountryAccess } from "../vinted/countries";
import type { FromPage, Presence } from "../vinted/execute";
import type { FormFilled } from "../vinted/fill_form";
import type { ItemFacts } from "../vinted/item_facts";
import type { HttpAnswer } from "../vinted/wish";

/** Who speaks, by what the browser stamps on the sender: a page of ours, or our content script in a page of Vinted's. */
export type Speaker = "own_page" | "vinted_page";

type FromVinted<N extends FromPage["from_page"]> = Omit<Extract<FromPage, { from_page: N }>, "from_page">;

/** What the popup and the panel show of the engine without asking the server. */
export interface EngineStatus {
  server: string;
  /** Not our own service, but one the seller named. */
  server_is_own: boolean;
  signed_in: { email: string; label: string } | null;
  /** Live Vinted tabs, the last used first; `member` null: nobody is signed in there. */
  tabs: Presence[];
  /** Vinted's countries, the home country first, and whether the browser lets us work there. */
  countries: CountryAccess[];
  /** The job that is being worked now. */
  job_id: string | null;
  server_away: boolean;
  /** The server no longer serves this build. */
  upgrade_needed: boolean;
  /** Listings that an unfinished job of this browser may have left hidden on Vinted. */
  maybe_hidden: number[];
}

/** name → [who may say it, what it says, what it is answered]. */
export interface Messages {
  backend: [
    "own_page",
    { operation: AskableOperation; args: unknown },
    { ok: true; value: unknown } | ({ ok: false } & BackendFailure),
  ];
  wake: ["own_page", Record<never, never>, null];
  /** Photos were prepared on this device. */
  send_photos: ["own_page", Record<never, never>, null];
  /** A picture of a photo on the server, to be kept where pages can read it (photos/pictures.ts). */
  fetch_picture: [
    "own_page",
    { photo_id: string; variant: PhotoVariant; rendering: number },
    { ok: true } | ({ ok: false } & BackendFailure),
  ];
  /** A sale's label, to be kept where pages can read it (photos/label_files.ts). */
  fetch_label: ["own_page", { closet_id: string; transaction_id: number }, { ok: true } | ({ ok: false } & BackendFailure)];
  engine_status: ["own_page", Record<never, never>, EngineStatus];
  /** Vinted's own brands for a category; null where only the file can answer. */
  vinted_brands: ["own_page", BrandQuestion, VintedBrand[] | null];
  sign_in: ["own_page", { label: string }, SignInOutcome];
  /** Refused while the server is away and a listing may be hidden, unless the person wants it `anyway`. */
  sign_out: ["own_page", { anyway: boolean }, SignOutOutcome];
  use_server: ["own_page", { address: string }, { chosen: true } | { chosen: false; why: "not_an_address" | "job_underway" }];

  /** Types a draft into the form of this Vinted tab; null: it shows no form any more. */
  fill_form: ["own_page", { draft_id: string; tab_id: number }, FormFilled | null];
  /** What the page of the item in this Vinted tab says of it, read anew; null: nothing. */
  item_facts: ["own_page", { tab_id: number; item_id: number }, ItemFacts | null];

  member_here: ["vinted_page", FromVinted<"member_here">, null];
  open_act: ["vinted_page", FromVinted<"open_act">, null];
  /** A request to the services beside the page's own site, which the page itself may not reach. Null: no answer. */
  send_for_page: ["vinted_page", FromVinted<"send_for_page">, HttpAnswer | null];
}

export type MessageName = keyof Messages;
export type Says<N extends MessageName> = Messages[N][1];
export type Answers<N extends MessageName> = Messages[N][2];

/** The same column as data, for the check at run time. */
export const SPEAKERS: { readonly [N in MessageName]: Messages[N][0] } = {
  backend: "own_page",
  wake: "own_page",
  send_photos: "own_page",
  fetch_picture: "own_page",
  fetch_label: "own_page",
  engine_status: "own_page",
  vinted_brands: "own_page",
  sign_in: "own_page",
  sign_out: "own_page",
  use_server: "own_page",
  fill_form: "own_page",
  item_facts: "own_page",
  member_here: "vinted_page",
  open_act: "vinted_page",
  send_for_page: "vinted_page",
};

/** The arguments of an operation and what it answers, for the pages that ask by name. */
export type { AnswerOf, Args, AskableOperation };
