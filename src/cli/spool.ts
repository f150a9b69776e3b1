import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { shown } from '../log/one-line.ts';
import type { Envelope } from '../mail/envelope.ts';
import { timeOfId } from '../mail/new-id.ts';
import { openSpool } from '../spool/open-spool.ts';
import type { Spool } from '../spool/spool.ts';
import { printJsonArray, printLine, printTable } from './output.ts';

/** A mail in the spool; `readable` is false where its description is torn: postern mail raw prints its bytes. */
type SpoolView = Readonly<{
  id: string;
  receivedAt: string | null;
  mailFrom: Envelope['mailFrom'];
  size: number | null;
  readable: boolean;
}>;

export function addSpoolCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const spool = program.command('spool').description('mail that was taken and is not filed yet');
  spool
    .command('list')
    .description('what lies in the spool, oldest first; works without the database')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const found = spooled(await openSpool(loadConfig(env).SPOOL_URL));
      if (json) return printJsonArray(found);
      const rows: SpoolView[] = [];
      for await (const view of found) rows.push(view);
      printTable(['id', 'received', 'mail from', 'bytes'], rows.map(toCells));
      if (rows.length === 0) printLine('Nothing waits in the spool.');
    });
}

async function* spooled(spool: Spool): AsyncGenerator<SpoolView> {
  for (const id of await spool.leftovers(0)) {
    const view = await viewOf(spool, id);
    if (view) yield view;
  }
}

/** Null where it was filed in the meantime. */
async function viewOf(spool: Spool, id: string): Promise<SpoolView | null> {
  const made = timeOfId(id);
  const receivedAt = made === null ? null : new Date(made).toISOString();
  try {
    const read = await spool.read(id);
    if (!read) return null;
    const { mail } = read;
    return { id, receivedAt: mail.receivedAt, mailFrom: mail.envelope.mailFrom, size: mail.size, readable: true };
  } catch {
    return { id, receivedAt, mailFrom: null, size: null, readable: false };
  }
}

const toCells = ({ id, receivedAt, mailFrom, size, readable }: SpoolView): string[] => [
  id,
  receivedAt ?? '-',
  readable ? shown(mailFrom ?? '<>', 40) : 'cannot be read',
  size === null ? '-' : String(size),
];
