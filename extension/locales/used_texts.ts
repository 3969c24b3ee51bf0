// Reads our own sources for the tests of the locales: which keys they use, and which texts they carry that should be keys.
import { parseSync } from "vite";

/** Attributes whose words reach a person. Ours and HTML's alike. */
const READ_ATTRIBUTES = new Set([
  "alt",
  "title",
  "label",
  "placeholder",
  "aria-label",
  "aria-description",
  "aria-valuetext",
  "name",
  "hint",
  "error",
  "detail",
  "chooseLabel",
  "count",
]);
/** `name` of these is what a form sends, not what a person reads. */
const FORM_ELEMENTS = new Set(["input", "TextField", "select", "meta", "form"]);

interface Node {
  type: string;
  [field: string]: unknown;
}

/** Keys found in full, and prefixes of keys that are put together (`verb.${verb}`). */
export interface UsedKeys {
  exact: ReadonlySet<string>;
  prefixes: readonly string[];
}

/** Any string that is written like a key counts, so that keys may also stand in tables. */
export function findUsedKeys(path: string, code: string): UsedKeys {
  const exact = new Set<string>();
  const prefixes: string[] = [];
  visit(parse(path, code), (node) => {
    if (node.type === "Literal" && typeof node.value === "string") exact.add(node.value);
    if (node.type === "TemplateLiteral") {
      const [first] = node.quasis as { value: { cooked: string } }[];
      if (first && /^[a-z_]+\./.test(first.value.cooked)) prefixes.push(first.value.cooked);
    }
  });
  return { exact, prefixes };
}

export function isUsed(key: string, { exact, prefixes }: UsedKeys): boolean {
  return exact.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
}

/** What code writes into a page without JSX: properties, and the methods that take text. */
const READ_PROPERTIES = new Set(["textContent", "innerText", "innerHTML", "ariaLabel", "alt", "title", "placeholder", "label"]);
const TEXT_METHODS = new Set(["append", "prepend", "replaceChildren", "before", "after", "createTextNode", "alert", "confirm"]);

/** `append` of these takes the names of fields. */
const NO_ELEMENTS = new Set(["form", "params", "headers"]);

/**
 * Words that would be shown without `t()`: text between tags, in braces, in attributes that are read, and what plain code gives
 * to an element by `textContent = …`, `setAttribute("aria-label", …)` or `append(…)`.
 */
export function findTextLiterals(path: string, code: string): string[] {
  const found: string[] = [];
  const keep = (text: string) => {
    if (/\p{L}{2}/u.test(text)) found.push(text);
  };
  visit(parse(path, code), (node) => {
    if (node.type === "JSXText") keep((node.value as string).trim());
    if (node.type === "JSXElement" || node.type === "JSXFragment") {
      for (const child of node.children as Node[])
        if (child.type === "JSXExpressionContainer") shownStrings(child.expression as Node, keep);
    }
    if (node.type === "JSXOpeningElement") {
      for (const attribute of node.attributes as Node[]) attributeStrings(node, attribute, keep);
    }
    if (node.type === "AssignmentExpression" && READ_PROPERTIES.has(memberName(node.left as Node)))
      shownStrings(node.right as Node, keep);
    if (node.type === "CallExpression") givenStrings(node, keep);
  });
  return found;
}

/** The member's name in `element.name` and `element["name"]`, the function's own in `name()`. */
function memberName(expression: Node): string {
  if (expression.type === "Identifier") return expression.name as string;
  if (expression.type !== "MemberExpression") return "";
  const property = expression.property as Node;
  return String(property.type === "Literal" ? property.value : property.name);
}

function givenStrings({ callee, arguments: given }: Node, keep: (text: string) => void): void {
  const name = memberName(callee as Node);
  const [first, second] = given as Node[];
  if (name === "setAttribute" && second && READ_ATTRIBUTES.has(String(first?.value))) shownStrings(second, keep);
  const receiver = (callee as Node).object as Node | undefined;
  if (TEXT_METHODS.has(name) && !NO_ELEMENTS.has(String(receiver?.name)))
    for (const one of given as Node[]) shownStrings(one, keep);
}

function attributeStrings(element: Node, attribute: Node, keep: (text: string) => void): void {
  const name = (attribute.name as { name?: string } | undefined)?.name ?? "";
  const tag = (element.name as { name?: string }).name ?? "";
  if (!READ_ATTRIBUTES.has(name) || (name === "name" && FORM_ELEMENTS.has(tag))) return;
  const value = attribute.value as Node | null;
  if (value?.type === "Literal") keep(value.value as string);
  if (value?.type === "JSXExpressionContainer") shownStrings(value.expression as Node, keep);
}

/** Strings that an expression can evaluate to; arguments of calls are the callee's matter. */
function shownStrings(expression: Node, keep: (text: string) => void): void {
  switch (expression.type) {
    case "Literal":
      if (typeof expression.value === "string") keep(expression.value);
      return;
    case "TemplateLiteral":
      for (const part of expression.quasis as { value: { cooked: string } }[]) keep(part.value.cooked);
      return;
    case "ConditionalExpression":
      shownStrings(expression.consequent as Node, keep);
      shownStrings(expression.alternate as Node, keep);
      return;
    case "LogicalExpression":
      // the left side of && is a condition
      if (expression.operator !== "&&") shownStrings(expression.left as Node, keep);
      shownStrings(expression.right as Node, keep);
      return;
    case "BinaryExpression":
      if (expression.operator !== "+") return;
      shownStrings(expression.left as Node, keep);
      shownStrings(expression.right as Node, keep);
      return;
    default:
      return;
  }
}

function parse(path: string, code: string): Node {
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  return program as unknown as Node;
}

function visit(node: unknown, seen: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, seen);
  } else if (typeof node === "object" && node !== null && "type" in node) {
    seen(node as Node);
    for (const value of Object.values(node)) visit(value, seen);
  }
}
