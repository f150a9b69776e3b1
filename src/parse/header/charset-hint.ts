import { fieldValue, type Header } from '../../mail/header.ts';
import { tellsSomething } from '../../mail/words/charset.ts';
import { detectCharset } from '../../mail/words/detect-charset.ts';
import { charsetOfWords } from '../../mail/words/encoded-words.ts';
import { parseStructured } from './parameters.ts';

/** A charset that the header names, for 8-bit text that names none. */
export function charsetHint(header: Header): string | null {
  const named = [
    ...['subject', 'from', 'to'].map(name => charsetOfWords(fieldValue(header, name) ?? '')),
    parseStructured(fieldValue(header, 'content-type')).parameters.get('charset') ?? null,
  ];
  const spoken = ['subject', 'from'].map(name => Buffer.from(fieldValue(header, name) ?? '', 'latin1'));
  return named.find(tellsSomething) ?? spoken.map(detectCharset).find(charset => charset !== null) ?? null;
}
