// The inbox: who waits for an answer, one conversation, and the members who liked something. Opening a conversation reads nothing on
// Vinted by itself and marks nothing as read.
import { useMemo, useRef, useState } from "preact/hooks";
import type { Closet, Thread, ThreadWaits } from "../../../shared-schemas/wire";
import { Badge, type Tone } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconInbox, iconRetry } from "../../ui/icons";
import { List, ListHead, ShowMore } from "../../ui/List";
import { Thumb } from "../../ui/Photo";
import { RelativeTime } from "../../ui/RelativeTime";
import { Tabs } from "../../ui/Tabs";
import { FailureNotice } from "../failures";
import { useFilterKey } from "../focus";
import { go, hashOf } from "../route";
import { UnlessOff } from "../safety/UnlessOff";
import { currentCloset } from "../situation";
import type { ScreenProps } from "../table";
import { useKept, usePorts } from "../use";
import { ConversationView } from "./ConversationView";
import { Likers } from "./Likers";
import "./inbox.css";

export function Inbox({ path: [open] }: ScreenProps) {
  const closets = useKept(usePorts().closets);
  const closet = currentCloset(closets);
  if (!closet) {
    if (!closets.value && !closets.failure) return <Skeleton />;
    return (
      <EmptyState icon={iconInbox} title={t("closet.none.title")}>
        {t("inbox.no_closet")}
      </EmptyState>
    );
  }
  if (open === "likers") return <Likers key={closet.id} closet={closet} />;
  const threadId = Number(open) || undefined;
  return (
    <div class="split" data-open={threadId !== undefined}>
      <section class="split-list" aria-label={t("screen.inbox")}>
        <Threads key={closet.id} closet={closet} openId={threadId} />
      </section>
      {threadId !== undefined && (
        <section class="split-detail" aria-label={t("inbox.conversation")}>
          <ConversationView key={`${closet.id}/${threadId}`} closet={closet} threadId={threadId} />
        </section>
      )}
    </div>
  );
}

const FILTERS = ["all", "reply", "offer", "label", "unread", "away"] as const;
type Filter = (typeof FILTERS)[number];

function Threads({ closet, openId }: { closet: Closet; openId: number | undefined }) {
  const { inbox } = usePorts();
  const [filter, setFilter] = useState<Filter>("all");
  const current = useKept(inbox.threads(closet.id));
  const source = filter === "away" ? inbox.away(closet.id) : inbox.threads(closet.id);
  const { value, failure, readAt } = useKept(source);
  const filterRef = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  const shown = useMemo(
    () => (value?.items ?? []).filter((thread) => passes(thread, filter) && matches(thread, words)),
    [value, filter, words],
  );
  useFilterKey(filterRef);
  if (!value && filter === "all") {
    return failure && failure.why !== "away" ? <FailureNotice failure={failure} /> : <Skeleton rows={6} />;
  }
  if (value?.items.length === 0 && filter === "all") {
    return (
      <EmptyState icon={iconInbox} title={t("inbox.empty.title")} action={<ReadInbox closet={closet} />}>
        {t("inbox.empty.text")}
      </EmptyState>
    );
  }
  const all = current.value?.items ?? [];
  const nameOf = (each: Filter) => {
    const count = all.filter((thread) => passes(thread, each)).length;
    // how many were put away nobody needs to know
    return each === "away" ? t("inbox.filter.away") : t(`inbox.filter.${each}`, { count });
  };
  return (
    <>
      <ListHead
        count={t("inbox.count", { count: shown.length })}
        filter={words}
        onFilter={setWords}
        updatedAt={readAt}
        filterRef={filterRef}
      />
      <div class="actions inbox-tools">
        <ReadInbox closet={closet} />
        <Button onPress={() => go(hashOf("inbox", "likers"))}>{t("likers.open")}</Button>
      </div>
      <Tabs
        label={t("inbox.filter")}
        tabs={FILTERS.map((key) => ({ key, label: nameOf(key) }))}
        current={filter}
        onChange={(key) => setFilter(FILTERS.find((known) => known === key) ?? "all")}
      >
        {!value ? (
          <Skeleton rows={4} />
        ) : shown.length === 0 ? (
          <p class="muted">{words ? t("ui.nothing_found") : t("inbox.nobody_waits")}</p>
        ) : (
          <List
            label={t("screen.inbox")}
            items={shown}
            keyOf={({ thread_id }) => String(thread_id)}
            nameOf={({ other }) => other.login}
            row={(thread) => <ThreadRow thread={thread} isOpen={thread.thread_id === openId} />}
            onOpen={({ thread_id }) => go(hashOf("inbox", thread_id))}
            onFilterKey={() => filterRef.current?.focus()}
          />
        )}
        {value?.hasMore && <ShowMore onPress={source.showMore} />}
      </Tabs>
    </>
  );
}

function passes({ waits, unread, archived }: Thread, filter: Filter): boolean {
  if (filter === "away") return archived;
  if (archived) return false;
  if (filter === "all") return true;
  return filter === "unread" ? unread : waits === filter;
}

function matches({ other, item_title, preview }: Thread, words: string): boolean {
  const text = [other.login, item_title, preview].join(" ").toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const WAITS: Readonly<Record<Exclude<ThreadWaits, "nothing">, Tone>> = { reply: "wait", offer: "info", label: "wait" };

function ThreadRow({ thread, isOpen }: { thread: Thread; isOpen: boolean }) {
  const { other, item_title, item_photo_url, preview, unread, waits, updated_at } = thread;
  return (
    <div class="thread-row" data-open={isOpen} data-unread={unread}>
      <Thumb photo={{ src: item_photo_url ?? undefined, alt: "" }} />
      <div class="thread-words">
        <span class="thread-head">
          <span class="thread-login">{other.login || t("person.gone")}</span>
          {unread && <span class="visually-hidden">{t("inbox.unread")}</span>}
          <span class="muted">
            <RelativeTime time={new Date(updated_at)} />
          </span>
        </span>
        {item_title && <span class="muted">{item_title}</span>}
        <span class="thread-preview">{preview}</span>
      </div>
      {waits !== "nothing" && <Badge tone={WAITS[waits]}>{t(`inbox.waits.${waits}`)}</Badge>}
    </div>
  );
}

function ReadInbox({ closet }: { closet: Closet }) {
  const { openJobs, wish } = usePorts();
  const jobs = useKept(openJobs).value ?? [];
  const isReading = jobs.some(({ closet_id, verb }) => closet_id === closet.id && verb === "sync_inbox");
  return (
    <UnlessOff verb="sync_inbox" country={closet.country}>
      <Button icon={iconRetry} busy={isReading} onPress={() => void wish(closet.id, { verb: "sync_inbox" })}>
        {t(isReading ? "closet.syncing" : "closet.sync")}
      </Button>
    </UnlessOff>
  );
}
