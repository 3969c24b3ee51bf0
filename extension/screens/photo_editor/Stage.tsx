// The photo, as large as there is room: edited as it will be, or with a frame to crop by, or in its own frame with what is to be
// made unreadable. Held down, "Before" shows the original.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { drawn, drawnUncut, type Pixels } from "../../pixels/draw";
import { find, regionsOf, turnedSize } from "../../pixels/operations";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import { withOne, withRegion } from "./change";
import { type Operations, seen } from "./edit_state";
import { FrameBox } from "./FrameBox";
import { ALL, type Frame, frameOf, shapeIn } from "./frames";
import { show } from "./preview";
import type { Sources } from "./use_drawings";
import type { OpenEdit } from "./use_edit";

/** What the photo is shown for. */
export type Mode = { is: "look" } | { is: "crop" } | { is: "blur" };

export interface StageProps {
  photoId: string;
  open: OpenEdit;
  drawings: Sources;
  mode: Mode;
  setMode: (mode: Mode) => void;
}

export function Stage({ open: { session, state }, drawings, mode, setMode }: StageProps) {
  const [isBefore, setBefore] = useState(false);
  const operations = seen(state);
  const picture = usePicture(drawings, operations, isBefore ? "before" : mode.is);
  if (drawings.failure) return <FailureNotice failure={drawings.failure} />;
  if (!picture || !drawings.source) return <Skeleton rows={6} />;
  const change = (next: Operations, kind: "crop" | "blur") =>
    session.dispatch({ is: "changed", operations: next, kind, now: Date.now() });
  return (
    <figure class="photo-stage" data-mode={mode.is}>
      <div class="photo-stage-picture" style={{ "--shape": String(picture.width / picture.height) }}>
        <Canvas picture={picture} label={t(isBefore ? "edit.picture.before" : "edit.picture.after")} />
        {mode.is === "crop" && !isBefore && (
          <CropFrame
            operations={operations}
            size={turnedSize(drawings.source, operations)}
            onHold={(next) => session.dispatch({ is: "held", operations: next })}
            onChange={(next) => change(next, "crop")}
          />
        )}
        {mode.is === "blur" && !isBefore && (
          <Regions
            operations={operations}
            onHold={(next) => session.dispatch({ is: "held", operations: next })}
            onChange={(next) => change(next, "blur")}
          />
        )}
      </div>
      <figcaption class="actions">
        {mode.is === "look" ? (
          <HoldButton onHold={setBefore} isHeld={isBefore} />
        ) : (
          <>
            <Button kind="primary" onPress={() => setMode({ is: "look" })}>
              {t("edit.frame.done")}
            </Button>
            <span class="muted photo-stage-keys">{t(mode.is === "crop" ? "edit.crop.keys" : "edit.blur.keys")}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

/** What is shown, drawn anew when something of it changed. */
function usePicture({ source, mask, stamp }: Sources, operations: Operations, what: Mode["is"] | "before"): Pixels | undefined {
  return useMemo(() => {
    if (!source) return undefined;
    switch (what) {
      case "before":
        return source;
      case "crop":
        return drawnUncut(source, operations, { mask, stamp: undefined });
      case "blur":
        // in the frame of the original, in which the regions are
        return drawn(
          source,
          operations.filter(({ is }) => is === "blur" || is === "background"),
          { mask },
        );
      case "look":
        return drawn(source, operations, { mask, stamp });
      default:
        return what satisfies never;
    }
  }, [source, mask, stamp, operations, what]);
}

function Canvas({ picture, label }: { picture: Pixels; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) show(canvas.current, picture);
  }, [picture]);
  return <canvas ref={canvas} role="img" aria-label={label} />;
}

/** Held down by pointer or key it shows what was before. */
function HoldButton({ isHeld, onHold }: { isHeld: boolean; onHold: (isHeld: boolean) => void }) {
  const isKey = (event: KeyboardEvent) => event.key === " " || event.key === "Enter";
  useEffect(() => {
    if (!isHeld) return undefined;
    const end = () => onHold(false);
    addEventListener("pointerup", end);
    addEventListener("blur", end);
    return () => {
      removeEventListener("pointerup", end);
      removeEventListener("blur", end);
    };
  }, [isHeld, onHold]);
  return (
    <button
      type="button"
      class="button button-plain"
      aria-pressed={isHeld}
      onPointerDown={() => onHold(true)}
      onKeyDown={(event) => isKey(event) && onHold(true)}
      onKeyUp={(event) => isKey(event) && onHold(false)}
      onBlur={() => onHold(false)}
    >
      <span>{t("edit.before")}</span>
    </button>
  );
}

interface OverlayProps {
  operations: Operations;
  onHold: (operations: Operations) => void;
  onChange: (operations: Operations) => void;
}

function CropFrame({ operations, size, onHold, onChange }: OverlayProps & { size: { width: number; height: number } }) {
  const crop = find(operations, "crop");
  const ratio = crop?.ratio ?? "free";
  const cut = (frame: Frame) => withOne(operations, { is: "crop", ...whole(frame), ratio });
  return (
    <FrameBox
      kind="crop"
      label={t("edit.crop.frame")}
      frame={crop ? frameOf(crop) : ALL}
      shape={shapeIn(ratio, size)}
      onHold={(frame) => onHold(cut(frame))}
      onChange={(frame) => onChange(cut(frame))}
      isFocused
    />
  );
}

function Regions({ operations, onHold, onChange }: OverlayProps) {
  const regions = regionsOf(operations);
  return (
    <>
      {regions.map((region, place) => {
        const put = (frame: Frame | undefined) => withRegion(operations, place, frame && { ...region, ...whole(frame) });
        return (
          <FrameBox
            key={place}
            kind="blur"
            label={t("edit.blur.region", { number: place + 1, count: regions.length })}
            frame={frameOf(region)}
            onHold={(frame) => onHold(put(frame))}
            onChange={(frame) => onChange(put(frame))}
            onRemove={() => onChange(put(undefined))}
            isFocused={place === regions.length - 1}
          />
        );
      })}
    </>
  );
}

function whole({ left, top, width, height }: Frame): Frame {
  return { left: Math.round(left), top: Math.round(top), width: Math.round(width), height: Math.round(height) };
}
