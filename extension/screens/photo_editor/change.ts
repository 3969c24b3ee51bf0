// How a control changes the list of operations: one of a kind is put in place of the one before, nothing stays of what does nothing.
import type { BlurRegion, CutoutBy, PhotoEdit, PhotoOperation } from "../../../shared-schemas/wire";
import { find, type Kind, type Of, regionsOf } from "../../pixels/operations";
import type { Operations } from "./edit_state";

/** Kinds of which a photo has one. */
type Single = Exclude<Kind, "blur">;

export function withOne(operations: Operations, operation: Exclude<PhotoOperation, BlurRegion>): Operations {
  return [...operations.filter(({ is }) => is !== operation.is), operation];
}

export function without(operations: Operations, kind: Kind): Operations {
  return operations.filter(({ is }) => is !== kind);
}

/** Whether a background by this way costs nothing more: the item was found before. */
export function hasMask(edit: PhotoEdit, by: CutoutBy): boolean {
  return by === "server" ? edit.has_server_mask : edit.has_mask;
}

export type SliderKind = "brightness" | "contrast" | "saturation" | "sharpen" | "straighten";

export function sliderValue(operations: Operations, kind: SliderKind): number {
  const found = find(operations, kind);
  if (!found) return 0;
  return found.is === "straighten" ? found.tenths : found.percent;
}

export function withSlider(operations: Operations, kind: SliderKind, value: number): Operations {
  if (value === 0) return without(operations, kind);
  return withOne(operations, kind === "straighten" ? { is: kind, tenths: value } : { is: kind, percent: value });
}

/** A quarter more to this side, as it is seen: in a mirror a turn goes the other way. What was cut out is cut out no longer. */
export function turnedBy(operations: Operations, quarters: 1 | -1): Operations {
  const seen = find(operations, "flip") ? -quarters : quarters;
  const turns = ((find(operations, "rotate")?.turns ?? 0) + seen + 4) % 4;
  const rest = without(without(operations, "rotate"), "crop");
  return turns === 0 ? rest : withOne(rest, { is: "rotate", turns });
}

export function mirrored(operations: Operations): Operations {
  const rest = without(operations, "flip");
  return find(operations, "flip") ? rest : withOne(rest, { is: "flip", axis: "across" });
}

export function withRegion(operations: Operations, place: number, region: BlurRegion | undefined): Operations {
  const regions: (BlurRegion | undefined)[] = [...regionsOf(operations)];
  regions[place] = region;
  return [...without(operations, "blur"), ...regions.filter((each) => each !== undefined)];
}

/** Kinds that are about light and look alike on every photo, and so can be done on many. */
const SHARED: readonly Single[] = [
  "rotate",
  "brightness",
  "contrast",
  "sharpen",
  "flip",
  "saturation",
  "background",
  "watermark",
];

export function shared(operations: Operations): Operations {
  return operations.filter(({ is }) => SHARED.some((kind) => kind === is));
}

export type { Kind, Of };
