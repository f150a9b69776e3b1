import { Readable } from 'node:stream';
import { fieldValue, type Header } from '../../mail/header.ts';
import { decodeWords } from '../../mail/words/encoded-words.ts';
import { readBody } from '../body.ts';
import { budget } from '../budget.ts';
import { readHead } from '../header/head.ts';
import type { KeepAttachment } from '../incoming-message.ts';
import type { Part } from '../part.ts';
import { type ParseState, startParse } from '../state.ts';
import { cleanLine } from '../text/clean.ts';

type ReadParts = (header: Header, body: AsyncIterable<Buffer>, state: ParseState) => Promise<Part>;

/**
 * Reads the first attached mail as text, below the usual line for forwarded mail. It is shown where the mail has no
 * other text, or is forwarded; author and thread come from the outer mail alone.
 */
export async function readForwarded(bytes: Buffer, outer: ParseState, readParts: ReadParts): Promise<void> {
  if (outer.forwarded !== null) return;
  const keep = outer.forwards ? outer.keep : forget;
  const begun = startParse(keep);
  const inner: ParseState = { ...begun, open: outer.open, deadline: outer.deadline, parts: outer.parts, within: true };
  const { header, body } = await readHead(Readable.from([bytes]), inner.problems);
  const root = await readParts(header, body, inner);
  outer.failure ??= inner.failure;
  outer.attachedReport ??= inner.report;
  if (outer.forwards) outer.files.push(...inner.files.slice(0, budget.attachments - outer.files.length));
  const fields = ['From', 'Date', 'Subject', 'To', 'Cc'].map(name => {
    const value = cleanLine(decodeWords(fieldValue(header, name.toLowerCase()) ?? ''), maxField);
    return value === '' ? null : `${name}: ${value}`;
  });
  const { text } = readBody(root, null, { text: null, html: null });
  outer.forwarded = ['---------- Forwarded message ---------', ...fields.filter(line => line !== null), '', text].join(
    '\n',
  );
  if (!outer.textSeen && outer.spareHtml === null) outer.spareText ??= outer.forwarded;
}

const maxField = 900;

/** Files of an attached mail are not kept separately: the file of that mail contains them. */
const forget: KeepAttachment = async bytes => {
  for await (const _ of bytes);
  return { key: '', size: 0, sha256: '' };
};
