// What can be done with the selected drafts. Publishing and a template open a preview; throwing away can be undone.
import type { Draft } from "../../../shared-schemas/wire";
import { Button, IconButton } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconDelete, iconSend, iconTemplates } from "../../ui/icons";
import { BulkBar } from "../../ui/List";
import { BATCH_MOST } from "../bulk/choice";
import { go, hashOf } from "../route";
import { applyHash } from "../templates/words";
import type { DraftName } from "./Drafts";

interface SelectionBarProps {
  chosen: readonly Draft[];
  shown: readonly Draft[];
  /** False on the shelf of what is published already. */
  canPublish: boolean;
  onSelect: (drafts: readonly Draft[]) => void;
  throwAway: (drafts: readonly DraftName[]) => Promise<void>;
}

export function SelectionBar({ chosen, shown, canPublish, onSelect, throwAway }: SelectionBarProps) {
  const ids = chosen.map(({ id }) => id);
  const open = shown.slice(0, BATCH_MOST);
  const canAct = canPublish && chosen.length <= BATCH_MOST;
  return (
    <BulkBar count={chosen.length} onClear={() => onSelect([])}>
      {chosen.length < open.length && (
        <Button kind="quiet" onPress={() => onSelect(open)}>
          {t("bulk.select_all", { count: open.length })}
        </Button>
      )}
      {chosen.length > BATCH_MOST && <span>{t("bulk.too_many", { count: BATCH_MOST })}</span>}
      {canAct && (
        <Button icon={iconSend} onPress={() => go(`${hashOf("drafts", "publish")}?drafts=${ids.join(",")}`)}>
          {t("publish_many.act", { count: chosen.length })}
        </Button>
      )}
      <IconButton
        name={t("draft.delete_count", { count: chosen.length })}
        icon={iconDelete}
        onPress={() => {
          onSelect([]);
          void throwAway(chosen.map(({ id, fields }) => ({ id, title: fields.title })));
        }}
      />
      {canAct && (
        <Button icon={iconTemplates} onPress={() => go(applyHash(ids))}>
          {t("template.apply")}
        </Button>
      )}
    </BulkBar>
  );
}
