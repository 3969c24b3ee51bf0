// The dynamic attributes of a category: one choice or several of each, and what was chosen though it is not offered here.
import { Button } from "../../ui/Button";
import { Combobox } from "../../ui/Combobox";
import { Field } from "../../ui/Field";
import { t } from "../../ui/i18n";
import { iconClose } from "../../ui/icons";
import { SourceMark } from "./analysis/SourceMark";
import { ChoiceField, found, optionOf } from "./ChoiceField";
import { type AttributeField, attributeFields, type Vocabulary } from "./choices";
import type { DraftForm } from "./form";

interface AttributeProps {
  form: DraftForm;
  vocabulary: Vocabulary;
}

export function AttributeFields({ form, vocabulary }: AttributeProps) {
  if (form.content.catalog_id === null) return null;
  return (
    <div class="fields draft-details" data-unit="attributes">
      {attributeFields(form.content.attributes, vocabulary.form).map((field) => (
        <Attribute key={field.code} field={field} form={form} />
      ))}
    </div>
  );
}

function Attribute({ field, form: { content, change, errorOf } }: { field: AttributeField; form: DraftForm }) {
  const { code } = field;
  const label = code === "material" ? t("draft.material") : field.title || code;
  const ids = content.attributes.find((each) => each.code === code)?.ids ?? [];
  const setIds = (next: number[]) =>
    change({
      attributes: [...content.attributes.filter((each) => each.code !== code), ...(next.length > 0 ? [{ code, ids: next }] : [])],
    });
  const error = errorOf("attributes", code);
  if (field.most === 1)
    return (
      <ChoiceField
        unit="attributes"
        code={code}
        label={label}
        choices={field}
        chosen={ids[0] ?? null}
        error={error}
        onChoose={(id) => setIds(id === null ? [] : [id])}
      />
    );
  return <Several field={field} label={label} ids={ids} error={error} onChange={setIds} />;
}

interface SeveralProps {
  field: AttributeField;
  label: string;
  ids: readonly number[];
  error: string | undefined;
  onChange: (ids: number[]) => void;
}

function Several({ field: { code, options, most }, label, ids, error, onChange }: SeveralProps) {
  const left = options.filter(({ id }) => !ids.includes(id)).map(optionOf);
  const titleOf = (id: number) => options.find((option) => option.id === id)?.title ?? t("draft.not_offered", { id });
  return (
    <div class="stack-small" data-unit="attributes" data-code={code}>
      {ids.length < most ? (
        <Combobox
          label={label}
          hint={t("draft.up_to", { most })}
          error={error}
          chosen={undefined}
          onChoose={({ value }) => onChange([...ids, Number(value)])}
          search={(query) => found(left, query)}
        />
      ) : (
        <Field label={label} hint={t("draft.up_to", { most })} error={error}>
          {(control) => <input {...control} class="input" disabled value={t("draft.all_chosen")} />}
        </Field>
      )}
      <ul class="draft-chips" aria-label={label}>
        {ids.map((id) => (
          <li key={id}>
            <Button icon={iconClose} onPress={() => onChange(ids.filter((each) => each !== id))}>
              {t("draft.remove_named", { name: titleOf(id) })}
            </Button>
          </li>
        ))}
      </ul>
      {code === "material" && <SourceMark of="material" />}
    </div>
  );
}
