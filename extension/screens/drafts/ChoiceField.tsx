// One of several choices: a native select for few, a searching box for many. A choice that is not offered stays visible by its
// number, because it is what would be published.
import { Combobox } from "../../ui/Combobox";
import { type Option, SelectField } from "../../ui/Field";
import { t } from "../../ui/i18n";
import { SourceMark } from "./analysis/SourceMark";
import { folded } from "./category_search";
import type { Choice, FieldChoices } from "./choices";
import type { Unit } from "./content";

interface ChoiceFieldProps {
  unit: Unit;
  code?: string;
  label: string;
  choices: FieldChoices;
  chosen: number | null;
  hint?: string | undefined;
  error?: string | undefined;
  onChoose: (id: number | null) => void;
}

/** What fits into a native select without scrolling far. */
const FEW = 15;

export function ChoiceField({ unit, code, label, choices, chosen, hint, error, onChoose }: ChoiceFieldProps) {
  if (choices.options.length === 0 && chosen === null) return null;
  const options = choices.options.map(optionOf);
  const known = options.find(({ value }) => value === String(chosen));
  const lost = chosen !== null && !known ? [{ value: String(chosen), label: t("draft.not_offered", { id: chosen }) }] : [];
  const none: Option = { value: "", label: t("draft.choose") };
  const name = code === "material" ? "material" : unit === "size" || unit === "condition" || unit === "parcel" ? unit : undefined;
  const choose = (value: string) => onChoose(value === "" ? null : Number(value));
  return (
    <div data-unit={unit} data-code={code}>
      {options.length <= FEW ? (
        <SelectField
          label={label}
          hint={hint}
          error={error}
          value={chosen === null ? "" : String(chosen)}
          options={[none, ...lost, ...options]}
          onChange={choose}
        />
      ) : (
        <Combobox
          label={label}
          hint={hint}
          error={error}
          chosen={known ?? lost[0]}
          onChoose={({ value }) => choose(value)}
          search={(query) => [...(chosen === null ? [] : [none]), ...found(options, query)]}
        />
      )}
      {name && <SourceMark of={name} />}
    </div>
  );
}

export function optionOf({ id, title, group }: Choice): Option {
  return { value: String(id), label: group ? `${title} · ${group}` : title };
}

/** Choices in which every word begins a word; all of them while nothing is typed. */
export function found(options: readonly Option[], query: string): readonly Option[] {
  const words = folded(query).split(" ");
  return options.filter(({ label }) => {
    const among = folded(label).split(" ");
    return words.every((word) => among.some((each) => each.startsWith(word)));
  });
}
