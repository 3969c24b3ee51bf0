// The two texts of a template. The variables are buttons that write into the text that was worked on last, at its cursor.
import { useRef, useState } from "preact/hooks";
import type { TemplateContent, TemplateVariable, TextProblem } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { t } from "../../ui/i18n";
import { TextArea } from "../../ui/TextArea";
import { lengthOf } from "../../ui/text_length";
import { DESCRIPTION_MAX, TITLE_MAX } from "./content";
import { fieldName, textProblemWords, VARIABLES, variableName } from "./words";

type TextName = "title" | "description";

interface TextsProps {
  content: TemplateContent;
  change: (part: Partial<TemplateContent>) => void;
  problems: readonly TextProblem[];
}

export function Texts({ content, change, problems }: TextsProps) {
  const body = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<TextName>("description");
  const errorOf = (field: TextName) => {
    const found = problems.filter((problem) => problem.field === field).map(textProblemWords);
    return found.length > 0 ? found.join(" ") : undefined;
  };
  const control = () => body.current?.querySelector<HTMLInputElement>(`[data-text="${last}"] .input`);
  const insert = (variable: TemplateVariable) => {
    const box = control();
    if (!box) return;
    // the keyboard goes on behind what is written, at once: a space that is typed next would press the button again
    box.setRangeText(`{${variable}}`, box.selectionStart ?? box.value.length, box.selectionEnd ?? box.value.length, "end");
    box.focus();
    change({ [last]: box.value });
  };
  return (
    <div class="stack" ref={body}>
      <fieldset class="template-variables">
        <legend>{t("template.variables", { field: fieldName(last) })}</legend>
        <div class="template-variable-buttons">
          {VARIABLES.filter((variable) => last === "description" || variable !== "description").map((variable) => (
            <Button key={variable} onPress={() => insert(variable)}>
              {variableName(variable)}
            </Button>
          ))}
        </div>
        <p class="field-hint">{t("template.variables.how")}</p>
      </fieldset>
      <div data-text="title" onFocusIn={() => setLast("title")}>
        <TextField
          label={t("draft.unit.title")}
          value={content.title}
          error={
            errorOf("title") ?? (lengthOf(content.title) > TITLE_MAX ? t("template.title.long", { most: TITLE_MAX }) : undefined)
          }
          onChange={(title) => change({ title })}
        />
      </div>
      <div data-text="description" onFocusIn={() => setLast("description")}>
        <TextArea
          label={t("draft.unit.description")}
          value={content.description}
          max={DESCRIPTION_MAX}
          rows={7}
          error={errorOf("description")}
          onChange={(description) => change({ description })}
        />
      </div>
    </div>
  );
}
