// The photo editor: one photo large, its tools beside it in two groups, and the other photos of the same item below. Nothing is
// changed in the original; every change is saved by itself, can be taken back, and is drawn for good on the server.
import { useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconImages } from "../../ui/icons";
import { Notice } from "../../ui/Notice";
import { type ToastNews, Toasts } from "../../ui/Toast";
import { FailureNotice } from "../failures";
import { go } from "../route";
import type { ScreenProps } from "../table";
import { useKept, usePorts } from "../use";
import { BatchDialog } from "./BatchDialog";
import { type EditState, seen } from "./edit_state";
import { Head } from "./Head";
import { backOf, type From, fromOf } from "./open";
import { Siblings, useSiblings } from "./Siblings";
import { type Mode, Stage } from "./Stage";
import { Tools } from "./Tools";
import { useDrawings } from "./use_drawings";
import { type OpenEdit, useEdit } from "./use_edit";
import { problemWords } from "./words";
import "./photo_editor.css";

export function PhotoEditor({ path: [photoId], query }: ScreenProps) {
  const from = fromOf(query);
  if (!photoId) return <NoSuchPhoto from={from} />;
  return <Editor key={photoId} photoId={photoId} from={from} />;
}

interface EditorProps {
  photoId: string;
  from: From;
}

function Editor({ photoId, from }: EditorProps) {
  const { editor } = usePorts();
  const open = useEdit(photoId);
  const { failure } = useKept(editor.edit(photoId));
  if (open) return <OpenPhoto photoId={photoId} from={from} open={open} />;
  if (failure?.why === "refused" && failure.code === "not_found") return <NoSuchPhoto from={from} />;
  return failure ? <FailureNotice failure={failure} /> : <Skeleton rows={6} />;
}

function NoSuchPhoto({ from }: { from: From }) {
  return (
    <EmptyState
      icon={iconImages}
      title={t("edit.unknown.title")}
      action={<Button onPress={() => go(backOf(from))}>{t("edit.back")}</Button>}
    >
      {t("edit.unknown.text")}
    </EmptyState>
  );
}

function OpenPhoto({ photoId, from, open }: EditorProps & { open: OpenEdit }) {
  const { session, state } = open;
  const [mode, setMode] = useState<Mode>({ is: "look" });
  const [isBatch, setBatch] = useState(false);
  const [news, setNews] = useState<readonly ToastNews[]>([]);
  const siblings = useSiblings(photoId, from);
  const drawings = useDrawings(photoId, seen(state), state.base);
  const others = siblings.filter(({ id }) => id !== photoId);
  return (
    <div class="photo-editor">
      <Head open={open} from={from} />
      <Troubles open={open} photoId={photoId} />
      <div class="photo-editor-columns">
        <div class="photo-editor-left">
          <Stage photoId={photoId} open={open} drawings={drawings} mode={mode} setMode={setMode} />
          <Siblings photoId={photoId} photos={siblings} from={from} />
        </div>
        <Tools photoId={photoId} open={open} drawings={drawings} mode={mode} setMode={setMode}>
          {others.length > 0 && (
            <Button onPress={() => void session.flush().then(() => setBatch(true))}>
              {t("edit.batch.open", { count: others.length })}
            </Button>
          )}
        </Tools>
      </div>
      {isBatch && (
        <BatchDialog photos={others} operations={seen(state)} onClose={() => setBatch(false)} onNews={(one) => setNews([one])} />
      )}
      <Toasts news={news} onDismiss={() => setNews([])} />
    </div>
  );
}

/** What keeps the edit from the server or from the photo, and what can be done about it. */
function Troubles({ open: { session, state }, photoId }: { open: OpenEdit; photoId: string }) {
  const { editor } = usePorts();
  if (state.theirs)
    return (
      <Notice
        tone="wait"
        title={t("edit.elsewhere.title")}
        action={
          <div class="actions">
            <Button onPress={() => session.dispatch({ is: "chosen", side: "mine" })}>{t("edit.elsewhere.mine")}</Button>
            <Button onPress={() => session.dispatch({ is: "chosen", side: "theirs" })}>{t("edit.elsewhere.theirs")}</Button>
          </div>
        }
      >
        {t("edit.elsewhere.text")}
      </Notice>
    );
  if (state.trouble?.kind === "refused")
    return <FailureNotice failure={{ why: "refused", code: state.trouble.code, data: {} }} />;
  if (state.base.state === "failed") return <Failed state={state} onRetry={() => void editor.retry(photoId)} />;
  return null;
}

function Failed({ state, onRetry }: { state: EditState; onRetry: () => void }) {
  return (
    <Notice
      tone="bad"
      title={t("edit.failed.title")}
      action={
        <Button disabled={unsaved(state)} onPress={onRetry}>
          {t("edit.failed.retry")}
        </Button>
      }
    >
      {problemWords(state.base.problem ?? "unreadable")}
    </Notice>
  );
}

function unsaved({ isSending, trouble }: EditState): boolean {
  return isSending || trouble !== null;
}
