import { Readable } from 'node:stream';
import { fieldValue, type Header } from '../../mail/header.ts';
import { decodeWords } from '../../mail/words/encoded-words.ts';
import { readBody } from '../body.ts';
import { readHead } from '../header/head.ts';
import type { KeepAttachment } from '../incoming-message.ts';
import type { Part } from '../part.ts';
import { type ParseState, startParse } from '../state.ts';
import { cleanLine } from '../text/clean.ts';

type ReadParts = (header: Header, body: AsyncIterable<Buffer>, state: ParseState) => Promise<Part>;

/**
 * The text of an attached mail, below the usual line for forwarded mail, for a mail that consists only of
 * the attachment. It is only shown: author and thread come from the outer mail alone.
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

/** Attachments of the attached mail are not kept separately: the file of that mail contains them. */
const forget: KeepAttachment = async bytes => {
  for await (const _ of bytes);
  return { key: '', size: 0, sha256: '' };
};
