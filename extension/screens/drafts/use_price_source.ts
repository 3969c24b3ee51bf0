// What a draft may be sold for, for the price guide and for the defects, which say whether they are in it already.
import type { PriceEstimate } from "../../../shared-schemas/wire";
import type { Source } from "../ports";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";

/** The estimate of a draft, with the closet whose tab may search for it: its own, else the current one. */
export function usePriceSource(
  draftId: string,
  ownClosetId: string | null,
): { closetId: string | undefined; source: Source<PriceEstimate> } {
  const { drafts, closets } = usePorts();
  const current = currentCloset(useKept(closets))?.id;
  const closetId = ownClosetId ?? current;
  return { closetId, source: drafts.price(draftId, closetId) };
}
