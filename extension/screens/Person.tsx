// Another member: picture and name. A member who was deleted has neither, and that is said.
import { t } from "../ui/i18n";

interface PersonProps {
  login: string;
  photoUrl: string | null | undefined;
}

export function Person({ login, photoUrl }: PersonProps) {
  return (
    <span class="person">
      <span class="person-photo">{photoUrl && <img src={photoUrl} alt="" loading="lazy" decoding="async" />}</span>
      <strong>{login || t("person.gone")}</strong>
    </span>
  );
}
