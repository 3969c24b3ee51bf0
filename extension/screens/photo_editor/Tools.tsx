// The tools in two groups: those that show the item as it is, and those that may change how it looks, with Vinted's rule said.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { CropRatio } from "../../../shared-schemas/wire";
import { find, regionsOf, turnedSize } from "../../pixels/operations";
import { Button } from "../../ui/Button";
import { formatNumber } from "../../ui/format_figures";
import { type TextKey, t } from "../../ui/i18n";
import { iconRetry, iconTurnLeft } from "../../ui/icons";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { usePorts } from "../use";
import { BackgroundTool } from "./BackgroundTool";
import { mirrored, type SliderKind, sliderValue, turnedBy, withOne, without, withRegion, withSlider } from "./change";
import { type Operations, seen } from "./edit_state";
import { ALL, frameOf, shapedIn, shapeIn } from "./frames";
import { Slider } from "./Slider";
import type { StageProps } from "./Stage";
import { WatermarkTool } from "./WatermarkTool";

const RATIOS: readonly CropRatio[] = ["free", "3:4", "1:1", "4:3"];
/** As many as a list of operations has room for beside one of each other kind. */
const MOST_REGIONS = 30;

export interface ToolProps extends StageProps {
  operations: Operations;
  change: (operations: Operations, kind: Parameters<typeof without>[1] | "several") => void;
}

export function Tools({ children, ...props }: StageProps & { children: ComponentChildren }) {
  const { session, state } = props.open;
  const tool: ToolProps = {
    ...props,
    operations: seen(state),
    change: (operations, kind) => session.dispatch({ is: "changed", operations, kind, now: Date.now() }),
  };
  return (
    <div class="photo-tools">
      <section class="card" aria-labelledby="tools-true">
        <h2 id="tools-true">{t("edit.group.true.title")}</h2>
        <p class="muted">{t("edit.group.true.text")}</p>
        <CropTool {...tool} />
        <div class="actions">
          <Button icon={iconTurnLeft} onPress={() => tool.change(turnedBy(tool.operations, -1), "several")}>
            {t("edit.turn_left")}
          </Button>
          <Button icon={iconRetry} onPress={() => tool.change(turnedBy(tool.operations, 1), "several")}>
            {t("edit.turn_right")}
          </Button>
        </div>
        <Sliders {...tool} kinds={["straighten", "brightness", "contrast", "sharpen"]} />
      </section>
      <section class="card" aria-labelledby="tools-alter">
        <h2 id="tools-alter">{t("edit.group.alter.title")}</h2>
        <p class="muted">{t("edit.group.alter.text")}</p>
        <Sliders {...tool} kinds={["saturation"]} />
        <div class="actions">
          <Button onPress={() => tool.change(mirrored(tool.operations), "several")}>
            {t(find(tool.operations, "flip") ? "edit.flip_back" : "edit.flip")}
          </Button>
          <BlurTool {...tool} />
        </div>
        <BackgroundTool {...tool} />
        <WatermarkTool {...tool} />
      </section>
      {children}
    </div>
  );
}

const SLIDERS: Readonly<Record<SliderKind, { label: TextKey; least: number; most: number }>> = {
  straighten: { label: "edit.straighten", least: -150, most: 150 },
  brightness: { label: "edit.brightness", least: -40, most: 40 },
  contrast: { label: "edit.contrast", least: -40, most: 40 },
  sharpen: { label: "edit.sharpen", least: 0, most: 100 },
  saturation: { label: "edit.saturation", least: -100, most: 100 },
};

function Sliders({ kinds, operations, change, open }: ToolProps & { kinds: readonly SliderKind[] }) {
  return (
    <>
      {kinds.map((kind) => {
        const { label, least, most } = SLIDERS[kind];
        const value = sliderValue(operations, kind);
        return (
          <Slider
            key={kind}
            label={t(label)}
            value={value}
            least={least}
            most={most}
            words={kind === "straighten" ? t("edit.degrees", { degrees: formatNumber(value / 10) }) : formatNumber(value)}
            onHold={(held) => open.session.dispatch({ is: "held", operations: withSlider(operations, kind, held) })}
            onChange={(chosen) => change(withSlider(operations, kind, chosen), kind)}
          />
        );
      })}
    </>
  );
}

function CropTool({ photoId, operations, change, drawings: { source }, mode, setMode }: ToolProps) {
  const { editor } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const [isLooking, setLooking] = useState(false);
  const crop = find(operations, "crop");
  const ratio = crop?.ratio ?? "free";
  const choose = (wanted: CropRatio) => {
    setMode({ is: "crop" });
    if (!source) return;
    const frame = shapedIn(crop ? frameOf(crop) : ALL, shapeIn(wanted, turnedSize(source, operations)));
    change(withOne(operations, { is: "crop", ...frame, ratio: wanted }), "several");
  };
  const aroundItem = async () => {
    setLooking(true);
    const found = await editor.smartCrop(photoId, without(operations, "crop"), ratio);
    setLooking(false);
    setFailure(found.ok ? undefined : found.failure);
    if (!found.ok) return;
    setMode({ is: "crop" });
    change(withOne(operations, { ...found.value, is: "crop" }), "several");
  };
  return (
    <div class="stack">
      <fieldset class="photo-ratios">
        <legend>{t("edit.crop")}</legend>
        {RATIOS.map((each) => (
          <button
            key={each}
            type="button"
            class="button"
            aria-pressed={(crop !== undefined || mode.is === "crop") && ratio === each}
            onClick={() => choose(each)}
          >
            {each === "free" ? t("edit.crop.free") : each}
          </button>
        ))}
      </fieldset>
      <div class="actions">
        <Button busy={isLooking} onPress={() => void aroundItem()}>
          {t("edit.crop.smart")}
        </Button>
        {crop && (
          <Button kind="quiet" onPress={() => change(without(operations, "crop"), "several")}>
            {t("edit.crop.none")}
          </Button>
        )}
      </div>
      {failure && <FailureNotice failure={failure} />}
    </div>
  );
}

function BlurTool({ operations, change, mode, setMode }: ToolProps) {
  const regions = regionsOf(operations);
  const add = () => {
    setMode({ is: "blur" });
    if (regions.length >= MOST_REGIONS) return;
    change(
      withRegion(operations, regions.length, { is: "blur", left: 3500, top: 3500, width: 3000, height: 3000, strength: 2 }),
      "several",
    );
  };
  return (
    <>
      <Button disabled={regions.length >= MOST_REGIONS} onPress={add}>
        {t("edit.blur.add")}
      </Button>
      {regions.length > 0 && mode.is !== "blur" && (
        <Button kind="quiet" onPress={() => setMode({ is: "blur" })}>
          {t("edit.blur.change", { count: regions.length })}
        </Button>
      )}
    </>
  );
}
