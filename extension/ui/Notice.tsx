// Something the person should know: what happened and what to do about it. Never one without the other.
import type { ComponentChildren } from "preact";
import { Icon } from "./Icon";
import { iconCheck, iconClock, iconError, iconInfo } from "./icons";

export type NoticeTone = "good" | "info" | "wait" | "bad";

const ICONS = { good: iconCheck, info: iconInfo, wait: iconClock, bad: iconError } as const;

interface NoticeProps {
  tone: NoticeTone;
  /** What happened. */
  title: string;
  /** What it means and what to do next. */
  children?: ComponentChildren;
  action?: ComponentChildren;
}

export function Notice({ tone, title, children, action }: NoticeProps) {
  return (
    <section class={`notice notice-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon shape={ICONS[tone]} />
      <div class="notice-words">
        <h3>{title}</h3>
        {children && <div>{children}</div>}
        {action && <div class="notice-action">{action}</div>}
      </div>
    </section>
  );
}
