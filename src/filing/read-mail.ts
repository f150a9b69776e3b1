import { type Route, routeOf } from '../admission/recipients.ts';
import { countsAsOurs, type Desk } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Person } from '../desk/person.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import { taggedTicket } from '../mail/subject.ts';
import type { IncomingMessage } from '../parse/incoming-message.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import type { ThreadClues } from '../tickets/find.ts';
import type { Words } from './reading/words.ts';
import { asSigned, isAddressedToUs, isVouchedFor, whySignedMailWaits } from './signed-only.ts';

/** The facts by which filing decides: the mail, its author's standing, and the meaning of its text. */
export type MailFacts = Words &
  Readonly<{
    mail: SpooledMail;
    message: IncomingMessage;
    author: Mailbox | null;
    person: Person | null;
    isAgent: boolean;
    clues: ThreadClues;
    /** The outbox row whose return path is the recipient. */
    reportsOn: string | null;
    /** Its reply address was made for its author. */
    ownReplyAddress: boolean;
    /** It was sent to a reply address that was made for an agent, by another person. */
    boundToAgent: boolean;
    /** One of our addresses stands in To or Cc. Without one the mail is a blind copy, which adds no followers. */
    isAddressedToUs: boolean;
    /** Why it waits for an agent although its signature is valid, or null. */
    waitsSigned: string | null;
  }>;

type ReadWords = Readonly<{ message: IncomingMessage; words: Words }>;

/** The facts of a mail that names an author. */
export type AuthoredMail = MailFacts & Readonly<{ author: Mailbox }>;

export function readMail(mail: SpooledMail, { message: asItCame, words }: ReadWords, desk: Desk): MailFacts {
  const message = asSigned(mail, asItCame);
  const author = mail.author && {
    address: firstAddress(desk, mail.author.address),
    name: mail.author.name || message.authorName,
  };
  const person = author && desk.directory.find(author.address);
  const all = routesOf(mail, desk);
  const isOwn = (route: ThreadRoute) => author !== null && route.isFor(author.address);
  // Of several reply addresses the author's own one counts: one made for another person gives no access.
  const routes = all.filter(route => route.kind === 'thread').sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)));
  const ownReplyAddress = routes[0] !== undefined && isOwn(routes[0]);
  return {
    mail,
    message,
    author,
    person,
    isAgent: person?.role === 'agent',
    ...words,
    clues: {
      addressed: routes.map(({ ticketNumber }) => ticketNumber),
      inReplyTo: message.inReplyTo,
      references: message.references,
      tagged: isVouchedFor(mail, 'subject') ? taggedTicket(message.subject) : null,
    },
    reportsOn: all.find(route => route.kind === 'report')?.outboxId ?? null,
    ownReplyAddress,
    boundToAgent: !ownReplyAddress && routes.some(route => isForAgent(route, desk)),
    isAddressedToUs: ownReplyAddress || isAddressedToUs(message, desk),
    waitsSigned: whySignedMailWaits(mail, asItCame, { ownReplyAddress, desk }),
  };
}

const isForAgent = (route: ThreadRoute, { directory }: Desk): boolean =>
  directory.agents().some(({ email }) => route.isFor(email as Address));

/** The `@domain` entry that admits the author; null for an entry of the person's own. */
export const admittingDomain = ({ person }: Pick<MailFacts, 'person'>): string | null =>
  person?.email.startsWith('@') ? person.email : null;

/** The Message-IDs of the mails that it answers. */
export const idsAnswered = ({ clues: { inReplyTo, references } }: MailFacts) => [...inReplyTo, ...references];

type ThreadRoute = Extract<Route, { kind: 'thread' }>;

/** Replaces an alias of the directory by the person's main address. */
const firstAddress = ({ directory }: Desk, address: Address): Address =>
  (directory.find(address)?.aliasOf ?? address) as Address;

function routesOf({ envelope, receivedAt }: SpooledMail, desk: Desk) {
  const routes = envelope.rcptTo.map(recipient => routeOf(recipient, desk, new Date(receivedAt)));
  return routes.filter(route => typeof route === 'object');
}

/** The people copied in: To and Cc without the author and our addresses, each once. Empty for a blind copy to us. */
export const copied = (facts: MailFacts, desk: Desk): Mailbox[] =>
  facts.isAddressedToUs ? othersAddressed(facts, desk) : [];

/** Tells the author of a blind copy to us that the people in To and Cc do not follow. */
export const blindCopy = (facts: MailFacts, desk: Desk): Feedback[] =>
  !facts.isAddressedToUs && othersAddressed(facts, desk).length > 0 ? [{ kind: 'blind-copy' }] : [];

/** The people in To and Cc without the author and our addresses, also of a blind copy to us. */
export function othersAddressed({ message, author }: MailFacts, desk: Desk): Mailbox[] {
  const all = new Map<Address, Mailbox>();
  for (const { address, name } of [...message.to, ...message.cc]) {
    const own = firstAddress(desk, address);
    const mailbox = { address: own, name: name || nameInDirectory(desk, own) };
    if (mailbox.address !== author?.address && !countsAsOurs(desk, mailbox.address)) all.set(mailbox.address, mailbox);
  }
  return [...all.values()];
}

/** Many mail programs write a copied address without its name. The entry of a whole domain gives no name. */
function nameInDirectory({ directory }: Desk, address: Address): string {
  const person = directory.find(address);
  return person?.email === address ? (person.name ?? '') : '';
}

/** The files of the mail, pictures within its text too, without decoration such as logos. */
export const filesOf = ({ attachments }: IncomingMessage) => attachments.filter(({ isDecoration }) => !isDecoration);
