// What may be done about a member besides writing: follow them, or mark their item as a favourite; and no longer. The entry of the
// menu names whom and what, so its press is the approval, as it is for an answer that stands before the person's eyes.
import { useState } from "preact/hooks";
import type { Closet, Job } from "../../../shared-schemas/wire";
import { t } from "../../ui/i18n";
import type { MenuItem } from "../../ui/Menu";
import { FailureNotice } from "../failures";
import { PicturedRow } from "../jobs/PicturedRow";
import type { Failure, Wish } from "../ports";
import { useOff } from "../safety/UnlessOff";
import { useKept, usePorts } from "../use";

interface About {
  member_id: number | null;
  login: string;
}

export interface PersonActs {
  /** Entries for a menu; none for what is switched off or for somebody who is gone. */
  follow: (about: About) => MenuItem[];
  favourite: (about: About, itemId: number) => MenuItem[];
  /** What came of the last press, to be shown near the menu. */
  outcome: { job: Job | undefined; failure: Failure | undefined };
}

export function usePersonActs(closet: Closet): PersonActs {
  const { wish } = usePorts();
  const off = useOff(closet.country);
  const [outcome, setOutcome] = useState<PersonActs["outcome"]>({ job: undefined, failure: undefined });
  const entry = (label: string, wanted: Wish): MenuItem => ({
    label,
    onChoose: () =>
      void wish(closet.id, wanted).then((result) =>
        setOutcome(result.ok ? { job: result.value, failure: undefined } : { job: undefined, failure: result.failure }),
      ),
  });
  return {
    outcome,
    follow: ({ member_id, login }) =>
      member_id === null || off("set_follow")
        ? []
        : [
            entry(t("inbox.follow", { login }), { verb: "set_follow", member_id, follow: true }),
            entry(t("inbox.unfollow", { login }), { verb: "set_follow", member_id, follow: false }),
          ],
    favourite: ({ member_id }, item_id) =>
      member_id === null || off("set_favourite")
        ? []
        : [
            entry(t("inbox.favourite"), { verb: "set_favourite", member_id, item_id, favourite: true }),
            entry(t("inbox.unfavourite"), { verb: "set_favourite", member_id, item_id, favourite: false }),
          ],
  };
}

/** What came of the last press: it is followed to its end, and can be stopped until it begins. */
export function PersonActsOutcome({ job: wished, failure }: PersonActs["outcome"]) {
  const ports = usePorts();
  const job = useKept(wished && ports.job(wished.id)).value ?? wished;
  if (failure) return <FailureNotice failure={failure} />;
  return job ? (
    <section class="card" aria-label={t(`job.verb.${job.verb}`)} aria-live="polite">
      <PicturedRow job={job} onStop={() => void ports.cancelJob(job.id)} />
    </section>
  ) : null;
}
