import { type Command, Option } from 'commander';
import { decideHeldMail } from '../actions/held-mail.ts';
import { noteDeed } from '../db/deeds.ts';
import type { Decide } from '../desk/action.ts';
import { shown } from '../log/one-line.ts';
import { announceOutbox } from '../outbox/outbox.ts';
import { announceTickets } from '../tickets/changes.ts';
import { listMails } from '../tickets/views/mail-view.ts';
import { actorFor } from './actor.ts';
import { printFeedback, sentenceOf } from './feedback.ts';
import { printJson, printLine, printTable, Refused } from './output.ts';
import { deskOf, inReadingSession, inSession } from './session.ts';

export function addHeldCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const by = () => new Option('--as <agent>', 'address of an agent in the directory');
  const held = program.command('held').description('mail that waits for a decision');
  held
    .command('list')
    .description('each with its author and the reason')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await inReadingSession(env, ({ database }) => listMails(database.db, 'held'));
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
    .option('--always', 'and let its author follow the ticket from now on')
    .addOption(by())
    .action((mail: string, { as, always = false }: { as?: string; always?: boolean }) =>
      decide(env, { do: 'let-in', mail, always }, as),
    );
  held
    .command('drop <id>')
    .description('keep it out, and what its author writes to that ticket; its bytes stay')
    .addOption(by())
    .action((mail: string, { as }: { as?: string }) => decide(env, { do: 'keep-out', mail }, as));
}

async function decide(env: NodeJS.ProcessEnv, decision: Decide, as: string | undefined): Promise<void> {
  const decided = await inSession(env, async session => {
    const desk = await deskOf(session);
    const actor = actorFor(desk, as);
    const { db } = session.database;
    const made = await db.transaction(async tx => {
      const done = await decideHeldMail(tx, decision, actor, desk);
      await announceOutbox(tx);
      // On a ticket its event says so.
      if (!('refused' in done) && done.ticketNumber === null)
        await noteDeed(tx, { who: as ?? null, via: 'cli', act: `mail: ${decision.do}`, about: decision.mail });
      return done;
    });
    if (!('refused' in made) && made.ticketNumber !== null)
      await announceTickets(db, [made.ticketNumber]).catch(() => {});
    return made;
  });
  if ('refused' in decided) throw new Refused(sentenceOf(decided.refused));
  printFeedback(decision.mail, decided.feedback);
}

const whatToDo =
  'postern mail show ID tells all of one; postern held release ID lets it in, postern held drop ID keeps it out.';
