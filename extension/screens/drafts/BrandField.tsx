// The brand: found while typing, by Vinted itself where it can be asked, else in the file; free words when it is not among them, or
// Vinted's "no brand".
import { useState } from "preact/hooks";
import { Combobox } from "../../ui/Combobox";
import type { Option } from "../../ui/Field";
import { t } from "../../ui/i18n";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";
import { useSituation } from "../use_situation";
import { SourceMark } from "./analysis/SourceMark";
import { folded } from "./category_search";
import type { FieldProps } from "./form";

/** Vinted's own entry for what has no brand. */
const NO_BRAND = 1;
/** Values of the list's entries: an id, or this before the typed words. */
const WORDS = "words:";

export function BrandField({ form: { content, change, errorOf } }: FieldProps) {
  const ports = usePorts();
  const { drafts } = ports;
  const closet = currentCloset(useKept(ports.closets));
  const { is } = useSituation();
  const [from, setFrom] = useState<"vinted" | "file">();
  const { catalog_id } = content;
  const canAsk = closet && catalog_id !== null && (is === "ready" || is === "working");
  const place = canAsk ? { country: closet.country, member_id: closet.member_id, catalog_id } : undefined;
  const noBrand: Option = { value: String(NO_BRAND), label: t("draft.brand.none") };
  const search = async (query: string): Promise<readonly Option[]> => {
    const typed = query.trim();
    const answer = await drafts.brands(typed, place);
    if (answer.ok) setFrom(answer.value.from);
    const brands = (answer.ok ? answer.value.brands : []).filter(({ id }) => id !== NO_BRAND);
    const isKnown = brands.some(({ title }) => folded(title) === folded(typed));
    const asTyped = { value: `${WORDS}${typed}`, label: t("draft.brand.as_typed", { name: typed }) };
    return [
      ...(typed === "" ? [noBrand] : []),
      ...brands.map(({ id, title }) => ({ value: String(id), label: title })),
      ...(typed !== "" && !isKnown ? [asTyped] : []),
      ...(typed !== "" ? [noBrand] : []),
    ];
  };
  const choose = ({ value, label }: Option) => {
    if (value.startsWith(WORDS)) change({ brand_id: null, brand: value.slice(WORDS.length) });
    else if (Number(value) === NO_BRAND) change({ brand_id: NO_BRAND, brand: "" });
    else change({ brand_id: Number(value), brand: label });
  };
  const label = content.brand_id === NO_BRAND ? noBrand.label : content.brand;
  return (
    <div data-unit="brand">
      <Combobox
        label={t("draft.unit.brand")}
        hint={(from ?? (place ? "vinted" : "file")) === "file" ? t("draft.brand.file") : undefined}
        error={errorOf("brand")}
        chosen={label ? { value: String(content.brand_id), label } : undefined}
        onChoose={choose}
        search={search}
      />
      <SourceMark of="brand" />
    </div>
  );
}
