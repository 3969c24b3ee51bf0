// The list of drafts on one of two shelves, with filter, keyboard and what can be done with several at once.
import { useMemo, useRef, useState } from "preact/hooks";
import type { AnalysisState, Draft } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconDrafts, iconNew, iconTemplates } from "../../ui/icons";
import { List, ListHead, ShowMore } from "../../ui/List";
import { RelativeTime } from "../../ui/RelativeTime";
import { Tabs } from "../../ui/Tabs";
import { FailureNotice } from "../failures";
import { useFilterKey } from "../focus";
import type { Failure, Newest } from "../ports";
import { go, hashOf } from "../route";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";
import { folded } from "./category_search";
import { DraftThumb } from "./DraftPicture";
import type { DraftName } from "./Drafts";
import type { DraftShelf } from "./ports";
import { SelectionBar } from "./SelectionBar";
import { useLeftOvers } from "./use_session";
import { badgeOf, titleOf } from "./words";

interface DraftListProps {
  openId: string | undefined;
  throwAway: (drafts: readonly DraftName[]) => Promise<void>;
}

export function DraftList({ openId, throwAway }: DraftListProps) {
  const { drafts } = usePorts();
  const [shelf, setShelf] = useState<DraftShelf>("in_work");
  const [failure, setFailure] = useState<Failure>();
  const kept = useKept(drafts.keptEdits).value ?? [];
  useLeftOvers(kept, (id) => id === openId);
  return (
    <>
      <div class="section-head">
        <h2>{t("screen.drafts")}</h2>
        <div class="actions">
          <Button kind="quiet" icon={iconTemplates} onPress={() => go(hashOf("drafts", "templates"))}>
            {t("template.all")}
          </Button>
          <NewDraft onFailure={setFailure} />
        </div>
      </div>
      {failure && <FailureNotice failure={failure} />}
      <Tabs
        label={t("draft.shelves")}
        tabs={[
          { key: "in_work", label: t("draft.shelf.in_work") },
          { key: "published", label: t("draft.shelf.published") },
        ]}
        current={shelf}
        onChange={(key) => setShelf(key as DraftShelf)}
      >
        <Shelf key={shelf} shelf={shelf} openId={openId} kept={kept} throwAway={throwAway} />
      </Tabs>
    </>
  );
}

function NewDraft({ onFailure }: { onFailure: (failure: Failure | undefined) => void }) {
  const ports = usePorts();
  const closet = currentCloset(useKept(ports.closets));
  const [isBusy, setBusy] = useState(false);
  const create = async () => {
    setBusy(true);
    const made = await ports.drafts.create(closet ? { closet_id: closet.id, country: closet.country } : {});
    setBusy(false);
    onFailure(made.ok ? undefined : made.failure);
    if (made.ok) go(hashOf("drafts", made.value.id));
  };
  return (
    <Button icon={iconNew} busy={isBusy} onPress={() => void create()}>
      {t("draft.new")}
    </Button>
  );
}

/** How many are shown, and whether they are all there are. */
function countWords(count: number, { items, hasMore }: Newest<Draft>): string {
  if (!hasMore) return t("draft.count", { count });
  return count === items.length ? t("draft.newest", { count }) : t("draft.found", { count, total: items.length });
}

interface ShelfProps extends DraftListProps {
  shelf: DraftShelf;
  kept: readonly string[];
}

function Shelf({ shelf, openId, kept, throwAway }: ShelfProps) {
  const { drafts, analysis } = usePorts();
  const source = drafts.shelf(shelf);
  const looks = useKept(analysis.latest).value?.items ?? [];
  const { value, failure, readAt } = useKept(source);
  const filterRef = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState("");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => (value?.items ?? []).filter((draft) => matches(draft, filter)), [value, filter]);
  useFilterKey(filterRef);
  if (!value) return failure && failure.why !== "away" ? <FailureNotice failure={failure} /> : <Skeleton rows={5} />;
  if (value.items.length === 0) return <Empty shelf={shelf} />;
  const chosen = shown.filter(({ id }) => selected.has(id));
  return (
    <div class="stack">
      <ListHead
        count={countWords(shown.length, value)}
        filter={filter}
        onFilter={setFilter}
        updatedAt={readAt}
        filterRef={filterRef}
      />
      {shown.length === 0 ? (
        <p class="muted">{t("ui.nothing_found")}</p>
      ) : (
        <List
          label={t("screen.drafts")}
          items={shown}
          keyOf={({ id }) => id}
          nameOf={({ fields }) => titleOf(fields.title)}
          row={(draft) => (
            <Line
              draft={draft}
              isOpen={draft.id === openId}
              isKept={kept.includes(draft.id)}
              look={looks.find(({ draft_id }) => draft_id === draft.id)?.state}
            />
          )}
          onOpen={({ id }) => go(hashOf("drafts", id))}
          selected={selected}
          onSelect={setSelected}
          onFilterKey={() => filterRef.current?.focus()}
        />
      )}
      {value.hasMore && <ShowMore onPress={source.showMore} />}
      <SelectionBar
        chosen={chosen}
        shown={shown}
        canPublish={shelf === "in_work"}
        onSelect={(those) => setSelected(new Set(those.map(({ id }) => id)))}
        throwAway={throwAway}
      />
    </div>
  );
}

interface LineProps {
  draft: Draft;
  isOpen: boolean;
  isKept: boolean;
  look: AnalysisState | undefined;
}

function Line({ draft, isOpen, isKept, look }: LineProps) {
  const { fields, photos, saved_at } = draft;
  const badge = badgeOf(draft);
  return (
    <div class="draft-line" aria-current={isOpen ? "true" : undefined}>
      <DraftThumb photo={photos[0]} />
      <div class="stack-small">
        <strong dir="auto">{titleOf(fields.title)}</strong>
        <span class="draft-line-facts">
          {fields.price && <span>{formatMoney(fields.price)}</span>}
          <span>{t("draft.photos.count", { count: photos.length })}</span>
          <RelativeTime time={new Date(saved_at)} />
        </span>
      </div>
      <span class="draft-line-state">
        {isKept && <Badge tone="wait">{t("draft.state.kept")}</Badge>}
        {look && look !== "done" && <Badge tone={look === "failed" ? "wait" : "info"}>{t(`analysis.state.${look}`)}</Badge>}
        <Badge tone={badge.tone}>{badge.word}</Badge>
      </span>
    </div>
  );
}

function Empty({ shelf }: { shelf: DraftShelf }) {
  if (shelf === "published")
    return (
      <EmptyState icon={iconDrafts} title={t("draft.none_published.title")}>
        {t("draft.none_published.text")}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={iconDrafts}
      title={t("draft.none.title")}
      action={
        <Button kind="primary" onPress={() => go(hashOf("photos"))}>
          {t("draft.none.action")}
        </Button>
      }
    >
      {t("draft.none.text")}
    </EmptyState>
  );
}

function matches({ fields }: Draft, filter: string): boolean {
  const text = folded([fields.title, fields.brand, fields.description].join(" "));
  return folded(filter)
    .split(" ")
    .every((word) => text.includes(word));
}
