// What an act said, in words for the bar above a thread.
import { sentenceOf } from '../../../delivery/templates/sentence.ts';
import type { Feedback } from '../../../desk/feedback.ts';
import { mac, sameMac } from '../../../tokens/mac.ts';
import type { PageRooms } from '../../rooms.ts';
import type { SignedInVisit } from '../../visit.ts';

/** Acts that a page names in `?done=`. */
const acts = [
  'answered',
  'noted',
  'set',
  'merged',
  'split',
  'undone',
  'followed',
  'requester',
  'same',
  'taken',
] as const;
type Done = (typeof acts)[number];
const undoable: readonly Done[] = ['answered', 'set', 'merged', 'split', 'followed', 'requester'];

export function doneWords({ say }: SignedInVisit, named: string | undefined): { says?: string; undo: boolean } {
  const done = acts.find(act => act === named);
  return done ? { says: say(`desk.done.${done}`), undo: undoable.includes(done) } : { undo: false };
}

const maxTold = 1_500;
const proofLetters = 16;
const proofOf = (text: string, { viewer }: SignedInVisit, key: string): string =>
  mac(`page told ${viewer.email} ${text}`, key, proofLetters);

/** What typed commands did, as a further part of the query: signed, so that no link makes a page say something. */
export function toldIn({ desk, templates }: PageRooms, visit: SignedInVisit, lines: readonly Feedback[]): string {
  const words = templates.words(visit.locale);
  // That it is a note, the page says already.
  const sentences = lines.filter(({ kind }) => kind !== 'noted').map(line => sentenceOf(line, words));
  const text = [...new Set(sentences)].join(' ').slice(0, maxTold);
  return text === '' ? '' : `&told=${encodeURIComponent(proofOf(text, visit, desk.keys[0]!) + text)}`;
}

/** Empty where it is not ours. */
export function toldBy({ desk }: PageRooms, visit: SignedInVisit, told = ''): string {
  const [proof, text] = [told.slice(0, proofLetters), told.slice(proofLetters)];
  return desk.keys.some(key => sameMac(proofOf(text, visit, key), proof)) ? text : '';
}

/** Why an act was not done; null for feedback that is no refusal. */
export function refusalOf({ say }: SignedInVisit, line: Feedback): string | null {
  switch (line.kind) {
    case 'changed-since':
    case 'nothing-to-undo':
    case 'cannot-undo':
    case 'no-such-entry':
    case 'no-place':
      return say(`desk.refused.${line.kind}`);
    case 'no-such-ticket':
      return say('desk.refused.no-such-ticket', { key: line.key });
    case 'not-an-agent':
      return say('desk.refused.not-an-agent', { address: line.address });
    case 'not-in-directory':
      return say('desk.refused.not-in-directory', { address: line.address });
    case 'not-allowed':
      return say('desk.refused.not-allowed', { words: line.words });
    case 'may-not-follow':
      return say('desk.refused.may-not-follow', { names: line.names });
    case 'newcomers-wait':
      return say('desk.refused.newcomers-wait', { names: line.names });
    case 'too-many-followers':
      return say('desk.refused.too-many-followers', { most: line.most });
    case 'merge-asks':
      return say('desk.refused.merge-asks', { key: line.key, here: line.here, there: line.there });
    case 'not-held':
      return say('desk.refused.not-held');
    default:
      return null;
  }
}
