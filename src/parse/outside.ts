// Text outside of the parts of a multipart: before the first delimiter (preamble) and after the last one
// (epilogue, RFC 2046 section 5.1.1). Mail programs do not show it, so words can be hidden there.

import { decodeBytes } from '../mail/words/charset.ts';
import type { Part } from './part.ts';
import { cleanText } from './text/clean.ts';

const maxBytes = 65_536;

/** Collects the lines that belong to no part, up to 64 KB. */
export function outsideCollector() {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    write(bytes: Buffer) {
      const taken = bytes.subarray(0, maxBytes - length);
      if (taken.length > 0) chunks.push(taken);
      length += taken.length;
    },
    bytes: () => Buffer.concat(chunks, length),
  };
}

// The notices of mail programs for readers without MIME, in several languages, and the example of RFC 2046: one
// or two short sentences.
const notice =
  /^this is (?:a|the) (?:preamble|epilogue)\b|^(?:this (?:is|message|mail|e-?mail)|dies ist|diese nachricht|ceci est|ce message|questo (?:è|messaggio)|este (?:es|mensaje|é)|esta (?:é|mensagem)|mime)\b[^\n]{0,120}\b(?:mime|multi-?part|mehrteilig)/i;
const maxNotice = 400;

/** Lines that are no text: delimiters, also of unknown boundaries, and header fields of parts. */
const structure = /^--[^\s]{1,72}$|^(?:content-[a-z-]{1,40}|mime-version):/i;

/**
 * The text outside of all parts below `root` that is not in `shown`, with an empty line between two pieces;
 * empty where there is none.
 */
export function outsideText(root: Part, epilogues: Buffer, shown: string): string {
  const multiparts = multipartsBelow(root);
  if (multiparts.length === 0) return '';
  const known = new Set(shown.split('\n').map(line => line.trim()));
  for (const { contentType } of multiparts) {
    const boundary = contentType.parameters.get('boundary')?.trimEnd() ?? '';
    known.add(`--${boundary}`).add(`--${boundary}--`);
  }
  return [...multiparts.map(({ text }) => text ?? Buffer.alloc(0)), epilogues]
    .map(bytes => textOf(bytes, known))
    .filter(text => text !== '' && !isNotice(text))
    .join('\n\n');
}

const isNotice = (text: string): boolean => text.length <= maxNotice && notice.test(text.replace(/\s+/g, ' '));

const textOf = (bytes: Buffer, known: ReadonlySet<string>): string =>
  cleanText(decodeBytes(bytes, null, null))
    .split('\n')
    .filter(line => line.trim() === '' || !(known.has(line.trim()) || structure.test(line.trimEnd())))
    .join('\n')
    .trim();

const multipartsBelow = (part: Part): Part[] => [
  ...(part.type.startsWith('multipart/') && part.children.length > 0 ? [part] : []),
  ...part.children.flatMap(multipartsBelow),
];
