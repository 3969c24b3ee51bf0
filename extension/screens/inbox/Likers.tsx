// Members who liked something: who, what, when; and preparing one card for each of the chosen ones. Nothing leaves from here: each card
// is looked at and approved by itself.
import { useState } from "preact/hooks";
import type { Closet, LeftOut, Liker } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatClock, formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconBack, iconInbox, iconRetry } from "../../ui/icons";
import { List, ShowMore } from "../../ui/List";
import { Menu } from "../../ui/Menu";
import { Notice } from "../../ui/Notice";
import { Thumb } from "../../ui/Photo";
import { RelativeTime } from "../../ui/RelativeTime";
import { FailureNotice } from "../failures";
import { useEscape } from "../focus";
import { Person } from "../Person";
import { go, hashOf } from "../route";
import { OffAmong, UnlessOff } from "../safety/UnlessOff";
import { useKept, usePorts } from "../use";
import { PrepareForm } from "./PrepareForm";
import { type PersonActs, PersonActsOutcome, usePersonActs } from "./person_acts";
import "./inbox.css";

/** As many as the server prepares in one go. */
const MOST = 50;

export function Likers({ closet }: { closet: Closet }) {
  const { inbox } = usePorts();
  const source = inbox.likers(closet.id);
  const { value, failure, readAt } = useKept(source);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [prepared, setPrepared] = useState<{ count: number; leftOut: readonly LeftOut[] }>();
  const acts = usePersonActs(closet);
  const leave = () => go(hashOf("inbox"));
  useEscape(leave);
  const open = (value?.items ?? []).filter(canBeWritten);
  const chosen = open.filter((liker) => selected.has(keyOf(liker))).slice(0, MOST);
  return (
    <section class="stack likers" aria-labelledby="likers">
      <div>
        <Button kind="quiet" icon={iconBack} onPress={leave}>
          {t("inbox.back")}
        </Button>
      </div>
      <header class="section-head">
        <div>
          <h2 id="likers">{t("likers.title")}</h2>
          <p class="muted">
            {t("likers.text")} {readAt && t("ui.updated_at", { time: formatClock(readAt) })}
          </p>
        </div>
        <ReadNotifications closet={closet} />
      </header>
      <OffAmong verbs={["set_follow"]} country={closet.country} />
      <PersonActsOutcome {...acts.outcome} />
      {prepared && <Prepared {...prepared} likers={value?.items ?? []} />}
      {!value ? (
        failure && failure.why !== "away" ? (
          <FailureNotice failure={failure} />
        ) : (
          <Skeleton rows={4} />
        )
      ) : value.items.length === 0 ? (
        <EmptyState icon={iconInbox} title={t("likers.none.title")}>
          {t("likers.none.text")}
        </EmptyState>
      ) : (
        <>
          {chosen.length > 0 && (
            <PrepareForm
              closet={closet}
              likers={chosen}
              onPrepared={(count, leftOut) => {
                setPrepared({ count, leftOut });
                setSelected(new Set());
              }}
            />
          )}
          {open.length > chosen.length && (
            <div>
              <Button kind="quiet" onPress={() => setSelected(new Set(open.slice(0, MOST).map(keyOf)))}>
                {t("bulk.select_all", { count: Math.min(MOST, open.length) })}
              </Button>
            </div>
          )}
          <List
            label={t("likers.title")}
            items={value.items}
            keyOf={keyOf}
            nameOf={({ member }) => member.login}
            row={(liker) => <LikerRow liker={liker} acts={acts} />}
            selected={selected}
            onSelect={setSelected}
          />
          {value.hasMore && <ShowMore onPress={source.showMore} />}
        </>
      )}
    </section>
  );
}

function keyOf({ member, item_id }: Liker): string {
  return `${member.member_id ?? member.login}/${item_id}`;
}

/** Nobody is written to twice about one item, nor somebody who is gone. */
function canBeWritten({ contacted, member }: Liker): boolean {
  return !contacted && member.member_id !== null;
}

function LikerRow({ liker, acts }: { liker: Liker; acts: PersonActs }) {
  const { member, item_title, item_photo_url, price, at, contacted } = liker;
  const entries = acts.follow(member);
  return (
    <div class="thread-row">
      <Thumb photo={{ src: item_photo_url ?? undefined, alt: "" }} />
      <div class="thread-words">
        <span class="thread-head">
          <Person login={member.login} photoUrl={member.photo_url} />
          <span class="muted">
            <RelativeTime time={new Date(at)} />
          </span>
        </span>
        <span class="muted">{[item_title, price && formatMoney(price)].filter(Boolean).join(" · ")}</span>
      </div>
      {contacted && <Badge tone="neutral">{t("likers.contacted")}</Badge>}
      {entries.length > 0 && <Menu name={t("inbox.more", { login: member.login })} items={entries} />}
    </div>
  );
}

function ReadNotifications({ closet }: { closet: Closet }) {
  const { openJobs, wish } = usePorts();
  const jobs = useKept(openJobs).value ?? [];
  const isReading = jobs.some(({ closet_id, verb }) => closet_id === closet.id && verb === "sync_notifications");
  return (
    <UnlessOff verb="sync_notifications" country={closet.country}>
      <Button icon={iconRetry} busy={isReading} onPress={() => void wish(closet.id, { verb: "sync_notifications" })}>
        {t(isReading ? "closet.syncing" : "closet.sync")}
      </Button>
    </UnlessOff>
  );
}

interface PreparedProps {
  count: number;
  leftOut: readonly LeftOut[];
  likers: readonly Liker[];
}

/** How many cards were made, and for whom none was and why. */
function Prepared({ count, leftOut, likers }: PreparedProps) {
  const login = ({ member_id, item_id }: LeftOut) =>
    likers.find((liker) => liker.member.member_id === member_id && liker.item_id === item_id)?.member.login ?? "";
  return (
    <Notice
      tone={count > 0 ? "good" : "info"}
      title={t("likers.prepared", { count })}
      action={
        count > 0 && (
          <Button kind="primary" onPress={() => go(hashOf("approvals"))}>
            {t("likers.to_approvals")}
          </Button>
        )
      }
    >
      <p>{t("likers.prepared.text")}</p>
      {leftOut.length > 0 && (
        <ul class="plain-list">
          {leftOut.map((left) => (
            <li key={`${left.member_id}/${left.item_id}`}>
              <strong>{login(left)}</strong> {t(`likers.left_out.${left.why}`)}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
