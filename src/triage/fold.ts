// How triage compares words: both are folded first.

const plainAscii = /^[\x20-\x5f\x61-\x7e]*$/;

/** Without case, accents, width and repeated spaces; `ß` as `ss`, one kind of apostrophe. `Priorità ` = `PRIORITA`. */
export function fold(text: string): string {
  if (plainAscii.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim();
  return text
    .replace(/[’‘ʼ´`]/g, "'")
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a text, folded, without punctuation, hyphens and apostrophes. */
export const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The form under which tables keep a phrase. */
export const phraseKey = (text: string): string => wordsOf(text).join(' ');
