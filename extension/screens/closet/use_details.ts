// A listing's details, which only its edit page tells: read through the open tab, by itself once somebody looks at a listing that
// was never read, and whenever they press for it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Closet, Job, Listing } from "../../../shared-schemas/wire";
import type { Failure } from "../ports";
import { useOff } from "../safety/UnlessOff";
import { useKept, usePorts } from "../use";
import { useSituation } from "../use_situation";

/** Who only pages through the closet does not look yet, and nothing is read for them. */
const LOOK_MS = 700;
/** States in which Vinted shows its owner the edit page. */
const READABLE: ReadonlySet<Listing["seen"]["state"]> = new Set(["active", "hidden", "reserved"]);

export interface ReadDetails {
  read: () => Promise<void>;
  job: Job | undefined;
  failure: Failure | undefined;
}

export function useReadDetails(listing: Listing, closet: Closet): ReadDetails {
  const ports = usePorts();
  const [wished, setWished] = useState<Job>();
  const [failure, setFailure] = useState<Failure>();
  const job = useKept(wished && ports.job(wished.id)).value ?? wished;
  const { item_id, state } = listing.seen;
  const read = async () => {
    const result = await ports.wish(closet.id, { verb: "sync_listing", item_id });
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) setWished(result.value);
  };

  const { gauge } = closet;
  const situation = useSituation().is;
  const canRead = (situation === "ready" || situation === "working") && gauge.payloads_used < gauge.payloads_limit;
  const isOff = useOff(closet.country)("sync_listing") !== undefined;
  const wanted = !listing.details && canRead && !isOff && READABLE.has(state);
  const asked = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (!wanted || asked.current === item_id) return;
    const due = setTimeout(() => {
      asked.current = item_id;
      void read();
    }, LOOK_MS);
    return () => clearTimeout(due);
  }, [wanted, item_id]);
  return { read, job: job && !job.ended_at ? job : undefined, failure };
}
