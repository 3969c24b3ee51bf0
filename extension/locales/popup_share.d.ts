// The popup's share of a language, made by popup_texts.ts. It stands for the whole: the popup uses no other text.
declare module "*.json?popup" {
  const texts: import("../ui/i18n").Texts;
  export default texts;
}
