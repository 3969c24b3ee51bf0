// Formats one text of locales/*.json: `{name}` and `{count, plural, one {# item} other {# items}}`, the two forms of ICU
// MessageFormat that our texts need. Which text and which language is decided in i18n.ts.

export type TextValues = Readonly<Record<string, string | number>>;

type Part =
  | { kind: "text"; text: string }
  | { kind: "value"; name: string }
  | { kind: "plural"; name: string; forms: ReadonlyMap<string, readonly Part[]> };

const parsed = new Map<string, readonly Part[]>();

/** Fills a text. `languageTag` decides plural forms and digits. Throws when a text names a value that was not given. */
export function formatMessage(message: string, languageTag: string, values: TextValues = {}): string {
  let parts = parsed.get(message);
  if (!parts) {
    parts = parseMessage(message);
    parsed.set(message, parts);
  }
  return render(parts, languageTag, values, undefined);
}

/** The names of the values that a text asks for, for the tests that compare languages. */
export function valueNames(message: string): Set<string> {
  const names = new Set<string>();
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.kind !== "text") names.add(part.name);
      if (part.kind === "plural") for (const form of part.forms.values()) visit(form);
    }
  };
  visit(parseMessage(message));
  return names;
}

/** Changes the words of a text and leaves its values and plural keywords alone, for the pseudo-locale. */
export function mapWords(message: string, change: (words: string) => string): string {
  const write = (parts: readonly Part[]): string =>
    parts
      .map((part) => {
        if (part.kind === "text") return change(part.text);
        if (part.kind === "value") return `{${part.name}}`;
        const forms = [...part.forms].map(([keyword, form]) => `${keyword} {${write(form)}}`);
        return `{${part.name}, plural, ${forms.join(" ")}}`;
      })
      .join("");
  return write(parseMessage(message));
}

function render(parts: readonly Part[], languageTag: string, values: TextValues, count: number | undefined): string {
  let out = "";
  for (const part of parts) {
    if (part.kind === "text") {
      out += count === undefined ? part.text : part.text.replaceAll("#", new Intl.NumberFormat(languageTag).format(count));
      continue;
    }
    const value = values[part.name];
    if (value === undefined) throw new Error(`text needs a value for {${part.name}}`);
    if (part.kind === "value") {
      out += typeof value === "number" ? new Intl.NumberFormat(languageTag).format(value) : value;
      continue;
    }
    const number = Number(value);
    const keyword = new Intl.PluralRules(languageTag).select(number);
    const form = part.forms.get(`=${number}`) ?? part.forms.get(keyword) ?? part.forms.get("other") ?? [];
    out += render(form, languageTag, values, number);
  }
  return out;
}

/** Throws on unbalanced braces and on a plural without `other`, so that a broken text fails its test. */
export function parseMessage(message: string): readonly Part[] {
  const [parts, end] = parseParts(message, 0);
  if (end !== message.length) throw new Error(`unexpected "}" in text: ${message}`);
  return parts;
}

function parseParts(message: string, start: number): [Part[], number] {
  const parts: Part[] = [];
  let at = start;
  while (at < message.length && message[at] !== "}") {
    if (message[at] === "{") {
      const [part, end] = parsePlaceholder(message, at + 1);
      parts.push(part);
      at = end;
    } else {
      const brace = message.slice(at).search(/[{}]/);
      const end = brace < 0 ? message.length : at + brace;
      parts.push({ kind: "text", text: message.slice(at, end) });
      at = end;
    }
  }
  return [parts, at];
}

function parsePlaceholder(message: string, start: number): [Part, number] {
  const head = /^\s*(\w+)\s*(\}|,\s*plural\s*,)/.exec(message.slice(start));
  if (!head?.[1]) throw new Error(`cannot read the placeholder in text: ${message}`);
  let at = start + head[0].length;
  if (head[2] === "}") return [{ kind: "value", name: head[1] }, at];

  const forms = new Map<string, readonly Part[]>();
  for (;;) {
    const form = /^\s*(=\d+|\w+)\s*\{/.exec(message.slice(at));
    if (!form?.[1]) break;
    const [parts, end] = parseParts(message, at + form[0].length);
    if (message[end] !== "}") throw new Error(`unclosed plural form in text: ${message}`);
    forms.set(form[1], parts);
    at = end + 1;
  }
  const close = /^\s*\}/.exec(message.slice(at));
  if (!close || !forms.has("other")) throw new Error(`a plural needs "other" and a closing brace: ${message}`);
  return [{ kind: "plural", name: head[1], forms }, at + close[0].length];
}
