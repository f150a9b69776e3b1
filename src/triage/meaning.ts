// Triage reads what the author says about a ticket: instance, priority, commands, and what is missing.
//
// Pure, and over the author's own new words only: nothing quoted, forwarded or hidden may decide
// anything. The callers check whether the author may give a command or write about that instance.
// Reading takes time linear in the scanned text, which is at most the first 64 KB.
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
  /** A mail that the author forwards: it says what `text` does not, but commands in it are not the author's. */
  forwarded?: Readonly<{ mail: string; words: string; otherLines: readonly string[] }>;
  importance: 'high' | 'normal' | 'low' | null;
  /** The author's instances in the directory. */
  instances: readonly string[];
  /** All instances in the directory. */
  knownInstances: ReadonlySet<string>;
  /** Images that the author sends: a screenshot shows the error, and on which case. */
  hasImages: boolean;
}>;

export type Meaning = Readonly<{
  /**
   * The subject as a ticket shows it: without reply prefix, a gateway's mark or our tag. `[HIGH]` and `tt_x` are the
   * author's and stay. Made of the first words where the mail has no subject.
   */
  subject: string;
  instance: Instance | null;
  priority: FoundPriority | null;
  /** What a description of an incident lacks. The caller decides whether to ask for it. */
  missing: readonly Lack[];
  commands: readonly Command[];
  /** The commands with the author's words. */
  given: readonly ReadCommand[];
  /** Short answers to the questions of our receipt. They count in replies of requester and followers only. */
  answers: readonly ReadCommand[];
  /** The text after the leading commands. */
  description: string;
}>;

export function understand(facts: Facts): Meaning {
  const subject = ownSubject(facts.subject);
  const { commands, rest } = readCommands(facts.text);
  const { mail = '', words = '', otherLines = [] } = facts.forwarded ?? {};
  const lines = [plainLines(facts.text), plainLines([...otherLines, '', words].join('\n'))];
  const said = [...labelledSubject(subject), ...lines.flatMap(each => labelledLines(each, 'behind sentences'))];
  const marked = commands.filter(read => read.marked);
  return {
    subject: subject || firstWords(`${rest}\n${words}`),
    instance: findInstance({ ...facts, subject, said, commanded: commandedInstance(marked.map(read => read.command)) }),
    priority: findPriority({
      subject,
      said,
      lines: lines.flat(),
      commanded: commandedPriority(marked),
      importance: facts.importance,
    }),
    missing: missingFrom({ subject, description: joined(rest, words), hasImages: facts.hasImages }),
    commands: commands.map(read => read.command),
    given: commands,
    answers: readAnswers(rest, facts.knownInstances),
    description: joined(rest, mail),
  };
}

const joined = (above: string, below: string): string => [above, below].filter(Boolean).join('\n\n');

const maxSubject = 70;
const greets = wordStart(greetings);

/** A subject for a mail without one: the first line that is no greeting or command, cut between words. */
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
