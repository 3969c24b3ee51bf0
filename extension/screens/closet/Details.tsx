// What only the listing's edit page tells: description and details. Until it was read, that is said, and it can be read now.
import type { Closet, Listing } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconRetry } from "../../ui/icons";
import { RelativeTime } from "../../ui/RelativeTime";
import { choicesOf, type FixedField } from "../drafts/choices";
import { useVocabulary } from "../drafts/use_vocabulary";
import { FailureNotice } from "../failures";
import { UnlessOff } from "../safety/UnlessOff";
import { useReadDetails } from "./use_details";

interface DetailsProps {
  listing: Listing;
  closet: Closet;
}

export function Details({ listing, closet }: DetailsProps) {
  const { details } = listing;
  const { read, job, failure } = useReadDetails(listing, closet);
  return (
    <section class="card stack-small" aria-labelledby="details">
      <div class="section-head">
        <h3 id="details">{t("details.title")}</h3>
        <UnlessOff verb="sync_listing" country={closet.country}>
          <Button kind="quiet" icon={iconRetry} busy={job !== undefined} onPress={() => void read()}>
            {t(job ? "closet.syncing" : details ? "closet.sync" : "details.read")}
          </Button>
        </UnlessOff>
      </div>
      {failure && <FailureNotice failure={failure} />}
      {details ? <Facts listing={listing} closet={closet} /> : <p class="muted">{t("details.not_read")}</p>}
    </section>
  );
}

function Facts({ listing: { details, seen }, closet }: DetailsProps) {
  const vocabulary = useVocabulary(closet.country, details?.fields.catalog_id ?? null);
  if (!details) return null;
  const { fields } = details;
  const titled = (field: FixedField, id: number | null) =>
    id !== null && vocabulary
      ? (choicesOf(field, fields.catalog_id, vocabulary).options.find((option) => option.id === id)?.title ?? "")
      : "";
  const category = fields.catalog_id !== null ? (vocabulary?.categories.path(fields.catalog_id).join(" › ") ?? "") : "";
  const colours = fields.color_ids.map((id) => titled("color", id)).filter(Boolean);
  const facts = [
    [t("draft.unit.category"), category],
    [t("draft.unit.brand"), fields.brand || seen.brand],
    [t("draft.unit.size"), titled("size", fields.size_id) || seen.size],
    [t("draft.unit.condition"), titled("condition", fields.condition_id) || seen.condition],
    [t("draft.unit.colours"), colours.join(", ")],
    [t("draft.unit.parcel"), titled("package_size", fields.package_size_id)],
    [t("draft.unit.description"), fields.description],
  ].filter(([, value]) => value);
  return (
    <>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p class="muted">
        {t("details.read_at")} <RelativeTime time={new Date(details.read_at)} />
      </p>
    </>
  );
}
