// Writing a text on the photo: what, where, how large and how faint.
import { useState } from "preact/hooks";
import type { Corner, Watermark } from "../../../shared-schemas/wire";
import { find } from "../../pixels/operations";
import { Button } from "../../ui/Button";
import { SelectField, TextField } from "../../ui/Field";
import { formatNumber } from "../../ui/format_figures";
import { type TextKey, t } from "../../ui/i18n";
import { withOne, without } from "./change";
import { Slider } from "./Slider";
import type { ToolProps } from "./Tools";
import { WATERMARK_TEXT } from "./watermark_text";

const CORNERS: Readonly<Record<Corner, TextKey>> = {
  bottom_right: "edit.corner.bottom_right",
  bottom_left: "edit.corner.bottom_left",
  top_right: "edit.corner.top_right",
  top_left: "edit.corner.top_left",
  middle: "edit.corner.middle",
};
const FRESH: Omit<Watermark, "text"> = { is: "watermark", corner: "bottom_right", size: 5, opacity: 60, tone: "white" };

export function WatermarkTool({ operations, change, open }: ToolProps) {
  const mark = find(operations, "watermark");
  const [typed, setTyped] = useState(mark?.text ?? "");
  const [shown, setShown] = useState(mark?.text);
  // what undo brought back is what stands in the field
  if (mark?.text !== shown) {
    setShown(mark?.text);
    setTyped(mark?.text ?? "");
  }
  const isGood = WATERMARK_TEXT.test(typed);
  const type = (text: string) => {
    setTyped(text);
    if (text.trim() === "") return mark ? change(without(operations, "watermark"), "watermark") : undefined;
    if (!WATERMARK_TEXT.test(text)) return undefined;
    setShown(text);
    return change(withOne(operations, { ...(mark ?? FRESH), text }), "watermark");
  };
  const put = (part: Partial<Watermark>) => mark && change(withOne(operations, { ...mark, ...part }), "watermark");
  const hold = (part: Partial<Watermark>) =>
    mark && open.session.dispatch({ is: "held", operations: withOne(operations, { ...mark, ...part }) });
  return (
    <details open={mark !== undefined}>
      <summary>{t("edit.watermark")}</summary>
      <div class="stack">
        <TextField
          label={t("edit.watermark.text")}
          hint={t("edit.watermark.hint")}
          error={typed !== "" && !isGood ? t("edit.watermark.error") : undefined}
          value={typed}
          maxLength={40}
          onChange={type}
        />
        {mark && (
          <>
            <SelectField
              label={t("edit.watermark.corner")}
              value={mark.corner}
              options={Object.entries(CORNERS).map(([value, label]) => ({ value, label: t(label) }))}
              onChange={(corner) => put({ corner: corner as Corner })}
            />
            <Slider
              label={t("edit.watermark.size")}
              value={mark.size}
              least={2}
              most={15}
              words={formatNumber(mark.size)}
              rest={FRESH.size}
              onHold={(size) => hold({ size })}
              onChange={(size) => put({ size })}
            />
            <Slider
              label={t("edit.watermark.opacity")}
              value={mark.opacity}
              least={10}
              most={100}
              words={formatNumber(mark.opacity)}
              rest={FRESH.opacity}
              onHold={(opacity) => hold({ opacity })}
              onChange={(opacity) => put({ opacity })}
            />
            <div class="actions">
              <Button onPress={() => put({ tone: mark.tone === "white" ? "black" : "white" })}>
                {t(mark.tone === "white" ? "edit.watermark.black" : "edit.watermark.white")}
              </Button>
              <Button kind="quiet" onPress={() => type("")}>
                {t("edit.watermark.none")}
              </Button>
            </div>
          </>
        )}
      </div>
    </details>
  );
}
