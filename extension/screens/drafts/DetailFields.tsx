// What is chosen rather than written: category, brand, size, condition, colours, price, parcel, and what the category asks for.
// Where the choices come from is said once above them.

import { Skeleton } from "../../ui/EmptyState";
import { SelectField } from "../../ui/Field";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { useKept, usePorts } from "../use";
import { AttributeFields } from "./AttributeFields";
import { BrandField } from "./BrandField";
import { CategoryField } from "./CategoryField";
import { ChoiceField } from "./ChoiceField";
import { ColourField } from "./ColourField";
import { choicesOf, type Vocabulary } from "./choices";
import type { DraftForm, FieldProps, OpenForm } from "./form";
import { MoreFields } from "./MoreFields";
import { PriceField } from "./PriceField";
import { PriceGuide } from "./PriceGuide";

export function DetailFields({ form }: { form: OpenForm }) {
  const { vocabulary } = form;
  const away = useKept(usePorts().closets).failure?.why === "away";
  return (
    <>
      <PriceField form={form} />
      <PriceGuide form={form} />
      {vocabulary ? (
        <Choices form={form} vocabulary={vocabulary} />
      ) : away ? (
        <Notice tone="wait" title={t("draft.reference.away.title")}>
          {t("draft.reference.away.text")}
        </Notice>
      ) : (
        <Skeleton rows={4} />
      )}
      <ClosetField form={form} />
    </>
  );
}

function Choices({ form, vocabulary }: { form: DraftForm; vocabulary: Vocabulary }) {
  const { content, change, errorOf } = form;
  const condition = vocabulary.document.conditions.find(({ id }) => id === content.condition_id);
  return (
    <>
      <CategoryField form={form} vocabulary={vocabulary} />
      {content.catalog_id !== null && <Origin vocabulary={vocabulary} />}
      <div class="fields draft-details">
        <BrandField form={form} />
        <ChoiceField
          unit="size"
          label={t("draft.unit.size")}
          choices={choicesOf("size", content.catalog_id, vocabulary)}
          chosen={content.size_id}
          error={errorOf("size")}
          onChoose={(size_id) => change({ size_id })}
        />
        <ChoiceField
          unit="condition"
          label={t("draft.unit.condition")}
          choices={choicesOf("condition", content.catalog_id, vocabulary)}
          chosen={content.condition_id}
          hint={condition?.explanation}
          error={errorOf("condition")}
          onChoose={(condition_id) => change({ condition_id })}
        />
        <ChoiceField
          unit="parcel"
          label={t("draft.unit.parcel")}
          choices={choicesOf("package_size", content.catalog_id, vocabulary)}
          chosen={content.package_size_id}
          error={errorOf("parcel")}
          onChoose={(package_size_id) => change({ package_size_id })}
        />
      </div>
      <ColourField form={form} vocabulary={vocabulary} />
      <AttributeFields form={form} vocabulary={vocabulary} />
      <MoreFields form={form} vocabulary={vocabulary} />
    </>
  );
}

/** Whether Vinted itself named these choices. */
function Origin({ vocabulary: { form } }: { vocabulary: Vocabulary }) {
  return (
    <p class="muted draft-origin">
      {form ? t("draft.choices.vinted", { date: formatDate(new Date(form.read_at)) }) : t("draft.choices.file")}
    </p>
  );
}

/** Which account it is published on; asked only when there is more than one. */
function ClosetField({ form: { content, change } }: FieldProps) {
  const closets = useKept(usePorts().closets).value?.items ?? [];
  if (closets.length < 2) return null;
  return (
    <div data-unit="closet">
      <SelectField
        label={t("draft.unit.closet")}
        value={content.closet_id ?? ""}
        options={[
          ...(content.closet_id === null ? [{ value: "", label: t("draft.choose") }] : []),
          ...closets.map(({ id, login }) => ({ value: id, label: login })),
        ]}
        onChange={(closet_id) => change({ closet_id: closet_id || null })}
      />
    </div>
  );
}
