// The editor's top: back, how the saving stands, and the history.
import { Button, IconButton } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconBack, iconRedo, iconUndo } from "../../ui/icons";
import { go } from "../route";
import { canRedo, canUndo, inForce } from "./edit_state";
import { backOf, type From } from "./open";
import type { OpenEdit } from "./use_edit";
import { isDrawing, statusWords } from "./words";

export function Head({ open: { session, state }, from }: { open: OpenEdit; from: From }) {
  const original = () => session.dispatch({ is: "changed", operations: [], kind: "several", now: Date.now() });
  return (
    <header class="photo-editor-head">
      <Button kind="quiet" icon={iconBack} onPress={() => void session.flush().then(() => go(backOf(from)))}>
        {t("edit.back")}
      </Button>
      <div class="photo-editor-status">
        <p class="muted" role="status">
          {statusWords(state)}
        </p>
        {isDrawing(state) && <progress aria-label={t("edit.status.drawing")} />}
      </div>
      <div class="actions">
        <IconButton
          name={t("edit.undo")}
          icon={iconUndo}
          disabled={!canUndo(state)}
          onPress={() => session.dispatch({ is: "undo" })}
        />
        <IconButton
          name={t("edit.redo")}
          icon={iconRedo}
          disabled={!canRedo(state)}
          onPress={() => session.dispatch({ is: "redo" })}
        />
        <Button kind="quiet" disabled={inForce(state).length === 0} onPress={original}>
          {t("edit.original")}
        </Button>
      </div>
    </header>
  );
}
