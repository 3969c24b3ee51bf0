// A range with its value in words: it follows the hand while it is held, and is a step once it is let go.
import { useId } from "preact/hooks";
import { IconButton } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconUndo } from "../../ui/icons";

interface SliderProps {
  label: string;
  value: number;
  least: number;
  most: number;
  words: string;
  /** Where it stands when nothing is done. */
  rest?: number;
  onHold: (value: number) => void;
  onChange: (value: number) => void;
}

export function Slider({ label, value, least, most, words, rest = 0, onHold, onChange }: SliderProps) {
  const id = useId();
  return (
    <div class="photo-slider">
      <label for={id}>{label}</label>
      <output for={id}>{words}</output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        value={value}
        aria-valuetext={words}
        onInput={(event) => onHold(event.currentTarget.valueAsNumber)}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      {value !== rest && <IconButton name={t("edit.reset", { name: label })} icon={iconUndo} onPress={() => onChange(rest)} />}
    </div>
  );
}
