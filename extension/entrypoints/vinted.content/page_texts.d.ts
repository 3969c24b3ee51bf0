// What locales/page_texts.ts makes at build time.
declare module "virtual:page-texts" {
  const texts: Readonly<Record<import("../../../shared-schemas/wire").Language, import("../../ui/i18n").Texts>>;
  export default texts;
}
