// What a card is called where it stands as one line: what it does and to whom.
import type { Job } from "../../../shared-schemas/wire";
import { t } from "../../ui/i18n";

export function cardName({ verb, card, title }: Pick<Job, "verb" | "card" | "title">): string {
  return `${t(`job.verb.${verb}`)}: ${card?.recipient.login ?? title}`;
}
