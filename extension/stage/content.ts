// A complete listing as a draft of ours holds it, and a change of nothing. Test ground only.
import type { ListingChange, ListingContent } from "../../shared-schemas/wire";

export const CONTENT: ListingContent = {
  fields: {
    title: "Red dress",
    description: "Worn twice",
    price: { amount: 1250, currency: "EUR" },
    catalog_id: 178,
    brand_id: 53,
    brand: "Zara",
    size_id: 207,
    condition_id: 3,
    color_ids: [7],
    package_size_id: 1,
    attributes: [{ code: "material", ids: [44] }],
    isbn: null,
    is_unisex: false,
    measurement_length: null,
    measurement_width: null,
  },
  photos: [
    { sha256: "a".repeat(64), photo_id: null },
    { sha256: "b".repeat(64), photo_id: null },
  ],
};

export const NO_CHANGE: ListingChange = {
  title: null,
  description: null,
  price: null,
  catalog_id: null,
  brand_id: null,
  brand: null,
  size_id: null,
  condition_id: null,
  color_ids: null,
  package_size_id: null,
  attributes: null,
  photos: null,
};
