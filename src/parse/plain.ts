import { Readable } from 'node:stream';
import { fieldValue } from '../mail/header.ts';
import { decodeBytes } from '../mail/words/charset.ts';
import { problemList } from './budget.ts';
import { readHead } from './header/head.ts';
import { parseStructured } from './header/parameters.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { fieldsOf } from './parse.ts';
import { cleanText } from './text/clean.ts';
import { decoderFor } from './text/transfer-encoding.ts';

/**
 * A mail whose parts could not be read: its header, and the beginning of its body as plain text. `start`: the
 * mail's first bytes. `problem`: the reason.
 */
export async function readPlainly(start: Buffer, problem: string): Promise<IncomingMessage> {
  const problems = problemList();
  const { header, body } = await readHead(Readable.from([start]), problems);
  problems.add(problem);
  const decoder = decoderFor(fieldValue(header, 'content-transfer-encoding'), true);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(decoder?.write(chunk) ?? chunk);
  if (decoder) chunks.push(decoder.end());
  const charset = parseStructured(fieldValue(header, 'content-type')).parameters.get('charset') ?? null;
  const text = cleanText(decodeBytes(Buffer.concat(chunks), charset)).trim();
  return {
    ...fieldsOf(header),
    text,
    outside: '',
    forwarded: null,
    html: null,
    attachments: [],
    dropped: [],
    report: null,
    problems: problems.list(),
  };
}
