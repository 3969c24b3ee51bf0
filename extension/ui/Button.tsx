// Buttons: a verb, an optional icon, and an honest busy state. A button with an icon alone carries its name as label.
import type { ComponentChildren } from "preact";
import { Icon, type IconShape } from "./Icon";

export type ButtonKind = "primary" | "plain" | "danger" | "quiet";

interface ButtonProps {
  children: ComponentChildren;
  onPress?: () => void;
  /** One primary per screen; `danger` for what cannot be undone; `quiet` inside rows. */
  kind?: ButtonKind;
  icon?: IconShape;
  /** Busy buttons ignore presses and say so to screen readers. */
  busy?: boolean;
  disabled?: boolean;
  type?: "button" | "submit";
}

export function Button({
  children,
  onPress,
  kind = "plain",
  icon,
  busy = false,
  disabled = false,
  type = "button",
}: ButtonProps) {
  return (
    <button class={`button button-${kind}`} type={type} disabled={disabled} aria-busy={busy} onClick={() => busy || onPress?.()}>
      {icon && <Icon shape={icon} small />}
      <span>{children}</span>
    </button>
  );
}

/** A square button with an icon; its name is read aloud and shown on hover. */
export function IconButton({
  name,
  icon,
  onPress,
  disabled = false,
}: {
  name: string;
  icon: IconShape;
  onPress: () => void;
  disabled?: boolean;
}) {
  return (
    <button
      class="button button-quiet button-icon"
      type="button"
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon shape={icon} />
    </button>
  );
}
