// What is prepared for the chosen members: a text with variables, or an offer at a part of the price; with the first card as it will
// read.
import { useState } from "preact/hooks";
import type { Closet, LeftOut, Liker } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { SelectField } from "../../ui/Field";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { TextArea } from "../../ui/TextArea";
import { lengthOf } from "../../ui/text_length";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { UnlessOff } from "../safety/UnlessOff";
import { usePorts } from "../use";
import { filled, offerOf, TEXT_MOST, unknownVariables, VARIABLES } from "./variables";

interface PrepareFormProps {
  closet: Closet;
  likers: readonly Liker[];
  onPrepared: (count: number, leftOut: readonly LeftOut[]) => void;
}

const PERCENTS = [95, 90, 85, 80, 75, 70];

export function PrepareForm({ closet, likers, onPrepared }: PrepareFormProps) {
  const { inbox } = usePorts();
  const [kind, setKind] = useState<"message" | "offer">("message");
  const [text, setText] = useState(firstText);
  const [percent, setPercent] = useState(90);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const unknown = unknownVariables(text);
  const isFine = kind === "offer" || (text.trim() !== "" && lengthOf(text) <= TEXT_MOST && unknown.length === 0);
  const prepare = async () => {
    if (!isFine || isBusy) return;
    setBusy(true);
    const result = await inbox.prepare({
      closet_id: closet.id,
      likers: likers.flatMap(({ member: { member_id }, item_id }) => (member_id === null ? [] : [{ member_id, item_id }])),
      text: kind === "message" ? text : "",
      price_percent: kind === "offer" ? percent : null,
    });
    setBusy(false);
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) onPrepared(result.value.job_ids.length, result.value.left_out);
  };
  return (
    <form
      class="card stack"
      aria-label={t("likers.prepare", { count: likers.length })}
      onSubmit={(event) => {
        event.preventDefault();
        void prepare();
      }}
    >
      <SelectField
        label={t("likers.kind")}
        value={kind}
        options={[
          { value: "message", label: t("likers.kind.message") },
          { value: "offer", label: t("likers.kind.offer") },
        ]}
        onChange={(value) => setKind(value === "offer" ? "offer" : "message")}
      />
      {kind === "message" ? (
        <TextArea
          label={t("approvals.words")}
          hint={t("likers.variables", { names: VARIABLES.map((name) => `{${name}}`).join(" ") })}
          error={unknown[0] ? t("likers.unknown_variable", { name: `{${unknown[0]}}` }) : undefined}
          value={text}
          max={TEXT_MOST}
          rows={3}
          onChange={setText}
        />
      ) : (
        <SelectField
          label={t("likers.percent")}
          value={String(percent)}
          options={PERCENTS.map((each) => ({ value: String(each), label: t("likers.percent_of", { percent: each }) }))}
          onChange={(value) => setPercent(Number(value))}
        />
      )}
      <Preview closet={closet} liker={likers[0]} kind={kind} text={text} percent={percent} />
      {failure && <FailureNotice failure={failure} />}
      <p class="muted">{t("likers.rules", { left: Math.max(0, closet.gauge.threads_limit - closet.gauge.threads_used) })}</p>
      <div class="actions">
        <UnlessOff verb={kind === "offer" ? "send_offer" : "send_message"} country={closet.country}>
          <Button kind="primary" type="submit" busy={isBusy} disabled={!isFine}>
            {t("likers.prepare", { count: likers.length })}
          </Button>
        </UnlessOff>
      </div>
    </form>
  );
}

/** A text to begin with; the variables stand in it as they are typed. */
function firstText(): string {
  return t("likers.first_text", Object.fromEntries(VARIABLES.map((name) => [name, `{${name}}`])));
}

interface PreviewProps {
  closet: Closet;
  liker: Liker | undefined;
  kind: "message" | "offer";
  text: string;
  percent: number;
}

function Preview({ closet, liker, kind, text, percent }: PreviewProps) {
  if (!liker) return null;
  const said =
    kind === "message"
      ? filled(text, liker, closet.country)
      : liker.price
        ? t("approvals.amount", { amount: formatMoney(offerOf(liker.price, percent)) })
        : "";
  return (
    <div>
      <p class="muted">{t("likers.preview", { login: liker.member.login, title: liker.item_title })}</p>
      <blockquote class="liker-preview">{said}</blockquote>
    </div>
  );
}
