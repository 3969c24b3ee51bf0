// Settings: account and devices, closets, how it looks, our buttons in Vinted's pages, what is kept. Each section is a file.
import { t } from "../../ui/i18n";
import { OwnServer } from "../first_run/AccountStep";
import { useKept, usePorts } from "../use";
import { Account } from "./Account";
import { Analysis } from "./Analysis";
import { Closets } from "./Closets";
import { Countries } from "./Countries";
import { Data } from "./Data";
import { Diagnostics } from "./Diagnostics";
import { Look } from "./Look";
import { PageControls } from "./PageControls";
import "./settings.css";

export function Settings() {
  const ports = usePorts();
  const engine = useKept(ports.engine).value;
  const preferences = useKept(ports.preferences).value;
  return (
    <div class="settings">
      {engine && <Account engine={engine} />}
      <Closets />
      <Countries />
      <Analysis />
      {preferences && <Look preferences={preferences} />}
      {preferences && <PageControls preferences={preferences} />}
      {preferences && <Data preferences={preferences} />}
      <Diagnostics />
      {engine && (
        <section class="card stack" aria-labelledby="server">
          <h2 id="server">{t("settings.server.title")}</h2>
          <p>{t("settings.server.now", { server: engine.server })}</p>
          <p class="muted">{t("settings.server.text")}</p>
          <OwnServer engine={engine} />
        </section>
      )}
      <p class="muted">{t("settings.version", { version: ports.version })}</p>
    </div>
  );
}
