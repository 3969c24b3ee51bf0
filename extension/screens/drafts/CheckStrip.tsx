// What stands in the way of publishing, by name; a press leads to the field. Warnings are the person's to judge.
import type { RuleProblem } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { t } from "../../ui/i18n";
import type { Check } from "./use_check";
import { problemWords } from "./words";

interface CheckStripProps {
  check: Check;
  problems: readonly RuleProblem[];
  currency: string;
  onFocus: (field: string) => void;
}

export function CheckStrip({ check: { prepared, isStale }, problems, currency, onFocus }: CheckStripProps) {
  const shown = once(problems);
  const blocking = shown.filter(({ level }) => level === "block").length;
  if (!prepared && problems.length === 0) return null;
  return (
    <section class="card draft-check" aria-labelledby="draft-check" data-stale={isStale}>
      <h3 id="draft-check">
        {blocking > 0
          ? t("draft.check.blocked", { count: blocking })
          : shown.length > 0
            ? t("draft.check.look", { count: shown.length })
            : t("draft.check.ready")}
      </h3>
      {problems.length > 0 && (
        <ul class="plain-list">
          {shown.map((problem) => (
            <li key={keyOf(problem)}>
              <button type="button" class="draft-problem" onClick={() => onFocus(problem.field)}>
                <Badge tone={problem.level === "block" ? "bad" : "wait"}>
                  {t(problem.level === "block" ? "draft.check.block" : "draft.check.warn")}
                </Badge>
                <span dir="auto">{problemWords(problem, currency)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function keyOf({ code, field, found, message }: RuleProblem): string {
  return [code, field, found, message].join("|");
}

/** Four drafts of the same name are one thing to look at. */
function once(problems: readonly RuleProblem[]): readonly RuleProblem[] {
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
}
