// The frame of every portal page: name, who is signed in, one column.
import type { ComponentChildren } from "preact";
import { Button } from "../ui/Button";
import { t } from "../ui/i18n";
import { Link } from "./router";

interface ShellProps {
  /** Address of the signed-in person, if there is one. */
  email?: string | undefined;
  onSignOut: () => void;
  children: ComponentChildren;
}

export function Shell({ email, onSignOut, children }: ShellProps) {
  return (
    <>
      <header class="portal-head">
        <span class="portal-name">
          <Link to="/">{t("app.name")}</Link>
        </span>
        {email && (
          <span class="portal-who">
            <span>{email}</span>
            <Button kind="quiet" onPress={onSignOut}>
              {t("account.sign_out")}
            </Button>
          </span>
        )}
      </header>
      <main class="portal-main">{children}</main>
    </>
  );
}
