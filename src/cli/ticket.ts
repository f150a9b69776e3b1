import { type Command, Option } from 'commander';
import { answerTicket, setTicket } from '../actions/answer.ts';
import { numberOf, priorities, statuses } from '../desk/ticket.ts';
import { type Address, toAddress } from '../mail/address.ts';
import { displayOf } from '../mail/display.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { listTickets, showTicket, type TicketFilter, type TicketView } from '../tickets/views/ticket-view.ts';
import { printJson, printLine, printTable, Refused, readStdin, shown } from './output.ts';
import { deskOf, inSession } from './session.ts';

type Status = TicketRow['status'];
type Priority = NonNullable<TicketRow['priority']>;
type ReplyOptions = { as: string; text: string; status?: Status; internal?: boolean };
type SetOptions = { status?: Status; priority?: Priority; instance?: string };

const statusOption = () => new Option('--status <status>').choices(statuses);
const priorityOption = () => new Option('--priority <priority>').choices(priorities);

export function addTicketCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const ticket = program.command('ticket').description('tickets: read, answer, change');
  ticket
    .command('list')
    .addOption(statusOption())
    .addOption(priorityOption())
    .option('--instance <instance>')
    .option('--search <words>', 'in subject, requester and messages')
    .option('--json')
    .action(async ({ json, ...filter }: TicketFilter & { json?: boolean }) => {
      const found = await inSession(env, ({ database }) => listTickets(database.db, filter));
      if (json) return printJson(found);
      printTable(['key', 'status', 'priority', 'instance', 'requester', 'subject'], found.map(toCells));
    });
  ticket
    .command('show <key>')
    .option('--json')
    .action(async (key: string, { json }: { json?: boolean }) => {
      const found = await inSession(env, ({ database }) => showTicket(database.db, parseKey(key)));
      if (!found) throw unknown(key);
      if (json) return printJson(found);
      printTicket(found);
    });
  ticket
    .command('reply <key>')
    .description('answer on the thread as an agent')
    .requiredOption('--as <agent>', 'address of an agent in the directory')
    .requiredOption('--text <text>', '- reads it from standard input')
    .addOption(statusOption())
    .option('--internal', 'a note, which never leaves')
    .action(async (key: string, options: ReplyOptions) => reply(env, key, options));
  ticket
    .command('set <key>')
    .description('change status, priority or instance; everyone on the thread is told')
    .addOption(statusOption())
    .addOption(priorityOption())
    .option('--instance <instance>')
    .action(async (key: string, options: SetOptions, command: Command) => {
      if (Object.keys(options).length === 0) command.error('error: name --status, --priority or --instance');
      await set(env, key, options);
    });
}

async function reply(env: NodeJS.ProcessEnv, key: string, options: ReplyOptions): Promise<void> {
  const text = (options.text === '-' ? await readStdin() : options.text).replaceAll('\0', '').trim();
  if (text === '') throw new Refused('there is no text to send: --text - reads it from standard input');
  await inSession(env, async session => {
    const desk = await deskOf(session);
    const address = toAddress(options.as);
    const agent = address && desk.directory.find(address);
    if (!address || agent?.role !== 'agent') {
      throw new Refused(`${options.as} is not an agent: postern admin add ${options.as} --role agent makes one`);
    }
    const answer = {
      by: { address, name: agent.name ?? '' },
      text,
      internal: options.internal ?? false,
      ...(options.status ? { status: options.status } : {}),
    };
    if (!(await answerTicket(session.database.db, parseKey(key), { answer, desk }))) throw unknown(key);
  });
  printLine(options.internal ? `Noted on ${key}; nobody is told.` : `Answered ${key}.`);
}

async function set(env: NodeJS.ProcessEnv, key: string, { status, priority, instance }: SetOptions): Promise<void> {
  const changes = await inSession(env, async session => {
    const desk = await deskOf(session);
    const value = instance?.replaceAll('\0', '').trim();
    const wanted = {
      ...(status ? { status } : {}),
      ...(priority ? { priority } : {}),
      ...(value ? { instance: { value, known: desk.directory.instances().has(value) } } : {}),
    };
    return setTicket(session.database.db, parseKey(key), { wanted, desk });
  });
  if (!changes) throw unknown(key);
  for (const { field, from, to } of changes) printLine(`${key}: ${field} ${from ?? 'none'} -> ${to ?? 'none'}`);
  if (changes.length === 0) printLine(`${key} is so already.`);
}

function parseKey(key: string): number {
  const ticketNumber = numberOf(key);
  if (ticketNumber === null) throw new Refused(`${key} is no ticket key: they look like PT-42`);
  return ticketNumber;
}

const unknown = (key: string) => new Refused(`there is no ticket ${key}: postern ticket list shows which there are`);

const toCells = (view: TicketView): string[] => [
  view.key,
  view.status,
  view.priority ?? '-',
  shown(view.instance ?? '-', 24),
  shown(view.requester.email, 36),
  shown(view.subject),
];

function printTicket(view: TicketView): void {
  printLine(`${view.key}  ${shown(view.subject, 100)}`);
  printLine(`${view.status}, priority ${view.priority ?? 'not set'}, instance ${shown(view.instance ?? 'not named')}`);
  printLine(
    `from ${person(view.requester)}; followed by ${view.followers.map(({ email }) => email).join(', ') || 'nobody'}`,
  );
  for (const message of view.messages ?? []) {
    printLine(`\n-- ${message.createdAt}  ${message.kind}  ${message.author ? person(message.author) : ''}`);
    for (const line of message.text.split('\n')) printLine(shown(line, 500));
    for (const { name, size } of message.attachments) printLine(`   [${shown(name)}, ${size} bytes]`);
  }
}

/** With what speaks against the name, where something does. */
function person({ email, name }: TicketView['requester']): string {
  const { text, doubts } = displayOf({ name: name ?? '', address: email as Address });
  return shown([text, ...doubts.map(doubt => `(${doubt})`)].join(' '), 400);
}
