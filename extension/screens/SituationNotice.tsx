// The state the product is in, as one notice with the one button that helps. Its sentences are in situation_said.ts.
import type { ComponentChildren } from "preact";
import { Button } from "../ui/Button";
import { type TextKey, t } from "../ui/i18n";
import { AllowCountry } from "./AllowCountry";
import type { Ports, VintedPlace } from "./ports";
import { go, hashOf } from "./route";
import { SituationWords } from "./SituationWords";
import type { Situation } from "./situation";
import { sayOf } from "./situation_said";
import { useOpenVinted } from "./use";

/** Nothing when all is well. */
export function SituationNotice({ situation, ports, resume }: { situation: Situation; ports: Ports; resume: () => void }) {
  const said = sayOf(situation);
  const openVinted = useOpenVinted();
  return said ? <SituationWords said={said} action={actionOf(situation, ports, openVinted, resume)} /> : null;
}

function actionOf(
  situation: Situation,
  ports: Ports,
  openVinted: (where: VintedPlace) => void,
  resume: () => void,
): ComponentChildren {
  switch (situation.is) {
    case "reload_page":
      return button("situation.reload_page.action", () => location.reload());
    case "not_signed_in":
      return setUp("situation.not_signed_in.action");
    case "no_closet":
      return setUp("situation.no_closet.action");
    case "server_away":
      return button("situation.server_away.action", ports.refreshAll);
    case "signed_out":
      return button("situation.signed_out.action", () => openVinted("sign_in"));
    case "no_tab":
    case "other_member":
    case "challenge":
      return button("situation.no_tab.action", () => openVinted("home"));
    case "country":
      return <AllowCountry country={situation.country} allow={ports.safety.allowCountry} />;
    case "paused":
      return button("situation.paused.action", resume);
    case "loading":
    case "ready":
    case "working":
    case "update_needed":
    case "restored":
    case "solved":
    case "resting":
      return undefined;
    default:
      return situation satisfies never;
  }
}

function button(words: TextKey, act: () => void) {
  return <Button onPress={act}>{t(words)}</Button>;
}

function setUp(words: TextKey) {
  return (
    <Button kind="primary" onPress={() => go(hashOf("welcome"))}>
      {t(words)}
    </Button>
  );
}
