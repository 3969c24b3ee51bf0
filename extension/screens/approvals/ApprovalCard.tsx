// One card: to whom, about which item, exactly what, and why; and the answers there are.
import { useRef } from "preact/hooks";
import type { Card, Job } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { Menu } from "../../ui/Menu";
import { Notice } from "../../ui/Notice";
import { Thumb } from "../../ui/Photo";
import { RelativeTime } from "../../ui/RelativeTime";
import { FailureNotice } from "../failures";
import { Person } from "../Person";
import type { Answer } from "./Approvals";
import { CardEditor } from "./CardEditor";
import { cardName } from "./card_name";
import type { CardEdit } from "./port";
import { tomorrowMorning } from "./put_off";

interface ApprovalCardProps {
  job: Job;
  /** Whose closet, when there are several. */
  login: string | undefined;
  isActive: boolean;
  isSelected: boolean;
  isEditing: boolean;
  answer: Answer;
  /** Whether a card became this one by an edit made here. */
  isOwn: (digest: string) => boolean;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onSelect: () => void;
  onApprove: () => void;
  onDecline: (neverAgain: boolean) => void;
  onSnooze: (until: Date) => void;
  onEdit: (isOn: boolean) => void;
  onSave: (edit: CardEdit) => Promise<boolean>;
}

const HOUR_MS = 3600 * 1000;

export function ApprovalCard(props: ApprovalCardProps) {
  const { job, login, isActive, isSelected, isEditing, answer } = props;
  const { card } = job;
  const first = useRef(card?.digest);
  if (!card) return null;
  return (
    <article
      class="card approval"
      data-job={job.id}
      data-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      aria-label={cardName(job)}
      aria-busy={answer.isBusy}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
    >
      <header class="section-head">
        <label class="approval-who">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t("ui.select_named", { name: card.recipient.login })}
            checked={isSelected}
            onChange={props.onSelect}
          />
          <Person login={card.recipient.login} photoUrl={card.recipient.photo_url} />
        </label>
        <Badge tone="info">{t(`card.reason.${card.reason}`)}</Badge>
      </header>
      {login && <p class="muted">{t("approvals.from", { login })}</p>}
      <About card={card} />
      {answer.failure && <Refused answer={answer} />}
      {!answer.failure && first.current !== card.digest && !props.isOwn(card.digest) && (
        <Notice tone="wait" title={t("approvals.changed")} />
      )}
      {isEditing ? (
        <CardEditor
          key={card.digest}
          card={card}
          isBusy={answer.isBusy}
          onSave={props.onSave}
          onLeave={() => props.onEdit(false)}
        />
      ) : (
        <>
          <Saying job={job} card={card} />
          <Answers {...props} card={card} />
        </>
      )}
      {card.expires_at && (
        <p class="muted">
          {t("approvals.expires")} <RelativeTime time={new Date(card.expires_at)} />
        </p>
      )}
    </article>
  );
}

function About({ card: { item } }: { card: Card }) {
  if (!item) return null;
  return (
    <div class="approval-item">
      <Thumb photo={{ src: item.photo_url ?? undefined, alt: "" }} />
      <div class="stack-small">
        <strong>{item.title}</strong>
        {item.price && <span class="muted">{formatMoney(item.price)}</span>}
      </div>
    </div>
  );
}

/** Exactly what is sent. */
function Saying({ job, card }: { job: Job; card: Card }) {
  return (
    <>
      {card.text && <blockquote class="approval-text">{card.text}</blockquote>}
      {card.amount && <p class="approval-amount">{t("approvals.amount", { amount: formatMoney(card.amount) })}</p>}
      {!card.text && !card.amount && <p>{t(`job.verb.${job.verb}`)}</p>}
    </>
  );
}

function Refused({ answer: { failure } }: { answer: Answer }) {
  if (!failure) return null;
  if (failure.why === "refused" && failure.code === "card_changed")
    return (
      <Notice tone="wait" title={t("approvals.stale")}>
        {t("approvals.stale.todo")}
      </Notice>
    );
  return <FailureNotice failure={failure} />;
}

function Answers({ card, isActive, answer, onApprove, onDecline, onSnooze, onEdit }: ApprovalCardProps & { card: Card }) {
  const { login } = card.recipient;
  return (
    <div class="actions">
      <Button kind={isActive ? "primary" : "plain"} busy={answer.isBusy} onPress={onApprove}>
        {t("approvals.send", { login })}
      </Button>
      {(card.text !== null || card.amount !== null) && <Button onPress={() => onEdit(true)}>{t("approvals.edit")}</Button>}
      <Button onPress={() => onDecline(false)}>{t("approvals.decline")}</Button>
      <Menu
        name={t("approvals.more", { login })}
        items={[
          { label: t("approvals.in_an_hour"), onChoose: () => onSnooze(new Date(Date.now() + HOUR_MS)) },
          { label: t("approvals.tomorrow"), onChoose: () => onSnooze(tomorrowMorning(new Date())) },
          { label: t("approvals.never", { login }), danger: true, onChoose: () => onDecline(true) },
        ]}
      />
    </div>
  );
}
