import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { shown } from '../log/one-line.ts';
import { openSpool } from '../spool/open-spool.ts';
import { openStore } from '../store/open-store.ts';
import { type MailView, showMail } from '../tickets/views/mail-view.ts';
import { mailsInOrder } from '../tickets/views/mails-in-order.ts';
import { addListOptions, type PageOptions, parseBefore, tableRows } from './list-range.ts';
import { printJson, printJsonArray, printLine, printTable, Refused, readStdin } from './output.ts';
import type { ReplayOptions } from './replay.ts';
import type { SendOptions } from './send-mail.ts';
import { inReadingSession, refuseEmptyHome, type Session } from './session.ts';

export function addMailCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const mail = program.command('mail').description('every message ever received, and what became of it');
  addListOptions(mail.command('list'))
    .description('mails in the order they came')
    .option('--before <time or id>', 'what came before this time, or before this mail: the page before', parseBefore)
    .action(async (options: PageOptions) => inReadingSession(env, session => list(session, options)));
  mail
    .command('show <id>')
    .description('what became of one mail, and why')
    .option('--json', 'one JSON document')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const found = await inReadingSession(env, ({ database }) => showMail(database.db, id));
      if (!found) throw unknown(id);
      if (json) return printJson(found);
      for (const [name, value] of Object.entries(found)) printField(name, value);
    });
  mail
    .command('raw <id>')
    .description('the bytes as they came')
    .action(async (id: string) => printRaw(env, id));
  mail
    .command('replay <id>')
    .description('take a stored mail through the belt again; one that is on a ticket is only compared')
    .option('--dry-run', 'print what would differ, and change nothing')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: ReplayOptions) => (await import('./replay.ts')).replay(env, id, options));
  mail
    .command('send')
    .description('send a mail to the listener, as a mail program would')
    .requiredOption('--from <address>', 'the author')
    .option('--to <address...>', 'default: the support address')
    .option('--cc <address...>', 'copied in')
    .option('--subject <subject>', 'the subject')
    .option('--text <text>', 'the text; - reads it from standard input', '')
    .option('--attach <file...>', 'files to attach')
    .action(async (options: SendOptions) => {
      const text = options.text === '-' ? await readStdin() : options.text;
      const { sendMail } = await import('./send-mail.ts');
      printLine(await sendMail(loadConfig(env, { reads: true }), { ...options, text }));
    });
}

async function list({ database: { db } }: Session, { json, since, before, limit }: PageOptions): Promise<void> {
  if (json) return printJsonArray(mailsInOrder(db, { since, before, limit }));
  // One row more than is shown tells whether there are more.
  const found: MailView[] = [];
  for await (const view of mailsInOrder(db, { since, before, limit: limit ?? tableRows + 1 })) found.push(view);
  const rows = limit === undefined ? found.slice(-tableRows) : found;
  printTable(['id', 'received', 'from', 'disposition', 'ticket', 'subject'], rows.map(toCells));
  if (rows.length < found.length) printLine(`These are the newest ${tableRows}; --limit and --since show others.`);
}

/** From the store, or from the spool while the mail is not filed yet, also where it lies there torn. */
async function printRaw(env: NodeJS.ProcessEnv, id: string): Promise<void> {
  if (!/^[0-9a-z]{26}$/.test(id)) throw unknown(id);
  const config = loadConfig(env, { reads: true });
  refuseEmptyHome(config);
  const store = await openStore(config.STORE_URL);
  const spool = await openSpool(config.SPOOL_URL, `${config.POSTERN_HOME}/drafts`);
  const spooled = await spool.read(id).catch(() => null);
  const stored = async () => ((await store.has(`raw/${id}`)) ? store.get(`raw/${id}`, await sizeOf(env, id)) : null);
  const bytes = spooled?.bytes() ?? (await stored()) ?? (await spool.bytesOf?.(id));
  if (!bytes) throw unknown(id);
  await pipeline(bytes, process.stdout, { end: false });
}

/** Unknown while the database is away. */
const sizeOf = (env: NodeJS.ProcessEnv, id: string): Promise<number | undefined> =>
  inReadingSession(env, async ({ database }) => (await showMail(database.db, id))?.size).catch(() => undefined);

const unknown = (id: string) => new Refused(`there is no mail ${id}: postern mail list shows which there are`);
const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Reasons and evidence one to a line; of the authentication first what people look for. */
function linesFor(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.map(plain);
  if (name !== 'authentication' || value === null) return [plain(value)];
  const { spf, dkim, dmarc, arc, policy, evidence } = value as NonNullable<MailView['authentication']>;
  return [`spf=${spf} dkim=${dkim} dmarc=${dmarc}${policy ? ` (p=${policy})` : ''} arc=${arc}`, ...evidence];
}

function printField(name: string, value: unknown): void {
  for (const [at, line] of linesFor(name, value).entries()) {
    printLine(`${(at === 0 ? name : '').padEnd(15)} ${shown(line, 500)}`.trimEnd());
  }
}

const toCells = (view: MailView): string[] => [
  view.id,
  view.receivedAt,
  shown(view.from, 36),
  view.disposition,
  view.ticket ?? '-',
  shown(view.subject),
];
