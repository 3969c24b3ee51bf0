// What a list shows when it is empty: one sentence and the first step, and what it shows before it knows (Skeleton).
import type { ComponentChildren } from "preact";
import { Icon, type IconShape } from "./Icon";
import { t } from "./i18n";

interface EmptyStateProps {
  icon: IconShape;
  title: string;
  /** What to do first, in one sentence. */
  children: ComponentChildren;
  /** The button that does it, when there is one. */
  action?: ComponentChildren;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <section class="empty-state">
      <Icon shape={icon} />
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </section>
  );
}

/** Grey rows for the first load only; afterwards a list shows its stored data at once. */
export function Skeleton({ rows = 3 }: { rows?: number }) {
  return (
    <div class="skeleton" role="status" aria-busy="true">
      <span class="visually-hidden">{t("ui.loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} class="skeleton-row" />
      ))}
    </div>
  );
}
