// Subjects and first lines against the word tables, in one reading that any language gets.

import type { MachineClass } from './machine.ts';
import { openingWords, subjectWords } from './machine-words.ts';

export type WordHit = Readonly<{ class: MachineClass; weight: number; words: string }>;

const maxSubject = 300;
const maxOpening = 700;

/** Lower case, no accents, plain quotes, single spaces: how both the tables and the mail are compared. */
function fold(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return plain
    .replace(/[\u2018\u2019`\u00b4]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

type SubjectForm = Readonly<{
  class: MachineClass;
  reads: string;
  weight: number;
  language: string;
  phrase: string;
  open: boolean;
  atEnd: boolean;
}>;
const subjectForms: readonly SubjectForm[] = subjectWords.flatMap(row =>
  Object.entries(row.words).flatMap(([language, words]) =>
    words.split('|').map(word => ({
      class: row.class,
      reads: row.reads,
      weight: row.weight,
      language,
      phrase: fold(word.replace(/^\*|\*$/g, '')),
      open: word.endsWith('*'),
      atEnd: word.startsWith('*'),
    })),
  ),
);
const openings = openingWords.map(row => ({ ...row, phrases: row.words.split('|').map(fold) }));

const answerMark =
  /^(?:re|aw|antw|antwort|sv|vs|odp|ynt|yn|rif|res|resp|rv|ref|fw|fwd|wg|tr|r|i|enc|doorst|vb|vl|pd|továb|tovab|ilt|προωθ|σχετ|απ|ha|на|отв|пересл|回复|回覆|答复|转发|轉寄|返信|転送|회신|전달)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[::]/u;

/** Without the tags that lists and gateways put in front: `[list] `, `*** `. */
const untagged = (subject: string): string =>
  fold(subject.slice(0, maxSubject)).replace(/^(?:\[(?!spamcop|qconfirm|dmarc)[^\]]{0,60}\] ?|\*+ ?){1,4}/, '');

/** Starts as a mail program starts the subject of an answer or of what is passed on. */
export const readsAsAnswer = (subject: string): boolean => answerMark.test(untagged(subject));

/** The longest form that the subject has, or null. An answer to a notice is no notice. */
export function subjectHit(subject: string): WordHit | null {
  const text = untagged(subject);
  if (text === '' || answerMark.test(text)) return null;
  const hits = subjectForms.filter(form => hasForm(text, form)).sort((a, b) => b.phrase.length - a.phrase.length);
  const [best] = hits;
  return best
    ? { class: best.class, weight: best.weight, words: `subject reads as ${best.reads} (${best.language})` }
    : null;
}

function hasForm(text: string, { phrase, open, atEnd }: SubjectForm): boolean {
  if (atEnd) return text.endsWith(phrase) && text.length > phrase.length;
  return (
    text.startsWith(phrase) &&
    (open || /^(?:$| ?[::(;!<*"【]| [-\u2013\u2014]+ |[.,] ?$|, )/.test(text.slice(phrase.length)))
  );
}

/** What the first lines, before anything quoted or passed on, say of their writer. */
export function openingHits(text: string): readonly WordHit[] {
  const opening = fold(openingOf(text));
  return openings.flatMap(({ class: machineClass, weight, phrases }) => {
    const phrase = phrases.find(words => opening.includes(words));
    return phrase === undefined ? [] : [{ class: machineClass, weight, words: `opens with "${phrase}"` }];
  });
}

const passedOn =
  /^(?:>|-{2,} ?(?:forwarded|original|weitergeleitet|message transf|mensaje|messaggio)|begin forwarded|from:|von:|de :|da:)/i;

function openingOf(text: string): string {
  const lines: string[] = [];
  let length = 0;
  for (const line of text.slice(0, 4 * maxOpening).split('\n')) {
    const words = line.trim();
    if (passedOn.test(words) || length > maxOpening) break;
    if (words === '') continue;
    lines.push(words);
    length += words.length;
  }
  return lines.join(' ').slice(0, maxOpening);
}

/** Holds lines that a person's program quoted below the new text; a mail that is nothing else tells nothing. */
export const quotesSomething = (text: string): boolean =>
  !/^\s{0,20}-{3,} ?forwarded/i.test(text) &&
  /^>|^-{3,} ?(?:original|forwarded|urspr|message d'origine|mensaje original|messaggio orig)/im.test(
    text.slice(0, 20_000),
  );
