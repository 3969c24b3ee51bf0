// One listing: what is known of it, what can be done with it, and the act that is being confirmed. A press here makes the wish;
// nothing else does, also when a control in Vinted's page opened the sheet.
import { useState } from "preact/hooks";
import type { Closet, Job, Listing } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconBack, iconCopy, iconDelete, iconExternal, iconHide, iconPrice, iconRelist, iconShow } from "../../ui/icons";
import { FailureNotice } from "../failures";
import { useEscape, useFocusRowAfterwards, useFocusWhenShown } from "../focus";
import { PicturedRow } from "../jobs/PicturedRow";
import type { Failure, Wish } from "../ports";
import { go, hashOf } from "../route";
import { useKept, useOpenVinted, usePorts } from "../use";
import { ChangeForm } from "./ChangeForm";
import { CopyConfirm } from "./CopyConfirm";
import { DeleteDialog } from "./DeleteDialog";
import { Details } from "./Details";
import { HandOvers } from "./HandOvers";
import { Notes } from "./Notes";
import { PriceCheck } from "./PriceCheck";
import { RelistConfirm } from "./RelistConfirm";
import { VisibilityConfirm } from "./VisibilityConfirm";
import { figuresOf, stateTone, stateWord } from "./words";

const ACTS = ["relist", "visibility", "delete", "change", "price", "notes", "copy"] as const;
export type SheetAct = (typeof ACTS)[number];

export function isAct(act: string | undefined): act is SheetAct {
  return ACTS.some((known) => known === act);
}

/** Acts whose form takes the place of the rest of the sheet. */
function isForm(act: SheetAct | undefined): boolean {
  return act === "relist" || act === "visibility" || act === "change" || act === "copy";
}

interface SheetProps {
  listing: Listing;
  closet: Closet;
  act: SheetAct | undefined;
}

export function Sheet({ listing, closet, act }: SheetProps) {
  const { seen } = listing;
  const { wished, failure, isWishing, make } = useWish(closet);
  const leave = () => go(hashOf("closet", seen.item_id));
  const confirm = (wish: Wish) => void make(wish).then((ok) => ok && leave());
  const job = useJobOf(listing, wished);
  useEscape(() => (act ? leave() : go(hashOf("closet"))));
  useFocusRowAfterwards();
  const shown = useFocusWhenShown<HTMLDivElement>();
  return (
    <div class="sheet stack" ref={shown} tabIndex={-1}>
      <div>
        <Button kind="quiet" icon={iconBack} onPress={() => go(hashOf("closet"))}>
          {t("closet.back")}
        </Button>
      </div>
      <SheetHead listing={listing} />
      {failure && <FailureNotice failure={failure} />}
      {job && <WorkOnIt job={job} />}
      {act === "relist" && (
        <RelistConfirm listing={listing} closet={closet} isBusy={isWishing} onConfirm={confirm} onLeave={leave} />
      )}
      {act === "visibility" && (
        <VisibilityConfirm listing={listing} closet={closet} isBusy={isWishing} onConfirm={confirm} onLeave={leave} />
      )}
      {act === "change" && (
        <ChangeForm listing={listing} closet={closet} isBusy={isWishing} onConfirm={confirm} onLeave={leave} />
      )}
      {act === "copy" && <CopyConfirm listing={listing} closet={closet} onLeave={leave} />}
      {!isForm(act) && <Acts listing={listing} isBusy={job !== undefined && !job.ended_at} />}
      {!isForm(act) && (
        <>
          {act !== "price" && act !== "notes" && <Details listing={listing} closet={closet} />}
          {act !== "notes" && <PriceCheck listing={listing} closet={closet} />}
          <Notes listing={listing} currency={closet.currency} />
          <HandOvers listing={listing} closet={closet} />
          <Deletion listing={listing} isBusy={job !== undefined && !job.ended_at} />
        </>
      )}
      <DeleteDialog
        listing={listing}
        closet={closet}
        isOpen={act === "delete"}
        isBusy={isWishing}
        onConfirm={confirm}
        onLeave={leave}
      />
    </div>
  );
}

function SheetHead({ listing: { seen } }: { listing: Listing }) {
  return (
    <header class="sheet-head">
      <span class="sheet-picture" style={{ backgroundColor: seen.color ?? undefined }}>
        {seen.photo_url && <img src={seen.photo_url} alt="" />}
      </span>
      <div class="stack-small">
        <h2>{seen.title}</h2>
        <p class="closet-figures">
          {[seen.brand, seen.size, ...figuresOf(seen)].filter(Boolean).map((figure) => (
            <span key={figure}>{figure}</span>
          ))}
        </p>
        <div>
          <Badge tone={stateTone(seen.state)}>{stateWord(seen.state)}</Badge>
        </div>
      </div>
    </header>
  );
}

function Acts({ listing: { seen }, isBusy }: { listing: Listing; isBusy: boolean }) {
  const openVinted = useOpenVinted();
  const to = (act: SheetAct) => () => go(hashOf("closet", seen.item_id, act));
  const canHide = seen.state === "active" || seen.state === "hidden";
  return (
    <div class="actions">
      {seen.state === "active" && (
        <Button kind="primary" icon={iconRelist} disabled={isBusy} onPress={to("relist")}>
          {t("act.relist")}
        </Button>
      )}
      {canHide && (
        <Button icon={iconPrice} disabled={isBusy} onPress={to("change")}>
          {t("change.open")}
        </Button>
      )}
      {canHide && (
        <Button icon={seen.state === "hidden" ? iconShow : iconHide} disabled={isBusy} onPress={to("visibility")}>
          {t(seen.state === "hidden" ? "act.show" : "act.hide")}
        </Button>
      )}
      <Button icon={iconCopy} onPress={to("copy")}>
        {t("copy.act")}
      </Button>
      <Button icon={iconExternal} onPress={() => openVinted(seen.item_id)}>
        {t("closet.open_on_vinted")}
      </Button>
    </div>
  );
}

/** What cannot be undone, apart from the rest. */
function Deletion({ listing: { seen }, isBusy }: { listing: Listing; isBusy: boolean }) {
  if (seen.state !== "active" && seen.state !== "hidden" && seen.state !== "draft") return null;
  return (
    <div class="apart">
      <Button kind="danger" icon={iconDelete} disabled={isBusy} onPress={() => go(hashOf("closet", seen.item_id, "delete"))}>
        {t("act.delete_named", { title: seen.title })}
      </Button>
    </div>
  );
}

function WorkOnIt({ job }: { job: Job }) {
  const { cancelJob } = usePorts();
  return (
    <section class="card" aria-label={t("closet.in_work")}>
      <PicturedRow job={job} onStop={() => void cancelJob(job.id)} />
      <p>
        <a href={hashOf("history", job.id)}>{t("history.see")}</a>
      </p>
    </section>
  );
}

/** The job that works on this listing: the one just wished for, until it has ended; else the one the list knows of. */
function useJobOf(listing: Listing, wished: Job | undefined): Job | undefined {
  const ports = usePorts();
  const id = wished?.id ?? listing.job_id ?? undefined;
  const kept = useKept(id ? ports.job(id) : undefined).value ?? wished;
  return id ? kept : undefined;
}

function useWish(closet: Closet) {
  const { wish } = usePorts();
  const [wished, setWished] = useState<Job>();
  const [failure, setFailure] = useState<Failure>();
  const [isWishing, setWishing] = useState(false);
  const make = async (wanted: Wish): Promise<boolean> => {
    setWishing(true);
    setFailure(undefined);
    const result = await wish(closet.id, wanted);
    setWishing(false);
    if (result.ok) setWished(result.value);
    else setFailure(result.failure);
    return result.ok;
  };
  return { wished, failure, isWishing, make };
}
