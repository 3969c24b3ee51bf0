// Files of templates: saving all as one, and taking one in with a line of report for each entry.
import { useRef, useState } from "preact/hooks";
import type { ImportLine } from "../../../shared-schemas/wire";
import { Badge, type Tone } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { usePorts } from "../use";
import { type FileRead, TEMPLATES_MOST } from "./port";
import { refusalWords, templateHash } from "./words";

export function FilesOut() {
  const { templates } = usePorts();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const save = async () => {
    setBusy(true);
    const saved = await templates.saveFile();
    setBusy(false);
    setFailure(saved.ok ? undefined : saved.failure);
  };
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <div>
        <Button busy={isBusy} onPress={() => void save()}>
          {t("template.export")}
        </Button>
      </div>
    </>
  );
}

export function FilesIn() {
  const { templates } = usePorts();
  const input = useRef<HTMLInputElement>(null);
  const [replaces, setReplaces] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [read, setRead] = useState<FileRead>();
  const take = async (file: File) => {
    setBusy(true);
    const result = await templates.readFile(file, replaces);
    setBusy(false);
    setFailure(result.ok ? undefined : result.failure);
    setRead(result.ok ? result.value : undefined);
  };
  return (
    <>
      <label class="template-check">
        <input type="checkbox" checked={replaces} onChange={(event) => setReplaces(event.currentTarget.checked)} />
        <span>{t("template.import.replace")}</span>
      </label>
      <div>
        <Button busy={isBusy} onPress={() => input.current?.click()}>
          {t("template.import")}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label={t("template.import")}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // the same file can be chosen again when it was put right
            event.currentTarget.value = "";
            if (file) void take(file);
          }}
        />
      </div>
      {failure && <FailureNotice failure={failure} />}
      {read && read.is !== "read" && (
        <Notice tone="bad" title={t("template.import.unread")}>
          {t(`template.import.${read.is}`, { most: TEMPLATES_MOST })}
        </Notice>
      )}
      {read?.is === "read" && <Report lines={read.report.lines} />}
    </>
  );
}

const TONES: Readonly<Record<ImportLine["outcome"], Tone>> = {
  imported: "good",
  updated: "good",
  known: "neutral",
  kept: "wait",
  refused: "bad",
};

/** What was refused first: it is what is left to do. */
function Report({ lines }: { lines: readonly ImportLine[] }) {
  const sorted = lines.toSorted((a, b) => Number(b.outcome === "refused") - Number(a.outcome === "refused"));
  return (
    <section class="stack-small" aria-labelledby="template-report" role="status">
      <h3 id="template-report">{t("template.report", { count: lines.length })}</h3>
      {lines.length > 0 && (
        <ol class="card rows template-report">
          {sorted.map((line) => (
            <li key={line.place} class="template-report-line">
              <span class="template-report-words">
                {line.template_id ? (
                  <a href={templateHash(line.template_id)}>{line.name}</a>
                ) : (
                  <strong>{line.name || t("template.report.place", { place: line.place })}</strong>
                )}
                {line.refusal && <span>{refusalWords(line)}</span>}
                {line.outcome === "kept" && <span class="muted">{t("template.import.kept_how")}</span>}
              </span>
              <Badge tone={TONES[line.outcome]}>{t(`template.outcome.${line.outcome}`)}</Badge>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
