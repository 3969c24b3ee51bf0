// Where the photo editor stands in the addresses, and how it is opened: light, for the screens that lead to it.
import type { WindowPort } from "../ports";
import { go, hashOf } from "../route";

/** Where the editor was opened from. */
export interface From {
  draft?: string | undefined;
  group?: string | undefined;
}

export function fromOf(query: ReadonlyMap<string, string>): From {
  return { draft: query.get("draft"), group: query.get("group") };
}

export function editHash(photoId: string, { draft, group }: From): string {
  const asked = draft ? `?draft=${draft}` : group ? `?group=${group}` : "";
  return `${hashOf("edit", photoId)}${asked}`;
}

/** Opens the editor where there is room for it. */
export function openEditor(windows: WindowPort, photoId: string, from: From): void {
  const hash = editHash(photoId, from);
  if (windows.isWide) go(hash);
  else windows.openWide(hash);
}

export function backOf({ draft }: From): string {
  return draft ? hashOf("drafts", draft) : hashOf("photos");
}
