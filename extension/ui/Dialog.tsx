// A native modal dialog: the browser keeps the focus inside and closes it on escape. For choices that cannot be undone and
// for short forms; what can be undone asks nothing and offers a toast with undo instead.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface DialogProps {
  title: string;
  open: boolean;
  /** Called when the person leaves by escape or the caller's own buttons close it. */
  onClose: () => void;
  children: ComponentChildren;
  /** Buttons, the safe one first, the decisive one last. */
  actions: ComponentChildren;
}

export function Dialog({ title, open, onClose, children, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  // escape is told by both, `close` later: a key pressed meanwhile would find the dialog closed and its owner still thinking it
  // open, or open it again, and then the late `close` is not of the dialog that stands there
  const cancelled = () => open && onClose();
  const closed = () => open && !dialog.current?.open && onClose();
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={titleId} onCancel={cancelled} onClose={closed}>
      <h2 id={titleId}>{title}</h2>
      <div class="dialog-body">{children}</div>
      <div class="dialog-actions">{actions}</div>
    </dialog>
  );
}
