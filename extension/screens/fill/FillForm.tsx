// Choosing the draft that is typed into Vinted's form, and what came of it. It is opened from the form; the person publishes there.
import { useState } from "preact/hooks";
import type { Draft } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconDrafts } from "../../ui/icons";
import { List, ShowMore } from "../../ui/List";
import { Notice } from "../../ui/Notice";
import { DraftThumb } from "../drafts/DraftPicture";
import { titleOf } from "../drafts/words";
import { FailureNotice } from "../failures";
import type { Failure, FormFilled } from "../ports";
import { go, hashOf } from "../route";
import type { ScreenProps } from "../table";
import { useKept, usePorts } from "../use";
import "./fill.css";

export function FillForm({ path: [tab] }: ScreenProps) {
  const { drafts, fillForm } = usePorts();
  const shelf = drafts.shelf("in_work");
  const newest = useKept(shelf).value;
  const [busy, setBusy] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [end, setEnd] = useState<FormFilled | "no_form">();
  const fill = async (id: string) => {
    setBusy(id);
    setFailure(undefined);
    const result = await fillForm(id, Number(tab));
    setBusy(undefined);
    if (result.ok) setEnd(result.value ?? "no_form");
    else setFailure(result.failure);
  };
  return (
    <div class="stack">
      <h2>{t("fill.title")}</h2>
      <p class="muted">{t("fill.text")}</p>
      {failure && <FailureNotice failure={failure} />}
      {end && <Outcome end={end} />}
      {!newest ? (
        <Skeleton rows={4} />
      ) : newest.items.length === 0 ? (
        <EmptyState
          icon={iconDrafts}
          title={t("fill.none")}
          action={<Button onPress={() => go(hashOf("drafts"))}>{t("screen.drafts")}</Button>}
        >
          {t("fill.none.text")}
        </EmptyState>
      ) : (
        <List
          label={t("fill.title")}
          items={newest.items}
          keyOf={({ id }) => id}
          nameOf={({ fields }) => titleOf(fields.title)}
          row={(draft) => <Line draft={draft} isBusy={busy === draft.id} />}
          onOpen={({ id }) => void fill(id)}
        />
      )}
      {newest?.hasMore && <ShowMore onPress={shelf.showMore} />}
    </div>
  );
}

function Line({ draft, isBusy }: { draft: Draft; isBusy: boolean }) {
  return (
    <div class="fill-line" aria-busy={isBusy}>
      <DraftThumb photo={draft.photos[0]} />
      <span class="fill-line-title">{titleOf(draft.fields.title)}</span>
      <span class="muted">{isBusy ? t("fill.busy") : t("fill.press")}</span>
    </div>
  );
}

function Outcome({ end }: { end: FormFilled | "no_form" }) {
  if (end === "no_form") return <Notice tone="wait" title={t("fill.no_form")} />;
  const left = end.left.map((part) => t(`fill.part.${part}`)).join(", ");
  return (
    <Notice tone={left ? "wait" : "good"} title={t("fill.done")}>
      {left && t("fill.left", { parts: left })}
    </Notice>
  );
}
