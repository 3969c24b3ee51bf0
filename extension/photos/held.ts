// Why no photo moves although some are on their way, for the pages to say so. In session storage: the next start of the browser
// finds out anew.
import { storage } from "wxt/utils/storage";

export type Hold = "away" | "not_connected" | null;

export const held = storage.defineItem<Hold>("session:photos_held", { fallback: null });
