// The form's vocabularies in the person's language, and Vinted's own answer for the category: read through an open tab when
// nobody has read it for seven days.
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { FormReference, Language } from "../../../shared-schemas/wire";
import { currentLanguageTag } from "../../ui/i18n";
import type { Kept } from "../ports";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";
import { useSituation } from "../use_situation";
import { indexCategories } from "./category_search";
import type { Vocabulary } from "./choices";

/** The languages the vocabularies are in. */
export const LANGUAGES: readonly Language[] = ["en", "fr", "es", "de"];

function language(): Language {
  const tag = currentLanguageTag().slice(0, 2);
  return LANGUAGES.find((each) => each === tag) ?? "en";
}

/** Undefined until the vocabularies were read for the first time on this device. */
export function useVocabulary(country: string, catalogId: number | null): Vocabulary | undefined {
  const { drafts } = usePorts();
  const document = useKept(useMemo(() => drafts.reference(language()), [drafts])).value;
  const form = useForm(country, catalogId);
  const categories = useMemo(() => document && indexCategories(document), [document]);
  return useMemo(
    () => (document && categories ? { document, categories, form: form.value ?? null } : undefined),
    [document, categories, form.value],
  );
}

function useForm(country: string, catalogId: number | null): Kept<FormReference | null> {
  const ports = usePorts();
  const source = catalogId === null ? undefined : ports.drafts.form(country, catalogId);
  const form = useKept(source);
  const closet = currentCloset(useKept(ports.closets));
  const { is } = useSituation();
  const isWanted = form.value === null && form.failure === undefined && form.readAt !== undefined;
  const canAsk = closet?.country === country && (is === "ready" || is === "working");
  const asked = useRef<{ catalogId: number; jobId: string }>(undefined);
  useEffect(() => {
    if (!isWanted || !canAsk || !closet || catalogId === null || asked.current?.catalogId === catalogId) return;
    asked.current = { catalogId, jobId: "" };
    void ports.wish(closet.id, { verb: "read_form_reference", catalog_id: catalogId }).then((result) => {
      if (result.ok && asked.current?.catalogId === catalogId) asked.current = { catalogId, jobId: result.value.id };
    });
  }, [isWanted, canAsk, closet?.id, catalogId]);
  useEndOf(asked.current?.jobId, () => void source?.refresh());
  return form;
}

/** Calls back when a job is no longer among the open ones. */
function useEndOf(jobId: string | undefined, ended: () => void): void {
  const open = useKept(usePorts().openJobs).value;
  const isOpen = jobId ? open?.some(({ id }) => id === jobId) : undefined;
  const wasOpen = useRef<boolean>(undefined);
  useEffect(() => {
    if (wasOpen.current && isOpen === false) ended();
    wasOpen.current = isOpen;
  }, [isOpen]);
}
