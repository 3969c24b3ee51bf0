// The answer: the button says to whom, and what is typed stays on this page until the server has taken it.
import { useState } from "preact/hooks";
import type { Closet, Thread } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconSend } from "../../ui/icons";
import { TextArea } from "../../ui/TextArea";
import { lengthOf } from "../../ui/text_length";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { usePorts } from "../use";
import { TEXT_MOST } from "./variables";

export function Composer({ closet, thread }: { closet: Closet; thread: Thread }) {
  const { inbox } = usePorts();
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const isFine = text.trim() !== "" && lengthOf(text) <= TEXT_MOST;
  const send = async () => {
    if (!isFine || isBusy) return;
    setBusy(true);
    const sent = await inbox.reply(closet.id, thread.thread_id, text);
    setBusy(false);
    setFailure(sent.ok ? undefined : sent.failure);
    if (sent.ok) setText("");
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        // the panel would open wide by the same keys
        event.stopPropagation();
        void send();
      }}
    >
      {failure && <FailureNotice failure={failure} />}
      <TextArea
        label={t("inbox.answer_label", { login: thread.other.login })}
        value={text}
        max={TEXT_MOST}
        rows={3}
        onChange={setText}
      />
      <div class="actions">
        <Button kind="primary" type="submit" icon={iconSend} busy={isBusy} disabled={!isFine}>
          {t("inbox.send_to", { login: thread.other.login })}
        </Button>
      </div>
    </form>
  );
}
