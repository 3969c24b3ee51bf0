// What was odd in Vinted's answers, to be copied into a report: shapes and codes, no values.
import { useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconCopy } from "../../ui/icons";
import { usePorts } from "../use";

export function Diagnostics() {
  const { safety } = usePorts();
  const [text, setText] = useState<string>();
  const [isCopied, setCopied] = useState(false);
  const look = async () => {
    const found = await safety.diagnostics();
    setText(found);
    return found;
  };
  return (
    <section class="card stack" aria-labelledby="diagnostics">
      <h2 id="diagnostics">{t("diagnostics.title")}</h2>
      <p>{t("diagnostics.text")}</p>
      <div class="actions">
        <Button
          icon={iconCopy}
          onPress={() =>
            void look()
              .then(safety.copy)
              .then(() => setCopied(true))
          }
        >
          {t("diagnostics.copy")}
        </Button>
        <Button kind="quiet" onPress={() => void look()}>
          {t("diagnostics.show")}
        </Button>
      </div>
      <p class="muted" role="status">
        {isCopied && t("diagnostics.copied")}
      </p>
      {text !== undefined && <pre class="diagnostics">{text}</pre>}
    </section>
  );
}
