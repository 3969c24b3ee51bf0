// Hiding a listing, or showing it again: what that means, and the press that does it.
import type { Closet, Listing } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { useFocusWhenShown } from "../focus";
import type { Wish } from "../ports";
import { UnlessOff } from "../safety/UnlessOff";

interface VisibilityConfirmProps {
  listing: Listing;
  closet: Closet;
  isBusy: boolean;
  onConfirm: (wish: Wish) => void;
  onLeave: () => void;
}

export function VisibilityConfirm({ listing: { seen }, closet, isBusy, onConfirm, onLeave }: VisibilityConfirmProps) {
  const isHidden = seen.state === "hidden";
  const can = isHidden || seen.state === "active";
  const shown = useFocusWhenShown<HTMLElement>();
  return (
    <section class="card stack" aria-labelledby="visibility" ref={shown} tabIndex={-1}>
      <h3 id="visibility">{t(isHidden ? "visibility.show_title" : "visibility.hide_title", { title: seen.title })}</h3>
      <p>{t(can ? (isHidden ? "visibility.show_text" : "visibility.hide_text") : "visibility.cannot")}</p>
      <div class="actions">
        <Button onPress={onLeave}>{t("ui.cancel")}</Button>
        {can && (
          <UnlessOff verb="set_hidden" country={closet.country}>
            <Button
              kind="primary"
              busy={isBusy}
              onPress={() => onConfirm({ verb: "set_hidden", item_id: seen.item_id, hidden: !isHidden })}
            >
              {t(isHidden ? "act.show" : "act.hide")}
            </Button>
          </UnlessOff>
        )}
      </div>
    </section>
  );
}
