// A customer's mail that an agent forwards to us opens the ticket for that customer: the words, date and files of the
// forwarded mail are the request, and what the agent wrote above it is a note.
import { countsAsOurs, type Desk, isOurs } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Person } from '../desk/person.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Entry } from '../tickets/write.ts';
import { readCommands } from '../triage/commands/read-commands.ts';
import { commandsOf } from './commands.ts';
import { entryOf } from './entry-of.ts';
import type { AuthoredMail } from './read-mail.ts';

export type OnBehalf = Readonly<{
  /** The facts as if the customer had written to us; null where the agent has to say who that is. */
  facts: AuthoredMail | null;
  request: Entry | null;
  note: Entry | null;
  /** What the agent is told or asked. */
  lines: readonly Feedback[];
}>;

/** Null for a mail that is not forwarded by an agent, or that an agent wrote in the first place. */
export function onBehalfOf(asRead: AuthoredMail, desk: Desk): OnBehalf | null {
  const { forward, newText, isAgent, mail } = asRead;
  if (!isAgent || forward === null || !newText.forward || mail.admitted.released) return null;
  const author = chosen(asRead) ?? forward.author;
  const person = author && desk.directory.find(author.address);
  if (author?.address === asRead.author.address || person?.role === 'agent') return null;
  if (author && isOurs(desk, author.address)) return null;
  const lines = offered(asRead, desk, author);
  if (!author || !person) return { facts: null, request: null, note: null, lines: [whose(author), ...lines] };
  const facts = asCustomer(asRead, { author: named(author, person), person });
  const opened: Feedback = { kind: 'requester', address: author.address };
  return { facts, request: requestOf(facts), note: noteOf(asRead), lines: [opened, ...lines] };
}

/** `#for ADDRESS` or `#mine` above the forwarded mail. */
function chosen({ meaning, author }: AuthoredMail): Mailbox | null {
  const { requester } = commandsOf(meaning.given, author.address);
  return requester && { address: requester, name: '' };
}

const named = ({ address, name }: Mailbox, person: Person): Mailbox => ({
  address: (person.aliasOf ?? address) as Address,
  name: (person.email === address ? person.name : null) ?? name,
});

const whose = (author: Mailbox | null): Feedback =>
  author === null ? { kind: 'whose', names: '' } : { kind: 'whose', names: author.address };

/** People in Cc of the forwarded mail; the agent decides who of them follows. */
function offered({ forward, author }: AuthoredMail, desk: Desk, customer: Mailbox | null): Feedback[] {
  const isOther = ({ address }: Mailbox) =>
    address !== author.address &&
    address !== customer?.address &&
    !countsAsOurs(desk, address) &&
    desk.directory.find(address)?.role !== 'agent';
  const names = (forward?.cc ?? []).filter(isOther).map(({ address }) => address);
  return names.length === 0 ? [] : [{ kind: 'offered-followers', names: names.join(' ') }];
}

function asCustomer(asRead: AuthoredMail, customer: Pick<AuthoredMail, 'author'> & { person: Person }): AuthoredMail {
  const { forward, newText, meaning, message } = asRead;
  const [only, ...others] = customer.person.instances;
  const instance =
    meaning.instance ?? (only && others.length === 0 ? { value: only, source: 'directory', known: true } : null);
  return {
    ...asRead,
    ...customer,
    isAgent: false,
    newText: { text: forward?.words ?? '', quoted: newText.forward?.mail ?? null, cuts: newText.cuts },
    meaning: { ...meaning, instance: instance as AuthoredMail['meaning']['instance'], given: [], commands: [] },
    // The agent's own words stand in the HTML, too.
    message: {
      ...message,
      html: null,
      attachments: message.attachments.map(file => (file.isDecoration ? file : { ...file, inline: false })),
    },
  };
}

const yearMs = 365 * 24 * 3_600_000;

/** The date of the forwarded mail, where it can be true. */
function requestOf(facts: AuthoredMail): Entry {
  const entry = entryOf(facts, 'request');
  const came = new Date(facts.mail.receivedAt);
  const { date } = facts.forward ?? {};
  const isLikely = date && date <= came && came.getTime() - date.getTime() < yearMs;
  return { ...entry, message: { ...entry.message, createdAt: isLikely ? date : came } };
}

function noteOf(asRead: AuthoredMail): Entry | null {
  const { rest } = readCommands(asRead.forward?.own ?? '');
  if (rest.trim() === '') return null;
  const own = { ...asRead, newText: { text: rest, quoted: null, cuts: [] } };
  const { message } = entryOf(own, 'note');
  return { message: { ...message, html: null, messageId: null, mailId: null }, attachments: [] };
}
