import { Readable } from 'node:stream';
import { fieldValue, type Header } from '../../mail/header.ts';
import { readBody } from '../body.ts';
import { decodeWords } from '../header/encoded-words.ts';
import { readHead } from '../header/head.ts';
import type { KeepAttachment } from '../incoming-message.ts';
import type { Part } from '../part.ts';
import { type ParseState, startParse } from '../state.ts';
import { cleanLine } from '../text/clean.ts';

type ReadParts = (header: Header, body: AsyncIterable<Buffer>, reading: ParseState) => Promise<Part>;

/**
 * For a mail that is nothing but another one, attached: what a reader would see on opening it, below the
 * line by which mail programs pass one on. It is shown and no more: who wrote, and on which thread, says
 * the outer mail alone.
 */
export async function showForwarded(bytes: Buffer, outer: ParseState, readParts: ReadParts): Promise<void> {
  if (outer.spareText !== null || outer.spareHtml !== null) return;
  const inner: ParseState = { ...startParse(forget), deadline: outer.deadline, parts: outer.parts, within: true };
  const { header, body } = await readHead(Readable.from([bytes]), inner.problems);
  const root = await readParts(header, body, inner);
  const fields = ['From', 'Date', 'Subject', 'To'].map(name => {
    const value = cleanLine(decodeWords(fieldValue(header, name.toLowerCase()) ?? ''), 250);
    return value === '' ? null : `${name}: ${value}`;
  });
  const { text } = readBody(root, null, { text: null, html: null });
  outer.spareText = ['---------- Forwarded message ---------', ...fields.filter(line => line !== null), '', text].join(
    '\n',
  );
}

/** Its files are within the one that is kept. */
const forget: KeepAttachment = async bytes => {
  for await (const _ of bytes);
  return { key: '', size: 0, sha256: '' };
};
