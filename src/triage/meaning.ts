// Triage reads what the author says about a ticket: which platform, how urgent, which commands, what is not said.
//
// Pure, and over the author's own new words only: nothing quoted, forwarded or hidden may decide
// anything. Whether the author may give a command, or may write about that instance, is decided by
// those who act on it. Whatever the text is, reading it takes time linear in what is scanned, and
// no more than the first 64 KB are.
import { ownSubject } from '../mail/subject.ts';
import { readAnswers } from './commands/answers.ts';
import type { Command, ReadCommand } from './commands/command.ts';
import { readCommands } from './commands/read-commands.ts';
import { type Lack, missingFrom } from './fields/completeness.ts';
import { labelledLines } from './fields/form.ts';
import { findInstance, type Instance } from './fields/instance.ts';
import { labelledSubject, plainLines } from './fields/label.ts';
import { type FoundPriority, findPriority } from './fields/priority.ts';
import { fold, wordsOf } from './fold.ts';
import { greetings } from './words/greetings.ts';
import { wordStart } from './words/phrases.ts';

export type Facts = Readonly<{
  subject: string;
  /** The author's own new text, without what it quotes. */
  text: string;
  importance: 'high' | 'normal' | 'low' | null;
  /** The author's, as the directory has them. */
  instances: readonly string[];
  /** Everybody's. */
  knownInstances: ReadonlySet<string>;
  /** Images that the author sends: a screenshot shows the error, and on which case. */
  hasImages: boolean;
}>;

export type Meaning = Readonly<{
  /** As a ticket shows it, of the first words where the mail has none: no reply prefix, gateway's mark or tag of ours. `[HIGH]`, `tt_x` are the author's and stay. */
  subject: string;
  instance: Instance | null;
  priority: FoundPriority | null;
  /** What a description of an incident lacks; whether to ask for it is for the reader to say. */
  missing: readonly Lack[];
  commands: readonly Command[];
  /** The same with the words that they were given in. */
  given: readonly ReadCommand[];
  /** What a reply of few words answers to the questions of our receipt: for members' replies, never for a new mail. */
  answers: readonly ReadCommand[];
  /** The text after the leading commands. */
  description: string;
}>;

export function understand(facts: Facts): Meaning {
  const subject = ownSubject(facts.subject);
  const { commands, rest } = readCommands(facts.text);
  const lines = plainLines(facts.text);
  const said = [...labelledSubject(subject), ...labelledLines(lines)];
  const marked = commands.filter(read => read.marked);
  return {
    subject: subject || firstWords(rest),
    instance: findInstance({ ...facts, subject, said, commanded: commandedInstance(marked.map(read => read.command)) }),
    priority: findPriority({ subject, said, commanded: commandedPriority(marked), importance: facts.importance }),
    missing: missingFrom({ subject, description: rest, hasImages: facts.hasImages }),
    commands: commands.map(read => read.command),
    given: commands,
    answers: readAnswers(rest, facts.knownInstances),
    description: rest,
  };
}

const maxSubject = 70;
const greets = wordStart(greetings);

/** A subject for a mail without one: the first line that says something, cut between words. */
function firstWords(text: string): string {
  const says = (line: string) => wordsOf(line).length > 1 && greets.exec(fold(line))?.index !== 0;
  const line = ownSubject(plainLines(text).find(says) ?? '');
  if (line.length <= maxSubject) return line.replace(/[.,;:!]+$/, '');
  return `${line
    .slice(0, maxSubject + 1)
    .replace(/\s+\S*$/, '')
    .slice(0, maxSubject)}…`;
}

function commandedInstance(commands: readonly Command[]): string | null {
  return commands.find(command => command.kind === 'instance')?.value ?? null;
}

function commandedPriority(commands: ReturnType<typeof readCommands>['commands']) {
  for (const { command, words } of commands) if (command.kind === 'priority') return { value: command.value, words };
  return null;
}
