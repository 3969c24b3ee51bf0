// What a template would do to one draft, field by field: as it is, as it becomes, what is cut, and which variables are empty.
import type { TemplateChange, TemplateTried } from "../../../shared-schemas/wire";
import { t } from "../../ui/i18n";
import { fieldName, variableNames } from "./words";

export function Changes({ tried }: { tried: TemplateTried }) {
  const { changes, empty, locked, fits } = tried;
  return (
    <div class="stack-small">
      {!fits && <p class="template-warns">{t("template.not_meant")}</p>}
      {locked ? (
        <p class="muted">{t("template.locked")}</p>
      ) : changes.length === 0 ? (
        <p class="muted">{t("template.nothing_changes")}</p>
      ) : (
        <dl class="template-changes">
          {changes.map((change) => (
            <Change key={change.field} change={change} />
          ))}
        </dl>
      )}
      {empty.length > 0 && !locked && <p class="muted">{t("template.empty", { names: variableNames(empty) })}</p>}
    </div>
  );
}

function Change({ change: { field, before, after, cut } }: { change: TemplateChange }) {
  return (
    <div class="template-change">
      <dt>{fieldName(field)}</dt>
      <dd>
        {before && (
          <del class="template-text muted" dir="auto">
            <span class="visually-hidden">{t("template.before")} </span>
            {before}
          </del>
        )}
        <ins class="template-text" dir="auto">
          <span class="visually-hidden">{t("template.after")} </span>
          {after}
        </ins>
        {cut > 0 && <p class="template-warns">{t("template.cut", { count: cut })}</p>}
      </dd>
    </div>
  );
}
