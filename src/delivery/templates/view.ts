// What a template sees of a mail: strings only, cleaned, and written the way the reader's language writes them.

import type { Feedback } from '../../desk/feedback.ts';
import type { Locale } from '../../desk/locale.ts';
import type { Notice, OutgoingMail, SimilarTicket } from '../../desk/notice.ts';
import type { Address, Mailbox } from '../../mail/address.ts';
import { block, oneLine } from './clean.ts';
import { guideOf } from './guide.ts';
import { lettingInLinks, mailto } from './mailto.ts';
import { sentenceOf, wordedAll } from './sentence.ts';
import type { Words } from './words.ts';

export type View = Readonly<{
  locale: Locale;
  role: OutgoingMail['role'];
  subject: string;
  greetingName: string;
  supportAddress: string;
  ticket: Readonly<{ key: string; url: string; requester: string; followers: readonly string[] }>;
  /** Who else is on the thread, as one phrase. */
  people: string;
  /** One click away where links work, else a mail to send; empty for who cannot leave. */
  unfollowUrl: string;
  /** The mail to send instead of following the link. */
  unfollowMailto: string;
  notice: Readonly<{ kind: Notice['kind']; [name: string]: unknown }>;
}>;

/** More than these are counted, not named, below each mail. */
const maxPeopleNamed = 8;

export function viewOf(mail: OutgoingMail, words: Words): View {
  const { ticket, locale } = mail;
  const link = httpUrl(mail.unfollowUrl);
  const byMail = mail.role === 'follower' ? unfollowMailto(mail.replyTo) : '';
  return {
    locale,
    role: mail.role,
    subject: subjectOf(mail),
    greetingName: isForOutsider(mail) ? '' : greetingName(mail.recipient),
    supportAddress: mail.from.address,
    ticket: {
      key: oneLine(ticket.key, 30),
      url: httpUrl(ticket.url) ?? '',
      requester: isForOutsider(mail) ? ticket.requester.address : nameOf(ticket.requester),
      followers: isForOutsider(mail) ? [] : ticket.followers.map(fullName),
    },
    people: isForOutsider(mail) ? '' : peopleOf(mail, words),
    unfollowUrl: byMail && (link ?? byMail),
    unfollowMailto: link === null ? '' : byMail,
    notice: noticeOf(mail, words),
  };
}

/** The first mail to a person from outside the directory holds no words, names among them, that its author chose. */
export const isForOutsider = ({ notice }: OutgoingMail): boolean => notice.kind === 'opened' && notice.outside === true;

/** The same for every mail of a ticket, to the byte: Gmail and Outlook part a thread where it changes. */
export const subjectOf = (mail: OutgoingMail): string =>
  isForOutsider(mail) ? `[${oneLine(mail.ticket.key, 30)}]` : subjectOfTicket(mail);

const subjectOfTicket = ({ ticket }: OutgoingMail): string =>
  // Without a key the mail is about no ticket, and answers what its recipient wrote.
  oneLine(
    ticket.key === '' ? `Re: ${oneLine(ticket.subject)}` : `[${oneLine(ticket.key, 30)}] ${oneLine(ticket.subject)}`,
    300,
  );

export const unfollowMailto = (replyTo: Address): string => mailto(replyTo, 'unfollow');

/** The URL as a browser writes it, so that no bracket, quote or line break is left in it; null for all but http(s). */
export function httpUrl(text: string | null): string | null {
  const url = text === null ? null : URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && url.href.length <= 900 ? url.href.replaceAll("'", '%27') : null;
}

function noticeOf(mail: OutgoingMail, words: Words): View['notice'] {
  const { locale, replyTo } = mail;
  const cleaned = clean(mail.notice) as Notice;
  switch (cleaned.kind) {
    case 'receipt':
    case 'new-ticket': {
      const lines = cleaned.kind === 'receipt' ? linesOf(cleaned.lines ?? [], words) : { lines: [], ofCommands: true };
      const attachments = cleaned.attachments.map(file => ({ ...file, size: sizeOf(file.size, locale) }));
      const dated = { similar: (cleaned.similar ?? []).map(other => datedIn(other, locale)) };
      const by = cleaned.kind === 'new-ticket' && cleaned.by ? nameOf(cleaned.by) : nameOf(mail.ticket.requester);
      return { ...cleaned, ...dated, attachments, ...lines, by };
    }
    case 'reply':
      return { ...cleaned, author: nameOf(cleaned.author), changes: wordedAll(cleaned.changes, words) };
    case 'answer':
      return { ...cleaned, authorName: signatureOf(cleaned), changes: wordedAll(cleaned.changes, words) };
    case 'warning':
      return { ...cleaned, who: fullName(cleaned.who) };
    case 'change':
      return { ...cleaned, changes: wordedAll(cleaned.changes, words) };
    case 'done':
      return { ...cleaned, ...linesOf(cleaned.lines, words) };
    case 'opened':
      return { ...cleaned, by: cleaned.by && (cleaned.outside ? cleaned.by.address : nameOf(cleaned.by)) };
    case 'held-question':
      return { ...cleaned, ...askedIn(cleaned, locale), ...lettingInLinks(replyTo, cleaned.mail, words) };
    case 'help':
      return {
        ...cleaned,
        ...guideOf(mail.from.address, httpUrl(cleaned.videoUrl), words),
        notTaken: cleaned.notTaken ? String((words.notTaken as Words)[cleaned.notTaken]) : '',
      };
    default:
      return cleaned;
  }
}

/** The author by address alone where the text is kept back: a name is text of the author's, too. */
const askedIn = ({ author, text, receivedAt }: Extract<Notice, { kind: 'held-question' }>, locale: Locale) => ({
  author: text === null ? author.address : fullName(author),
  receivedAt: receivedAt ? dateIn(receivedAt, locale) : '',
});

/** Not everything that is said back was a command. */
const ofNoCommand: readonly Feedback['kind'][] = ['too-many-followers', 'may-not-follow', 'blind-copy', 'still-asked'];
/** `Solved, thanks` is asked about, and nobody has commanded it. */
const isOfCommand = (line: Feedback): boolean =>
  !ofNoCommand.includes(line.kind) && (line.kind !== 'not-understood' || line.words.startsWith('#'));
const linesOf = (lines: readonly Feedback[], words: Words) => ({
  lines: lines.map(line => sentenceOf(line, words)),
  ofCommands: lines.every(isOfCommand),
});

/** Who has signed with his name himself is not named once more. */
function signatureOf({ text, authorName }: Extract<Notice, { kind: 'answer' }>): string {
  const [last = ''] = text.split('\n').slice(-1);
  const names = authorName.toLowerCase().split(' ');
  const isSigned =
    last !== '' &&
    last
      .toLowerCase()
      .split(/[\s.,]+/)
      .every(word => word === '' || names.includes(word));
  return isSigned ? '' : authorName;
}

/** Every string in it cleaned; `text` keeps its lines. */
function clean(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return name === 'text' ? block(value) : oneLine(value);
  if (Array.isArray(value)) return value.map(item => clean(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, key)]));
}

const nameOf = ({ name, address }: Mailbox): string => oneLine(name, 100) || address;
const fullName = ({ name, address }: Mailbox): string => {
  const cleaned = oneLine(name, 100);
  return cleaned && cleaned !== address ? `${cleaned} (${address})` : address;
};
/** Some mail programs put the address where the name belongs. */
const greetingName = ({ name }: Mailbox): string => (name.includes('@') ? '' : oneLine(name, 60));

function peopleOf({ ticket, recipient, locale }: OutgoingMail, words: Words): string {
  const others = [ticket.requester, ...ticket.followers].filter(({ address }) => address !== recipient.address);
  const names = others.slice(0, maxPeopleNamed).map(nameOf);
  const more = others.length - names.length;
  const rest = more > 0 ? [moreOf(words).replace('{count}', String(more))] : [];
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format([...names, ...rest]);
}
const moreOf = (words: Words): string => String((words.footer as Words | undefined)?.more ?? '+{count}');

/** An open ticket with its beginning. */
const datedIn = (other: string | SimilarTicket, locale: Locale) =>
  typeof other === 'string' ? other : { ...other, openedAt: dateIn(other.openedAt, locale) };

/** As the reader's language writes it, in the zone of the server, which it names. */
function dateIn(iso: string, locale: Locale): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const time = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(dates[locale] ?? locale, { ...day, ...time }).format(new Date(iso));
}
/** English of no country would put the month first. */
const dates: Partial<Record<Locale, string>> = { en: 'en-GB' };

/** `240 kB`, `1,2 MB`: in the thousands that mail programs count in. */
function sizeOf(bytes: number, locale: Locale): string {
  const unit = bytes >= 1_000_000 ? 'megabyte' : 'kilobyte';
  const amount = bytes >= 1_000_000 ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000));
  const digits = amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(amount);
}
