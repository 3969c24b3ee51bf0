// The rarer fields: ISBN, measurements, unisex. Vinted's form names them for few categories, and not
// reliably; where it does not and nothing is filled in, they stand folded.
import { useState } from "preact/hooks";
import { TextField } from "../../ui/Field";
import { currentLanguageTag, t } from "../../ui/i18n";
import type { Vocabulary } from "./choices";
import type { DraftForm } from "./form";
import { unitName } from "./words";

interface MoreProps {
  form: DraftForm;
  vocabulary: Vocabulary;
}

export function MoreFields({ form, vocabulary }: MoreProps) {
  const { content } = form;
  if (content.catalog_id === null) return null;
  const isUsed: Record<RareField, boolean> = {
    isbn: content.isbn !== null,
    measurements: content.measurement_length !== null || content.measurement_width !== null,
    unisex: content.is_unisex,
  };
  const plain = RARE.filter((field) => isUsed[field] || names(vocabulary, field));
  const folded = RARE.filter((field) => !plain.includes(field));
  return (
    <>
      {plain.map((field) => (
        <Rare key={field} field={field} form={form} />
      ))}
      {folded.length > 0 && (
        <details class="draft-more">
          <summary>{folded.map(unitName).join(", ")}</summary>
          <div class="stack">
            {folded.map((field) => (
              <Rare key={field} field={field} form={form} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

const RARE = ["isbn", "measurements", "unisex"] as const;
type RareField = (typeof RARE)[number];

function names({ form }: Vocabulary, field: RareField): boolean {
  return form?.fields.some(({ code }) => code === field) ?? false;
}

function Rare({ field, form }: { field: RareField; form: DraftForm }) {
  const { content, errorOf, change } = form;
  switch (field) {
    case "isbn":
      return (
        <div data-unit="isbn">
          <TextField
            label={t("draft.unit.isbn")}
            hint={t("draft.isbn.hint")}
            error={errorOf("isbn")}
            value={content.isbn ?? ""}
            autocomplete="off"
            onChange={(isbn) => change({ isbn: isbn.trim() || null })}
          />
        </div>
      );
    case "measurements":
      return (
        <div class="fields" data-unit="measurements">
          <Measure form={form} field="measurement_length" label={t("draft.length")} />
          <Measure form={form} field="measurement_width" label={t("draft.width")} />
        </div>
      );
    case "unisex":
      return (
        <label class="draft-check-box" data-unit="unisex">
          <input
            type="checkbox"
            checked={content.is_unisex}
            onChange={(event) => change({ is_unisex: event.currentTarget.checked })}
          />
          <span>{t("draft.unit.unisex")}</span>
        </label>
      );
    default:
      return field satisfies never;
  }
}

interface MeasureProps {
  form: DraftForm;
  field: "measurement_length" | "measurement_width";
  label: string;
}

const CENTIMETRES = /^\d{1,4}(?:[.,]\d)?$/;

function Measure({ form: { content, change, errorOf }, field, label }: MeasureProps) {
  const value = content[field];
  const [typed, setTyped] = useState(
    value === null ? "" : new Intl.NumberFormat(currentLanguageTag(), { useGrouping: false }).format(value),
  );
  const isWrong = typed.trim() !== "" && !CENTIMETRES.test(typed.trim());
  return (
    <TextField
      label={label}
      error={isWrong ? t("draft.measure.wrong") : errorOf("measurements")}
      value={typed}
      inputMode="decimal"
      autocomplete="off"
      onChange={(text) => {
        setTyped(text);
        const centimetres = text.trim();
        change({ [field]: CENTIMETRES.test(centimetres) ? Number(centimetres.replace(",", ".")) : null });
      }}
    />
  );
}
