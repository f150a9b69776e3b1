import type { Command } from 'commander';
import { dropHeld, releaseHeld } from '../tickets/held.ts';
import { listMails } from '../tickets/views/mail-view.ts';
import { printJson, printLine, printTable, Refused, shown } from './output.ts';
import { inSession } from './session.ts';

export function addHeldCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const held = program.command('held').description('mail that waits for somebody to decide');
  held
    .command('list')
    .option('--json')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await inSession(env, ({ database }) => listMails(database.db, 'held'));
      if (json) return printJson(found);
      const cells = found.map(each => [
        each.id,
        each.receivedAt,
        shown(each.from, 36),
        shown(each.subject),
        shown(each.reasons.at(-1), 80),
      ]);
      printTable(['id', 'received', 'from', 'subject', 'because'], cells);
      if (found.length > 0) printLine(whatToDo);
    });
  held
    .command('release <id>')
    .description('let it in: it is filed as if its author had been admitted')
    .action(async (id: string) => {
      if (!(await inSession(env, ({ database }) => releaseHeld(database.db, id)))) throw unknown(id);
      printLine(`${id} is let in.`);
    });
  held
    .command('drop <id>')
    .description('keep it out; its bytes stay where they are')
    .action(async (id: string) => {
      if (!(await inSession(env, ({ database }) => dropHeld(database.db, id)))) throw unknown(id);
      printLine(`${id} is kept out.`);
    });
}

const whatToDo =
  'postern mail show ID tells all of one; postern held release ID lets it in, postern held drop ID keeps it out.';

const unknown = (id: string) => new Refused(`there is no held mail ${id}: postern held list shows which there are`);
