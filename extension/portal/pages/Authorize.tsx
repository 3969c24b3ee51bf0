// "Connect Chrome · Linux to your account?": the one question between an installed extension and an account.
import type { ComponentChildren } from "preact";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";

interface AuthorizeProps {
  /** What the asking browser calls itself. */
  device: string;
  email: string;
  isBusy: boolean;
  problem: ComponentChildren;
  onConnect: () => void;
  onCancel: () => void;
}

export function Authorize({ device, email, isBusy, problem, onConnect, onCancel }: AuthorizeProps) {
  return (
    <section class="portal-form">
      <h1>{t("account.authorize.title", { device })}</h1>
      <p>{t("account.authorize.who", { email })}</p>
      <p>{t("account.authorize.explain")}</p>
      {problem}
      <div class="portal-actions">
        <Button onPress={onCancel} disabled={isBusy}>
          {t("account.authorize.cancel")}
        </Button>
        <Button kind="primary" onPress={onConnect} busy={isBusy}>
          {t("account.authorize.button")}
        </Button>
      </div>
    </section>
  );
}

/** For a request that lacks a part of what the contract asks for: nothing here can mend it. */
export function BrokenAuthorize() {
  return (
    <Notice tone="bad" title={t("account.authorize.broken.title")}>
      {t("account.authorize.broken.todo")}
    </Notice>
  );
}
