// Orders: what the commands of a mail ask for, and which of it their author may ask. Pure.
//
// Whoever may not, or asks for what makes no sense, is told so; nothing is dropped without a word.

import type { Feedback } from '../desk/feedback.ts';
import type { Address } from '../mail/address.ts';
import type { TicketRow } from '../tickets/ticket.ts';
import { meansNote, type ReadCommand } from '../triage/commands/command.ts';
import { spelt } from '../triage/commands/names.ts';

/** A member is on the ticket: requester or follower. */
export type Standing = 'agent' | 'member';
export type Deed = 'note' | 'split' | 'separate' | 'undo' | 'help' | 'unfollow';
export type Commands = Readonly<{
  status: TicketRow['status'] | null;
  priority: NonNullable<TicketRow['priority']> | null;
  instance: string | null;
  assignee: Address | 'me' | null;
  mergeInto: number | null;
  acts: ReadonlyMap<Deed, string>;
  /** What is said back already. */
  lines: readonly Feedback[];
  /** The words of every order for a change, by what it changes. */
  words: ReadonlyMap<'status' | 'priority' | 'instance' | 'assignee', string>;
}>;

export const noCommands: Commands = {
  status: null,
  priority: null,
  instance: null,
  assignee: null,
  mergeInto: null,
  acts: new Map(),
  lines: [],
  words: new Map(),
};

const forMembers: readonly ReadCommand['command']['kind'][] = [
  'priority',
  'instance',
  'status',
  'separate',
  'unfollow',
  'help',
];

/** The last one counts where two ask for the same thing. */
export function commandsOf(given: readonly ReadCommand[], rank: Standing): Commands {
  const refusals: Feedback[] = [];
  let orders = noCommands;
  for (const read of given) {
    const line = refusalOf(read, rank);
    if (line) refusals.push(line);
    else orders = withCommand(orders, read);
  }
  return { ...orders, lines: refusals };
}

/** An agent's note that is not said as one: sent, it could not be taken back; kept, it can still be sent. */
export function keptAsNote(orders: Commands, given: readonly ReadCommand[]): Commands {
  const near = orders.acts.has('note') ? undefined : given.find(meansNote);
  if (!near) return orders;
  const words = near.words.slice(0, 100);
  const others = orders.lines.filter(line => !('words' in line) || line.words !== words);
  return {
    ...orders,
    acts: new Map([...orders.acts, ['note', words]]),
    lines: [{ kind: 'kept-as-note', words }, ...others],
  };
}

function refusalOf({ command, words }: ReadCommand, rank: Standing): Feedback | null {
  const said = words.slice(0, 100);
  if (command.kind === 'unknown')
    return { kind: 'not-understood', words: said, nearest: command.nearest && spelt(command.nearest) };
  if (command.kind === 'late') return { kind: 'not-first', words: said };
  if (command.kind === 'invalid') return { kind: 'not-understood', words: said, nearest: null };
  if (rank === 'agent' || command.kind === 'inside') return null;
  const mayMove = command.kind !== 'status' || command.value === 'open' || command.value === 'resolved';
  return mayMove && forMembers.includes(command.kind) ? null : { kind: 'not-allowed', words: said };
}

function withCommand(orders: Commands, { command, words }: ReadCommand): Commands {
  const change = (field: 'status' | 'priority' | 'instance' | 'assignee', value: string): Commands => ({
    ...orders,
    [field]: value,
    words: new Map([...orders.words, [field, words.slice(0, 100)]]),
  });
  switch (command.kind) {
    case 'status':
    case 'priority':
    case 'instance':
      return change(command.kind, command.value);
    case 'assign':
      return change('assignee', command.to);
    case 'merge':
      return { ...orders, mergeInto: command.into };
    case 'invalid':
    case 'inside':
    case 'late':
    case 'unknown':
      return orders;
    default:
      return { ...orders, acts: new Map([...orders.acts, [command.kind, words.slice(0, 100)]]) };
  }
}
