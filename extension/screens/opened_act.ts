// What follows when a control in Vinted's page was pressed: the place in the panel where the act is looked at and confirmed.
import { useEffect } from "preact/hooks";
import type { OpenedAct, Ports } from "./ports";
import { bulkHash, go, hashOf } from "./route";
import { useKept } from "./use";

/** The address of an act's confirmation; undefined for `copy_facts`, which makes a draft at once: ours, thrown away with a press. */
export function placeOf({ act, item_ids, tab_id }: OpenedAct): string | undefined {
  const [item] = item_ids;
  switch (act) {
    case "fill":
      return tab_id === null ? undefined : hashOf("fill", tab_id);
    case "copy_facts":
      return undefined;
    case "open":
      return item === undefined ? hashOf("closet") : hashOf("closet", item);
    case "copy":
      return item === undefined ? hashOf("closet") : hashOf("closet", item, act);
    case "relist":
    case "price":
    case "visibility":
      if (item_ids.length > 1) return bulkHash(act === "visibility" ? "hide" : act, item_ids);
      return item === undefined ? hashOf("closet") : hashOf("closet", item, act === "price" ? "change" : act);
    case "price_check":
      return item === undefined ? hashOf("closet") : hashOf("closet", item, "price");
    default:
      throw act satisfies never;
  }
}

/** A control in Vinted's page asked for an act: its place opens here, where the wish is confirmed. */
export function useOpenedAct(ports: Ports): void {
  const opened = useKept(ports.openedAct).value;
  useEffect(() => {
    if (!opened) return;
    const place = placeOf(opened);
    if (place) go(place);
    void ports.takeOpenedAct().then(async (isOurs) => {
      if (isOurs && opened.act === "copy_facts") await (await import("./copy/copy_facts")).copyFacts(ports, opened);
    });
  }, [opened, ports]);
}
