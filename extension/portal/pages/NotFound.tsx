// What an unknown address shows.
import { t } from "../../ui/i18n";
import { Link } from "../router";

export function NotFound() {
  return (
    <section class="portal-page">
      <h1>{t("portal.not_found.title")}</h1>
      <p>{t("portal.not_found.text")}</p>
      <p>
        <Link to="/devices">{t("account.devices.title")}</Link>
      </p>
    </section>
  );
}
