// HTML from templates: what is put in is text, and escaped, unless a template made it.
//
// Hono has the same, made for pages that stream: it costs three times as much, and pages are mostly made of this.

/** Made by a template. */
export class Html {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** What a template takes in: nothing stands for `null`, `undefined` and booleans. */
export type Part = Html | string | number | boolean | null | undefined | readonly Part[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  for (let at = 0; at < parts.length; at += 1) text += textOf(parts[at]) + strings[at + 1];
  return new Html(text);
}

/** Text of our own that is HTML already. */
export const raw = (text: string): Html => new Html(text);

function textOf(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if (part instanceof Html) return part.toString();
  if (typeof part === 'number') return String(part);
  if (typeof part !== 'object' || part === null) return '';
  let text = '';
  for (const each of part) text += textOf(each);
  return text;
}

const special = /[&<>'"]/;
const every = /[&<>'"]/g;
const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&quot;',
};

const escaped = (text: string): string =>
  special.test(text) ? text.replace(every, sign => names[sign] ?? sign) : text;
