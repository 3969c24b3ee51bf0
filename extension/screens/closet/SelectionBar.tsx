// What can be done with the selected listings. Each entry opens a preview; nothing is done from here.
import type { Listing } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconDelete, iconHide, iconPrice, iconRelist, iconShow } from "../../ui/icons";
import { BulkBar } from "../../ui/List";
import { Menu } from "../../ui/Menu";
import { BATCH_MOST } from "../bulk/choice";
import type { BulkActName } from "../bulk/port";
import { bulkHash, go } from "../route";

interface SelectionBarProps {
  chosen: readonly Listing[];
  shown: readonly Listing[];
  onSelect: (listings: readonly Listing[]) => void;
}

const MORE = [
  ["show", iconShow],
  ["relist", iconRelist],
  ["delete", iconDelete],
] as const satisfies readonly [BulkActName, unknown][];

export function SelectionBar({ chosen, shown, onSelect }: SelectionBarProps) {
  const to = (act: BulkActName) => () =>
    go(
      bulkHash(
        act,
        chosen.map(({ seen }) => seen.item_id),
      ),
    );
  const tooMany = chosen.length > BATCH_MOST;
  const open = shown.slice(0, BATCH_MOST);
  return (
    <BulkBar count={chosen.length} onClear={() => onSelect([])}>
      {chosen.length < open.length && (
        <Button kind="quiet" onPress={() => onSelect(open)}>
          {t("bulk.select_all", { count: open.length })}
        </Button>
      )}
      {tooMany ? (
        <span>{t("bulk.too_many", { count: BATCH_MOST })}</span>
      ) : (
        <>
          <Button icon={iconPrice} onPress={to("price")}>
            {t("bulk.name.price")}
          </Button>
          <Button icon={iconHide} onPress={to("hide")}>
            {t("bulk.name.hide")}
          </Button>
          <Menu
            name={t("bulk.more", { count: chosen.length })}
            items={MORE.map(([act, icon]) => ({
              label: t(`bulk.name.${act}`),
              icon,
              danger: act === "delete",
              onChoose: to(act),
            }))}
          />
        </>
      )}
    </BulkBar>
  );
}
