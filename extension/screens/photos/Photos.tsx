// The Photos screen: drop a pile, watch it arrive, look over the groups, make drafts of them.
import { useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { DropZone } from "../../ui/DropZone";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconImages } from "../../ui/icons";
import { Notice } from "../../ui/Notice";
import { Toasts } from "../../ui/Toast";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";
import { Board } from "./Board";
import { Coming } from "./Coming";
import { Twins } from "./Twins";
import { useEdits } from "./use_edits";
import "./photos.css";

/** At once, over all drops; the server takes no more in one announcement. */
const MOST = 80;
/** These have no type on some systems, so their names are listed. */
const ACCEPT = "image/*,.heic,.heif,.avif,.mpo";

export function Photos() {
  const { photos: port } = usePorts();
  const coming = useKept(port.coming).value;
  const board = useKept(port.board);
  const held = useKept(port.held).value;
  const twins = useKept(port.twins).value?.items ?? [];
  const edits = useEdits(port);
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  if (!coming) return <Skeleton rows={4} />;
  const drop = async (files: File[]) => setLeftOut((await port.drop(files)).left_out);
  const waiting = coming.filter(({ state }) => state.is !== "failed").length;
  const groups = board.value?.groups ?? [];
  return (
    <div class="photos" data-filled={coming.length + groups.length > 0}>
      <DropZone
        title={t("photos.drop", { count: MOST })}
        chooseLabel={t("photos.choose")}
        accept={ACCEPT}
        onFiles={(files) => void drop(files)}
      />
      {leftOut.length > 0 && <LeftOut names={leftOut} />}
      {held && waiting > 0 && <Held why={held} count={waiting} />}
      <Coming photos={coming} port={port} />
      {board.value && groups.length > 0 && <Board view={board.value} edits={edits} />}
      {board.value && twins.length > 0 && <Twins pairs={twins} edits={edits} />}
      {board.value && groups.length > 0 && (
        <>
          <Keys />
          <MakeDrafts ids={groups.filter(({ lane }) => lane === "sure").map(({ id }) => id)} left={left(groups)} />
        </>
      )}
      {board.value && groups.length === 0 && coming.length === 0 && (
        <EmptyState icon={iconImages} title={t("photos.none.title")}>
          {t("photos.none.text")}
        </EmptyState>
      )}
      <Toasts news={edits.news} onDismiss={edits.dismiss} />
    </div>
  );
}

function left(groups: readonly { lane: string }[]): number {
  return groups.filter(({ lane }) => lane !== "sure").length;
}

function LeftOut({ names }: { names: readonly string[] }) {
  const shown = names.slice(0, 3).join(", ");
  return (
    <Notice tone="wait" title={t("photos.left_out.title", { most: MOST, count: names.length })}>
      {t("photos.left_out.todo", { names: names.length > 3 ? `${shown}…` : shown })}
    </Notice>
  );
}

function Held({ why, count }: { why: "away" | "not_connected"; count: number }) {
  const isAway = why === "away";
  return (
    <Notice tone="wait" title={t(isAway ? "photos.held.away.title" : "photos.held.not_connected.title", { count })}>
      {t(isAway ? "photos.held.away.todo" : "photos.held.not_connected.todo")}
    </Notice>
  );
}

function Keys() {
  const rows = ["arrows", "move", "merge", "split", "cover", "confirm", "remove", "undo"] as const;
  return (
    <details>
      <summary>{t("photos.keys.title")}</summary>
      <ul class="plain-list">
        {rows.map((row) => (
          <li key={row}>{t(`photos.keys.${row}`)}</li>
        ))}
      </ul>
    </details>
  );
}

/** Drafts are made of groups that are sure; those that were not looked at stay. */
function MakeDrafts({ ids, left }: { ids: readonly string[]; left: number }) {
  const { photos, closets } = usePorts();
  const closet = currentCloset(useKept(closets));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const make = async () => {
    setBusy(true);
    setFailure(undefined);
    const made = await photos.makeDrafts(ids, closet?.id ?? null);
    setBusy(false);
    if (made.ok) go(hashOf("drafts"));
    else setFailure(made.failure);
  };
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <section class="photo-bar" aria-label={t("photos.make")}>
        <span>{left > 0 ? t("photos.left_to_check", { count: left }) : t("photos.all_checked")}</span>
        <Button kind="primary" busy={isBusy} disabled={ids.length === 0} onPress={() => void make()}>
          {t("photos.make_drafts", { count: ids.length })}
        </Button>
      </section>
    </>
  );
}
