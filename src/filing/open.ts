import { perform } from '../actions/act.ts';
import { copiedInBy } from '../actions/follow.ts';
import { notificationTo, peopleOn } from '../actions/tell.ts';
import type { Tx } from '../db/database.ts';
import type { Action } from '../desk/action.ts';
import { time } from '../desk/actor.ts';
import type { Attachment } from '../desk/attachment.ts';
import type { Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import { localeOf } from '../desk/locale.ts';
import type { AttachmentFate, NamedInstance, Notice, SimilarTicket, StatedPriority, Told } from '../desk/notice.ts';
import { keyOf } from '../desk/ticket.ts';
import type { Mailbox } from '../mail/address.ts';
import { isComposedByUs } from '../mail/arrival.ts';
import { fieldValue } from '../mail/header.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import { type Participant, without } from '../tickets/audience.ts';
import { addEvent } from '../tickets/events.ts';
import { bringAlong } from '../tickets/follow-up.ts';
import { openTicketsNear, vectorOf } from '../tickets/similar.ts';
import { followersOf, type NewTicket, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addEntry, openTicket } from '../tickets/write.ts';
import { likeliest, type Profile, profileOf } from '../triage/incident/likeness.ts';
import { languageOf } from '../triage/language.ts';
import type { Meaning } from '../triage/meaning.ts';
import { actorOf } from './actor.ts';
import { commandsOf } from './commands.ts';
import { entryOf } from './entry-of.ts';
import type { FilingResult } from './filed.ts';
import { helpOn } from './help.ts';
import { cautionAbout, warnOfCaution } from './loops/caution.ts';
import { onBehalfOf } from './on-behalf.ts';
import { type AuthoredMail, blindCopy, copied, filesOf } from './read-mail.ts';
import { releaseEarly } from './release-early.ts';
import { toldOf, withoutDecoration } from './told.ts';

/** The ticket that this one follows up, or the one that the mail says it is not about. */
export type Origin = Readonly<{ how: 'follow-up' | 'split'; from: TicketRow }>;

export async function openNewTicket(
  tx: Tx,
  asRead: AuthoredMail,
  { desk, origin }: { desk: Desk; origin?: Origin },
): Promise<FilingResult> {
  const asSent = { ...asRead, message: withoutDecoration(asRead.message, asRead.newText.text) };
  const behalf = origin ? null : onBehalfOf(asSent, desk);
  const isForCustomer = behalf !== null && behalf.facts !== null;
  const facts = behalf?.facts ?? asSent;
  const { message, classification } = facts;
  const caution = await cautionAbout(tx, facts);
  const opened = newTicket(facts, origin);
  const profile = profileOfRequest(opened, facts);
  const ticket = await openTicket(tx, { ...opened, words: vectorOf(profile) });
  const entry = await addEntry(tx, ticket.number, behalf?.request ?? entryOf(facts, 'request'));
  if (behalf?.note) await addEntry(tx, ticket.number, behalf.note);
  if (origin) await nameEachOther(tx, ticket, origin);
  if (origin?.how === 'follow-up') await bringAlong(tx, ticket, { from: origin.from, author: facts.author });
  const ordered = await applyCommands(tx, ticket, { facts: asSent, desk, origin });
  await releaseEarly(tx, facts, ordered.added);
  const following = !origin && ordered.added.length === 0 ? [] : await followersOf(tx, ticket.number);
  const all = peopleOn(desk, ordered.ticket, following);
  // The agent who forwarded it has the words, and hears what became of them.
  const everyone = isForCustomer ? without(all, [asSent.author.address]) : all;
  const isAnswered = !classification.suppressAnswer && !caution.quiet;
  const found = await sameIncident(tx, ticket, { profile, facts });
  const similar = found.filter(({ key }) => !origin || key !== keyOf(origin.from.number));
  const lines = [...(behalf?.lines ?? []), ...ordered.lines];
  const besides = { lines: isForCustomer ? [] : lines, origin, similar };
  // Lists and authors who ask for no automatic answer get none. Agents are still told.
  const letters = everyone.flatMap(participant => {
    const reader = readerOf(participant, facts, desk);
    const isTold = participant.role === 'agent' || (reader === 'author' ? isAnswered : !classification.suppressAnswer);
    const notice = noticeFor(
      { role: participant.role, reader, isOutside: desk.directory.find(participant.mailbox.address) === null },
      facts,
      { ...besides, ticket },
    );
    const letter = {
      ...notificationTo(participant, notice, { desk, ticket }),
      ...(reader === 'author' ? caution.letter : {}),
    };
    return isTold ? [letter] : [];
  });
  if (isForCustomer) {
    const forwarder = { mailbox: asSent.author, role: 'agent' } as const;
    letters.push(notificationTo(forwarder, { kind: 'done', lines }, { desk, ticket }));
  }
  const support = desk.supports[0];
  const occasion = { ticket: ticketOfMail(ordered.ticket, following), support, openedBy: message.messageId, entry };
  const outboxIds = await addToOutbox(tx, letters, occasion);
  const helped = ordered.help && isAnswered ? await helpOn(tx, ticket, { facts, desk }) : [];
  const warned = await warnOfCaution(tx, ticket, { caution, facts, desk });
  return {
    conclusion: {
      disposition: 'opened',
      ticketNumber: ticket.number,
      leftOut: isAnswered ? ordered.leftOut : [],
      reasons: [...reasonsFor(facts, besides), ...caution.reasons],
    },
    outboxIds: [...outboxIds, ...helped, ...warned],
  };
}

const maxSimilar = 3;

type Similar = SimilarTicket & Readonly<{ isVisible: boolean }>;

const profileOfRequest = ({ subject, organisation }: NewTicket, { author, person, newText }: AuthoredMail): Profile =>
  profileOf({ subject, text: newText.text, who: [author.name, person?.name ?? null, organisation ?? null] });

/** Open tickets that seem to be about the same incident; `isVisible` marks those that the requester may know of. */
async function sameIncident(
  tx: Tx,
  ticket: TicketRow,
  { profile, facts }: { profile: Profile; facts: AuthoredMail },
): Promise<Similar[]> {
  const near = await openTicketsNear(tx, ticket, { profile, admittedBy: facts.person?.email ?? null });
  return likeliest(profile, near.candidates, near.background).map(({ key, subject, openedAt, isVisible }) => ({
    key,
    subject,
    openedAt: openedAt.toISOString(),
    isVisible,
  }));
}

/** Applies the commands other than priority and instance, which are part of the new ticket. */
async function applyCommands(
  tx: Tx,
  ticket: TicketRow,
  { facts, desk, origin }: { facts: AuthoredMail; desk: Desk; origin: Origin | undefined },
) {
  const given = facts.mail.admitted.released ? [] : facts.meaning.given.filter(({ marked }) => marked);
  const { fields, words, mergeInto, bare, feedback } = commandsOf(given, facts.author.address);
  const { status, assignee } = fields;
  const now = { ...(status ? { status } : {}), ...(assignee ? { assignee } : {}) };
  const people = copied(facts, desk);
  const actions: Action[] = [
    ...(Object.keys(now).length > 0 ? [{ do: 'set', fields: now, words } as const] : []),
    ...(people.length > 0 ? [{ do: 'follow', people, copied: true } as const] : []),
  ];
  const done = await perform(tx, ticket, actions, { actor: actorOf(facts, ticket), desk });
  // `#not-this-ticket` has opened this ticket.
  const answered = origin?.how === 'split' ? ['help', 'note', 'separate'] : ['help', 'note'];
  const pointless: Feedback[] = [...bare]
    .filter(([name]) => !answered.includes(name))
    .map(([, said]) => ({ kind: 'no-such-entry', words: said }));
  if (mergeInto) pointless.push({ kind: 'no-such-entry', words: mergeInto.words });
  const isAboutCopies = ({ kind }: Feedback) => aboutCopies.includes(kind);
  const changed = done.feedback.filter(line => !isAboutCopies(line));
  const lines = [
    ...changed,
    ...pointless,
    ...feedback,
    ...done.feedback.filter(isAboutCopies),
    ...blindCopy(facts, desk),
  ];
  return { ...done, lines, help: bare.has('help') };
}

const aboutCopies: readonly Feedback['kind'][] = ['may-not-follow', 'too-many-followers', 'newcomers-wait'];

async function nameEachOther(tx: Tx, ticket: TicketRow, { how, from }: Origin): Promise<void> {
  const [there, here] =
    how === 'follow-up' ? ['is followed up by', 'follows up on'] : ['had a mail that became', 'was meant by a mail to'];
  await addEvent(tx, from.number, { text: `${keyOf(from.number)} ${there} ${keyOf(ticket.number)}`, actor: time });
  await addEvent(tx, ticket.number, { text: `${keyOf(ticket.number)} ${here} ${keyOf(from.number)}`, actor: time });
}

function newTicket({ mail, message, meaning, author, person, newText }: AuthoredMail, origin?: Origin): NewTicket {
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
    instance: namedInstance(meaning),
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

const reasonsFor = (
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
