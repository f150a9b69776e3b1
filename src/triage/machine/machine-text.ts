// Compares subjects and first lines with the word tables, in the same way for every language.

import { fold } from '../fold.ts';
import { openingWords } from '../words/machine-openings.ts';
import { subjectWords } from '../words/machine-subjects.ts';
import { foldedOf, phrasesOf } from '../words/phrases.ts';
import type { MachineClass } from './machine-class.ts';

export type WordHit = Readonly<{ class: MachineClass; weight: number; words: string }>;

const maxSubject = 300;
const maxOpening = 700;

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
    phrasesOf(words).map(word => ({
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
const openings = openingWords.map(row => ({ ...row, phrases: foldedOf(row.words) }));

const answerMark =
  /^(?:re|aw|antw|antwort|sv|vs|odp|ynt|yn|rif|res|resp|rv|ref|fw|fwd|wg|tr|r|i|enc|doorst|vb|vl|pd|továb|tovab|ilt|προωθ|σχετ|απ|ha|на|отв|пересл|回复|回覆|答复|转发|轉寄|返信|転送|회신|전달)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[::]/u;

const tag = /^\[([^[\]]{1,60})\] ?/;

/** The subject without the tags that lists and gateways put in front, `[list] ` or `*** `. */
function untagged(subject: string): string {
  let text = fold(subject.slice(0, maxSubject));
  for (let count = 0; count < 4; count++) {
    const [whole, within = ''] = tag.exec(text) ?? /^\*+ ?/.exec(text) ?? [];
    if (whole === undefined || /^\[(?:spamcop|qconfirm|dmarc)/.test(whole)) break;
    const rest = text.slice(whole.length);
    if (subjectForms.some(({ phrase, atEnd }) => !atEnd && phrase === within)) return `${within}: ${rest}`;
    text = rest;
  }
  return text;
}

/** Whether the subject begins with the prefix of a reply or a forward. */
export const readsAsAnswer = (subject: string): boolean => answerMark.test(untagged(subject));

// Responders write the answered subject after these words. Alone the words may be a person's question about them.
const askedAbout: ReadonlySet<MachineClass> = new Set(['auto-reply', 'complaint']);

/**
 * The longest phrase that fits the subject, or null; a reply to a notice is no notice. `bare`: the subject is only the
 * phrase, so that a text about the same is no second sign.
 */
export function subjectHit(subject: string): (WordHit & Readonly<{ bare: boolean }>) | null {
  const text = untagged(subject);
  if (text === '' || answerMark.test(text)) return null;
  // Notes and Sieve write `Auto: ` before it (RFC 5230 section 4.5).
  const said = text.replace(/^auto ?: /, '');
  const [best] = subjectForms.filter(form => hasForm(said, form)).sort((a, b) => b.phrase.length - a.phrase.length);
  if (!best) return null;
  const bare = said === text && said === best.phrase && askedAbout.has(best.class);
  return {
    class: best.class,
    weight: best.weight + (said !== text ? 2 : bare ? -1 : 0),
    words: `subject reads as ${best.reads} (${best.language})`,
    bare,
  };
}

function hasForm(text: string, { phrase, open, atEnd }: SubjectForm): boolean {
  if (atEnd) return text.replace(/ \([^()]{0,60}\)$/, '').endsWith(phrase) && text.length > phrase.length;
  return (
    text.startsWith(phrase) &&
    (open || /^(?:$| ?[::(;!<*"【]| [-\u2013\u2014]+ |[.,] ?$|, )/.test(text.slice(phrase.length)))
  );
}

/** Signs in the first lines, above quoted and forwarded text. */
export function openingHits(text: string): readonly WordHit[] {
  const opening = fold(openingOf(text));
  return openings.flatMap(({ class: machineClass, weight, phrases }) => {
    const phrase = phrases.find(words => isSaid(opening, words));
    return phrase === undefined ? [] : [{ class: machineClass, weight, words: `opens with "${phrase}"` }];
  });
}

/** A person who writes of such a notice quotes it. */
const isSaid = (opening: string, phrase: string): boolean => {
  const at = opening.indexOf(phrase);
  return at >= 0 && !/["'“”«„‘]\s?$/.test(opening.slice(Math.max(0, at - 2), at));
};

const maxBefore = 12;

/** Whether the first words are those of a delivery report. */
export function opensAsReport(text: string): boolean {
  const opening = fold(openingOf(text));
  return openings.some(({ class: machineClass, phrases }) => {
    const at = machineClass === 'dsn' ? phrases.map(words => opening.indexOf(words)).filter(index => index >= 0) : [];
    return at.some(index => index <= maxBefore);
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

const urgentElse =
  /\b(?:for urgent|if urgent|in urgent|urgent (?:matters|requests|cases)|for anything urgent|in my absence|per (?:le )?urgenz[ae]|in caso di urgenz[ae]|para (?:asuntos|temas|casos) urgentes|en caso de urgencia|en mi ausencia|em caso de urg[eê]ncia|para assuntos urgentes|na minha aus[eê]ncia|en cas d'urgence|pour toute urgence|en mon absence|in dringenden f|bei dringenden|in meiner abwesenheit|when i return|upon my return|al mio rientro|a mi regreso|no meu regresso|à mon retour|a mon retour|nach meiner rückkehr|nach meiner ruckkehr)/;

/** Says who answers meanwhile, or when the author is back, and asks nothing: as absence notices do. */
export function tellsOfAbsence(text: string): boolean {
  const opening = fold(openingOf(text));
  return urgentElse.test(opening) && !opening.includes('?');
}

/** Whether the text quotes lines below new text, as people's mail programs do; a quote alone proves nothing. */
export const quotesSomething = (text: string): boolean =>
  !/^\s{0,20}-{3,} ?forwarded/i.test(text) &&
  /^>|^-{3,} ?(?:original|forwarded|urspr|message d'origine|mensaje original|messaggio orig)/im.test(
    text.slice(0, 20_000),
  );
