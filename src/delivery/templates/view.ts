// The data that a template gets: strings only, cleaned, and formatted for the reader's language.

import type { Feedback } from '../../desk/feedback.ts';
import type { Locale } from '../../desk/locale.ts';
import type { Notice, OutgoingMail, SimilarTicket } from '../../desk/notice.ts';
import type { Address, Mailbox } from '../../mail/address.ts';
import type { CarriedFile } from '../files.ts';
import { block, oneLine } from './clean.ts';
import { dateTag, oncePerLocale, sizeOf } from './formats.ts';
import { givenName, spokenName } from './given-name.ts';
import { guideOf } from './guide.ts';
import { lettingInLinks, mailto } from './mailto.ts';
import { plainText, richText } from './rich-text.ts';
import { sentenceOf, wordedAll } from './sentence.ts';
import type { Words } from './words.ts';

export type View = Readonly<{
  locale: Locale;
  role: OutgoingMail['role'];
  subject: string;
  greetingName: string;
  supportAddress: string;
  ticket: Readonly<{ key: string; url: string; requester: string; followers: readonly string[] }>;
  /** The other people on the thread, as one phrase. */
  people: string;
  /** The unfollow link, or a mailto URL where there are no links; empty for readers who cannot unfollow. */
  unfollowUrl: string;
  /** The mailto URL to unfollow without the link. */
  unfollowMailto: string;
  /** The files that came with the text, for a reader who has not had them. */
  files: readonly FileView[];
  notice: Readonly<{ kind: Notice['kind']; [name: string]: unknown }>;
}>;

/** `url`: a link where the file is too large for the mail, else empty. `note`: why it does not come along, or empty. */
type FileView = Readonly<{ name: string; size: string; url: string; note: string }>;

/** Further people are counted, not named, below each mail. */
const maxPeopleNamed = 8;

export function viewOf(mail: OutgoingMail, words: Words, carried: readonly CarriedFile[] = []): View {
  const { ticket, locale } = mail;
  const link = httpUrl(mail.unfollowUrl);
  const byMail = mail.role === 'follower' ? unfollowMailto(mail.replyTo) : '';
  return {
    locale,
    role: mail.role,
    subject:
      mail.notice.kind === 'held-list' && ticket.key === ''
        ? String((words.heldList as Words).subject)
        : subjectOf(mail),
    greetingName: isForOutsider(mail) ? '' : givenName(oneLine(mail.recipient.name, 100)),
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
    files: carried.map(file => fileView(file, { words, locale })),
    notice: { ...noticeOf(mail, words), ...saidIn(mail, carried), ...keptBack(mail.notice, { carried, locale }) },
  };
}

/** The text of an author in both forms; nothing where the notice has none. */
function saidIn({ notice, messageId }: OutgoingMail, files: readonly CarriedFile[]): { text?: string; body?: string } {
  if (!('text' in notice) || notice.text === null) return {};
  const text = block(notice.text);
  const html = 'html' in notice ? notice.html : undefined;
  return { text: plainText({ text, files }), body: richText({ text, html }, { files, messageId }) };
}

/** Beside files that are listed as they travel, only those that were not kept are left to name. */
function keptBack(notice: Notice, { carried, locale }: { carried: readonly CarriedFile[]; locale: Locale }) {
  if (notice.kind !== 'new-ticket' || carried.length === 0) return {};
  const left = notice.attachments.filter(file => !file.kept && file.reason !== 'infected');
  return { attachments: left.map(file => ({ ...file, name: oneLine(file.name), size: sizeOf(file.size, locale) })) };
}

function fileView(file: CarriedFile, { words, locale }: { words: Words; locale: Locale }): FileView {
  const url = httpUrl(file.url) ?? '';
  const said = words.files as Words | undefined;
  const why = file.how === 'with' ? '' : file.how !== 'apart' ? file.how : url === '' ? 'large' : 'linked';
  return { name: oneLine(file.name), size: sizeOf(file.size, locale), url, note: String(said?.[why] ?? '') };
}

/** The first mail to a person outside the directory contains no text of its author, names included. */
export const isForOutsider = ({ notice }: OutgoingMail): boolean => notice.kind === 'opened' && notice.outside === true;

/** The same bytes for every mail of a ticket: Gmail and Outlook split a thread where the subject changes. */
export const subjectOf = (mail: OutgoingMail): string =>
  isForOutsider(mail) ? `[${oneLine(mail.ticket.key, 30)}]` : subjectOfTicket(mail);

const subjectOfTicket = ({ ticket, notice }: OutgoingMail): string =>
  // A mail without a ticket answers what its recipient wrote.
  oneLine(
    ticket.key === ''
      ? `${notice.kind === 'sign-in' ? '' : 'Re: '}${oneLine(ticket.subject)}`
      : `[${oneLine(ticket.key, 30)}] ${oneLine(ticket.subject)}`,
    300,
  );

export const unfollowMailto = (replyTo: Address): string => mailto(replyTo, 'unfollow');

/** The URL in its normal form, without brackets, quotes or line breaks; null for all but http(s). */
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
    case 'held-list':
      return {
        ...cleaned,
        mails: cleaned.mails.map((each, at) => ({
          ...each,
          number: at + 1,
          receivedAt: dateIn(each.receivedAt, locale),
          ...lettingInLinks(replyTo, each.mail, words),
        })),
      };
    case 'help':
      return {
        ...cleaned,
        agentHelp,
        ...guideOf(mail.from.address, httpUrl(cleaned.videoUrl), words),
        notTaken: cleaned.notTaken ? String((words.notTaken as Words)[cleaned.notTaken]) : '',
      };
    case 'sign-in':
      return { ...cleaned, url: httpUrl(mail.signIn?.url ?? null) ?? '', code: mail.signIn?.code ?? '' };
    default:
      return cleaned;
  }
}

/** Where the text is kept back the author is shown by address alone: a name is text of the author, too. */
const askedIn = ({ author, text, receivedAt }: Extract<Notice, { kind: 'held-question' }>, locale: Locale) => ({
  author: text === null ? author.address : fullName(author),
  receivedAt: receivedAt ? dateIn(receivedAt, locale) : '',
});

/** Feedback that does not answer a command. */
const ofNoCommand: readonly Feedback['kind'][] = [
  'too-many-followers',
  'may-not-follow',
  'has-left',
  'follows-again',
  'blind-copy',
  'still-asked',
  'files-dropped',
];
/** `Solved, thanks` gets feedback too, but is not a command. */
const isOfCommand = (line: Feedback): boolean =>
  !ofNoCommand.includes(line.kind) && (line.kind !== 'not-understood' || line.words.startsWith('#'));
const linesOf = (lines: readonly Feedback[], words: Words) => ({
  lines: lines.map(line => sentenceOf(line, words)),
  ofCommands: lines.every(isOfCommand),
});

/** The agent's name, or nothing where the text already ends in it. */
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

/** The words of the agents' commands, in this order. */
const agentHelp = ['agentStatus', 'agentFields', 'agentNote', 'agentPeople', 'agentMove', 'agentUndo'];

/** Cleans every string in it; `text` keeps its lines. */
function clean(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return name === 'text' || name === 'request' ? block(value) : oneLine(value);
  if (Array.isArray(value)) return value.map(item => clean(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, key)]));
}

const nameOf = ({ name, address }: Mailbox): string => spokenName(oneLine(name, 100)) || address;
const fullName = ({ name, address }: Mailbox): string => {
  const cleaned = spokenName(oneLine(name, 100));
  return cleaned && cleaned !== address ? `${cleaned} (${address})` : address;
};

function peopleOf({ ticket, recipient, locale }: OutgoingMail, words: Words): string {
  const others = [ticket.requester, ...ticket.followers].filter(({ address }) => address !== recipient.address);
  const names = others.slice(0, maxPeopleNamed).map(nameOf);
  const more = others.length - names.length;
  const rest = more > 0 ? [moreOf(words).replace('{count}', String(more))] : [];
  return listsIn(locale).format([...names, ...rest]);
}
const listsIn = oncePerLocale(locale => new Intl.ListFormat(locale, { type: 'conjunction' }));
const moreOf = (words: Words): string => String((words.footer as Words | undefined)?.more ?? '+{count}');

/** An open ticket and when it was opened. */
const datedIn = (other: string | SimilarTicket, locale: Locale) =>
  typeof other === 'string'
    ? { key: other, subject: '', openedAt: '' }
    : { ...other, openedAt: dateIn(other.openedAt, locale) };

/** Date and time in the reader's language, with the zone of the server. */
const dateIn = (iso: string, locale: Locale): string => datesIn(locale).format(new Date(iso));

const datesIn = oncePerLocale(locale => {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const time = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(dateTag(locale), { ...day, ...time });
});
