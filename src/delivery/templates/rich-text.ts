// The text of an author as HTML: with links, with tables where it has columns, and with its pictures.
import type { MessageId } from '../../mail/message-id.ts';
import { type CarriedFile, cidOf } from '../files.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);

type Said = Readonly<{ text: string; html?: string | undefined }>;
type Carried = Readonly<{ files: readonly CarriedFile[]; messageId: MessageId }>;

/** As HTML. Pictures that the text has no place for stand below it. */
export function richText({ text, html }: Said, { files, messageId }: Carried): string {
  const shown = new Set<number>();
  const picture = (contentId: string, alt: string): string | null => {
    const at = files.findIndex(file => file.how === 'with' && file.inline && file.contentId === contentId);
    if (at < 0) return null;
    shown.add(at);
    return imageTag(cidOf(at, messageId), alt || files[at]!.name);
  };
  const body = html === undefined ? blocksOf(text, picture) : ownWords(html, picture);
  const rest = files.flatMap((file, at) =>
    file.how === 'with' && file.inline && !shown.has(at) ? [imageTag(cidOf(at, messageId), file.name)] : [],
  );
  return [body, ...rest.map(tag => `<div>${tag}</div>`)].join('\n');
}

/** As plain text: pictures by their names. */
export const plainText = ({ text, files }: Said & { files: readonly CarriedFile[] }): string =>
  text.replace(cidMark, (mark, id: string) => {
    const file = files.find(({ contentId }) => contentId === id);
    return file ? `[${file.name}]` : mark;
  });

const cidMark = /\[cid:([^\]\s]{1,250})\]/g;
type Picture = (contentId: string, alt: string) => string | null;

const imageTag = (cid: string, alt: string): string =>
  `<img src="cid:${escaped(cid)}" alt="${escaped(alt)}" style="max-width: 100%; height: auto; border: 0;">`;

/** The author's own HTML, of few elements (triage/quoted/own-html.ts), with the styles that Outlook needs inline. */
const ownWords = (html: string, picture: Picture): string =>
  html
    .replace(/<img src="cid:([^"]*)" alt="([^"]*)">/g, (_, cid: string, alt: string) => {
      const [id, words] = [unescaped(cid), unescaped(alt)];
      return picture(id, words) ?? (words === '' ? '' : escaped(`[${words}]`));
    })
    .split(/(<a\b[^>]*>.*?<\/a>|<[^>]*>)/s)
    .map(part => (part.startsWith('<') ? part : linked(unescaped(part))))
    .join('')
    .replace(/<table>/g, openTable)
    .replace(/<(t[dh])\b/g, `<$1 style="${cellStyle}"`);

const unescaped = (text: string): string =>
  text.replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)));

const cellStyle = 'border: 1px solid #b8c2cc; padding: 4px 8px; text-align: left; vertical-align: top;';
const openTable = '<table class="own" border="0" cellpadding="0" cellspacing="0" style="border-collapse: collapse;">';

function blocksOf(text: string, picture: Picture): string {
  const lines = text.split('\n');
  const out: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const rows = rowsFrom(lines, at);
    if (rows > 1) out.push(tableOf(lines.slice(at, at + rows)));
    else out.push(`${lineOf(lines[at]!, picture)}<br>\n`);
    at += Math.max(1, rows);
  }
  return out.join('').replace(/(?:<br>\n)+$/, '');
}

/** How many lines from here on have the same columns: cells are parted by tabs, or stand between bars. */
function rowsFrom(lines: readonly string[], from: number): number {
  const columns = cellsOf(lines[from] ?? '').length;
  if (columns < 2) return 0;
  let rows = 0;
  while (cellsOf(lines[from + rows] ?? '').length === columns) rows += 1;
  return rows;
}

function cellsOf(line: string): string[] {
  const barred = /^\s*\|(.*)\|\s*$/.exec(line)?.[1];
  const cells = barred === undefined ? (/^\s/.test(line) ? [] : line.split('\t')) : barred.split('|');
  return cells.length <= 50 ? cells.map(cell => cell.trim()) : [];
}

function tableOf(lines: readonly string[]): string {
  const rows = lines.map(cellsOf).filter(cells => !cells.every(cell => /^:?-{2,}:?$/.test(cell)));
  const row = (cells: readonly string[]) =>
    `<tr>${cells.map(cell => `<td style="${cellStyle}">${linked(cell)}</td>`).join('')}</tr>`;
  return `${openTable}${rows.map(row).join('')}</table>\n`;
}

const lineOf = (line: string, picture: Picture): string =>
  line
    .split(/(\[cid:[^\]\s]{1,250}\])/)
    .map(part => {
      const id = /^\[cid:(.*)\]$/.exec(part)?.[1];
      return (id === undefined ? null : picture(id, '')) ?? linked(part);
    })
    .join('')
    .replace(/^[ \t]{1,40}/, indent => '\u00a0'.repeat(indent.replaceAll('\t', '    ').length));

const url = /\b(?:https?:\/\/|www\.)[^\s<>"'`{}|\\^]{1,2000}/gi;

/** Escaped, with URLs as links. */
export function linked(text: string): string {
  let out = '';
  let end = 0;
  for (const match of text.matchAll(url)) {
    const found = withoutSentence(match[0]);
    const href = URL.parse(/^www\./i.test(found) ? `https://${found}` : found)?.href;
    if (href === undefined) continue;
    out += `${escaped(text.slice(end, match.index))}<a href="${escaped(href)}">${escaped(found)}</a>`;
    end = match.index + found.length;
  }
  return out + escaped(text.slice(end));
}

/** Without the full stop after it, or the bracket that was opened before it. */
function withoutSentence(found: string): string {
  const count = (mark: string) => found.split(mark).length - 1;
  const surplus = { ')': count(')') - count('('), ']': count(']') - count('[') };
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found[end - 1]!;
    if (last === ')' || last === ']') {
      if (surplus[last] <= 0) break;
      surplus[last] -= 1;
    } else if (!/[.,;:!?*_]/.test(last)) break;
  }
  return found.slice(0, end);
}
