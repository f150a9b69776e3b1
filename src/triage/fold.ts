/** How two words are compared: without case, accents, width and spacing. `Priorità` = `PRIORITA`. */
export function fold(text: string): string {
  return text
    .replace(/[’‘ʼ´`]/g, "'")
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a text, folded, without punctuation, hyphens and apostrophes. */
export const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The form under which tables keep a phrase. */
export const phraseKey = (text: string): string => wordsOf(text).join(' ');
