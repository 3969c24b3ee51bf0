// Title and description, with counters, in whatever direction they are written.
import { Field } from "../../ui/Field";
import { formatNumber } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { TextArea } from "../../ui/TextArea";
import { lengthOf } from "../../ui/text_length";
import { SourceMark } from "./analysis/SourceMark";
import { DESCRIPTION_MAX, TITLE_MAX } from "./content";
import type { FieldProps } from "./form";

export function TextFields({ form }: FieldProps) {
  return (
    <>
      <Title form={form} />
      <div data-unit="description">
        <TextArea
          label={t("draft.unit.description")}
          value={form.content.description}
          max={DESCRIPTION_MAX}
          rows={6}
          error={form.errorOf("description")}
          onChange={(description) => form.change({ description })}
        />
        <SourceMark of="description" />
      </div>
    </>
  );
}

function Title({ form: { content, change, errorOf } }: FieldProps) {
  const length = lengthOf(content.title);
  const counter = (
    <span class={length > TITLE_MAX ? "counter counter-over" : "counter"}>
      {`${formatNumber(length)} / ${formatNumber(TITLE_MAX)}`}
    </span>
  );
  return (
    <div data-unit="title">
      <Field label={t("draft.unit.title")} error={errorOf("title")} aside={counter}>
        {(control) => (
          // grows with its text, so that a long title is read whole in a narrow panel; a title has no second line
          <textarea
            {...control}
            class="input draft-title"
            rows={1}
            dir="auto"
            autocomplete="off"
            value={content.title}
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
            onInput={(event) => change({ title: event.currentTarget.value.replace(/\s*\n\s*/g, " ") })}
          />
        )}
      </Field>
      <SourceMark of="title" />
    </div>
  );
}
