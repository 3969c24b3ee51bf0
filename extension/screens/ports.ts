// What the seller's screens may ask for and do, as one interface of plain data and functions. The pages hand over the real one
// (app/); the screens themselves know no browser, no message and no address, so that panel, tab, popup and tests show the same.
import type { InferInput } from "valibot";
import type {
  Closet,
  ClosetChange as ClosetChangeStruct,
  ClosetList,
  Device,
  Diary,
  Job,
  Language,
  Listing,
  ResolveRequest,
  SwitchOff,
  WishRequest,
} from "../../shared-schemas/wire";
import type { ApprovalPort } from "./approvals/port";
import type { BulkPort } from "./bulk/port";
import type { ListingPort } from "./closet/port";
import type { AnalysisPort } from "./drafts/analysis/port";
import type { DraftPorts } from "./drafts/ports";
import type { InboxPort } from "./inbox/port";
import type { OrderPort } from "./orders/port";
import type { FinderPort } from "./palette/port";
import type { PhotoEditorPort } from "./photo_editor/port";
import type { PhotosPort } from "./photos/port";
import type { SafetyPort } from "./safety/port";
import type { TemplatePort } from "./templates/port";

/** Why something could not be read or done. `code` is the server's; each has its sentence in failures.ts. */
export type Failure =
  | { why: "away" }
  | { why: "not_connected" }
  | { why: "refused"; code: string; data: Readonly<Record<string, unknown>> }
  /** The extension itself did not answer, or was updated under this page. */
  | { why: "reload_page" };

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What is known of something now. A failed refresh keeps the old value and its time. */
export interface Kept<T> {
  value: T | undefined;
  /** When the value was read from where it comes from; survives the page. */
  readAt: Date | undefined;
  failure: Failure | undefined;
}

/** One thing that is kept on this device, shown at once and refreshed while somebody looks. The same object for the same thing. */
export interface Source<T> {
  current(): Kept<T>;
  /** Tells of every change until the returned function is called; the first listener starts reading. */
  subscribe(listener: () => void): () => void;
  refresh(): Promise<void>;
}

/** The newest of a list that may be too long to be shown at once. */
export interface Newest<T> {
  items: readonly T[];
  /** Whether there are older ones. */
  hasMore: boolean;
}

/** A long list, newest first, of which more is shown when the person asks. */
export interface LongSource<T> extends Source<Newest<T>> {
  showMore: () => Promise<void>;
}

/** The member a Vinted tab shows. */
export interface Member {
  member_id: number;
  login: string;
  photo_url: string | null;
  currency: string;
  item_count: number | null;
  country: string;
  time_zone: string;
}

/** One of Vinted's countries. */
export interface CountryAccess {
  country: string;
  site: string;
  currency: string;
  /** The country this extension is at home in; it cannot be withdrawn. */
  isHome: boolean;
  isAllowed: boolean;
}

/** What this install itself knows, without asking the server. */
export interface Engine {
  server: string;
  is_own_server: boolean;
  signed_in: { email: string; label: string } | null;
  /** Live Vinted tabs, the last used first; `member` null: nobody is signed in there. */
  tabs: { country: string; member: Member | null }[];
  /** The home country first. */
  countries: readonly CountryAccess[];
  job_id: string | null;
  server_away: boolean;
  upgrade_needed: boolean;
  /** Listings that an unfinished job of this browser may have left hidden on Vinted. */
  maybe_hidden: number[];
}

/** Our buttons in Vinted's pages: on own cards, on an own item's page, on other items, on the form, the bar of selected cards. */
export type PageControl = "cards" | "item" | "copy" | "form" | "selection";

/** What the person chose on this device. */
export interface Preferences {
  language: Language | null;
  theme: "system" | "light" | "dark";
  /** Our buttons in Vinted's pages. */
  controls: Readonly<Record<PageControl, boolean>>;
  closet_view: "table" | "grid";
  /** When the card about data and Vinted's terms was understood; ISO 8601. */
  understood_at: string | null;
}

/** What the jobs of the last seven days came to. */
export interface Week {
  published: number;
  relisted: number;
}

export type SignInEnd =
  | { signed_in: true; email: string }
  | { signed_in: false; why: "window_closed" | "consent_required" | "state_mismatch" | "refused" | "server_away" };

/**
 * What came of another server address. `unwell`: a VintedBot server that says it cannot work; `job_underway`: the present one is
 * away, and a job of this browser's may have left a listing hidden.
 */
export type ServerChoice =
  | "chosen"
  | "not_an_address"
  | "not_allowed"
  | "no_answer"
  | "not_vintedbot"
  | "unwell"
  | "job_underway";

/** The act a person opened from a control in Vinted's page. */
export interface OpenedAct {
  act: "relist" | "price" | "visibility" | "copy" | "copy_facts" | "price_check" | "open" | "fill";
  /** One item, or the selected ones; none for `fill`. */
  item_ids: number[];
  /** For `copy_facts`; null: the page has to be read first. */
  facts: ItemFacts | null;
  tab_id: number | null;
}

/** What somebody else's item is, by its page: size, condition and colour in that page's words and language. */
export interface ItemFacts {
  country: string;
  language: string;
  catalog_id: number | null;
  brand_id: number | null;
  brand: string;
  size: string;
  condition: string;
  color: string;
}

/** What was typed into Vinted's form, and what is left to the person. */
export interface FormFilled {
  filled: FormPart[];
  left: FormPart[];
}

export type FormPart =
  | "photos"
  | "title"
  | "description"
  | "category"
  | "brand"
  | "size"
  | "condition"
  | "colours"
  | "attributes"
  | "isbn"
  | "measurements"
  | "unisex"
  | "parcel"
  | "price";

/** What may be asked: fields with a default may be left out. */
export type Wish = InferInput<typeof WishRequest>["wish"];
export type ClosetChange = InferInput<typeof ClosetChangeStruct>;
export type Choice = ResolveRequest["choice"];

export type VintedPlace = "home" | "sign_in" | number;

/** Where VintedBot can be shown, and what it can bring to the front. */
export interface WindowPort {
  /** Opens the side panel beside the current page. Call it directly in the handler of a press: Chrome refuses it later. */
  openPanel: () => void;
  /** Opens the same page as a full tab, on this screen ("#/closet"). */
  openWide: (hash?: string) => void;
  /** True in a full tab. */
  isWide: boolean;
  /**
   * Brings a tab of Vinted in this country to the front or opens one; `sign_in` on Vinted's own sign-in, a number on that listing.
   * Undefined: no closet says which country, so it is the one this extension is at home in.
   */
  openVinted: (country: string | undefined, where: VintedPlace) => void;
  /** Opens a page of our server: "/devices". */
  openPortal: (path: string) => void;
}

/** What the popup needs: everything from cache, nothing that is typed in. */
export interface PopupPorts {
  windows: WindowPort;
  engine: Source<Engine>;
  closets: Source<ClosetList>;
  openJobs: Source<Job[]>;
  /** Verbs and countries that are switched off from the server, and why. */
  switchOffs: Source<SwitchOff[]>;
  changeCloset: (id: string, change: ClosetChange) => Promise<Result<Closet>>;
  cancelJob: (id: string) => Promise<Result<Job>>;
}

/** Everything the screens of panel and tab can ask for. */
export interface Ports extends PopupPorts {
  version: string;
  photos: PhotosPort;
  editor: PhotoEditorPort;
  drafts: DraftPorts;
  templates: TemplatePort;
  analysis: AnalysisPort;
  listing: ListingPort;
  bulk: BulkPort;
  approvals: ApprovalPort;
  inbox: InboxPort;
  orders: OrderPort;
  finder: FinderPort;
  safety: SafetyPort;
  preferences: Source<Preferences>;
  changePreferences: (change: Partial<Preferences>) => Promise<void>;

  /** The newest jobs, all states, newest first. */
  recentJobs: LongSource<Job>;
  /** Jobs that are over and still want the person's eyes, of whatever age: a leftover, or a listing of which nothing is left. */
  namedJobs: Source<Job[]>;
  /** One job with its steps. */
  job: (id: string) => Source<Job>;
  /** All listings of a closet that are not gone. */
  listings: (closetId: string) => Source<Listing[]>;
  diary: (closetId: string) => Source<Diary>;
  devices: Source<Device[]>;
  week: Source<Week>;
  /** What a control in Vinted's page asked for; undefined value: nothing. */
  openedAct: Source<OpenedAct | null>;
  /** False: another panel was first. */
  takeOpenedAct: () => Promise<boolean>;
  /** Types a draft into the form of a Vinted tab; null: it shows none any more. */
  fillForm: (draftId: string, tabId: number) => Promise<Result<FormFilled | null>>;
  /** Reads the page of the item in a Vinted tab anew; null: it does not say what the item is. */
  itemFacts: (tabId: number, itemId: number) => Promise<Result<ItemFacts | null>>;

  signIn: () => Promise<Result<SignInEnd>>;
  /** Does not happen while the server is away and a listing may be hidden, unless the person wants it `anyway`. */
  signOut: (anyway: boolean) => Promise<Result<{ signed_out: true } | { signed_out: false; hidden: number[] }>>;
  useServer: (address: string) => Promise<ServerChoice>;
  /** Tells the server that this member is signed in here: makes the closet, or ends what stood in its way. */
  claim: (member: Member) => Promise<Result<Closet>>;
  switchCloset: (id: string) => Promise<Result<unknown>>;
  removeCloset: (id: string) => Promise<Result<unknown>>;
  wish: (closetId: string, wish: Wish) => Promise<Result<Job>>;
  resolveJob: (id: string, choice: Choice) => Promise<Result<Job>>;
  /** Reads everything that is being looked at anew. */
  refreshAll: () => void;
  /** Forgets what is kept on this device and can be read again. */
  clearCache: () => Promise<void>;
}
