// Text and HTML of a mail, put together from its parts.

import { decodeBytes, tellsSomething } from '../mail/words/charset.ts';
import { flatter } from './html/html-depth.ts';
import { htmlToText } from './html/html-text.ts';
import { safeHtml, textAsHtml } from './html/safe-html.ts';
import type { Part } from './part.ts';
import { cleanText } from './text/clean.ts';
import { unwrapFlowed } from './text/flowed.ts';

/** `html` as received, not yet safe to show. */
type Body = { text: string | null; html: string | null };

export type ReadBody = Readonly<{ text: string; html: string | null; cids: ReadonlySet<string> }>;

/** `hint`: a charset from the header, for parts that name none. `spare`: text of a container, for a mail without other text. */
export function readBody(root: Part, hint: string | null, spare: Body): ReadBody {
  const own = bodyOf(root, charsetOfParts(root) ?? hint);
  const { text, html } = own.html === null && (own.text ?? '').trim() === '' ? spare : own;
  const shown = text !== null && (html === null || !saysLess(text, html)) ? text : textOf(html);
  return {
    text: cleanText(html === null ? shown : withoutTraces(shown)),
    html: html === null ? null : cleanText(safeHtml(html)),
    cids: cidsIn(html),
  };
}

// `[cid:image001.png@01DD]` and `https://a.example<https://a.example>`, which Outlook writes into its plain text.
const pictureTrace = /\[cid:[^\]\s]{1,250}\](?:<[^<>\s]{1,2000}>)?/gi;
const doubledLink = /(?<![^\s<>()[\]])([^\s<>()[\]]{3,2000})<(?:mailto:|tel:)?\1\/?>/gi;

const withoutTraces = (text: string): string =>
  text
    .split('\n')
    .map(line =>
      line.includes('[cid:') || line.includes('<') ? line.replace(pictureTrace, '').replace(doubledLink, '$1') : line,
    )
    .join('\n');

const nothing: Body = { text: null, html: null };

function bodyOf(part: Part, hint: string | null): Body {
  if (part.children.length === 0) return leafBody(part, hint);
  const bodies = part.children
    .map(child => bodyOf(child, hint))
    .filter(({ text, html }) => text !== null || html !== null);
  return part.type === 'multipart/alternative' ? oneOf(bodies) : allOf(bodies);
}

function leafBody(part: Part, hint: string | null): Body {
  if (part.text === null) return nothing;
  const charset = part.contentType.parameters.get('charset') ?? null;
  if (part.type === 'text/html')
    return { text: null, html: flatter(decodeBytes(part.text, charset ?? metaCharset(part.text), hint)) };
  const text = decodeBytes(part.text, charset, hint);
  if (part.type === 'text/enriched' || part.type === 'text/richtext')
    return { text: withoutCommands(text, part.type), html: null };
  if (part.contentType.parameters.get('format')?.trim().toLowerCase() !== 'flowed') return { text, html: null };
  return {
    text: unwrapFlowed(text, part.contentType.parameters.get('delsp')?.trim().toLowerCase() === 'yes'),
    html: null,
  };
}

/**
 * One content in several forms (RFC 2046 section 5.1.4). Some programs also put different contents into
 * it, so two parts of one form are both shown unless they are equal.
 */
function oneOf(bodies: readonly Body[]): Body {
  const texts = new Set(bodies.filter(({ html }) => html === null).map(({ text }) => text?.trim() ?? ''));
  const withHtml = bodies.filter(({ html }) => html !== null);
  const html = withHtml.length === 0 ? null : withHtml.map(body => body.html).join('\n');
  const ownTexts = withHtml.map(body => body.text).filter(text => text !== null);
  const text = [...texts].filter(each => each !== '').join('\n\n');
  if (text === '' && ownTexts.length > 0) return { text: ownTexts.join('\n\n'), html };
  return { text: texts.size === 0 ? null : text, html };
}

/** Joins the parts, as text and as HTML; a part that lacks one of the two is converted from the other. */
function allOf(bodies: readonly Body[]): Body {
  if (bodies.length <= 1) return bodies[0] ?? nothing;
  const someText = bodies.some(({ text }) => text !== null);
  const someHtml = bodies.some(({ html }) => html !== null);
  return {
    text: someText
      ? joined(
          bodies.map(({ text, html }) =>
            text !== null && (html === null || !saysLess(text, html)) ? text : textOf(html),
          ),
        )
      : null,
    html: someHtml ? bodies.map(({ text, html }) => html ?? textAsHtml(text ?? '')).join('\n') : null,
  };
}

const joined = (texts: readonly string[]): string =>
  texts
    .filter(text => text.trim() !== '')
    .map(text => text.replace(/\r?\n$/, ''))
    .join('\n\n');

const textOf = (html: string | null): string => {
  try {
    return html === null ? '' : htmlToText(html);
  } catch {
    return '';
  }
};

// Text that only refers to the HTML.
const stub =
  /\bx?html\b|view (?:this|the) (?:e-?mail|message)|in (?:a|your) (?:web )?browser|im browser|navegador|navigateur|nel browser|(?:does|can) ?no?t (?:support|display)|no (?:plain[- ]?)?text (?:version|part)|plain[- ]?text|rich text|texto (?:plano|simples|sin formato)|testo (?:semplice|normale)|texte brut|nur-?text|textversion/i;

const pointing =
  /^\W{0,5}(?:this|the|your|to (?:view|read|see)|please|you|if you|no|questo|il|la|per|este|esta|el|su|o seu|para|se |ce|cet|cette|votre|pour|veuillez|diese|dies|ihr|die|bitte|um)\b/i;

/** Whether the text part is empty, only refers to the HTML, or is only the beginning of it. */
function saysLess(text: string, html: string): boolean {
  const words = text.trim();
  if (words === '') return true;
  const shown = visibleLength(html);
  const points = shown > words.length || (shown > 0 && pointing.test(words));
  if (words.length < 500 && points && stub.test(words)) return !repeats(words, textOf(html));
  return words.length < 300 && shown > 1000 && shown > 8 * words.length;
}

/** Whether at least half of the words are in the other text too: then it is a real text that mentions HTML. */
function repeats(text: string, other: string): boolean {
  const said = new Set(wordsIn(other));
  const words = wordsIn(text);
  return said.size === 0 || words.filter(word => said.has(word)).length * 2 >= words.length;
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{2,40}/gu) ?? [];

/** Roughly how many characters the HTML shows; one pass, without converting it. */
function visibleLength(html: string): number {
  let count = 0;
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    const end = open < 0 ? html.length : open;
    count += html.slice(at, end).trim().length;
    if (open < 0) break;
    const hidden = /^<(style|script|head|title|!--)/i.exec(html.slice(open, open + 8))?.[1]?.toLowerCase();
    const close = hidden === undefined ? html.indexOf('>', open) : endOf(html, hidden, open);
    if (close < 0) break;
    at = close + 1;
  }
  return count;
}

const endOf = (html: string, element: string, from: number): number => {
  const found = html.indexOf(element === '!--' ? '-->' : `</${element}`, from);
  return found < 0 ? -1 : html.indexOf('>', found);
};

/** RFC 1896: `<<` is a `<`, other brackets are commands; the content of `<param>` is not text. */
const withoutCommands = (text: string, type: string): string =>
  (type === 'text/enriched'
    ? text.replace(/\r\n/g, '\n').replace(/\n(\n*)/g, (_, more: string) => more || ' ')
    : text.replace(/<nl>/gi, '\n').replace(/<lt>/gi, '<<')
  )
    .replace(/<param>[^<]{0,1000}<\/param>/gi, '')
    .replace(/<<|<[^<>]{0,80}>/g, command => (command === '<<' ? '<' : ''));

const metaCharset = (bytes: Buffer): string | null =>
  /<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})/i.exec(bytes.toString('latin1', 0, 4096))?.[1] ?? null;

function charsetOfParts(part: Part): string | null {
  const own = part.text === null ? null : (part.contentType.parameters.get('charset') ?? null);
  if (tellsSomething(own)) return own;
  for (const child of part.children) {
    const found = charsetOfParts(child);
    if (found !== null) return found;
  }
  return null;
}

const maxCids = 1000;

const cidsIn = (html: string | null): Set<string> =>
  new Set(
    html === null
      ? []
      : (html.match(/\bcid:[^'"\s>)]{1,250}/gi) ?? []).slice(0, maxCids).map(cid => unescaped(cid.slice(4))),
  );

/** RFC 2392 section 2: a cid URL is percent-encoded. */
function unescaped(cid: string): string {
  try {
    return decodeURIComponent(cid);
  } catch {
    return cid;
  }
}
