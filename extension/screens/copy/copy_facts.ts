// A draft from somebody else's item: what the page says of it, in ids of the form. Its words and photos are theirs.
import type { CopiedFacts, ReferenceDocument } from "../../../shared-schemas/wire";
import { LANGUAGES } from "../drafts/use_vocabulary";
import type { ItemFacts, OpenedAct, Ports, Source } from "../ports";
import { go, hashOf } from "../route";

const COLOURS_MOST = 2;

/** Makes the draft and opens it, or says that the page could not be read. */
export async function copyFacts(ports: Ports, { facts: atHand, tab_id, item_ids: [item] }: OpenedAct): Promise<void> {
  const facts = atHand ?? (await readAnew(ports, tab_id, item));
  if (!facts) return go(hashOf("copy", "unread"));
  const language = LANGUAGES.find((each) => each === facts.language);
  const document = language && (await known(ports.drafts.reference(language)));
  // the account that is shown comes first in the list
  const closet = (await known(ports.closets))?.items.find(({ country }) => country === facts.country);
  const { country, catalog_id, brand_id, brand } = facts;
  const made = await ports.drafts.copy({
    country,
    closet_id: closet?.id ?? null,
    facts: { catalog_id, brand_id, brand, ...(document && idsOf(facts, document)) },
  });
  go(made.ok ? hashOf("drafts", made.value.id) : hashOf("drafts"));
}

async function readAnew(ports: Ports, tabId: number | null, item: number | undefined): Promise<ItemFacts | null> {
  if (tabId === null || item === undefined) return null;
  go(hashOf("copy"));
  const read = await ports.itemFacts(tabId, item);
  return read.ok ? read.value : null;
}

/** The ids of what is named exactly as the vocabulary of the same language names it; of anything else none. */
function idsOf(
  { catalog_id, size, condition, color }: ItemFacts,
  { categories, size_groups, conditions, colours }: ReferenceDocument,
): Pick<CopiedFacts, "size_id" | "condition_id" | "color_ids"> {
  // "38" is a shoe, a pair of trousers and a shirt: only the category says which
  const groups = categories.find(({ id }) => id === catalog_id)?.size_group_ids ?? [];
  const sizes = size_groups.filter(({ id }) => groups.includes(id)).flatMap((group) => group.sizes);
  const chosen = color.split(", ").map((name) => idOf(name, colours));
  return {
    size_id: idOf(size, sizes),
    condition_id: idOf(condition, conditions),
    color_ids: chosen.filter((id) => id !== null).slice(0, COLOURS_MOST),
  };
}

/** Two choices of one name tell nothing. */
function idOf(name: string, choices: readonly { id: number; title: string }[]): number | null {
  const [id, ...others] = new Set(choices.filter(({ title }) => title === name).map((choice) => choice.id));
  return id !== undefined && others.length === 0 ? id : null;
}

/** What a source knows, read now if it knows nothing yet. */
async function known<T>(source: Source<T>): Promise<T | undefined> {
  if (source.current().value === undefined) await source.refresh();
  return source.current().value;
}
