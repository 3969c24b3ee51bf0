// One conversation as it was read last, what of ours is on its way in it, and the answers there are.
import { useState } from "preact/hooks";
import type { Closet, Conversation, OpenPurpose, Verb } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconBack, iconExternal, iconInbox, iconRetry } from "../../ui/icons";
import { Menu } from "../../ui/Menu";
import { RelativeTime } from "../../ui/RelativeTime";
import { FailureNotice } from "../failures";
import { useEscape, useFocusRowAfterwards, useFocusWhenShown } from "../focus";
import { Person } from "../Person";
import type { Failure, Result, Wish } from "../ports";
import { go, hashOf } from "../route";
import { OffAmong, UnlessOff, useOff } from "../safety/UnlessOff";
import { useKept, usePorts } from "../use";
import { Composer } from "./Composer";
import { Entries } from "./Entries";
import { OfferForm } from "./OfferForm";
import { OnItsWay } from "./OnItsWay";
import { PersonActsOutcome, usePersonActs } from "./person_acts";
import { threadName } from "./port";

interface ConversationViewProps {
  closet: Closet;
  threadId: number;
}

export function ConversationView({ closet, threadId }: ConversationViewProps) {
  const { inbox } = usePorts();
  const { value, failure } = useKept(inbox.conversation(threadName(closet.id, threadId)));
  const shown = useFocusWhenShown<HTMLElement>();
  const leave = () => go(hashOf("inbox"));
  useEscape(leave);
  useFocusRowAfterwards();
  return (
    <article class="stack conversation" ref={shown} tabIndex={-1}>
      <div>
        <Button kind="quiet" icon={iconBack} onPress={leave}>
          {t("inbox.back")}
        </Button>
      </div>
      {value ? (
        <Whole closet={closet} conversation={value} />
      ) : failure?.why === "refused" ? (
        <EmptyState icon={iconInbox} title={t("problem.not_found.title")}>
          {t("problem.not_found.todo")}
        </EmptyState>
      ) : (
        <Skeleton rows={4} />
      )}
    </article>
  );
}

function Whole({ closet, conversation }: { closet: Closet; conversation: Conversation }) {
  const { thread, entries, allow_reply, job_ids, item_ids } = conversation;
  const [failure, setFailure] = useState<Failure>();
  const noted = (result: Result<unknown>) => setFailure(result.ok ? undefined : result.failure);
  return (
    <>
      <Head closet={closet} conversation={conversation} noted={noted} />
      {failure && <FailureNotice failure={failure} />}
      {thread.read_at ? (
        <Entries closet={closet} conversation={conversation} entries={entries} noted={noted} />
      ) : (
        <p class="muted">{t("inbox.not_read")}</p>
      )}
      <OnItsWay jobIds={job_ids} />
      {allow_reply ? (
        <UnlessOff verb="send_message" country={closet.country}>
          <Composer closet={closet} thread={thread} />
        </UnlessOff>
      ) : (
        thread.read_at && <p class="muted">{t("inbox.no_reply")}</p>
      )}
      {allow_reply && item_ids.length > 0 && (
        <UnlessOff verb="send_offer" country={closet.country}>
          <OfferForm closet={closet} conversation={conversation} />
        </UnlessOff>
      )}
    </>
  );
}

interface HeadProps {
  closet: Closet;
  conversation: Conversation;
  noted: (result: Result<unknown>) => void;
}

function Head({ closet, conversation: { thread, transaction_id }, noted }: HeadProps) {
  const ports = usePorts();
  const { thread_id, other, item_id, item_title, unread, archived, read_at } = thread;
  const off = useOff(closet.country);
  const acts = usePersonActs(closet);
  const isTheirs = useIsTheirs(closet, item_id);
  const inMenu: readonly Verb[] = [
    "open_on_vinted",
    "set_follow",
    ...(unread ? (["mark_thread_read"] as const) : []),
    ...(isTheirs ? (["set_favourite"] as const) : []),
  ];
  const jobs = useKept(ports.openJobs).value ?? [];
  const isReading = jobs.some((job) => job.verb === "sync_conversation" && job.thread_id === thread_id);
  const wish = async (wanted: Wish) => noted(await ports.wish(closet.id, wanted));
  const open = (purpose: OpenPurpose) => () =>
    void wish({ verb: "open_on_vinted", purpose, thread_id, member_id: other.member_id, item_id, transaction_id });
  return (
    <header class="stack-small">
      <div class="section-head">
        <h2 class="conversation-who">
          <Person login={other.login} photoUrl={other.photo_url} />
        </h2>
        <Menu
          name={t("inbox.more", { login: other.login })}
          items={[
            ...(off("open_on_vinted")
              ? []
              : [{ label: t("closet.open_on_vinted"), icon: iconExternal, onChoose: open("thread") }]),
            ...(unread && !off("mark_thread_read")
              ? [{ label: t("inbox.mark_read"), onChoose: () => void ports.inbox.markRead(closet.id, thread_id).then(noted) }]
              : []),
            {
              label: t(archived ? "inbox.bring_back" : "inbox.put_away"),
              onChoose: () => void ports.inbox.putAway(closet.id, thread_id, !archived).then(noted),
            },
            ...acts.follow(other),
            ...(isTheirs && item_id ? acts.favourite(other, item_id) : []),
            ...(off("open_on_vinted")
              ? []
              : [
                  { label: t("inbox.feedback"), icon: iconExternal, onChoose: open("feedback") },
                  { label: t("inbox.block"), icon: iconExternal, danger: true, onChoose: open("block") },
                ]),
          ]}
        />
      </div>
      <OffAmong verbs={inMenu} country={closet.country} />
      <PersonActsOutcome {...acts.outcome} />
      {item_title && <p>{item_id ? <a href={hashOf("closet", item_id)}>{item_title}</a> : item_title}</p>}
      <div class="section-head">
        <span class="muted">
          {read_at && (
            <>
              {t("details.read_at")} <RelativeTime time={new Date(read_at)} />
            </>
          )}
        </span>
        <UnlessOff verb="sync_conversation" country={closet.country}>
          <Button
            kind="quiet"
            icon={iconRetry}
            busy={isReading}
            onPress={() => void wish({ verb: "sync_conversation", thread_id })}
          >
            {t(isReading ? "closet.syncing" : "closet.sync")}
          </Button>
        </UnlessOff>
      </div>
    </header>
  );
}

/** Whether the item talked about is not one of the closet's own; false while its listings are not known. */
function useIsTheirs(closet: Closet, itemId: number | null): boolean {
  const listings = useKept(usePorts().listings(closet.id)).value;
  return itemId !== null && Boolean(closet.synced_at) && listings?.some(({ seen }) => seen.item_id === itemId) === false;
}
