import type { Command } from 'commander';
import { noteByShell } from '../db/deeds.ts';
import { shown } from '../log/one-line.ts';
import {
  findInOutbox,
  listOutbox,
  type OutboxFilter,
  type OutboxView,
  retryAllOutbox,
  retryOutbox,
} from '../outbox/list.ts';
import { tableRows } from './list-range.ts';
import { printJson, printJsonArray, printLine, printTable, Refused } from './output.ts';
import { inSession, type Session } from './session.ts';

export function addOutboxCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const outbox = program.command('outbox').description('mail that must go out');
  outbox
    .command('list')
    .description('what has not gone out, oldest first, and why')
    .option('--due', 'what should have gone out by now')
    .option('--failed', 'what was given up, or reported as undeliverable')
    .option('--json', 'one JSON document')
    .action(async (options: OutboxFilter & { json?: boolean }) => inSession(env, session => list(session, options)));
  outbox
    .command('retry [id]')
    .description('send a mail now, also one that was given up; what was sent is not sent again')
    .option('--all', 'all mail that waits or was given up')
    .option('--json', 'one JSON document')
    .action(async (id: string | undefined, options: { all?: boolean; json?: boolean }, command: Command) => {
      if ((id === undefined) !== (options.all === true)) command.error('error: name one id, or --all', { exitCode: 2 });
      await inSession(env, session => retry(session, id ?? null, options.json === true));
    });
}

async function list({ database: { db } }: Session, { json, ...filter }: OutboxFilter & { json?: boolean }) {
  if (json) return printJsonArray(listOutbox(db, filter));
  const rows: OutboxView[] = [];
  let all = 0;
  for await (const view of listOutbox(db, filter)) if (++all <= tableRows) rows.push(view);
  printTable(['id', 'ticket', 'to', 'state', 'attempts', 'next', 'last reply'], rows.map(toCells));
  if (all > rows.length) printLine(`These are the oldest ${tableRows} of ${all}; --json lists all.`);
}

async function retry({ database: { db } }: Session, id: string | null, json: boolean): Promise<void> {
  const due = id === null ? await retryAllOutbox(db) : await retryOutbox(db, id);
  if (id !== null && due.length === 0) {
    const found = await findInOutbox(db, id);
    if (found?.state === 'queued') return json ? printJson([found]) : printLine(`${id} is due now.`);
    throw new Refused(
      found ? `${id} is ${found.state} already` : `there is no mail ${id} in the outbox: postern outbox list shows it`,
    );
  }
  await noteByShell(db, 'outbox: retried', id ?? `${due.length} mails`);
  if (json) return printJson(due);
  printLine(due.length === 1 ? `${due[0]!.id} is due now.` : `${due.length} mails are due now.`);
}

const toCells = (view: OutboxView): string[] => [
  view.id,
  view.ticket ?? '-',
  shown(view.to, 36),
  view.state,
  String(view.attempts),
  view.nextAttemptAt ?? '-',
  shown(view.lastReply, 60),
];
