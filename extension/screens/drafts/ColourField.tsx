// Up to two colours, each with its swatch and its name.
import { t } from "../../ui/i18n";
import { SourceMark } from "./analysis/SourceMark";
import { type Choice, choicesOf, type Vocabulary } from "./choices";
import type { FieldProps } from "./form";

export function ColourField({ form: { content, change, errorOf }, vocabulary }: FieldProps & { vocabulary: Vocabulary }) {
  const { options, most } = choicesOf("color", content.catalog_id, vocabulary);
  const chosen = content.color_ids;
  if (options.length === 0 && chosen.length === 0) return null;
  const swatches = new Map(vocabulary.document.colours.map(({ id, hex }) => [id, hex]));
  const unknown = chosen.filter((id) => !options.some((option) => option.id === id));
  const all: Choice[] = [...options, ...unknown.map((id) => ({ id, title: t("draft.not_offered", { id }) }))];
  const toggle = (id: number) =>
    change({ color_ids: chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(0, most) });
  const error = errorOf("colours");
  return (
    <fieldset class="draft-colours" data-unit="colours" aria-describedby={error ? "draft-colours-error" : "draft-colours-hint"}>
      <legend>{t("draft.unit.colours")}</legend>
      <p class="field-hint" id="draft-colours-hint">
        {t("draft.colours.hint", { most, count: chosen.length })}
      </p>
      <div class="draft-swatches">
        {all.map(({ id, title }) => (
          <label key={id} class="draft-swatch">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={!chosen.includes(id) && chosen.length >= most}
              onChange={() => toggle(id)}
            />
            <span class="draft-swatch-colour" style={{ backgroundColor: swatches.get(id) ?? undefined }} aria-hidden="true" />
            <span>{title}</span>
          </label>
        ))}
      </div>
      <SourceMark of="colours" />
      {error && (
        <p class="field-error" id="draft-colours-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
