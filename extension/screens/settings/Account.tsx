// Whose account this browser works for, which other browsers are connected, and signing this one out.
import { useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { t } from "../../ui/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import { FailureNotice } from "../failures";
import type { Engine, Failure } from "../ports";
import { go, hashOf } from "../route";
import { useKept, usePorts } from "../use";

export function Account({ engine }: { engine: Engine }) {
  const ports = usePorts();
  if (!engine.signed_in) {
    return (
      <section class="card stack" aria-labelledby="account">
        <h2 id="account">{t("settings.account.title")}</h2>
        <p>{t("situation.not_signed_in.todo")}</p>
        <p>
          <Button kind="primary" onPress={() => go(hashOf("welcome"))}>
            {t("situation.not_signed_in.action")}
          </Button>
        </p>
      </section>
    );
  }
  return (
    <section class="card stack" aria-labelledby="account">
      <h2 id="account">{t("settings.account.title")}</h2>
      <p>{t("settings.account.who", { email: engine.signed_in.email })}</p>
      <Devices />
      <div class="actions">
        <Button onPress={() => ports.windows.openPortal("/devices")}>{t("settings.account.manage")}</Button>
        <SignOut />
      </div>
    </section>
  );
}

function Devices() {
  const devices = useKept(usePorts().devices);
  if (!devices.value) return null;
  return (
    <ul class="plain-list">
      {devices.value.map((device) => (
        <li key={device.id}>
          <strong>{device.label}</strong>{" "}
          {device.current ? (
            t("settings.account.this_device")
          ) : (
            <span class="muted">
              {t("account.devices.last_seen")} <RelativeTime time={new Date(device.last_seen_at)} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function SignOut() {
  const { signOut } = usePorts();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [hidden, setHidden] = useState<number[]>([]);
  const leave = async () => {
    setBusy(true);
    const result = await signOut(hidden.length > 0);
    setBusy(false);
    setFailure(result.ok ? undefined : result.failure);
    if (!result.ok) return;
    if (result.value.signed_out) setAsking(false);
    else setHidden(result.value.hidden);
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t("account.sign_out")}</Button>
      <Dialog
        title={t("settings.sign_out.title")}
        open={isAsking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t("settings.sign_out.stay")}</Button>
            <Button kind="danger" busy={isBusy} onPress={() => void leave()}>
              {t(hidden.length > 0 ? "settings.sign_out.anyway" : "account.sign_out")}
            </Button>
          </>
        }
      >
        <p>{t(hidden.length > 0 ? "settings.sign_out.hidden" : "settings.sign_out.text", { ids: hidden.join(", ") })}</p>
        {failure && <FailureNotice failure={failure} />}
      </Dialog>
    </>
  );
}
