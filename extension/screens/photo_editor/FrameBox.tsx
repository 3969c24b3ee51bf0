// A frame on the photo: moved by dragging or by arrows, sized by its corners or by shift and arrows, removed by delete.
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../ui/i18n";
import { CORNERS, type Corner, type Frame, keyed, movedBy, sizedBy, WHOLE } from "./frames";

interface FrameBoxProps {
  kind: "crop" | "blur";
  label: string;
  frame: Frame;
  /** Width to height it keeps, in ten-thousandths. */
  shape?: number | undefined;
  /** While it is dragged. */
  onHold: (frame: Frame) => void;
  onChange: (frame: Frame) => void;
  onRemove?: () => void;
  /** Takes the keyboard when it appears. */
  isFocused: boolean;
}

export function FrameBox({ kind, label, frame, shape, onHold, onChange, onRemove, isFocused }: FrameBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isFocused) box.current?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(frame, event, shape);
    if (next) onChange(next);
    else if (onRemove && (event.key === "Delete" || event.key === "Backspace")) onRemove();
    else return;
    event.preventDefault();
  };
  const drag = (corner: Corner | undefined) => (event: PointerEvent) => {
    const picture = box.current?.parentElement?.getBoundingClientRect();
    if (!picture || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    box.current?.focus({ preventScroll: true });
    const [startX, startY] = [event.clientX, event.clientY];
    const at = ({ clientX, clientY }: PointerEvent) => {
      const across = ((clientX - startX) / picture.width) * WHOLE;
      const down = ((clientY - startY) / picture.height) * WHOLE;
      return corner ? sizedBy(frame, corner, across, down, shape) : movedBy(frame, across, down);
    };
    let last: Frame | undefined;
    const move = (moved: PointerEvent) => {
      last = at(moved);
      onHold(last);
    };
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      if (last) onChange(last);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  };
  const percent = (part: number) => `${part / 100}%`;
  return (
    <div
      ref={box}
      class={`photo-frame photo-frame-${kind}`}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by the keys
      tabIndex={0}
      aria-label={`${label}. ${words(frame)}`}
      style={{ left: percent(frame.left), top: percent(frame.top), width: percent(frame.width), height: percent(frame.height) }}
      onKeyDown={onKeyDown}
      onPointerDown={drag(undefined)}
    >
      {CORNERS.map((corner) => (
        <span key={corner} class="photo-frame-corner" data-corner={corner} onPointerDown={drag(corner)} />
      ))}
    </div>
  );
}

/** Where it is, for who does not see it. */
function words({ left, top, width, height }: Frame): string {
  const [x, y, across, down] = [left, top, width, height].map((part) => Math.round(part / 100));
  return t("edit.frame.place", { left: x ?? 0, top: y ?? 0, width: across ?? 0, height: down ?? 0 });
}
