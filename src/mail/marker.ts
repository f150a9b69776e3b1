/** Enclose the words of `replyMarker`; people do not write these characters by chance. */
const open = '##-';
const close = '-##';

/** The first line of our mail: in a reply, all text below it is quoted. Words in any language. */
export const replyMarker = (words: string): string => `${open} ${words} ${close}`;

/** Whether a line is the marker, also when a mail program quoted it or set it in bold. */
export function isReplyMarker(line: string): boolean {
  const at = line.length > 400 ? -1 : line.indexOf(open);
  return at >= 0 && at <= 20 && /^[\s>|*_]*$/.test(line.slice(0, at)) && line.indexOf(close, at + open.length) > at;
}
