import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Priority, priorities, type Status, statuses } from '../desk/ticket.ts';
import { counted, shown } from '../log/one-line.ts';
import type { Address } from '../mail/address.ts';
import { displayOf } from '../mail/display.ts';
import { listTickets, showTicket, type TicketFilter, type TicketView } from '../tickets/views/ticket-view.ts';
import { printJson, printJsonArray, printLine, printTable, Refused } from './output.ts';
import { inReadingSession } from './session.ts';
import { addTicketActs } from './ticket-act.ts';
import { addTicketFile } from './ticket-file.ts';
import { parseKey } from './ticket-key.ts';

type ListOptions = {
  status?: Status;
  priority?: Priority;
  instance?: string;
  search?: string;
  since?: Date;
  limit?: number;
  json?: boolean;
};

/** As many rows as a table shows where no limit is given. */
const rowsShown = 50;

export function addTicketCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const ticket = program.command('ticket').description('tickets: read, answer, change');
  ticket
    .command('list')
    .description('tickets, the newest first')
    .addOption(new Option('--status <status>', 'with this status').choices(statuses))
    .addOption(new Option('--priority <priority>', 'with this priority').choices(priorities))
    .option('--instance <instance>', 'about this instance')
    .option('--search <words>', 'a key, an address, a Message-ID, or words in subject and messages')
    .option('--since <time>', 'opened since then, such as 2026-11-30 or 2026-11-30T09:00Z', toDate)
    .option('--limit <number>', 'so many, the newest', toLimit)
    .option('--json', 'all of them, where no limit is given')
    .action((options: ListOptions) => list(env, options));
  ticket
    .command('show <key>')
    .description('one ticket with its messages and files')
    .option('--json', 'one JSON document')
    .action(async (key: string, { json }: { json?: boolean }) => {
      const found = await inReadingSession(env, ({ database }) => showTicket(database.db, parseKey(key)));
      if (!found) throw new Refused(`there is no ticket ${key}: postern ticket list shows which there are`);
      if (json) return printJson(found);
      printTicket(found);
    });
  addTicketFile(ticket, env);
  addTicketActs(ticket, env);
}

async function list(env: NodeJS.ProcessEnv, { json, limit, ...filter }: ListOptions): Promise<void> {
  await inReadingSession(env, async ({ database }) => {
    const wanted: TicketFilter = { ...filter, ...((limit ?? !json) ? { limit: limit ?? rowsShown + 1 } : {}) };
    const found = listTickets(database.db, wanted);
    if (json) return printJsonArray(found);
    const rows = await Array.fromAsync(found);
    const most = limit ?? rowsShown;
    printTable(columns, rows.slice(0, most).map(toCells));
    if (rows.length > most) printLine(`The newest ${most} are shown: --limit shows more, --json all.`);
  });
}

function toDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('Write it as 2026-11-30 or 2026-11-30T09:00Z.');
  return date;
}

function toLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError('It is a number from 1.');
  return limit;
}

const columns = ['key', 'opened', 'changed', 'status', 'priority', 'assignee', 'instance', 'requester', 'subject'];
const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

const toCells = (view: TicketView): string[] => [
  view.key,
  minute(view.createdAt),
  minute(view.updatedAt),
  view.status,
  view.priority ?? '-',
  shown(view.assignee ?? '-', 24),
  shown(view.instance ?? '-', 24),
  shown(view.requester.email, 36),
  shown(view.subject),
];

function printTicket(view: TicketView): void {
  printLine(`${view.key}  ${shown(view.subject, 100)}`);
  printLine(`${view.status}, priority ${view.priority ?? 'not set'}, instance ${shown(view.instance ?? 'not named')}`);
  const followers = view.followers.map(({ email }) => email).join(', ') || 'nobody';
  printLine(`from ${person(view.requester)}; followed by ${followers}`);
  for (const message of view.messages ?? []) {
    const author = message.author ? person(message.author) : '';
    printLine(`\n-- ${message.id}  ${message.createdAt}  ${message.kind}  ${author}`);
    for (const line of message.text.split('\n')) printLine(shown(line, 500));
    for (const { number, name, size } of message.attachments)
      printLine(`   file ${number}: ${shown(name)}, ${counted(size, 'byte')}`);
  }
}

/** With what speaks against the name, where something does. */
function person({ email, name }: TicketView['requester']): string {
  const { text, doubts } = displayOf({ name: name ?? '', address: email as Address });
  return shown([text, ...doubts.map(doubt => `(${doubt})`)].join(' '), 400);
}
