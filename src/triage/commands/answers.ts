// Short answers to the questions of our receipt: `tt_pinolago`, `Alta`, `È tt_pinolago, priorità alta.`
//
// A technical name or a level with its noun counts wherever it is a whole clause near the top. A bare level or
// the name of a centre counts only where the reply says nothing else.
import { knownName, technicalName } from '../fields/instance.ts';
import { isCentreName, isLabelNoise, kindNamed } from '../fields/label.ts';
import { wholeLevel } from '../fields/level.ts';
import { wordsOf } from '../fold.ts';
import { closings } from '../words/closings.ts';
import { copulas } from '../words/copulas.ts';
import { greetings } from '../words/greetings.ts';
import { keysOf, wordStart } from '../words/phrases.ts';
import type { Command, ReadCommand } from './command.ts';
import { isCourteous, isThankful, withoutCourtesy } from './courtesy.ts';

const maxText = 600;
const maxClauses = 6;
const isCopula = keysOf(copulas);
const [greeting, closing] = [wordStart(greetings), wordStart(closings)];
const clauseEnd = /[.;,!](?:\s+|$)|\s[-–—/]\s|\s(?:e|ed|y|and|et|und)\s|\n/u;

/** `sure`: it counts even with other text beside it. `command` is null where the clause is no answer. */
type Clause = Readonly<{ words: string; command: Command | null; sure: boolean }>;

export function readAnswers(text: string, known: ReadonlySet<string>): ReadCommand[] {
  if (text.length > maxText) return [];
  const clauses = ownLines(text)
    .join('\n')
    .split(clauseEnd)
    .map(clause => clause.trim())
    .filter(clause => wordsOf(clause).length > 0 && !isCourteous(clause))
    .map(clause => clauseOf(withoutCourtesy(clause), known));
  const isOnlyAnswer = clauses.length <= maxClauses && clauses.every(({ command }) => command !== null);
  // Of several levels none is chosen.
  const levels = new Set(clauses.flatMap(({ command }) => (command?.kind === 'priority' ? [command.value] : [])));
  return clauses
    .slice(0, maxClauses)
    .filter(({ command }) => command?.kind !== 'priority' || levels.size === 1)
    .flatMap(({ words, command, sure }) =>
      command && (sure || isOnlyAnswer) ? [{ command, words, marked: false }] : [],
    );
}

/** The lines without quotes, greeting and closing, and without the text below the closing. */
function ownLines(text: string): string[] {
  const lines = text.split('\n').map(line => withoutQuestion(line.trim().replace(/^(?:\(?\d{1,2}[.)]|[-•*–])\s+/, '')));
  const own = lines.filter(line => line !== '' && !line.startsWith('>'));
  const begins = (line: string, words: RegExp) => words.exec(wordsOf(line).join(' '))?.index === 0;
  const end = own.findIndex((line, at) => at > 0 && (begins(line, closing) || isFarewell(line)));
  return own.slice(begins(own[0] ?? '', greeting) ? 1 : 0, end < 0 ? undefined : end);
}

/** `Which priority? High`: the question that the author copied is no part of the answer. */
function withoutQuestion(line: string): string {
  const [, question = '', answer = ''] = /^([^?？]{3,60})[?？]\s+(\S.*)$/u.exec(line) ?? [];
  return kindNamed(question) === null ? line : answer;
}

/** `Grazie, Ada`: thanks and at most a name. */
const isFarewell = (line: string): boolean =>
  isThankful(line) || (wordsOf(line).length <= 4 && isThankful(line.split(/[,.!]/, 1)[0]!));

function clauseOf(words: string, known: ReadonlySet<string>): Clause {
  const name = knownName(words, known) ?? technicalName(words);
  if (name !== null) {
    const rest = wordsOf(words.replace(/tt\\?[_-]\S+/i, ' ')).filter(
      word => !isCopula.has(word) && !isLabelNoise(word),
    );
    const isAlone = rest.length === 0 || ['instance', 'centre'].includes(kindNamed(rest.join(' ')) ?? '');
    // `Ecco: istanza tt_x`.
    const [, below = ''] = isAlone ? [] : (/^[^:]{1,60}:\s*(\S.*)$/.exec(words) ?? []);
    if (below !== '') return clauseOf(below, known);
    return { words, command: isAlone ? { kind: 'instance', value: name } : null, sure: true };
  }
  const said = wordsOf(words).filter(word => !isCopula.has(word));
  const level = said.length <= 4 ? wholeLevel(said.join(' '), 'tag') : null;
  if (level !== null && !words.includes('?')) {
    const named = said.some(word => kindNamed(word) === 'priority');
    return { words, command: { kind: 'priority', value: level }, sure: named };
  }
  const centre = isCentreName(words) ? words : null;
  return { words, command: centre === null ? null : { kind: 'instance', value: centre }, sure: false };
}
