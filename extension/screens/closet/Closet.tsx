// The closet: every listing as last seen on Vinted, as a table or a grid, and beside it (or instead of it, in the panel) the
// sheet of the one that is open. What can be done with a listing is in the sheet.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Closet, Job, Listing } from "../../../shared-schemas/wire";
import { Button, IconButton } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconCloset, iconGrid, iconRelist, iconRetry, iconTable } from "../../ui/icons";
import { List, ListHead, toggled } from "../../ui/List";
import { BatchProgress } from "../bulk/BatchProgress";
import { Bulk } from "../bulk/Bulk";
import { idsOf, isBulkAct } from "../bulk/choice";
import { FailureNotice } from "../failures";
import { useFilterKey } from "../focus";
import { go, hashOf } from "../route";
import { isPlanned } from "../running";
import { UnlessOff } from "../safety/UnlessOff";
import { currentCloset } from "../situation";
import type { ScreenProps } from "../table";
import { useKept, useOpenVinted, usePorts } from "../use";
import { sortedByNeed } from "./age";
import { Card, Line } from "./Line";
import { SelectionBar } from "./SelectionBar";
import { isAct, Sheet } from "./Sheet";
import { stateWord } from "./words";
import "./closet.css";

export function ClosetScreen({ path: [item, act], query }: ScreenProps) {
  const ports = usePorts();
  const closets = useKept(ports.closets);
  const closet = currentCloset(closets);
  if (!closet) {
    if (!closets.value && !closets.failure) return <Skeleton />;
    return (
      <EmptyState icon={iconCloset} title={t("closet.none.title")}>
        {t("closet.none.text")}
      </EmptyState>
    );
  }
  if (item === "bulk" && isBulkAct(act)) return <Bulk closet={closet} act={act} itemIds={idsOf(query.get("items"))} />;
  if (item === "batch" && act) return <BatchProgress key={act} id={act} closet={closet} />;
  return <OneCloset key={closet.id} closet={closet} itemId={Number(item) || undefined} act={act} />;
}

function OneCloset({ closet, itemId, act }: { closet: Closet; itemId: number | undefined; act: string | undefined }) {
  const ports = usePorts();
  const listings = useKept(ports.listings(closet.id));
  const open = listings.value?.find(({ seen }) => seen.item_id === itemId);
  const isOpen = itemId !== undefined;
  useRefreshAfterSync(closet, () => void ports.listings(closet.id).refresh());
  return (
    <div class="split" data-open={isOpen}>
      <section class="split-list" aria-label={t("screen.closet")}>
        {listings.failure && listings.failure.why !== "away" && <FailureNotice failure={listings.failure} />}
        {!listings.value ? (
          <Skeleton rows={6} />
        ) : listings.value.length === 0 ? (
          <Empty closet={closet} />
        ) : (
          <Listings closet={closet} listings={listings.value} openId={itemId} />
        )}
      </section>
      {isOpen && (
        <section class="split-detail" aria-label={open?.seen.title ?? t("screen.closet")}>
          {open ? (
            <Sheet key={open.seen.item_id} listing={open} closet={closet} act={isAct(act) ? act : undefined} />
          ) : (
            listings.value && <Gone itemId={itemId} />
          )}
        </section>
      )}
    </div>
  );
}

/** The list is read again when a sync has ended. */
function useRefreshAfterSync({ synced_at }: Closet, refresh: () => void): void {
  const known = useRef(synced_at);
  useEffect(() => {
    if (known.current !== synced_at) refresh();
    known.current = synced_at;
  }, [synced_at]);
}

function Listings({ closet, listings, openId }: { closet: Closet; listings: readonly Listing[]; openId: number | undefined }) {
  const ports = usePorts();
  const view = useKept(ports.preferences).value?.closet_view ?? "table";
  const filterRef = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState("");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => sortedByNeed(listings.filter((listing) => matches(listing, filter))), [listings, filter]);
  useFilterKey(filterRef);
  const chosen = shown.filter(({ seen }) => selected.has(String(seen.item_id)));
  const onOpen = ({ seen }: Listing) => go(hashOf("closet", seen.item_id));
  return (
    <>
      <ListHead
        count={t("closet.count", { count: shown.length })}
        filter={filter}
        onFilter={setFilter}
        updatedAt={closet.synced_at ? new Date(closet.synced_at) : undefined}
        filterRef={filterRef}
      />
      <div class="closet-tools">
        <SyncButton closet={closet} />
        <IconButton
          name={t(view === "table" ? "closet.as_grid" : "closet.as_table")}
          icon={view === "table" ? iconGrid : iconTable}
          onPress={() => void ports.changePreferences({ closet_view: view === "table" ? "grid" : "table" })}
        />
      </div>
      {shown.length === 0 ? (
        <p class="muted">{t("ui.nothing_found")}</p>
      ) : view === "table" ? (
        <List
          label={t("screen.closet")}
          items={shown}
          keyOf={({ seen }) => String(seen.item_id)}
          nameOf={({ seen }) => seen.title}
          row={(listing) => <Line listing={listing} isOpen={listing.seen.item_id === openId} />}
          onOpen={onOpen}
          selected={selected}
          onSelect={setSelected}
          onFilterKey={() => filterRef.current?.focus()}
        />
      ) : (
        <ul class="closet-grid">
          {shown.map((listing) => (
            <li key={listing.seen.item_id}>
              <Card
                listing={listing}
                isSelected={selected.has(String(listing.seen.item_id))}
                onSelect={() => setSelected(toggled(selected, String(listing.seen.item_id)))}
              />
            </li>
          ))}
        </ul>
      )}
      <SelectionBar
        chosen={chosen}
        shown={shown}
        onSelect={(listings) => setSelected(new Set(listings.map(({ seen }) => String(seen.item_id))))}
      />
    </>
  );
}

function matches({ seen }: Listing, filter: string): boolean {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = [seen.title, seen.brand, seen.size, stateWord(seen.state)].join(" ").toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

function SyncButton({ closet }: { closet: Closet }) {
  const { openJobs, wish } = usePorts();
  const jobs = useKept(openJobs).value ?? [];
  const isReading = jobs.some((job) => job.closet_id === closet.id && job.verb === "sync_closet" && !isPlanned(job));
  return (
    <UnlessOff verb="sync_closet" country={closet.country}>
      <Button icon={iconRetry} busy={isReading} onPress={() => void wish(closet.id, { verb: "sync_closet" })}>
        {t(isReading ? "closet.syncing" : "closet.sync")}
      </Button>
    </UnlessOff>
  );
}

function Empty({ closet }: { closet: Closet }) {
  return (
    <EmptyState icon={iconCloset} title={t("closet.empty.title")} action={<SyncButton closet={closet} />}>
      {t("closet.empty.text")}
    </EmptyState>
  );
}

/** For a listing that is not in the list: relisted as another one, gone, or not seen by any sync yet. */
function Gone({ itemId }: { itemId: number }) {
  const { recentJobs } = usePorts();
  const openVinted = useOpenVinted();
  const relist = useKept(recentJobs).value?.items.find((job) => job.item_id === itemId && job.new_item_id);
  if (relist) return <Relisted job={relist} />;
  return (
    <EmptyState
      icon={iconCloset}
      title={t("closet.unknown.title")}
      action={
        <div class="actions">
          <Button onPress={() => go(hashOf("closet"))}>{t("closet.back")}</Button>
          <Button onPress={() => openVinted(itemId)}>{t("closet.open_on_vinted")}</Button>
        </div>
      }
    >
      {t("closet.unknown.text")}
    </EmptyState>
  );
}

function Relisted({ job }: { job: Job }) {
  const newId = job.new_item_id;
  return (
    <EmptyState
      icon={iconRelist}
      title={t("closet.relisted.title", { title: job.title })}
      action={
        <div class="actions">
          <Button onPress={() => go(hashOf("history", job.id))}>{t("history.see")}</Button>
          {newId && (
            <Button kind="primary" onPress={() => go(hashOf("closet", newId))}>
              {t("closet.relisted.open")}
            </Button>
          )}
        </div>
      }
    >
      {t("closet.relisted.text")}
    </EmptyState>
  );
}
