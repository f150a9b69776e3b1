// The line that our mail opens with, and other desks' like it.
import { isReplyMarker } from '../../mail/marker.ts';
import { fold } from '../fold.ts';
import { aboveThisLine } from '../words/above-this-line.ts';
import { foldedOf } from '../words/phrases.ts';

const requests = foldedOf(aboveThisLine);

/** Another desk's line counts only between dashes or hashes; else the author may be writing about it. */
export function asksToWriteAbove(clean: string): boolean {
  if (isReplyMarker(clean)) return true;
  if (clean.length > 200 || !/^[\s>*_]*[-#=~*_‐-―{[]{2}/u.test(clean)) return false;
  const text = fold(clean);
  return requests.some(words => text.includes(words));
}
