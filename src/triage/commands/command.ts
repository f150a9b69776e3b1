// Commands at the head of a mail: `#resolved`, `#assign ana@x.example`, `Priority: high`.
//
// Only the leading lines are read (read-commands.ts), so that no sentence further down acts. What looks like a
// command there is reported, so that its author is told. Nothing is carried out here, and the author's rights are
// checked in actions/rights.ts.
import type { Priority } from '../../desk/ticket.ts';
import type { Address } from '../../mail/address.ts';
import { wordsOf } from '../fold.ts';
import { type CommandStatus, commandNamed } from './names.ts';

export type Command =
  | { kind: 'priority'; value: Priority }
  | { kind: 'instance'; value: string }
  | { kind: 'status'; value: CommandStatus | 'new' }
  /** `me`: to the author of the mail. */
  | { kind: 'assign'; to: Address | 'me' }
  /** `confirmed`: `yes` follows the key. */
  | { kind: 'merge'; into: number; confirmed?: boolean }
  /** Further followers, by their addresses. */
  | { kind: 'follow'; people: readonly Address[] }
  /** Another requester. */
  | { kind: 'for'; requester: Address }
  /** The author is the requester. */
  | { kind: 'mine' }
  /** The rest of the mail is for agents only. */
  | { kind: 'note' }
  /** A label such as `Internal note:`. It makes a note of an agent's mail; in other mail it is text. */
  | { kind: 'inside' }
  /** The entry that the mail answers becomes a ticket of its own, with everyone on the thread. */
  | { kind: 'split' }
  /** The mail has nothing to do with this ticket: it becomes a ticket of its own, without the people of this one. */
  | { kind: 'separate' }
  /** Takes back the author's last change. */
  | { kind: 'undo' }
  | { kind: 'help' }
  | { kind: 'unfollow' }
  /** A command below the leading lines, where none is carried out. */
  | { kind: 'late'; word: string }
  /** A command whose argument makes no sense. */
  | { kind: 'invalid'; word: string; argument: string }
  /** `nearest` is an existing command that may have been meant. */
  | { kind: 'unknown'; word: string; nearest: string | null };

/** `words` as typed; `marked`: written with `#`. */
export type ReadCommand = Readonly<{ command: Command; words: string; marked: boolean }>;

/** An agent's `Internal note:`, `#ntoe`, or `#note` below a greeting: meant as a note, though it is not the command. */
export function meansNote({ command }: ReadCommand): boolean {
  if (command.kind === 'inside') return true;
  const said = command.kind === 'late' ? command.word : command.kind === 'unknown' ? command.nearest : null;
  return said !== null && commandNamed(wordsOf(said)[0] ?? '') === 'note';
}

/** The first `#word` at the head of the mail that is no command, with the nearest one, or null. */
export function unknownIn(given: readonly ReadCommand[]): Readonly<{ words: string; nearest: string | null }> | null {
  for (const { command, words, marked } of given)
    if (marked && command.kind === 'unknown') return { words, nearest: command.nearest };
  return null;
}
