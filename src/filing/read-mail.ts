import { vouchesFor } from '../admission/authenticity/verify.ts';
import { type Route, routeOf } from '../admission/recipients.ts';
import { type Desk, isOurs } from '../desk/desk.ts';
import type { Person } from '../desk/person.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { fieldValue, type Header } from '../mail/header.ts';
import { taggedTicket } from '../mail/subject.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import type { ThreadClues } from '../tickets/find.ts';
import { type Classification, classify } from '../triage/machine/machine.ts';
import { type Meaning, understand } from '../triage/meaning.ts';
import { type SplitText, splitReply } from '../triage/quoted/split.ts';

/** All that filing decides upon: the mail, its author's standing, and what was understood of it. */
export type MailFacts = Readonly<{
  mail: SpooledMail;
  message: IncomingMessage;
  author: Mailbox | null;
  person: Person | null;
  isAgent: boolean;
  classification: Classification;
  newText: SplitText;
  meaning: Meaning;
  clues: ThreadClues;
  /** The outbox row whose return path it came to. */
  reportsOn: string | null;
  /** Its reply address was classification for its author. */
  ownReplyAddress: boolean;
}>;

/** By somebody who is named. */
export type AuthoredMail = MailFacts & Readonly<{ author: Mailbox }>;

export function readMail(mail: SpooledMail, message: IncomingMessage, desk: Desk): MailFacts {
  const author = mail.author && {
    address: firstAddress(desk, mail.author.address),
    name: mail.author.name || message.authorName,
  };
  const person = author && desk.directory.find(author.address);
  const classification = classify({
    mailFrom: mail.envelope.mailFrom,
    author: author?.address ?? null,
    header: message.header,
    subject: message.subject,
    text: message.text,
    report: message.report,
    attachmentTypes: message.attachments.map(({ contentType }) => contentType),
  });
  const newText: SplitText = splitReply(message.text);
  const all = routesOf(mail, desk);
  const isOwn = (route: ThreadRoute) => author !== null && route.isFor(author.address);
  // Sent to several threads at once it belongs to the author's own: another's address lets nobody in.
  const routes = all.filter(route => route.kind === 'thread').sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)));
  const vouched = (name: string) => isVouchedFor(mail, name);
  return {
    mail,
    message,
    author,
    person,
    isAgent: person?.role === 'agent',
    classification,
    newText,
    meaning: understand({
      subject: message.subject,
      text: newText.text,
      importance: importanceOf(message.header.filter(({ name }) => vouched(name))),
      instances: person?.instances ?? [],
      knownInstances: desk.directory.instances(),
      hasImages: message.attachments.some(({ contentType }) => contentType.startsWith('image/')),
    }),
    clues: {
      addressed: routes.map(({ ticketNumber }) => ticketNumber),
      inReplyTo: vouched('in-reply-to') ? message.inReplyTo : [],
      references: vouched('references') ? message.references : [],
      tagged: vouched('subject') ? taggedTicket(message.subject) : null,
    },
    reportsOn: all.find(route => route.kind === 'report')?.outboxId ?? null,
    ownReplyAddress: routes[0] !== undefined && isOwn(routes[0]),
  };
}

type ThreadRoute = Extract<Route, { kind: 'thread' }>;

/** All addresses of somebody are the same person: the first one stands for all. */
const firstAddress = ({ directory }: Desk, address: Address): Address =>
  (directory.find(address)?.aliasOf ?? address) as Address;

function routesOf({ envelope, receivedAt }: SpooledMail, desk: Desk) {
  const routes = envelope.rcptTo.map(recipient => routeOf(recipient, desk, new Date(receivedAt)));
  return routes.filter(route => typeof route === 'object');
}

/** Who lets a mail in vouches for all of it; else whoever handed it over or signed it does, for what they saw. */
const isVouchedFor = ({ admitted }: SpooledMail, name: string): boolean =>
  admitted.released === true || vouchesFor(admitted.coveredFields ?? 'every', name);

/** Who was copied in: To and Cc without the author, without us, each once (Bcc is nobody's business). */
export function copied({ mail, message, author }: MailFacts, desk: Desk): Mailbox[] {
  const all = new Map<Address, Mailbox>();
  const to = isVouchedFor(mail, 'to') ? message.to : [];
  const cc = isVouchedFor(mail, 'cc') ? message.cc : [];
  for (const { address, name } of [...to, ...cc]) {
    const own = firstAddress(desk, address);
    const mailbox = { address: own, name: name || nameInDirectory(desk, own) };
    if (mailbox.address !== author?.address && !isOurs(desk, mailbox.address)) all.set(mailbox.address, mailbox);
  }
  return [...all.values()];
}

/** Many mail programs write the bare address of whom they copy in. A whole domain's entry names nobody. */
function nameInDirectory({ directory }: Desk, address: Address): string {
  const person = directory.find(address);
  return person?.email === address ? (person.name ?? '') : '';
}

/** What was attached, and not shown within the text. */
export const filesOf = ({ attachments }: IncomingMessage) => attachments.filter(({ inline }) => !inline);

/** Importance (RFC 2156 section 5.3.4), X-Priority and X-MSMail-Priority, as mail programs write them. */
function importanceOf(header: Header): 'high' | 'normal' | 'low' | null {
  const said =
    fieldValue(header, 'importance') ?? fieldValue(header, 'x-priority') ?? fieldValue(header, 'x-msmail-priority');
  if (said === null) return null;
  if (/^\s*(high|urgent|[12]\b)/i.test(said)) return 'high';
  return /^\s*(low|non-urgent|[45]\b)/i.test(said) ? 'low' : 'normal';
}
