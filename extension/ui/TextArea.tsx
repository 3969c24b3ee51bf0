// Text over several lines with a counter, which counts as the limit does.

import { Field, type FieldTexts } from "./Field";
import { formatNumber } from "./format_figures";
import { t } from "./i18n";
import { lengthOf } from "./text_length";

interface TextAreaProps extends FieldTexts {
  value: string;
  /** The most characters allowed. Text over it is kept and marked, never cut: nobody loses what they typed. */
  max: number;
  rows?: number;
  onChange: (value: string) => void;
}

export function TextArea({ label, hint, error, value, max, rows = 4, onChange }: TextAreaProps) {
  const count = lengthOf(value);
  const over = count - max;
  const problem = error ?? (over > 0 ? t("ui.text_too_long", { count: over }) : undefined);
  const counter = (
    <span class={over > 0 ? "counter counter-over" : "counter"}>{`${formatNumber(count)} / ${formatNumber(max)}`}</span>
  );
  return (
    <Field label={label} hint={hint} error={problem} aside={counter}>
      {(control) => (
        <textarea
          {...control}
          class="input text-area"
          dir="auto"
          rows={rows}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
