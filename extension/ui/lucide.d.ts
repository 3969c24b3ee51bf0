// Lucide ships one file per icon but types only for the whole set.
declare module "lucide/dist/esm/icons/*.mjs" {
  const shape: import("./Icon").IconShape;
  export default shape;
}
