// One order: how it stands, its label, saying that it was handed over, and what only Vinted's own page can do.
import { useState } from "preact/hooks";
import type { Closet, Evidence, Order } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { formatExact, formatMoney } from "../../ui/format";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { iconBack, iconExternal } from "../../ui/icons";
import { Notice } from "../../ui/Notice";
import { FailureNotice } from "../failures";
import { useEscape, useFocusRowAfterwards, useFocusWhenShown } from "../focus";
import { PicturedRow } from "../jobs/PicturedRow";
import { Person } from "../Person";
import type { Failure, Result } from "../ports";
import { go, hashOf } from "../route";
import { UnlessOff } from "../safety/UnlessOff";
import { useKept, usePorts } from "../use";
import { isToShip } from "./to_ship";
import { dueWords, orderState } from "./words";

interface OrderSheetProps {
  order: Order;
  closet: Closet;
}

export function OrderSheet({ order, closet }: OrderSheetProps) {
  const ports = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const [evidence, setEvidence] = useState<Evidence>();
  const job = useKept(order.job_id ? ports.job(order.job_id) : undefined).value;
  const shown = useFocusWhenShown<HTMLDivElement>();
  const leave = () => go(hashOf("orders"));
  useEscape(leave);
  useFocusRowAfterwards();
  const noted = <T,>(result: Result<T>): T | undefined => {
    setFailure(result.ok ? undefined : result.failure);
    return result.ok ? result.value : undefined;
  };
  const { tone, word } = orderState(order);
  return (
    <div class="stack order-sheet" ref={shown} tabIndex={-1}>
      <div>
        <Button kind="quiet" icon={iconBack} onPress={leave}>
          {t("orders.back")}
        </Button>
      </div>
      <header class="stack-small">
        <h2>{order.title}</h2>
        {order.other && <Person login={order.other.login} photoUrl={order.other.photo_url} />}
        <div>
          <Badge tone={tone}>{word}</Badge> <span class="muted">{order.status_text}</span>
        </div>
        {dueWords(order) && <strong>{dueWords(order)}</strong>}
      </header>
      {failure && <FailureNotice failure={failure} />}
      {job && !job.ended_at && (
        <section class="card" aria-label={t("closet.in_work")}>
          <PicturedRow job={job} onStop={() => void ports.cancelJob(job.id)} />
        </section>
      )}
      <Facts order={order} />
      {order.side === "sold" && <Shipping order={order} closet={closet} isBusy={job ? !job.ended_at : false} noted={noted} />}
      {evidence && <AtHand evidence={evidence} />}
      <OnVinted order={order} closet={closet} noted={noted} onEvidence={setEvidence} />
    </div>
  );
}

function Facts({ order }: { order: Order }) {
  const facts = [
    [t("order.price"), order.price && formatMoney(order.price)],
    [t("order.carrier"), order.carrier],
    [t("order.tracking"), order.tracking_code],
    [t("order.ship_by"), order.ship_by && formatDate(new Date(order.ship_by))],
    [t("order.at"), order.at && formatExact(new Date(order.at))],
  ].filter(([, value]) => value);
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name} class="order-fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Noted = <T>(result: Result<T>) => T | undefined;

interface ActProps extends OrderSheetProps {
  noted: Noted;
}

function Shipping({ order, closet, isBusy, noted }: ActProps & { isBusy: boolean }) {
  const { orders } = usePorts();
  const [busy, setBusy] = useState<"open" | "label" | "order_label" | "handed_over">();
  const act = async (what: NonNullable<typeof busy>) => {
    setBusy(what);
    noted(
      what === "open"
        ? await orders.openLabel(closet.id, order.transaction_id)
        : await orders.ship(closet.id, order.transaction_id, what),
    );
    setBusy(undefined);
  };
  const press = (what: NonNullable<typeof busy>, words: Parameters<typeof t>[0], isFirst: boolean) => (
    <Button
      kind={isFirst ? "primary" : "plain"}
      busy={busy === what}
      disabled={isBusy && what !== "open"}
      onPress={() => void act(what)}
    >
      {t(words)}
    </Button>
  );
  const isHere = Boolean(order.label_sha256);
  return (
    <section class="card stack" aria-labelledby="shipping">
      <h3 id="shipping">{t("order.shipping")}</h3>
      {order.label === "digital" && <p>{t("order.digital")}</p>}
      <UnlessOff verb="fetch_label" country={closet.country}>
        {isHere ? (
          <div class="actions">
            {press("open", "order.print", true)}
            {isToShip(order) && press("label", "order.fetch_again", false)}
          </div>
        ) : order.label === "ready" ? (
          <div class="actions">{press("label", "order.fetch", true)}</div>
        ) : (
          isToShip(order) && (
            <>
              <p>{t("order.not_ordered")}</p>
              <div class="actions">
                {press("order_label", "order.order_label", order.label === "none")}
                {order.label === "unknown" && press("label", "order.fetch", false)}
              </div>
            </>
          )
        )}
      </UnlessOff>
      {isToShip(order) && (
        <UnlessOff verb="mark_shipped" country={closet.country}>
          <div class="stack-small">
            <p class="muted">{t("order.handed_over.text")}</p>
            <div class="actions">{press("handed_over", "order.handed_over", false)}</div>
          </div>
        </UnlessOff>
      )}
    </section>
  );
}

function OnVinted({ order, closet, noted, onEvidence }: ActProps & { onEvidence: (evidence: Evidence) => void }) {
  const { wish, orders } = usePorts();
  const { transaction_id, thread_id } = order;
  const open = async (purpose: "order" | "feedback") =>
    void noted(await wish(closet.id, { verb: "open_on_vinted", purpose, transaction_id, thread_id }));
  const dispute = async () => {
    const opened = noted(await orders.dispute(closet.id, transaction_id));
    if (opened) onEvidence(opened.evidence);
  };
  return (
    <div class="actions">
      {thread_id && <Button onPress={() => go(hashOf("inbox", thread_id))}>{t("order.conversation")}</Button>}
      <UnlessOff verb="open_on_vinted" country={closet.country}>
        <Button icon={iconExternal} onPress={() => void open("order")}>
          {t("closet.open_on_vinted")}
        </Button>
        {order.state === "completed" && (
          <Button icon={iconExternal} onPress={() => void open("feedback")}>
            {t("inbox.feedback")}
          </Button>
        )}
        {order.state !== "negotiating" && order.state !== "cancelled" && (
          <Button icon={iconExternal} onPress={() => void dispute()}>
            {t("order.dispute")}
          </Button>
        )}
      </UnlessOff>
    </div>
  );
}

/** What to have at hand while the person writes on Vinted's own page. */
function AtHand({ evidence }: { evidence: Evidence }) {
  const { safety } = usePorts();
  const lines = [
    evidence.title,
    evidence.price && formatMoney(evidence.price),
    evidence.carrier && `${t("order.carrier")}: ${evidence.carrier}`,
    evidence.tracking_code && `${t("order.tracking")}: ${evidence.tracking_code}`,
    evidence.ship_by && `${t("order.ship_by")}: ${formatDate(new Date(evidence.ship_by))}`,
    evidence.description,
    ...evidence.entries.map(({ at, mine, text }) =>
      [at && formatExact(new Date(at)), mine ? t("order.you") : t("order.buyer"), text].filter(Boolean).join(" · "),
    ),
  ].filter((line): line is string => Boolean(line));
  return (
    <Notice
      tone="info"
      title={t("order.evidence")}
      action={<Button onPress={() => void safety.copy(lines.join("\n"))}>{t("order.copy")}</Button>}
    >
      <p>{t("order.evidence.text", { count: evidence.photo_sha256.length })}</p>
      <details>
        <summary>{t("order.evidence.show")}</summary>
        <ul class="plain-list">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </Notice>
  );
}
