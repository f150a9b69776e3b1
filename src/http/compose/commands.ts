// Commands at the head of what an agent types on a ticket's page: the words of a mail, read by the readers of mail.
//
// What a mail is answered about, a page asks before anything is sent: a word that is no command, one without sense, one
// below the head. A sent word cannot be recalled, and the page is still open.
import type { Action } from '../../desk/action.ts';
import type { Attachment } from '../../desk/attachment.ts';
import type { Feedback } from '../../desk/feedback.ts';
import type { Status } from '../../desk/ticket.ts';
import { actionsOf, type Commands, commandsOf, keptAsNote } from '../../filing/commands.ts';
import type { Address } from '../../mail/address.ts';
import type { ReadCommand } from '../../triage/commands/command.ts';
import { readCommands } from '../../triage/commands/read-commands.ts';
import { plainLine } from '../../triage/fields/label.ts';

export type Field = 'answer' | 'note';
export type Written = Readonly<{
  text: string;
  field: Field;
  author: Address;
  attachments?: readonly Attachment[];
  /** The newest entry that the author has seen. */
  seen?: number;
  /** The status of the button. */
  then?: Status | undefined;
  /** The author has been asked and sends it all the same, as by the answer `send`. */
  confirmed?: boolean;
}>;

/** What keeps the text from being sent, with its line from 1; `elsewhere`: it is done at an entry, or asks for the guide. */
export type Doubt = Readonly<{ at: number; why: Feedback | 'split' | 'help' | 'contradicts'; words: string }>;

export type TypedOrder = Readonly<{
  /** The commands first, as in a mail: a merge, the other ones, then what is said, and the button's status. */
  actions: readonly Action[];
  commands: Commands;
  /** Whether there is any command. */
  isOrdered: boolean;
  /** It stays with the agents, from whichever field. */
  isNote: boolean;
  /** Commands only: nothing is said. */
  isOrder: boolean;
  doubts: readonly Doubt[];
}>;

export function orderIn(written: Written): TypedOrder {
  const { field, author, attachments = [], seen, then, confirmed = false } = written;
  const text = written.text.replaceAll('\0', '').trim();
  const { commands: given, rest } = readCommands(text);
  const known = confirmed ? given.filter(({ command }) => command.kind !== 'unknown') : given;
  const read = commandsOf(known, author);
  const commands = field === 'answer' ? keptAsNote(read, given) : read;
  const isNote = field === 'note' || commands.bare.has('note');
  const isOrder = given.length > 0 && rest === '' && attachments.length === 0;
  const { status } = commands.fields;
  const said: Action = {
    do: isNote ? 'note' : 'answer',
    text: rest,
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(seen === undefined ? {} : { seen }),
  };
  const actions: Action[] = [
    ...actionsOf(commands, author),
    ...(isOrder ? [] : [said]),
    ...(then && status === undefined ? [{ do: 'set', fields: { status: then } } as const] : []),
  ];
  const asked = confirmed ? [] : given.flatMap(each => doubtOf(each, { text, author }));
  const contradicts: Doubt[] =
    then && status !== undefined && status !== then
      ? [{ at: lineOf(text, commands.words.status ?? ''), why: 'contradicts', words: commands.words.status ?? '' }]
      : [];
  return { actions, commands, isOrdered: given.length > 0, isNote, isOrder, doubts: [...asked, ...contradicts] };
}

function doubtOf(read: ReadCommand, { text, author }: Readonly<{ text: string; author: Address }>): Doubt[] {
  const { command, marked } = read;
  const words = read.words.slice(0, 100);
  const at = lineOf(text, words);
  if (command.kind === 'split' || command.kind === 'separate') return [{ at, why: 'split', words }];
  if (command.kind === 'help') return [{ at, why: 'help', words }];
  // Without `#` it may well be what the author wants to say: `Resolved`.
  return marked ? commandsOf([read], author).feedback.map(why => ({ at, why, words })) : [];
}

/** From 1; 0 where it is not found. */
const lineOf = (text: string, words: string): number =>
  text.split('\n').findIndex(line => words !== '' && (line.includes(words) || plainLine(line).includes(words))) + 1;
