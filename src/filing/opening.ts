// What a mail that opens a ticket makes of it: the ticket, the letters and the reasons. Pure.
import { copiedInBy } from '../actions/copied-in-by.ts';
import { notificationTo } from '../actions/tell.ts';
import type { Attachment } from '../desk/attachment.ts';
import type { Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import { localeOf } from '../desk/locale.ts';
import type { AttachmentFate, NamedInstance, Notice, SimilarTicket, StatedPriority, Told } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Mailbox } from '../mail/address.ts';
import { isComposedByUs } from '../mail/arrival.ts';
import { fieldValue } from '../mail/header.ts';
import type { Notification } from '../outbox/notification.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { Participant } from '../tickets/audience.ts';
import type { Candidate } from '../tickets/similar.ts';
import type { NewTicket, TicketRow } from '../tickets/ticket.ts';
import { type Profile, profileOf } from '../triage/incident/likeness.ts';
import { languageOf } from '../triage/language.ts';
import type { Meaning } from '../triage/meaning.ts';
import { type AuthoredMail, copied, filesOf } from './read-mail.ts';
import { toldOf } from './told.ts';

/** The ticket that this one follows up, or the one that the mail says it is not about. */
export type Origin = Readonly<{ how: 'follow-up' | 'split'; from: TicketRow }>;

const maxSimilar = 3;

export type Similar = SimilarTicket & Readonly<{ isVisible: boolean }>;

/** `isVisible` marks the tickets that the requester may know of. */
export const similarOf = ({ key, subject, openedAt, isVisible }: Candidate): Similar => ({
  key,
  subject,
  openedAt: openedAt.toISOString(),
  isVisible,
});

export const profileOfRequest = (
  { subject, organisation }: NewTicket,
  { author, person, newText }: AuthoredMail,
): Profile =>
  profileOf({ subject, text: newText.text, who: [author.name, person?.name ?? null, organisation ?? null] });

export function newTicket(
  { mail, message, meaning, author, person, newText }: AuthoredMail,
  origin?: Origin,
): NewTicket {
  const before = origin?.how === 'follow-up' ? origin.from : null;
  // A follower outside the directory may not open a ticket, so the requester of the former one stays the requester.
  const owner = before && !person ? ownerOf(before) : null;
  return {
    subject: meaning.subject || (before?.subject ?? ''),
    instance: meaning.instance?.value ?? before?.instance ?? null,
    instanceKnown: meaning.instance?.known ?? before?.instanceKnown ?? false,
    priority: meaning.priority?.value ?? null,
    requesterEmail: author.address,
    requesterName: person?.name ?? (author.name || null),
    organisation: person?.organisation ?? null,
    locale: localeOf(person?.locale ?? languageOf(newText.text)),
    threadIndex: fieldValue(message.header, 'thread-index'),
    createdAt: new Date(mail.receivedAt),
    followUpOf: before?.number ?? null,
    ...owner,
  };
}

const ownerOf = ({ requesterEmail, requesterName, organisation, locale }: TicketRow) => ({
  requesterEmail,
  requesterName,
  organisation,
  locale,
});

type Besides = Readonly<{
  ticket: TicketRow;
  lines: readonly Feedback[];
  origin: Origin | undefined;
  similar: readonly Similar[];
}>;

type Telling = Besides & Readonly<{ desk: Desk; isAnswered: boolean; letter: Partial<Notification> }>;

/** Lists and authors who ask for no automatic answer get none. Agents are still told. */
export function lettersFor(everyone: readonly Participant[], facts: AuthoredMail, told: Telling): Notification[] {
  const { desk, ticket, isAnswered } = told;
  return everyone.flatMap(participant => {
    const reader = readerOf(participant, facts, desk);
    const isTold =
      participant.role === 'agent' || (reader === 'author' ? isAnswered : !facts.classification.suppressAnswer);
    const isOutside = desk.directory.find(participant.mailbox.address) === null;
    const notice = noticeFor({ role: participant.role, reader, isOutside }, facts, told);
    const letter = notificationTo(participant, notice, { desk, ticket });
    return isTold ? [{ ...letter, ...(reader === 'author' ? told.letter : {}) }] : [];
  });
}

/** `other`: a person on the ticket that this one follows up, who does not have the mail yet. */
type Reader = 'author' | 'copied' | 'other';

function readerOf({ mailbox: { address }, role }: Participant, facts: AuthoredMail, desk: Desk): Reader {
  if (address === facts.author.address) return 'author';
  const isCopied = copied(facts, desk).some(each => each.address === address);
  // An agent whom a form names in Cc has neither its words nor its files yet.
  return isCopied && !(role === 'agent' && isComposedByUs(facts.mail.via)) ? 'copied' : 'other';
}

function noticeFor(
  { role, reader, isOutside }: { role: Participant['role']; reader: Reader; isOutside: boolean },
  { mail, author, message, meaning, newText }: AuthoredMail,
  { ticket, lines, origin, similar }: Besides,
): Notice {
  const attachments = filesOf(message).map(({ name }) => name);
  if (reader === 'copied' && role === 'follower') {
    // They have no copy of what was written on a page.
    return isComposedByUs(mail.via)
      ? { ...openedBy(author, ticket), text: meaning.description, attachments, ...filesSent(message) }
      : copiedInBy(author, ticket, isOutside);
  }
  const goingOn = origin ? { origin: { how: origin.how, key: keyOf(origin.from.number) } } : {};
  if (reader === 'other' && role !== 'agent') {
    return { kind: 'reply', author, text: newText.text, attachments, ...toldOf(message, newText.text), ...goingOn };
  }
  const said = {
    instance: namedInstance(meaning) ?? instanceOf(ticket),
    priority: statedPriority(meaning),
    attachments: attachmentFates(message),
  };
  if (role === 'agent') {
    const open = similar.slice(0, maxSimilar).map(({ isVisible: _, ...each }) => each);
    const by = author.address === ticket.requesterEmail ? {} : { by: author };
    const { files = [], ...told } = toldOf(message, newText.text);
    // An agent who was copied in has the files already.
    const sent = reader === 'other' && files.length > 0 ? { files } : {};
    return { kind: 'new-ticket', ...said, ...by, ...goingOn, text: newText.text, ...told, ...sent, similar: open };
  }
  const known = similar.filter(({ isVisible }) => isVisible).slice(0, maxSimilar);
  return {
    kind: 'receipt',
    ...said,
    missing: meaning.missing,
    similar: known.map(({ isVisible: _, ...each }) => each),
    ...goingOn,
    lines,
    ...(isComposedByUs(mail.via) ? { text: meaning.description, ...filesSent(message) } : {}),
  };
}

const openedBy = (author: Mailbox, ticket: TicketRow) =>
  copiedInBy(author, ticket) as Extract<Notice, { kind: 'opened' }>;

function filesSent(message: IncomingMessage): Pick<Told, 'files'> {
  const { files } = toldOf(message, '');
  return files ? { files } : {};
}

const namedInstance = ({ instance }: Meaning): NamedInstance | null =>
  instance && { value: instance.value, known: instance.known };

/** A follow-up has the instance of the ticket before it. */
const instanceOf = ({ instance, instanceKnown }: TicketRow): NamedInstance | null =>
  instance === null ? null : { value: instance, known: instanceKnown };

function statedPriority({ priority }: Meaning): StatedPriority | null {
  if (!priority) return null;
  const { value, source, extents } = priority;
  if (extents) return { value, because: { source: 'impact', ...extents } };
  const where = { command: 'text', label: 'text', tag: 'subject', table: 'text', importance: 'importance' } as const;
  return { value, because: { source: where[source] } };
}

const attachmentFates = (message: IncomingMessage): AttachmentFate[] => [
  ...filesOf(message).map(fateOf),
  ...message.dropped.map(file => ({ ...file, kept: false }) as const),
];

function fateOf({ name, size, infected }: Attachment): AttachmentFate {
  if (infected) return { name, size, kept: false, reason: 'infected' };
  return size > 0 ? { name, size, kept: true } : { name, size, kept: false, reason: 'empty' };
}

export const reasonsFor = (
  { mail, meaning, classification }: AuthoredMail,
  { origin, similar }: Omit<Besides, 'ticket'>,
): string[] => [
  ...reasonsOf(meaning),
  ...(origin ? [`${origin.how} of ${keyOf(origin.from.number)}`] : []),
  ...(similar.length > 0 ? [`seems to be the incident of ${similar.map(({ key }) => key).join(', ')}`] : []),
  ...(mail.admitted.released && meaning.given.length > 0 ? ['its commands were not carried out'] : []),
  ...(classification.suppressAnswer ? ['not answered', ...classification.evidence] : []),
];

const reasonsOf = ({ instance, priority }: Meaning): string[] => [
  instance
    ? `instance ${instance.value} (${instance.source}${instance.known ? '' : ', not in the directory'})`
    : 'no instance named',
  priority ? `priority ${priority.value} (${priority.source}: ${priority.because})` : 'no priority named',
];
