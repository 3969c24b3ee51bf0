// Two edits of the same fields, side by side: the person chooses, field by field or for all at once. Until then nothing is saved.
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import type { Vocabulary } from "./choices";
import { contentOf, type Unit } from "./content";
import type { DraftSession } from "./draft_session";
import type { DraftState } from "./draft_state";
import { shown, unitName } from "./words";

interface ConflictsProps {
  session: DraftSession;
  state: DraftState;
  vocabulary: Vocabulary | undefined;
}

export function Conflicts({ session, state, vocabulary }: ConflictsProps) {
  const { conflicts, taken } = state;
  if (conflicts.length === 0) {
    if (taken.length === 0) return null;
    return (
      <Notice
        tone="info"
        title={t("draft.taken.title")}
        action={
          <Button kind="quiet" onPress={session.noticed}>
            {t("draft.taken.action")}
          </Button>
        }
      >
        {taken.map(unitName).join(", ")}
      </Notice>
    );
  }
  const chooseAll = (side: "mine" | "theirs") => {
    for (const unit of conflicts) session.choose(unit, side);
  };
  return (
    <section class="card draft-conflicts" aria-labelledby="draft-conflicts" role="alert">
      <h3 id="draft-conflicts">{t("draft.conflict.title")}</h3>
      <p>{t("draft.conflict.text")}</p>
      {conflicts.map((unit) => (
        <Conflict key={unit} unit={unit} session={session} state={state} vocabulary={vocabulary} />
      ))}
      {conflicts.length > 1 && (
        <div class="actions">
          <Button onPress={() => chooseAll("mine")}>{t("draft.conflict.all_mine")}</Button>
          <Button onPress={() => chooseAll("theirs")}>{t("draft.conflict.all_theirs")}</Button>
        </div>
      )}
    </section>
  );
}

function Conflict({ unit, session, state, vocabulary }: ConflictsProps & { unit: Unit }) {
  const name = unitName(unit);
  const sides = [
    ["mine", state.mine, "draft.conflict.mine", "draft.conflict.keep_mine"],
    ["theirs", contentOf(state.base), "draft.conflict.theirs", "draft.conflict.take_theirs"],
  ] as const;
  return (
    <fieldset class="draft-conflict">
      <legend>{name}</legend>
      <div class="before-after">
        {sides.map(([side, content, title, button]) => (
          <div key={side}>
            <h4>{t(title)}</h4>
            <p class="draft-version" dir="auto">
              {shown(unit, content, vocabulary)}
            </p>
            <div>
              <Button onPress={() => session.choose(unit, side)}>{t(button, { field: name })}</Button>
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
