// Reads what the words of a mail mean, without its ticket: no database, no clock, linear in the text.
//
// It runs in a thread of its own (thread.ts), so the facts of the directory that it needs come with the mail.
import type { Desk } from '../../desk/desk.ts';
import type { Address } from '../../mail/address.ts';
import { isComposedByUs } from '../../mail/arrival.ts';
import { formLines } from '../../mail/form-field.ts';
import { fieldValue, type Header } from '../../mail/header.ts';
import { saysItForwards } from '../../mail/subject.ts';
import { htmlToText } from '../../parse/html/html-text.ts';
import type { IncomingMessage } from '../../parse/incoming-message.ts';
import type { SpooledMail } from '../../spool/spooled-mail.ts';
import { wordsOf } from '../../triage/fold.ts';
import { understandForm } from '../../triage/form.ts';
import { type ForwardedMail, readForward } from '../../triage/forward/read-forward.ts';
import { type Classification, classify } from '../../triage/machine/machine.ts';
import { type Meaning, understand } from '../../triage/meaning.ts';
import { ownAmong } from '../../triage/quoted/own-among.ts';
import { type SplitText, splitReply } from '../../triage/quoted/split.ts';
import { asSigned } from '../signed-only.ts';

export type Words = Readonly<{
  classification: Classification;
  newText: SplitText;
  meaning: Meaning;
  forward: Forward | null;
}>;

/** A mail that the author forwards, with the author's own words above it. */
export type Forward = ForwardedMail & Readonly<{ own: string }>;

/** Plain data: it is copied to the thread. */
export type WordFacts = Readonly<{
  mail: SpooledMail;
  /** The first of the author's addresses; null where no author is named. */
  author: Address | null;
  /** The author's instances, and those of all people in the directory. */
  instances: readonly string[];
  knownInstances: ReadonlySet<string>;
}>;

/**
 * The facts, with the directory's entry of the author. Null for a mail whose words decide nothing: one that is held,
 * or was refused and gets no answer.
 */
export function wordFactsOf(mail: SpooledMail, { directory }: Desk): WordFacts | null {
  if (isHeld(mail) && !mail.admitted.refused?.answerable) return null;
  const person = mail.author && directory.find(mail.author.address);
  const author = mail.author && ((person?.aliasOf ?? mail.author.address) as Address);
  const own = author && directory.find(author);
  return { mail, author, instances: own?.instances ?? [], knownInstances: directory.instances() };
}

/** Held regardless of its words: not only because its thread has not arrived yet. */
export const isHeld = ({ admitted }: SpooledMail): boolean => admitted.hold && !admitted.awaitsThread;

export function readWords(asItCame: IncomingMessage, { mail, author, instances, knownInstances }: WordFacts): Words {
  const message = asSigned(mail, asItCame);
  if (isComposedByUs(mail.via)) return ownWords(message, { instances, knownInstances });
  const forwards = saysItForwards(message.subject);
  const text = withAttachedMail(message, forwards);
  const newText = splitReply(text, forwards);
  const forward = newText.forward
    ? { own: newText.forward.own, ...readForward(newText.forward.mail, offsetOf(message.header)) }
    : null;
  return {
    newText,
    forward,
    classification: classify({
      mailFrom: mail.envelope.mailFrom,
      author,
      // No person's program writes a null reverse-path, so with one even unsigned fields say which machine it is.
      header: mail.envelope.mailFrom === null ? asItCame.header : message.header,
      subject: message.subject,
      text: message.text,
      report: message.report,
      attachmentTypes: message.attachments.map(({ contentType }) => contentType),
    }),
    meaning: meaningOf(message, { newText, forward }, { instances, knownInstances }),
  };
}

const meaningOf = (
  message: IncomingMessage,
  { newText, forward }: Pick<Words, 'newText' | 'forward'>,
  { instances, knownInstances }: Pick<WordFacts, 'instances' | 'knownInstances'>,
): Meaning =>
  understand({
    subject: message.subject,
    text: forward?.own ?? newText.text,
    ...(newText.forward && forward ? { forwarded: { ...forward, mail: newText.forward.mail } } : {}),
    importance: importanceOf(message.header),
    instances,
    knownInstances,
    hasImages: message.attachments.some(({ contentType }) => contentType.startsWith('image/')),
  });

/** The mail of ours that this one answers, where its words may stand in it unmarked. */
export const mayHoldOurs = ({ message, words }: ReadWords, { via }: SpooledMail): boolean =>
  words !== null && !isComposedByUs(via) && words.classification.class === 'person' && keyOfOurs.test(message.text);

const keyOfOurs = /(?<![\p{L}\p{N}])PT-\d{1,12}/u;
type ReadWords = Readonly<{ message: IncomingMessage; words: Words | null }>;

/** The words of a mail that answers `ours`, with what its author typed within ours. */
export function amongOurs<Read extends ReadWords>(
  asRead: Read,
  ours: Readonly<{ text: string; html: string }>,
  facts: WordFacts,
): Read {
  const { message: asItCame, words } = asRead;
  if (!words || !ownAmong(words.newText, ours.text)) return asRead;
  const newText = ownAmong(words.newText, `${ours.text}\n${htmlToText(ours.html)}`);
  if (!newText) return asRead;
  const read = { newText, forward: null };
  return { ...asRead, words: { ...words, ...read, meaning: meaningOf(asSigned(facts.mail, asItCame), read, facts) } };
}

/** A form has no quotes, and a person who was signed in filled it in. */
function ownWords(
  { subject, text: written, header, attachments }: IncomingMessage,
  { instances, knownInstances }: Pick<WordFacts, 'instances' | 'knownInstances'>,
): Words {
  const hasImages = attachments.some(({ contentType }) => contentType.startsWith('image/'));
  const text = written.trimEnd();
  const facts = { subject, text, instances, knownInstances, hasImages };
  const lines = formLines(header);
  return {
    newText: { text, quoted: null, cuts: [] },
    forward: null,
    classification: { class: 'person', evidence: [], suppressAnswer: false, doubtful: false },
    meaning: lines === null ? understand({ ...facts, importance: null }) : understandForm(facts, lines),
  };
}

/**
 * For a mail that took too long to read: its text as it stands, with no command, label or quote read in it. Its
 * header still tells a machine; no automatic mail answers the rest.
 */
export function plainWords(message: IncomingMessage, facts: WordFacts): Words {
  const { classification, meaning } = readWords({ ...message, text: '' }, facts);
  return {
    classification: { ...classification, suppressAnswer: true, doubtful: true },
    newText: { text: message.text, quoted: null, cuts: [] },
    forward: null,
    meaning: { ...meaning, missing: [], description: message.text },
  };
}

const fewWords = 12;

/** The text with that of an attached mail below it, where the mail says little else. */
function withAttachedMail({ text, forwarded }: IncomingMessage, forwards: boolean): string {
  if (forwarded === null || text.includes(forwarded)) return text;
  const isCovering = forwards || wordsOf(splitReply(text).text.slice(0, 2000)).length <= fewWords;
  return isCovering ? `${text.trimEnd()}\n\n${forwarded}` : text;
}

/** The offset from UTC, in minutes, that the author's clock has. */
function offsetOf(header: Header): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)\b/.exec(fieldValue(header, 'date') ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** Importance (RFC 2156 section 5.3.4), X-Priority and X-MSMail-Priority, as mail programs write them. */
function importanceOf(header: Header): 'high' | 'normal' | 'low' | null {
  const said =
    fieldValue(header, 'importance') ?? fieldValue(header, 'x-priority') ?? fieldValue(header, 'x-msmail-priority');
  if (said === null) return null;
  if (/^\s*(high|urgent|[12]\b)/i.test(said)) return 'high';
  return /^\s*(low|non-urgent|[45]\b)/i.test(said) ? 'low' : 'normal';
}
