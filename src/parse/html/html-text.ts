// HTML mail as plain text with the conventions of text mail: lines of a quote begin with `> `, a signature
// is below `-- `, the header of the quoted mail is below a line of underscores. So one splitter serves both
// kinds of mail.
//
// htmlparser2 reads; one pass, no tree, time linear in the input. html-to-text builds a tree and recurses
// into it: it costs ten times as much and loses the classes and ids by which mail programs mark quotes.
import { Parser } from 'htmlparser2';
import { type Element, elementOf, isQuoteLead, isSignature, isSkipped, isTight, opensReference } from './html-marks.ts';
import { pictured } from './symbol-fonts.ts';
import { TextLines } from './text-lines.ts';

const maxCharacters = 1_000_000;
// htmlparser2 searches its stack at every closing tag. Real mail is never nested deeper than this.
const maxDepth = 500;
const maxUrl = 2000;

const blocks = new Set(
  'address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form header html legend main nav section summary table tbody tfoot thead tr caption ul ol li menu pre'.split(
    ' ',
  ),
);
const paragraphs = new Set('p h1 h2 h3 h4 h5 h6'.split(' '));

export function htmlToText(html: string): string {
  const input = html.slice(0, maxCharacters);
  try {
    return convert(input).slice(0, maxCharacters);
  } catch {
    return withoutTags(input);
  }
}

type Open = Element & { from: number; link: number };

function convert(html: string): string {
  const out = new TextLines();
  const open: Open[] = [];
  let tooDeep = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        tooDeep ||= open.length >= maxDepth;
        const element = elementOf(name, attributes, open.at(-1));
        if (!element.hidden) enter(out, element, open);
        open.push({ ...element, from: out.mark(), link: out.position() });
      },
      onclosetag() {
        const element = open.pop();
        if (element && !element.hidden) leave(out, element);
      },
      ontext(text) {
        const parent = open.at(-1);
        if (parent === undefined || !(parent.hidden || isSkipped(parent.name)))
          out.write(parent?.symbols ? pictured(text, parent.symbols) : text, parent?.preformatted === true);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  for (let at = 0; at < html.length && !tooDeep; at += 65_536) parser.write(html.slice(at, at + 65_536));
  if (tooDeep) return withoutTags(html);
  parser.end();
  return out.toString();
}

function enter(out: TextLines, element: Element, open: readonly Open[]): void {
  const { name, attributes } = element;
  if (opensReference(element)) out.rule('_'.repeat(32));
  if (name === 'br') out.lineBreak();
  else if (name === 'hr') out.rule('-'.repeat(30));
  else if (name === 'img') out.write(altOf(attributes), false);
  else if (name === 'input') out.write(boxOf(attributes), false);
  else if (name === 'dd') out.beside();
  else if (name === 'td' || name === 'th') out.cell();
  else if (name === 'tr') out.row();
  else if (paragraphs.has(name)) out.block(isTight(element) ? 1 : 2);
  else if (blocks.has(name)) out.block(1);
  out.depth = element.depth;
  if (name === 'li') out.item(bulletOf(open), open.filter(each => each.name === 'ul' || each.name === 'ol').length);
}

function leave(out: TextLines, element: Open): void {
  const { name, attributes } = element;
  if (name === 'a') out.link(element.link, (attributes.href ?? '').slice(0, maxUrl + 1));
  if (name === 'td' || name === 'th') out.cellEnd();
  else if (name === 'tr') out.row();
  else if (paragraphs.has(name)) out.block(isTight(element) ? 1 : 2);
  else if (blocks.has(name)) out.block(1);
  // Word writes no empty line below the header of the mail that it quotes.
  if (opensReference(element)) out.block(2);
  if (isSignature(element)) out.signature(element.from);
  if (isQuoteLead(element)) out.quoteLead(element.from);
  if (element.quote) out.depth = element.depth - 1;
}

function bulletOf(open: readonly Open[]): string {
  const list = open.findLast(each => each.name === 'ul' || each.name === 'ol');
  if (list?.name !== 'ol') return '- ';
  list.items += 1;
  return `${list.items}. `;
}

/** A box of a form, as people write it in text. */
const boxOf = ({ type = '', checked }: Record<string, string | undefined>): string =>
  /^(?:checkbox|radio)$/i.test(type) ? (checked === undefined ? '[ ] ' : '[x] ') : '';

/** The alt text of an image: emoji as they are, other text in brackets, file names not at all. */
function altOf({ alt = '' }: Record<string, string | undefined>): string {
  const text = alt.trim().slice(0, 500);
  if (text === '' || /^\S+\.(?:png|jpe?g|gif|bmp|svg|webp)$/i.test(text)) return '';
  return /^\P{L}{1,8}$/u.test(text) ? text : `[${text}]`;
}

/** The fallback, for markup that no mail program writes. */
function withoutTags(html: string): string {
  const [first = '', ...rest] = html.split('<');
  return [first, ...rest.map(part => part.slice(part.indexOf('>') + 1))].join(' ').replace(/\s+/g, ' ').trim();
}
