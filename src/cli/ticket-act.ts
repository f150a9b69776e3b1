// What the command line does to a ticket: the same acts as by mail.
import { type Command, Option } from 'commander';
import type { Action, Fields } from '../desk/action.ts';
import { type Priority, priorities, type Status, statuses } from '../desk/ticket.ts';
import { type Address, type Mailbox, toAddress } from '../mail/address.ts';
import { actorFor } from './actor.ts';
import { printFeedback, sentenceOf } from './feedback.ts';
import { Refused, readStdin } from './output.ts';
import { deskOf, inSession } from './session.ts';
import { parseKey } from './ticket-key.ts';

type As = { as?: string };
type ReplyOptions = { as: string; text: string; status?: Status; internal?: boolean };
type SetOptions = As & { status?: Status; priority?: Priority; instance?: string };

export function addTicketActs(ticket: Command, env: NodeJS.ProcessEnv): void {
  const by = () => new Option('--as <agent>', 'address of an agent in the directory');
  const one = (name: string, what: string, toAction: (argument: string) => Action) =>
    ticket
      .command(name)
      .description(what)
      .addOption(by())
      .action(async (key: string, argument: string, { as }: As) =>
        order(env, key, { as, actions: [toAction(argument)] }),
      );
  ticket
    .command('reply <key>')
    .description('answer on the thread as an agent')
    .requiredOption('--as <agent>', 'address of an agent in the directory')
    .requiredOption('--text <text>', '- reads it from standard input')
    .addOption(new Option('--status <status>', 'the status after it').choices(statuses))
    .option('--internal', 'a note, which only agents see')
    .action(async (key: string, options: ReplyOptions) => reply(env, key, options));
  ticket
    .command('set <key>')
    .description('change status, priority or instance; everyone on the thread is told')
    .addOption(new Option('--status <status>', 'the new status').choices(statuses))
    .addOption(new Option('--priority <priority>', 'the new priority').choices(priorities))
    .option('--instance <instance>', 'the new instance')
    .addOption(by())
    .action(async (key: string, { as, ...wanted }: SetOptions, command: Command) => {
      const fields = fieldsOf(wanted);
      if (Object.keys(fields).length === 0) command.error('error: name --status, --priority or --instance');
      await order(env, key, { as, actions: [{ do: 'set', fields }] });
    });
  ticket
    .command('merge <key> <into>')
    .description('make it part of another ticket')
    .option('--yes', 'also where the two belong to different organisations')
    .addOption(by())
    .action(async (key: string, into: string, { as, yes = false }: As & { yes?: boolean }) =>
      order(env, key, { as, actions: [{ do: 'merge', into: parseKey(into), confirmed: yes }] }),
    );
  ticket
    .command('split <key> <message>')
    .description('make a reply a ticket of its own; ticket show names the messages')
    .option('--alone', 'with its author alone, without the others on this ticket')
    .addOption(by())
    .action(async (key: string, message: string, { as, alone = false }: As & { alone?: boolean }) =>
      order(env, key, { as, actions: [{ do: 'split', message: Number(message) || 0, alone }] }),
    );
  ticket
    .command('undo <key>')
    .description('take back the last act of this agent')
    .addOption(by())
    .action(async (key: string, { as }: As) => order(env, key, { as, actions: [{ do: 'undo' }] }));
  one('assign <key> <agent>', 'give it to an agent', agent => ({ do: 'set', fields: { assignee: addressOf(agent) } }));
  one('follow <key> <address>', 'add a follower', who => ({ do: 'follow', people: [mailboxOf(who)] }));
  one('unfollow <key> <address>', 'remove a follower', who => ({ do: 'unfollow', people: [mailboxOf(who)] }));
  one('for <key> <address>', 'make it the ticket of another requester', who => ({
    do: 'for',
    requester: mailboxOf(who),
  }));
}

type Ordered = Readonly<{ as: string | undefined; actions: readonly Action[]; answered?: boolean }>;

async function order(env: NodeJS.ProcessEnv, key: string, { as, actions }: Ordered): Promise<void> {
  const ticketNumber = parseKey(key);
  // Loaded here, so that reading a ticket starts without it.
  const { act } = await import('../actions/act.ts');
  const { announceOutbox } = await import('../outbox/outbox.ts');
  const { announceTickets } = await import('../tickets/changes.ts');
  const acted = await inSession(env, async session => {
    const desk = await deskOf(session);
    const actor = actorFor(desk, as);
    const { db } = session.database;
    const done = await db.transaction(async tx => {
      const result = await act(tx, ticketNumber, actions, actor, desk);
      await announceOutbox(tx);
      return result;
    });
    if (!('refused' in done)) await announceTickets(db, [ticketNumber, done.ticket.number]).catch(() => {});
    return done;
  });
  if ('refused' in acted) throw new Refused(sentenceOf(acted.refused));
  printFeedback(`PT-${acted.ticket.number}`, acted.feedback);
}

async function reply(env: NodeJS.ProcessEnv, key: string, options: ReplyOptions): Promise<void> {
  const text = (options.text === '-' ? await readStdin() : options.text).replaceAll('\0', '').trim();
  if (text === '') throw new Refused('there is no text to send: --text - reads it from standard input');
  const { as, status, internal = false } = options;
  const set: Action[] = status ? [{ do: 'set', fields: { status } }] : [];
  await order(env, key, { as, actions: [{ do: internal ? 'note' : 'answer', text }, ...set] });
}

function fieldsOf({ status, priority, instance }: SetOptions): Fields {
  const value = instance?.replaceAll('\0', '').trim();
  return { ...(status ? { status } : {}), ...(priority ? { priority } : {}), ...(value ? { instance: value } : {}) };
}

function addressOf(text: string): Address {
  const address = toAddress(text);
  if (!address) throw new Refused(`${text} is not a mail address`);
  return address;
}

const mailboxOf = (text: string): Mailbox => ({ address: addressOf(text), name: '' });
