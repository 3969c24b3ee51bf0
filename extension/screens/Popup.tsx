// The popup: whose closet, one word of state and what to do about it, the safety budget, what runs, pause, and three shortcuts.
// Opens from what is kept on this device; nothing to type here.
import type { Closet } from "../../shared-schemas/wire";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { t } from "../ui/i18n";
import { iconCloset, iconOpenWide, iconPanel, iconPause, iconResume } from "../ui/icons";
import { countryName } from "./countries";
import { Row } from "./jobs/Row";
import { doingOf } from "./jobs/words";
import type { PopupPorts } from "./ports";
import { hashOf } from "./route";
import { isPlanned } from "./running";
import { SituationWords } from "./SituationWords";
import { Gauges, WhyWaiting } from "./safety/Gauges";
import { OffNotice } from "./safety/OffNotice";
import { countryOff } from "./safety/switched_off";
import { currentCloset, type SituationName, situationOf } from "./situation";
import { sayOf } from "./situation_said";
import { WORDS } from "./situation_words";
import { needsPerson } from "./today/waiting";
import { useKept } from "./use";

const ON_VINTED: ReadonlySet<SituationName> = new Set(["no_tab", "signed_out", "other_member", "challenge"]);

export function Popup({ ports }: { ports: PopupPorts }) {
  const { windows } = ports;
  const closets = useKept(ports.closets);
  const closet = currentCloset(closets);
  const situation = situationOf(useKept(ports.engine), closets);
  const [tone, word] = WORDS[situation.is];
  const said = sayOf(situation);
  const isStranger = situation.is === "not_signed_in" || situation.is === "no_closet";
  const shown = isStranger ? undefined : closet;
  // one primary action: Vinted where the way on leads through it, else the panel
  const isOnVinted = ON_VINTED.has(situation.is);
  return (
    <main class="popup">
      <header class="popup-head">
        <div class="popup-account">
          <h1>{shown?.login ?? t("app.name")}</h1>
          {shown && <p class="muted">{countryName(shown.country)}</p>}
        </div>
        <Badge tone={tone}>{t(word)}</Badge>
      </header>
      {isStranger && <p>{t("app.promise")}</p>}
      {said && <SituationWords said={said} />}
      {shown && <OfCloset ports={ports} closet={shown} isServerThere={situation.is !== "server_away"} />}
      <div class="popup-shortcuts">
        {isStranger ? (
          <Button kind="primary" icon={iconOpenWide} onPress={() => windows.openWide(hashOf("welcome"))}>
            {t(situation.is === "no_closet" ? "situation.no_closet.action" : "situation.not_signed_in.action")}
          </Button>
        ) : (
          <>
            <Button kind={isOnVinted ? "plain" : "primary"} icon={iconPanel} onPress={windows.openPanel}>
              {t("ui.open_panel")}
            </Button>
            <Button icon={iconOpenWide} onPress={() => windows.openWide(hashOf("today"))}>
              {t("ui.open_wide")}
            </Button>
            <Button
              kind={isOnVinted ? "primary" : "plain"}
              icon={iconCloset}
              onPress={() => windows.openVinted(closet?.country, situation.is === "signed_out" ? "sign_in" : "home")}
            >
              {t("situation.no_tab.action")}
            </Button>
          </>
        )}
      </div>
    </main>
  );
}

interface OfClosetProps {
  ports: PopupPorts;
  closet: Closet;
  /** Pausing is the server's doing. */
  isServerThere: boolean;
}

function OfCloset({ ports, closet, isServerThere }: OfClosetProps) {
  const jobs = (useKept(ports.openJobs).value ?? []).filter(({ closet_id }) => closet_id === closet.id);
  const off = countryOff(closet.country, useKept(ports.switchOffs).value ?? []);
  const running = jobs.find((job) => !needsPerson(job) && !isPlanned(job));
  const waiting = jobs.filter(needsPerson).length;
  const isPaused = closet.paused === "person";
  const canPause = isServerThere && (closet.paused === null || closet.paused === undefined || isPaused);
  const { gauge } = closet;
  return (
    <>
      <Gauges gauge={gauge} isShort />
      <WhyWaiting gauge={gauge} jobs={jobs} />
      {off && <OffNotice off={off} country={closet.country} />}
      {waiting > 0 && (
        <p>
          <strong>{t("today.waiting", { count: waiting })}</strong>
        </p>
      )}
      {running && <Row job={running} step={doingOf(running)} onStop={() => void ports.cancelJob(running.id)} />}
      {canPause && (
        <Button
          icon={isPaused ? iconResume : iconPause}
          onPress={() => void ports.changeCloset(closet.id, { paused: !isPaused })}
        >
          {t(isPaused ? "closet.resume_all" : "closet.pause_all")}
        </Button>
      )}
    </>
  );
}
