// The connected Vinted accounts: pause, active hours, a lower budget, and disconnecting one.
import { useState } from "preact/hooks";
import type { Closet } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { SelectField } from "../../ui/Field";
import { formatExact } from "../../ui/format";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import type { ClosetChange, Failure } from "../ports";
import { go, hashOf } from "../route";
import { useKept, usePorts } from "../use";
import { Budgets } from "./Budgets";
import { Consents } from "./Consents";
import { Ignored } from "./Ignored";

export function Closets() {
  const closets = useKept(usePorts().closets);
  return (
    <section class="card stack" aria-labelledby="closets">
      <h2 id="closets">{t("settings.closets.title")}</h2>
      {closets.value?.items.map((closet) => (
        <OneCloset key={closet.id} closet={closet} />
      ))}
      {closets.value && closets.value.items.length > 0 && <Further known={closets.value.items} />}
      {closets.value?.items.length === 0 && (
        <>
          <p>{t("situation.no_closet.todo")}</p>
          <p>
            <Button onPress={() => go(hashOf("welcome"))}>{t("situation.no_closet.action")}</Button>
          </p>
        </>
      )}
    </section>
  );
}

/** A member the Vinted tab shows who has no closet here yet. */
function Further({ known }: { known: readonly Closet[] }) {
  const { engine, claim, switchCloset } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const members = (useKept(engine).value?.tabs ?? []).flatMap(({ member }) => (member ? [member] : []));
  const found = members.find(
    (member) => !known.some((closet) => closet.member_id === member.member_id && closet.country === member.country),
  );
  if (!found) return null;
  const connect = async () => {
    const closet = await claim(found);
    if (closet.ok) await switchCloset(closet.value.id);
    else setFailure(closet.failure);
  };
  return (
    <>
      <p>{t("settings.closets.found", { login: found.login })}</p>
      {failure && <FailureNotice failure={failure} />}
      <p>
        <Button onPress={() => void connect()}>{t("settings.closets.connect", { login: found.login })}</Button>
      </p>
    </>
  );
}

function OneCloset({ closet }: { closet: Closet }) {
  const { changeCloset } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const change = async (wanted: ClosetChange) => {
    const result = await changeCloset(closet.id, wanted);
    setFailure(result.ok ? undefined : result.failure);
  };
  const isPaused = closet.paused === "person";
  return (
    <article class="stack" aria-label={closet.login}>
      <div class="section-head">
        <h3>{closet.login}</h3>
        <Button onPress={() => void change({ paused: !isPaused })}>
          {t(isPaused ? "closet.resume_all" : "closet.pause_all")}
        </Button>
      </div>
      {closet.shared_with_other_user && (
        <p>
          {t("situation.two_users.title")}. {t("situation.two_users.todo")}
        </p>
      )}
      {failure && <FailureNotice failure={failure} />}
      <Hours closet={closet} change={change} />
      <Budgets closet={closet} change={change} />
      <Consents closet={closet} />
      <Ignored closet={closet} />
      <Refusals closet={closet} />
      <Disconnect closet={closet} />
    </article>
  );
}

function Hours({ closet, change }: { closet: Closet; change: (wanted: ClosetChange) => Promise<void> }) {
  const hours = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({ value: String(from + index), label: hourName(from + index) }));
  return (
    <>
      <div class="fields">
        <SelectField
          label={t("settings.closets.from")}
          value={String(closet.active_from)}
          options={hours(0, 23)}
          onChange={(value) => void change({ active_from: Number(value) })}
        />
        <SelectField
          label={t("settings.closets.until")}
          value={String(closet.active_until)}
          options={hours(1, 24)}
          onChange={(value) => void change({ active_until: Number(value) })}
        />
      </div>
      <p class="muted">{t("settings.closets.hours_text", { zone: closet.time_zone })}</p>
    </>
  );
}

function hourName(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** What Vinted refused lately: the diary, with what followed. */
function Refusals({ closet }: { closet: Closet }) {
  const entries = useKept(usePorts().diary(closet.id)).value?.items ?? [];
  return (
    <details>
      <summary>{t("settings.diary.title", { count: entries.length })}</summary>
      {entries.length === 0 ? (
        <p class="muted">{t("settings.diary.empty")}</p>
      ) : (
        <ul class="plain-list">
          {entries.map(({ id, kind, at, until }) => (
            <li key={id}>
              {formatExact(new Date(at))}: {t(`refusal.${kind}`)}
              {until && <span class="muted"> {t("settings.diary.until", { time: formatExact(new Date(until)) })}</span>}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function Disconnect({ closet }: { closet: Closet }) {
  const { removeCloset } = usePorts();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const remove = async () => {
    const result = await removeCloset(closet.id);
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) setAsking(false);
  };
  return (
    <div class="apart">
      <Button kind="danger" onPress={() => setAsking(true)}>
        {t("settings.closets.disconnect", { login: closet.login })}
      </Button>
      <Dialog
        title={t("settings.closets.disconnect_title", { login: closet.login })}
        open={isAsking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t("account.keep")}</Button>
            <Button kind="danger" onPress={() => void remove()}>
              {t("settings.closets.disconnect", { login: closet.login })}
            </Button>
          </>
        }
      >
        <p>{t("settings.closets.disconnect_text")}</p>
        {failure && <FailureNotice failure={failure} />}
      </Dialog>
    </div>
  );
}
