// Short news at the lower edge, with undo where undo is possible. A toast leaves by itself, but not while someone is on it.
import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "./Button";
import { t } from "./i18n";
import { iconClose } from "./icons";

export interface ToastNews {
  id: string;
  text: string;
  onUndo?: () => void;
}

/** Long enough to read two lines and reach the button. */
export const TOAST_MS = 8_000;

export function Toasts({ news, onDismiss }: { news: readonly ToastNews[]; onDismiss: (id: string) => void }) {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {news.map((one) => (
        <Toast key={one.id} news={one} onDismiss={() => onDismiss(one.id)} />
      ))}
    </div>
  );
}

function Toast({ news, onDismiss }: { news: ToastNews; onDismiss: () => void }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(onDismiss, TOAST_MS);
    return () => clearTimeout(timer);
  }, [isHeld, news.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: being looked at is no action, it only stops the clock
    <div
      class="toast"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <span>{news.text}</span>
      {news.onUndo && (
        <Button
          kind="quiet"
          onPress={() => {
            news.onUndo?.();
            onDismiss();
          }}
        >
          {t("ui.undo")}
        </Button>
      )}
      <IconButton name={t("ui.dismiss")} icon={iconClose} onPress={onDismiss} />
    </div>
  );
}
