// The one question before something that cannot be undone: it names the thing and says what is gone afterwards.
import type { Closet, Listing } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { t } from "../../ui/i18n";
import type { Wish } from "../ports";
import { UnlessOff } from "../safety/UnlessOff";

interface DeleteDialogProps {
  listing: Listing;
  closet: Closet;
  isOpen: boolean;
  isBusy: boolean;
  onConfirm: (wish: Wish) => void;
  onLeave: () => void;
}

export function DeleteDialog({ listing: { seen }, closet, isOpen, isBusy, onConfirm, onLeave }: DeleteDialogProps) {
  return (
    <Dialog
      title={t("delete.title", { title: seen.title })}
      open={isOpen}
      onClose={onLeave}
      actions={
        <>
          <Button onPress={onLeave}>{t("delete.keep")}</Button>
          <UnlessOff verb="delete_listing" country={closet.country}>
            <Button kind="danger" busy={isBusy} onPress={() => onConfirm({ verb: "delete_listing", item_id: seen.item_id })}>
              {t("act.delete_named", { title: seen.title })}
            </Button>
          </UnlessOff>
        </>
      }
    >
      <p>{t("delete.text")}</p>
    </Dialog>
  );
}
