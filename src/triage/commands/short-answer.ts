// One-line mails: the answer to a question about a held mail, `send`, `unfollow`, and the request for the guide.
//
// They are read from a subject or from a whole text, never from the middle of a text, so that a sentence about
// letting a person in lets no person in.
import { ownSubject } from '../../mail/subject.ts';
import { phraseKey, wordsOf } from '../fold.ts';
import { commandWords } from '../words/commands.ts';
import { greetings } from '../words/greetings.ts';
import { helpCalls, helpTalk } from '../words/help.ts';
import { lettingIn } from '../words/letting-in.ts';
import { keysOf, meaningsOf, phrasesOf } from '../words/phrases.ts';
import { sending } from '../words/sending.ts';
import { isCourteous, withoutCourtesy } from './courtesy.ts';

/** `in`: this mail; `always`: from now on. */
export type LettingIn = 'in' | 'out' | 'always';
export type LettingInAnswer = Readonly<{ say: LettingIn; mailId: string | null }>;

const lettingInOf = meaningsOf(lettingIn);
const sendingWords = keysOf(sending);
const unfollowing = keysOf(commandWords.unfollow);
const helping = keysOf(commandWords.help, helpCalls);
const helpTalking = new Set(phrasesOf(helpTalk).flatMap(wordsOf));
const maxTalk = 30;

/** From a subject such as our links write, `let in 01jd3x…`, or from the text's first line. */
export function readLettingIn(subject: string, text: string): LettingInAnswer | null {
  const [, words = '', mailId = null] =
    /^(.{1,60}?)(?:\s+([0-9a-z]{26}))?$/i.exec(ownSubject(subject).slice(0, 100)) ?? [];
  const linked = mailId === null ? undefined : lettingInOf.get(phraseKey(words));
  if (linked && mailId) return { say: linked, mailId: mailId.toLowerCase() };
  const [first = '', second = ''] = firstLines(text);
  const said = sayingOf(isGreeting(first) ? second : first);
  return said ? { say: said, mailId: null } : null;
}

/** `Yes, please`, `Sì, fallo entrare sempre`: every clause of the line must agree. */
function sayingOf(line: string): LettingIn | null {
  if (line.length > 60) return null;
  const clauses = line.split(/[,;.!–—]|\s-\s/).filter(clause => phraseKey(clause) !== '');
  const says = clauses.flatMap(clause => (isCourteous(clause) ? [] : [lettingInIn(clause)]));
  const [say, ...others] = [...new Set(says)];
  if (others.length === 0) return say ?? null;
  return others.length === 1 && says.includes('in') && says.includes('always') ? 'always' : null;
}

/** `no thanks`, `ja bitte`. */
const lettingInIn = (clause: string): LettingIn | null =>
  lettingInOf.get(phraseKey(clause)) ?? lettingInOf.get(phraseKey(withoutCourtesy(clause))) ?? null;

/** Whether the first line is only `send`. */
export function isSending(text: string): boolean {
  const [first = '', second = ''] = firstLines(text);
  const said = isGreeting(first) ? second : first;
  return said.length <= 60 && sendingWords.has(phraseKey(withoutCourtesy(said)));
}

const greetingWords = [...keysOf(greetings)].map(greeting => `${greeting} `);
const isGreeting = (line: string): boolean =>
  line.length <= 60 && greetingWords.some(greeting => `${phraseKey(line)} `.startsWith(greeting));

/** The subject `unfollow` of our links and List-Unsubscribe. With `Re:` it is a reply on a ticket of that subject. */
export const isUnfollowing = (subject: string): boolean => unfollowing.has(phraseKey(subject.slice(0, 60)));

/** A mail that asks only how to write to us. An author who also describes a problem wants a ticket. */
export function isCallForHelp(subject: string, text: string): boolean {
  const calls = (words: string) => helping.has(phraseKey(words.slice(0, 80)));
  const own = ownSubject(subject);
  if (text.length > 1000) return false;
  if (!calls(own) && !(own === '' && calls(text))) return false;
  const words = wordsOf(text);
  return words.length <= maxTalk && words.every(word => helpTalking.has(word));
}

const firstLines = (text: string): string[] =>
  text
    .slice(0, 2000)
    .split('\n')
    .map(line => line.replace(/^[\s>#*_-]+/, '').trim())
    .filter(line => line !== '');
