// Step 1: our account. Signing up or in happens in the browser's own window on our portal; another server is behind "more".
import { useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { type TextKey, t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { FailureNotice } from "../failures";
import type { Engine, Failure, ServerChoice, SignInEnd } from "../ports";
import { usePorts } from "../use";

type SignInFailure = Extract<SignInEnd, { signed_in: false }>["why"];

export function AccountStep({ engine }: { engine: Engine }) {
  const { signIn } = usePorts();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<SignInFailure>();
  const [failure, setFailure] = useState<Failure>();
  const start = async () => {
    setOpen(true);
    setProblem(undefined);
    setFailure(undefined);
    const result = await signIn();
    setOpen(false);
    if (!result.ok) setFailure(result.failure);
    else if (!result.value.signed_in) setProblem(result.value.why);
  };
  return (
    <section class="card" aria-labelledby="account-step">
      <h2 id="account-step">{t("welcome.account.title")}</h2>
      <p>{t("welcome.account.text")}</p>
      {problem && (
        <Notice tone={problem === "window_closed" ? "info" : "bad"} title={t(`welcome.sign_in.${problem}.title`)}>
          {t(`welcome.sign_in.${problem}.todo`)}
        </Notice>
      )}
      {failure && <FailureNotice failure={failure} />}
      <p>
        <Button kind="primary" busy={isOpen} onPress={() => void start()}>
          {t(isOpen ? "welcome.account.open" : "welcome.account.action")}
        </Button>
      </p>
      <OwnServer engine={engine} />
    </section>
  );
}

const CHOICES: Readonly<Record<Exclude<ServerChoice, "chosen">, TextKey>> = {
  not_an_address: "welcome.server.not_an_address",
  not_allowed: "welcome.server.not_allowed",
  no_answer: "welcome.server.no_answer",
  not_vintedbot: "welcome.server.not_vintedbot",
  unwell: "welcome.server.unwell",
  job_underway: "welcome.server.job_underway",
};

/** The field for a server of one's own. Also used by the settings, where choosing another one signs out of the old. */
export function OwnServer({ engine }: { engine: Engine }) {
  const { useServer: choose } = usePorts();
  const [address, setAddress] = useState(engine.is_own_server ? engine.server : "");
  const [answer, setAnswer] = useState<ServerChoice>();
  const [isAsking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    setAnswer(await choose(address));
    setAsking(false);
  };
  return (
    <details class="own-server" open={engine.is_own_server}>
      <summary>{t("welcome.server.more")}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <TextField
          label={t("welcome.server.label")}
          hint={t("welcome.server.hint")}
          error={answer && answer !== "chosen" ? t(CHOICES[answer]) : undefined}
          value={address}
          inputMode="url"
          autocomplete="off"
          onChange={setAddress}
        />
        <p>
          <Button type="submit" busy={isAsking} disabled={address.trim() === ""}>
            {t("welcome.server.action")}
          </Button>
        </p>
        {(answer === "chosen" || (!answer && engine.is_own_server)) && (
          <Notice tone="good" title={t("welcome.server.chosen", { server: engine.server })} />
        )}
      </form>
    </details>
  );
}
