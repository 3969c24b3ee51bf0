// A template on a real draft, while it is written. Nothing is changed by looking.
import type { Draft } from "../../../shared-schemas/wire";
import { Skeleton } from "../../ui/EmptyState";
import { SelectField } from "../../ui/Field";
import { t } from "../../ui/i18n";
import { titleOf } from "../drafts/words";
import { FailureNotice } from "../failures";
import { Changes } from "./Changes";
import type { Tried } from "./use_try";

interface TryOutProps {
  drafts: readonly Draft[];
  draft: Draft | undefined;
  onChoose: (id: string) => void;
  tried: Tried;
}

/** As many as a select is good for. */
const OFFERED_MOST = 50;

export function TryOut({ drafts, draft, onChoose, tried: { preview, failure, isOld } }: TryOutProps) {
  const [first] = preview?.drafts ?? [];
  return (
    <section class="card stack template-try" aria-labelledby="template-try" aria-busy={isOld}>
      <h3 id="template-try">{t("template.try")}</h3>
      {draft ? (
        <>
          <SelectField
            label={t("template.try.draft")}
            value={draft.id}
            options={drafts.slice(0, OFFERED_MOST).map(({ id, fields }) => ({ value: id, label: titleOf(fields.title) }))}
            onChange={onChoose}
          />
          {failure ? (
            <FailureNotice failure={failure} />
          ) : preview && preview.problems.length > 0 ? (
            <p class="muted">{t("template.try.problems")}</p>
          ) : first ? (
            <Changes tried={first} />
          ) : (
            !preview && <Skeleton rows={2} />
          )}
        </>
      ) : (
        <p class="muted">{t("template.try.no_draft")}</p>
      )}
    </section>
  );
}
