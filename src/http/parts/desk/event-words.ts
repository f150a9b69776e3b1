// What an event says, in the reader's language. Events are kept as English sentences, some of them for years: each is
// known by its form, and one of another form is shown as it stands.
import type { Say } from '../../words.ts';

const known: readonly (readonly [RegExp, string])[] = [
  [/^followers added: (?<names>.+)$/s, 'added'],
  [/^followers removed: (?<names>.+)$/s, 'removed'],
  [/^followers as before: (?<names>.+)$/s, 'asBefore'],
  [/^copied in from outside the directory: (?<names>.+)$/s, 'copied'],
  [/^(?<name>\S+) does not follow any more$/, 'left'],
  [/^(?<name>\S+) follows again$/, 'again'],
  [/^(?<name>\S+) is let in$/, 'letIn'],
  [/^(?<name>\S+) is let in for good$/, 'letInAlways'],
  [/^(?<name>\S+) is kept out$/, 'keptOut'],
  [/^(?<name>\S+) was removed from the directory, and is told no more$/, 'notTold'],
  [/^delivery: mail to (?<name>\S+) does not arrive: (?<why>.+)$/s, 'undelivered'],
  [/^not mailed to (?<name>\S+): (?<why>.+)$/s, 'notMailed'],
  [/^merged into (?<key>PT-\d+)$/, 'mergedInto'],
  [/^(?<key>PT-\d+) was merged into this ticket$/, 'merged'],
  [/^(?<key>PT-\d+) is a ticket of its own again$/, 'unmerged'],
  [/^a reply became (?<key>PT-\d+)$/, 'split'],
  [/^taken out of (?<key>PT-\d+)$/, 'takenOut'],
  [/^(?<key>PT-\d+) is part of (?<other>PT-\d+) again$/, 'unsplit'],
  [/^PT-\d+ follows up on (?<key>PT-\d+)$/, 'followsUp'],
  [/^PT-\d+ is followed up by (?<key>PT-\d+)$/, 'followedUp'],
  [/^requester: (?<from>\S+) -> (?<to>\S+)$/, 'requester'],
];

export function eventWords(text: string, say: Say): string {
  for (const [form, word] of known) {
    const blanks = form.exec(text)?.groups;
    if (blanks) return say(`desk.event.${word}`, blanks);
  }
  return text;
}
