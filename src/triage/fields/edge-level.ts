// A level that stands at the edge of a subject or in round brackets: `URGENT: …`, `(Media) …`, `… - Alta`.
import type { Priority } from '../../desk/ticket.ts';
import { fold, phraseKey, wordsOf } from '../fold.ts';
import { commonWords } from '../words/common-words.ts';
import { otherThanLevels } from '../words/other-than-levels.ts';
import { keysOf, phrasesOf } from '../words/phrases.ts';
import { wholeLevel } from './level.ts';

const [middling, ends] = [keysOf(otherThanLevels.middling), keysOf(otherThanLevels.ends)];
const english = new Set(phrasesOf(commonWords.en));
const others = new Set(phrasesOf(commonWords.it, commonWords.es, commonWords.pt).map(phraseKey));

/** The level that `part` of the subject `line` names as a whole; none where the subject is about the word's other meaning. */
export function edgeLevel(part: string, line: string): Priority | null {
  const value = wholeLevel(part, 'anywhere');
  if (value !== null) return value;
  const level = isEnglishMedia(part, line) ? null : wholeLevel(part, 'edge');
  if (level === null) return null;
  const topics = level === 'medium' ? middling : ends;
  return wordsOf(line).some(word => topics.has(word)) ? null : level;
}

/** `[Media] files do not load`: in English `Media` is no level. */
export const isEnglishMedia = (part: string, line: string): boolean =>
  fold(part) === 'media' && wordsOf(line).some(word => english.has(word) && !others.has(word) && word !== 'media');
