// What a template sets beside its texts, and what it is meant for. Folded away while nothing is chosen: most templates are words.
import { useMemo } from "preact/hooks";
import type { TemplateContent, TemplateFields } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { Combobox } from "../../ui/Combobox";
import type { Option } from "../../ui/Field";
import { t } from "../../ui/i18n";
import { iconClose } from "../../ui/icons";
import { BrandField } from "../drafts/BrandField";
import { ChoiceField } from "../drafts/ChoiceField";
import { folded } from "../drafts/category_search";
import { choicesOf, type Vocabulary } from "../drafts/choices";
import { type Content, NO_FIELDS } from "../drafts/content";
import type { DraftForm } from "../drafts/form";
import { useVocabulary } from "../drafts/use_vocabulary";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";
import { NO_CHOICES } from "./content";

interface SetFieldsProps {
  content: TemplateContent;
  change: (part: Partial<TemplateContent>) => void;
}

const CATEGORIES_MOST = 20;
const FOUND_MOST = 30;

export function SetFields({ content, change }: SetFieldsProps) {
  const closet = currentCloset(useKept(usePorts().closets));
  const vocabulary = useVocabulary(closet?.country ?? "fr", null);
  const { fields = NO_CHOICES, category_ids } = content;
  const isUsed =
    category_ids.length > 0 || fields.brand !== "" || Object.values(fields).some((value) => typeof value === "number");
  const set = (part: Partial<TemplateFields>) => change({ fields: { ...fields, ...part } });
  return (
    <details class="template-more" open={isUsed}>
      <summary>{t("template.more_fields")}</summary>
      <div class="stack">
        <p class="muted">{t("template.more_fields.how")}</p>
        <Brand fields={fields} set={set} />
        {vocabulary && (
          <>
            <div class="fields">
              <ChoiceField
                unit="condition"
                label={t("draft.unit.condition")}
                choices={choicesOf("condition", null, vocabulary)}
                chosen={fields.condition_id}
                onChoose={(condition_id) => set({ condition_id })}
              />
              <ChoiceField
                unit="parcel"
                label={t("draft.unit.parcel")}
                choices={choicesOf("package_size", null, vocabulary)}
                chosen={fields.package_size_id}
                onChoose={(package_size_id) => set({ package_size_id })}
              />
            </div>
            <Categories vocabulary={vocabulary} chosen={category_ids} onChange={(ids) => change({ category_ids: ids })} />
          </>
        )}
      </div>
    </details>
  );
}

interface BrandProps {
  fields: TemplateFields;
  set: (part: Partial<TemplateFields>) => void;
}

function Brand({ fields, set }: BrandProps) {
  const form: DraftForm = {
    content: { ...NO_FIELDS, brand: fields.brand, brand_id: fields.brand_id, photo_ids: [], closet_id: null },
    currency: "EUR",
    change: ({ brand, brand_id }: Partial<Content>) => set({ brand: brand ?? fields.brand, brand_id: brand_id ?? null }),
    errorOf: () => undefined,
    vocabulary: undefined,
  };
  return (
    <div class="template-brand">
      <BrandField form={form} />
      {(fields.brand !== "" || fields.brand_id !== null) && (
        <Button kind="quiet" icon={iconClose} onPress={() => set({ brand: "", brand_id: null })}>
          {t("template.brand.leave")}
        </Button>
      )}
    </div>
  );
}

interface CategoriesProps {
  vocabulary: Vocabulary;
  chosen: readonly number[];
  onChange: (ids: number[]) => void;
}

/** Any category, not only leaves: what is meant for all dresses is meant for each kind of them. */
function Categories({ vocabulary: { document, categories }, chosen, onChange }: CategoriesProps) {
  const all = useMemo(
    () =>
      document.categories.map(({ id }) => {
        const label = categories.path(id).join(" › ");
        return { value: String(id), label, words: ` ${folded(label)}` };
      }),
    [document, categories],
  );
  const search = (query: string): readonly Option[] => {
    const words = folded(query).split(" ");
    const found = all.filter((each) => words.every((word) => each.words.includes(` ${word}`)));
    return found.toSorted((a, b) => a.label.length - b.label.length).slice(0, FOUND_MOST);
  };
  return (
    <div class="stack-small">
      {chosen.length < CATEGORIES_MOST && (
        <Combobox
          label={t("template.categories")}
          hint={t("template.categories.hint")}
          chosen={undefined}
          search={search}
          onChoose={({ value }) => onChange([...new Set([...chosen, Number(value)])])}
        />
      )}
      {chosen.length > 0 && (
        <ul class="template-categories" aria-label={t("template.categories")}>
          {chosen.map((id) => {
            const path = categories.path(id).join(" › ") || String(id);
            return (
              <li key={id}>
                <Button kind="quiet" icon={iconClose} onPress={() => onChange(chosen.filter((each) => each !== id))}>
                  {t("template.categories.remove", { path })}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
