// "Fill from draft": brings a draft with its photos' bytes from our server to the form in a Vinted tab, which types it in. It is
// no job: nothing is sent to Vinted but what the form itself does before the person's eyes, and they press Publish.
import type { ReferenceDocument } from "../../shared-schemas/wire";
import type { Server } from "../backend/request";
import type { FormFilled } from "../vinted/fill_form";
import { mimeOf } from "../vinted/mime";
import { fillTab } from "../vinted/tabs";

/** What was filled and what is left to the person; null when the tab shows no form any more. Throws what the server throws. */
export async function fillFromDraft(server: Server, draftId: string, tabId: number): Promise<FormFilled | null> {
  const draft = await server("draft", { path: { id: draftId } });
  const reference = await server("reference", { path: { language: "en" } });
  const photos = await Promise.all(
    draft.photos.map(async ({ photo_id }, place) => {
      const bytes = await server("photo_variant", { path: { id: photo_id, variant: "large" } });
      return { name: `${place + 1}.jpg`, mime: mimeOf(bytes), base64: bytes.toBase64() };
    }),
  );
  return fillTab(tabId, { fields: draft.fields, category_path: pathTo(reference, draft.fields.catalog_id), photos });
}

/** The ids from the root of the tree to this category; empty for one that is not in it. */
function pathTo({ categories }: ReferenceDocument, catalogId: number | null): number[] {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const path: number[] = [];
  for (let at = catalogId === null ? undefined : byId.get(catalogId); at; at = byId.get(at.parent_id ?? 0)) path.unshift(at.id);
  return path;
}
