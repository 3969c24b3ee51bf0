// The plain card before anything is read on Vinted: what is read, what is sent to our server, what never is, and that Vinted's
// terms do not allow tools. "I understand" is kept with its date.
import { Button } from "../../ui/Button";
import { type TextKey, t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { usePorts } from "../use";

const PARTS = [
  ["welcome.data.read.title", "welcome.data.read.text"],
  ["welcome.data.sent.title", "welcome.data.sent.text"],
  ["welcome.data.never.title", "welcome.data.never.text"],
] as const satisfies readonly [TextKey, TextKey][];

export function Disclosure() {
  const { changePreferences } = usePorts();
  return (
    <section class="card" aria-labelledby="disclosure">
      <h2 id="disclosure">{t("welcome.data.title")}</h2>
      <dl class="disclosure">
        {PARTS.map(([title, text]) => (
          <div key={title}>
            <dt>{t(title)}</dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <Notice tone="wait" title={t("welcome.terms.title")}>
        {t("welcome.terms.text")}
      </Notice>
      <p>
        <Button kind="primary" onPress={() => void changePreferences({ understood_at: new Date().toISOString() })}>
          {t("welcome.understand")}
        </Button>
      </p>
    </section>
  );
}
