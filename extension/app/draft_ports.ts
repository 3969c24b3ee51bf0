// The drafts of the screens, made real: our server through the worker, the vocabularies kept for a day, unsaved edits on this
// device. How a draft is edited and saved is in screens/drafts/.
import type { Brand, Draft, DraftEvent, FormReference, Photo, PriceEstimate, ReferenceDocument } from "../../shared-schemas/wire";
import { ask } from "../messages/ask";
import type { Unsaved } from "../screens/drafts/draft_state";
import type { BrandPlace, DraftPorts, DraftShelf, EditSlot } from "../screens/drafts/ports";
import type { Newest, Result } from "../screens/ports";
import { cachedAnswer, keepAnswer } from "../storage/answers";
import { claimPlace, draftsWithEdits } from "../storage/edits";
import type { Keeper } from "./kept";
import { perName } from "./kept";
import { longSource, readPages } from "./long_list";
import { attempt, server } from "./server";

const PAGE = 100;
const RECENT_PHOTOS = 100;
/** The vocabularies change with releases of the server and weigh 60 kB. */
const REFERENCE_MS = 24 * 3600 * 1000;
/** How long what Vinted's form offered is believed, as on the server. */
const FORM_MS = 7 * 24 * 3600 * 1000;

const STATES: Readonly<Record<DraftShelf, readonly Draft["state"][]>> = {
  in_work: ["open", "publishing", "on_vinted_as_draft"],
  published: ["published"],
};

export function createDraftPorts(keeper: Keeper): DraftPorts {
  const one = perName((id) =>
    keeper.source<Draft>({
      read: () => server("draft", { path: { id } }),
      cacheName: `draft:${id}`,
      isBusy: isMoving,
      isTouched: (event, draft) => event.event === "draft_changed" && event.draft_id === id && isNews(event, draft),
    }),
  );
  const shelf = perName((name) =>
    longSource<Draft>(keeper, {
      read: (pages) => draftsOn(name as DraftShelf, pages),
      cacheName: `newest_drafts:${name}`,
      isBusy: ({ items }) => items.some(isMoving),
      isTouched: (event, { items }) =>
        event.event === "draft_changed" &&
        isNews(
          event,
          items.find(({ id }) => id === event.draft_id),
        ),
    }),
  );
  const reference = perName((language) => keeper.source<ReferenceDocument>({ read: () => vocabularies(language), calm: true }));
  const form = perName((name) =>
    keeper.source<FormReference | null>({ read: () => formOf(name), cacheName: `form:${name}`, calm: true }),
  );

  const price = perName((name) => {
    const [id = "", closet_id = ""] = name.split("/");
    return keeper.source<PriceEstimate>({
      read: () => server("draft_price", { path: { id }, ...(closet_id && { query: { closet_id } }) }),
      cacheName: `price:${id}`,
      isBusy: ({ job_id }) => Boolean(job_id),
      calm: true,
    });
  });

  const refreshLists = () => {
    for (const name of ["in_work", "published"]) if (shelf(name).current().value) void shelf(name).refresh();
  };
  const acted = async <T>(act: Promise<Result<T>>): Promise<Result<T>> => {
    const result = await act;
    refreshLists();
    return result;
  };

  return {
    shelf,
    draft: one,
    create: (fresh) => acted(server("create_draft", { body: fresh })),
    copy: (from) => acted(server("draft_from_listing", { body: from })),
    async save(id, save) {
      const saved = await acted(server("save_draft", { path: { id }, body: save }));
      // what this device keeps to show next time is what was saved
      if (saved.ok) void one(id).refresh();
      return saved;
    },
    throwAway: (id) => acted(server("delete_draft", { path: { id } })),
    bringBack: (id) => acted(server("undelete_draft", { path: { id } })),
    duplicate: (id) => acted(server("duplicate_draft", { path: { id } })),
    prepare: (id) => server("prepare_listing", { body: { draft_id: id } }),
    async publish(request) {
      const wished = await server("publish_listing", { body: request });
      keeper.refreshAll();
      return wished;
    },
    previewMany: (body) => server("publish_preview", { body }),
    async publishMany(body) {
      const started = await server("publish_drafts", { body });
      keeper.refreshAll();
      return started;
    },
    price: (id, closetId) => price(`${id}/${closetId ?? ""}`),
    findComparables: (id, closet_id) => acted(server("find_draft_comparables", { path: { id }, body: { closet_id } })),
    async keepCost(id, purchase_cost) {
      const kept = await server("keep_draft_cost", { path: { id }, body: { purchase_cost } });
      if (kept.ok) keeper.refreshAll();
      return kept;
    },
    reference,
    async brands(text, place) {
      const theirs = place && (await vintedBrands(text, place));
      if (theirs) return { ok: true, value: { brands: theirs, from: "vinted" } };
      const found = await server("brands", { query: { q: text } });
      return found.ok ? { ok: true, value: { brands: found.value.items, from: "file" } } : found;
    },
    form: (country, catalogId) => form(`${country}/${catalogId}`),
    photos: keeper.source<Photo[]>({
      read: async () => {
        const page = await server("photos", { query: { limit: RECENT_PHOTOS } });
        return page.ok ? { ok: true, value: page.value.items } : page;
      },
      calm: true,
      isTouched: ({ event }) => event === "photo_changed",
    }),
    keptEdits: keeper.source<string[]>({ read: async () => ({ ok: true, value: await draftsWithEdits() }) }),
    claimEdits,
  };
}

function isMoving({ state }: Draft): boolean {
  return state === "publishing";
}

/** Whether an event says more than is known of the draft: what this page itself just saved is known already. */
function isNews({ revision, state, deleted }: DraftEvent, known: Draft | undefined): boolean {
  if (!known || deleted || known.state !== state || known.revision < revision) return true;
  // photos get their size and colour without another revision
  return known.revision === revision && known.photos.some(({ width }) => !width);
}

/** The server lists one state at a time; together they end where the first of them would go on. */
async function draftsOn(shelf: DraftShelf, pages: number): Promise<Result<Newest<Draft>>> {
  const lists = await Promise.all(
    STATES[shelf].map((state) => readPages<Draft>(pages, (from) => server("drafts", { query: { state, limit: PAGE, ...from } }))),
  );
  const drafts: Draft[] = [];
  // ids grow with time, so the newest is the greatest
  let oldest = "";
  for (const list of lists) {
    if (!list.ok) return list;
    drafts.push(...list.value.items);
    const end = list.value.hasMore ? list.value.items.at(-1)?.id : undefined;
    if (end && end > oldest) oldest = end;
  }
  const items = drafts.filter(({ id }) => id >= oldest).sort((a, b) => (a.id < b.id ? 1 : -1));
  return { ok: true, value: { items, hasMore: oldest !== "" } };
}

async function vocabularies(language: string): Promise<Result<ReferenceDocument>> {
  const name = `reference:${language}`;
  const cached = await cachedAnswer<ReferenceDocument>(name);
  if (cached && Date.now() - cached.at < REFERENCE_MS) return { ok: true, value: cached.value };
  const read = await server("reference", { path: { language } });
  if (read.ok) await keepAnswer(name, { value: read.value, at: Date.now() });
  // an old one serves better than none
  return !read.ok && cached ? { ok: true, value: cached.value } : read;
}

/** Vinted's own brands through the open tab, kept as long as its form; null where only the file can answer. */
async function vintedBrands(text: string, place: BrandPlace): Promise<Brand[] | null> {
  const { country, member_id, catalog_id } = place;
  const keyword = text.trim().toLowerCase();
  const name = `brands:${country}/${catalog_id}/${keyword}`;
  const cached = await cachedAnswer<Brand[]>(name);
  if (cached && Date.now() - cached.at < FORM_MS) return cached.value;
  const asked = await attempt(() => ask("vinted_brands", { country, member_id, catalog_id, keyword }));
  const brands = asked.ok ? asked.value : null;
  if (brands) await keepAnswer(name, { value: brands, at: Date.now() });
  return brands;
}

async function formOf(name: string): Promise<Result<FormReference | null>> {
  const [country = "", catalog_id = ""] = name.split("/");
  const read = await server("form_choices", { path: { country, catalog_id } });
  if (!read.ok && read.failure.why === "refused" && read.failure.code === "not_read_yet") return { ok: true, value: null };
  return read;
}

async function claimEdits(draftId: string): Promise<EditSlot> {
  const { left, put, release } = await claimPlace(draftId);
  // written by this very extension, perhaps by the build before; the store holds nothing else
  return { left: left as Unsaved | undefined, keep: put, release };
}
