// The mail door: turns the commands of a mail into actions. Pure.
//
// `act` checks the author's rights. A command that makes no sense is reported to the author; none is dropped
// silently.
import type { Action, FieldName, Fields } from '../desk/action.ts';
import type { Feedback } from '../desk/feedback.ts';
import type { Address } from '../mail/address.ts';
import { meansNote, type ReadCommand } from '../triage/commands/command.ts';
import { spelt } from '../triage/commands/names.ts';

/** Commands without an argument. */
export type BareCommand = 'note' | 'split' | 'separate' | 'undo' | 'help' | 'unfollow';
export type Commands = Readonly<{
  fields: Fields;
  /** The author's words of each command that sets a field. */
  words: Readonly<Partial<Record<FieldName, string>>>;
  mergeInto: Readonly<{ into: number; confirmed: boolean; words: string }> | null;
  follow: readonly Address[];
  requester: Address | null;
  /** Each with the author's words. */
  bare: ReadonlyMap<BareCommand, string>;
  /** Feedback on text that could not be read as a command. */
  feedback: readonly Feedback[];
}>;

export const noCommands: Commands = {
  fields: {},
  words: {},
  mergeInto: null,
  follow: [],
  requester: null,
  bare: new Map(),
  feedback: [],
};

/** Of two commands for the same thing the last one counts. `author` is the `me` of `#assign me`. */
export function commandsOf(given: readonly ReadCommand[], author: Address): Commands {
  let commands = noCommands;
  const feedback: Feedback[] = [];
  for (const read of given) {
    const misread = misreadOf(read);
    if (misread) feedback.push(misread);
    else commands = withCommand(commands, read, author);
  }
  return { ...commands, feedback };
}

/** Makes a note of an agent's mail that only looks like one: a sent note cannot be recalled, a kept one can be sent. */
export function keptAsNote(commands: Commands, given: readonly ReadCommand[]): Commands {
  const near = commands.bare.has('note') ? undefined : given.find(meansNote);
  if (!near) return commands;
  const words = said(near);
  const others = commands.feedback.filter(line => !('words' in line) || line.words !== words);
  return {
    ...commands,
    bare: new Map([...commands.bare, ['note', words]]),
    feedback: [{ kind: 'kept-as-note', words }, ...others],
  };
}

/** The actions in order: a merge comes first, so that the others apply to the ticket that goes on. */
export function actionsOf({ fields, words, mergeInto, follow, requester, bare }: Commands, author: Address): Action[] {
  const actions: Action[] = [];
  if (mergeInto) actions.push({ do: 'merge', ...mergeInto });
  if (bare.has('undo')) actions.push({ do: 'undo', words: bare.get('undo')! });
  if (Object.keys(fields).length > 0) actions.push({ do: 'set', fields, words });
  if (requester) actions.push({ do: 'for', requester: { address: requester, name: '' } });
  if (follow.length > 0) actions.push({ do: 'follow', people: follow.map(address => ({ address, name: '' })) });
  if (bare.has('unfollow')) actions.push({ do: 'unfollow', people: [{ address: author, name: '' }] });
  return actions;
}

const said = ({ words }: ReadCommand): string => words.slice(0, 100);

function misreadOf(read: ReadCommand): Feedback | null {
  const { command } = read;
  const words = said(read);
  if (command.kind === 'unknown')
    return { kind: 'not-understood', words, nearest: command.nearest && spelt(command.nearest) };
  if (command.kind === 'late') return { kind: 'not-first', words };
  return command.kind === 'invalid' ? { kind: 'not-understood', words, nearest: null } : null;
}

function withCommand(commands: Commands, read: ReadCommand, author: Address): Commands {
  const { command } = read;
  const words = said(read);
  const change = <Name extends FieldName>(field: Name, value: Fields[Name]): Commands => ({
    ...commands,
    fields: { ...commands.fields, [field]: value },
    words: { ...commands.words, [field]: words },
  });
  switch (command.kind) {
    case 'status':
      return change('status', command.value);
    case 'priority':
      return change('priority', command.value);
    case 'instance':
      return change('instance', command.value);
    case 'assign':
      return change('assignee', command.to === 'me' ? author : command.to);
    case 'merge':
      return { ...commands, mergeInto: { into: command.into, confirmed: command.confirmed ?? false, words } };
    case 'follow':
      return { ...commands, follow: [...commands.follow, ...command.people] };
    case 'for':
      return { ...commands, requester: command.requester };
    case 'mine':
      return { ...commands, requester: author };
    case 'inside':
    case 'invalid':
    case 'late':
    case 'unknown':
      return commands;
    default:
      return { ...commands, bare: new Map([...commands.bare, [command.kind, words]]) };
  }
}
