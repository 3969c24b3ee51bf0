// Drafts: the list of those in work or published, and beside it (or instead of it, in the panel) the one that is open; publishing
// many of them, and the templates they are made with.
import { useState } from "preact/hooks";
import { Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { type ToastNews, Toasts } from "../../ui/Toast";
import { BatchProgress } from "../bulk/BatchProgress";
import { PublishMany } from "../bulk/PublishMany";
import { go, hashOf } from "../route";
import { currentCloset } from "../situation";
import type { ScreenProps } from "../table";
import { Apply } from "../templates/Apply";
import { Templates } from "../templates/Templates";
import { draftIdsOf } from "../templates/words";
import { useKept, usePorts } from "../use";
import { BatchLine } from "./analysis/BatchLine";
import { DraftList } from "./DraftList";
import { Editor } from "./Editor";
import { titleOf } from "./words";
import "./drafts.css";

export interface DraftName {
  id: string;
  title: string;
}

export function Drafts({ path: [id, one], query }: ScreenProps) {
  const closet = currentCloset(useKept(usePorts().closets));
  const draftIds = draftIdsOf(query.get("drafts"));
  if (id === "templates") return <Templates id={one} />;
  if (id === "apply") return <Apply draftIds={draftIds} />;
  if (id === "publish") return closet ? <PublishMany closet={closet} draftIds={draftIds} /> : <Skeleton />;
  if (id === "batch" && one) return closet ? <BatchProgress key={one} id={one} closet={closet} /> : <Skeleton />;
  return <AllDrafts id={id} />;
}

function AllDrafts({ id }: { id: string | undefined }) {
  const { drafts } = usePorts();
  const [news, setNews] = useState<readonly ToastNews[]>([]);
  const throwAway = async (names: readonly DraftName[]) => {
    const results = await Promise.all(names.map((name) => drafts.throwAway(name.id).then(({ ok }) => ({ name, ok }))));
    const gone = results.filter(({ ok }) => ok).map(({ name }) => name);
    const kept = results.length - gone.length;
    const [first] = gone;
    if (id && gone.some((name) => name.id === id)) go(hashOf("drafts"));
    const tell = (text: string, onUndo?: () => void) =>
      setNews((before) => [...before, { id: crypto.randomUUID(), text, ...(onUndo ? { onUndo } : {}) }]);
    if (kept > 0) tell(t("draft.not_deleted", { count: kept }));
    if (first)
      tell(
        gone.length === 1 ? t("draft.deleted_one", { title: titleOf(first.title) }) : t("draft.deleted", { count: gone.length }),
        () => void Promise.all(gone.map((name) => drafts.bringBack(name.id))),
      );
  };
  return (
    <div class="split drafts" data-open={id !== undefined}>
      <section class="split-list stack" aria-label={t("screen.drafts")}>
        <BatchLine />
        <DraftList openId={id} throwAway={throwAway} />
      </section>
      {id && (
        <section class="split-detail" aria-label={t("draft.editor")}>
          <Editor key={id} id={id} throwAway={throwAway} />
        </section>
      )}
      <Toasts news={news} onDismiss={(gone) => setNews((before) => before.filter((one) => one.id !== gone))} />
    </div>
  );
}
