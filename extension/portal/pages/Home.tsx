// The account at a glance: whose it is, which browsers may act for it, and how to connect one.
import type { ComponentChildren } from "preact";
import type { User } from "../../../shared-schemas/wire";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";

export function Home({ user, devices }: { user: User; devices: ComponentChildren }) {
  return (
    <div class="portal-page">
      <h1>{t("account.home.title")}</h1>
      <p>{t("account.home.since", { date: formatDate(new Date(user.created_at)) })}</p>
      {devices}
      <section class="portal-page">
        <h2>{t("account.home.install.title")}</h2>
        <ol class="portal-steps">
          <li>{t("account.home.install.add")}</li>
          <li>{t("account.home.install.sign_in")}</li>
          <li>{t("account.home.install.connect")}</li>
        </ol>
      </section>
    </div>
  );
}
