// What the palette searches beside the listings: everything there is, of all closets and to the last page of each list.
import type { Draft, Liker, Order, Template, Thread } from "../../../shared-schemas/wire";
import type { Source } from "../ports";

/** Read while the palette is open, and not before. */
export interface FinderPort {
  /** In work and published. */
  drafts: Source<Draft[]>;
  templates: Source<Template[]>;
  /** Those that were put away, too. */
  threads: Source<Thread[]>;
  orders: Source<Order[]>;
  likers: (closetId: string) => Source<Liker[]>;
}
