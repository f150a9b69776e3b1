// Detects the charset of 8-bit text without a label. Only used where octets over 127 come in runs, as in
// words of non-Latin letters: letter frequencies detect those well, but are unreliable for short Western text.
import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import chardet from 'chardet';

const detectedBytes = 4096;
const minConfidence = 40;

/** The charset that the bytes most likely are in, or null. */
export function detectCharset(bytes: Buffer): string | null {
  if (isAscii(bytes) || isUtf8(bytes)) return null;
  const start = bytes.subarray(0, detectedBytes);
  const high = start.toString('latin1').match(/[\x80-\xff]+/g) ?? [];
  const inRows = high.filter(row => row.length >= 3).join('').length;
  if (inRows * 2 < high.join('').length) return null;
  const best = chardet.analyse(start)[0];
  if (best !== undefined && best.confidence >= sureConfidence) return best.name.toLowerCase();
  const cyrillic = cyrillicOf(Buffer.from(high.join(' '), 'latin1'));
  return cyrillic ?? (best !== undefined && best.confidence >= minConfidence ? best.name.toLowerCase() : null);
}

// Below it, chardet takes short Russian texts for Hebrew, which uses the same octets.
const sureConfidence = 75;
const cyrillicCharsets = ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866'];
// Two thirds of all letters in Russian, Ukrainian and Bulgarian, one third in anything that is none of them.
const common = /[\u043e\u0435\u0430\u0438\u043d\u0442\u0441\u0440\u0432\u043b\u0456]/g;
const minCommon = 0.5;

/** The Cyrillic charset in which most letters are common Slavic ones. */
function cyrillicOf(letters: Buffer): string | null {
  const size = letters.length - letters.filter(octet => octet === 0x20).length;
  const shares = cyrillicCharsets.map(charset => ({
    charset,
    share: (new TextDecoder(charset).decode(letters).match(common) ?? []).length / size,
  }));
  const [best] = shares.sort((a, b) => b.share - a.share);
  return best !== undefined && best.share >= minCommon ? best.charset : null;
}
