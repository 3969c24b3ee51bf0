// The state the product is in, as a notice in words: the same in the panel, which adds a button, and in the popup.
import type { ComponentChildren } from "preact";
import { t } from "../ui/i18n";
import { Notice } from "../ui/Notice";
import { RelativeTime } from "../ui/RelativeTime";
import type { Said } from "./situation_said";

export function SituationWords({ said, action }: { said: Said; action?: ComponentChildren }) {
  const { tone, title, since, until, todo } = said;
  return (
    <Notice tone={tone} title={title} action={action}>
      {(since || until) && (
        <p>
          {since}
          {since && until && " "}
          {until && (
            <>
              {/* no full stop: "in 24 hr." brings its own */}
              {t("situation.resumes")} <RelativeTime time={until} />
            </>
          )}
        </p>
      )}
      <p>{todo}</p>
    </Notice>
  );
}
