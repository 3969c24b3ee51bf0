// The first run: one sentence and three ticks that fill themselves. It opens in a tab at installation, can be left at any point
// and come back to; Today says what is missing. Nothing is written to Vinted here.
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { t } from "../../ui/i18n";
import { iconCheck } from "../../ui/icons";
import { FailureNotice } from "../failures";
import { go, hashOf } from "../route";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";
import { AccountStep } from "./AccountStep";
import { Disclosure } from "./Disclosure";
import { FirstValue } from "./FirstValue";
import { VintedStep } from "./VintedStep";
import "./first_run.css";

type Step = "account" | "vinted" | "value";

const STEPS = ["account", "vinted", "value"] as const satisfies readonly Step[];

export function FirstRun() {
  const ports = usePorts();
  const engine = useKept(ports.engine);
  const closets = useKept(ports.closets);
  const preferences = useKept(ports.preferences);
  const closet = currentCloset(closets);
  const isSignedIn = Boolean(engine.value?.signed_in) && closets.failure?.why !== "not_connected";
  const isConnected = isSignedIn && closet !== undefined;
  const step: Step = !isSignedIn ? "account" : !isConnected ? "vinted" : "value";
  return (
    <main class="first-run">
      <header>
        <h1>{t("app.welcome")}</h1>
        <p class="first-run-promise">{t("app.promise")}</p>
      </header>
      <ol class="first-run-steps">
        {STEPS.map((name) => (
          <Tick key={name} name={name} current={step} />
        ))}
      </ol>
      {engine.failure?.why === "reload_page" && <FailureNotice failure={engine.failure} />}
      {step === "account" && engine.value && <AccountStep engine={engine.value} />}
      {step === "vinted" && (preferences.value?.understood_at ? <VintedStep /> : preferences.value && <Disclosure />)}
      {step === "value" && closet && <FirstValue closet={closet} />}
      {step !== "value" && (
        <p class="first-run-leave">
          <Button kind="quiet" onPress={() => go(hashOf("today"))}>
            {t("welcome.later")}
          </Button>
        </p>
      )}
    </main>
  );
}

function Tick({ name, current }: { name: Step; current: Step }) {
  const number = STEPS.indexOf(name) + 1;
  const isDone = STEPS.indexOf(current) >= number || (name === "value" && current === "value");
  return (
    <li class="first-run-tick" data-done={isDone} aria-current={name === current ? "step" : undefined}>
      <span class="first-run-number">{isDone ? <Icon shape={iconCheck} small /> : number}</span>
      <span>{t(`welcome.step.${name}`)}</span>
      {isDone && <span class="visually-hidden">{t("welcome.step_done")}</span>}
    </li>
  );
}
