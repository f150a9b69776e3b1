import type { Tx } from '../db/database.ts';
import type { Mailbox } from '../mail/address.ts';
import { fieldValue } from '../mail/header.ts';
import type { AttachmentFate, NamedInstance, Notice, StatedPriority } from '../outbox/notice.ts';
import { addToOutbox, type Letter } from '../outbox/outbox.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import { audienceOf } from '../tickets/audience.ts';
import { openTicketsNear } from '../tickets/similar.ts';
import { type NewTicket, type TicketRow, ticketOfMail } from '../tickets/ticket.ts';
import { addEntry, addFollowers, openTicket } from '../tickets/write.ts';
import { foldDecoration } from '../triage/decoration.ts';
import { languageOf } from '../triage/language.ts';
import { likeliest } from '../triage/likeness.ts';
import type { Meaning } from '../triage/meaning.ts';
import { agentsTold, type Desk, localeFor, localeOf } from './desk.ts';
import { entryOf } from './entry-of.ts';
import type { Filed } from './file-mail.ts';
import { copied, type Reading } from './read-mail.ts';
import { overBudget, suspicionAbout } from './receipt-budget.ts';
import { warnAgents } from './warn-agents.ts';

type Opening = Reading & Readonly<{ author: Mailbox }>;

export async function openNewTicket(
  tx: Tx,
  asRead: Opening,
  { desk, gist }: { desk: Desk; gist: string },
): Promise<Filed> {
  const message = { ...asRead.message, attachments: foldDecoration(asRead.message.attachments) };
  const reading = { ...asRead, message };
  const { meaning, made } = reading;
  const caution = await cautionAbout(tx, reading, gist);
  const ticket = await openTicket(tx, newTicket(reading));
  await addEntry(tx, ticket.number, entryOf(reading, 'request'));
  const following = await addFollowers(tx, ticket.number, copied(reading, desk));
  const everyone = audienceOf(ticket, following, agentsTold(desk));
  // Who asked for no answer, or is a list, gets none; the technical team is told all the same.
  const told = everyone.filter(
    ({ role }) => role === 'agent' || (!made.suppressAnswer && !(caution.quiet && role === 'requester')),
  );
  const similar = await sameIncident(tx, ticket, reading);
  const letters = told.map(({ mailbox, role }) => ({
    to: mailbox,
    role,
    locale: localeFor(desk, mailbox.address, ticket.locale),
    notice: noticeFor(role, reading, similar),
    ...(role === 'requester' ? caution.letter : {}),
  }));
  const occasion = { ticket: ticketOfMail(ticket, following), support: desk.supports[0], openedBy: message.messageId };
  return {
    conclusion: {
      disposition: 'opened',
      ticketNumber: ticket.number,
      reasons: [
        ...reasonsOf(meaning),
        ...(similar.length > 0 ? [`seems to be the incident of ${similar.join(', ')}`] : []),
        ...(made.suppressAnswer ? ['not answered', ...made.evidence] : []),
        ...caution.reasons,
      ],
    },
    outboxIds: [...(await addToOutbox(tx, letters, occasion)), ...(await warn(tx, ticket, { caution, reading, desk }))],
  };
}

const maxSimilar = 3;

async function sameIncident(tx: Tx, ticket: TicketRow, { person, split }: Opening): Promise<string[]> {
  const candidates = await openTicketsNear(tx, ticket, person?.email ?? null);
  return likeliest({ subject: ticket.subject, text: split.text }, candidates, maxSimilar).map(({ key }) => key);
}

type Caution = Readonly<{ quiet: boolean; reasons: readonly string[]; letter: Partial<Letter> }>;

/** Whether the receipt is written, and how carefully (loops.ts). */
async function cautionAbout(tx: Tx, reading: Opening, gist: string): Promise<Caution> {
  const { made, author } = reading;
  if (made.suppressAnswer) return { quiet: false, reasons: [], letter: {} };
  const suspicion = await suspicionAbout(tx, reading, gist);
  if (suspicion === 'loop') {
    return { quiet: true, reasons: ['not answered: it answers our receipts within seconds'], letter: {} };
  }
  if (suspicion === 'probe') {
    return { quiet: false, reasons: ['the receipt waits: perhaps a loop'], letter: { budgeted: true, later: true } };
  }
  if (!made.doubtful) return { quiet: false, reasons: [], letter: {} };
  const over = await overBudget(tx, author.address);
  if (over) return { quiet: true, reasons: [`not answered: receipts over budget, ${over}`], letter: {} };
  return { quiet: false, reasons: [], letter: { budgeted: true } };
}

async function warn(
  tx: Tx,
  ticket: TicketRow,
  { caution, reading, desk }: { caution: Caution; reading: Opening; desk: Desk },
): Promise<string[]> {
  if (!caution.quiet) return [];
  const why = caution.reasons.join('; ');
  await addEntry(tx, ticket.number, { message: { kind: 'event', text: `loop: ${why}` }, attachments: [] });
  return warnAgents(tx, ticket, { warning: { about: 'looping', who: reading.author, why }, desk });
}

function newTicket({ mail, message, meaning, author, person, split }: Opening): NewTicket {
  return {
    subject: meaning.subject,
    instance: meaning.instance?.value ?? null,
    instanceKnown: meaning.instance?.known ?? false,
    priority: meaning.priority?.value ?? null,
    requesterEmail: author.address,
    requesterName: person?.name ?? (author.name || null),
    organisation: person?.organisation ?? null,
    locale: localeOf(person?.locale ?? languageOf(split.text)),
    threadIndex: fieldValue(message.header, 'thread-index'),
    createdAt: new Date(mail.receivedAt),
  };
}

function noticeFor(role: Letter['role'], { message, meaning, split }: Opening, similar: readonly string[]): Notice {
  if (role === 'follower') return { kind: 'opened' };
  const said = {
    instance: namedInstance(meaning),
    priority: statedPriority(meaning),
    attachments: attachmentFates(message),
  };
  if (role === 'agent') return { kind: 'new-ticket', ...said, text: split.text };
  return { kind: 'receipt', ...said, missing: meaning.missing, similar };
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

const attachmentFates = ({ attachments }: IncomingMessage): AttachmentFate[] =>
  attachments.filter(({ inline }) => !inline).map(({ name, size }) => ({ name, size, kept: true }));

const reasonsOf = ({ instance, priority }: Meaning): string[] => [
  instance
    ? `instance ${instance.value} (${instance.source}${instance.known ? '' : ', not in the directory'})`
    : 'no instance named',
  priority ? `priority ${priority.value} (${priority.source}: ${priority.because})` : 'no priority named',
];
