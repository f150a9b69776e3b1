// What `act` answers, in the words of the command line.
import type { Feedback } from '../desk/feedback.ts';
import { shown } from '../log/one-line.ts';
import { printLine, Refused } from './output.ts';

/** Prints what was done. Throws for a refusal, with what to do. */
export function printFeedback(key: string, feedback: readonly Feedback[]): void {
  for (const line of feedback) if (!isRefusal(line)) printLine(`${key}: ${shown(sentenceOf(line), 300)}`);
  const refused = feedback.filter(isRefusal);
  if (refused.length > 0) throw new Refused(refused.map(line => `${key}: ${sentenceOf(line)}`).join('; '));
}

const refusals: readonly Feedback['kind'][] = [
  'nothing-to-undo',
  'cannot-undo',
  'changed-since',
  'not-an-agent',
  'no-such-ticket',
  'no-such-entry',
  'no-place',
  'not-allowed',
  'not-in-directory',
  'not-held',
  'too-many-followers',
  'may-not-follow',
  'merge-asks',
  'newcomers-wait',
];
const isRefusal = ({ kind }: Feedback): boolean => refusals.includes(kind);

export function sentenceOf(line: Feedback): string {
  switch (line.kind) {
    case 'changed':
    case 'undone': {
      const { field, from, to } = line.change;
      return `${line.kind === 'undone' ? 'undone: ' : ''}${field} ${from ?? 'none'} -> ${to ?? 'none'}`;
    }
    case 'same':
      return `no change, ${line.words} is what it has`;
    case 'noted':
      return 'noted; only agents see it';
    case 'kept-as-note':
      return `kept as a note because of ${line.words}; only agents see it`;
    case 'merged':
      return `merged into ${line.key}`;
    case 'split':
      return `the reply is now ${line.key}, with everyone on this ticket`;
    case 'separated':
      return `the reply is now ${line.key}, with its author alone`;
    case 'unmerged':
      return `undone: ${line.key} is a ticket of its own again`;
    case 'unsplit':
      return `undone: ${line.key} is part of this ticket again`;
    case 'stay-here':
      return `${line.count} written here since the merge stay here`;
    case 'nothing-to-undo':
      return 'there is nothing to undo by this person';
    case 'cannot-undo':
      return 'the last act of this person cannot be undone';
    case 'changed-since':
      return 'it has been changed since: postern ticket show tells how it is now';
    case 'unfollowed':
      return 'follows no more';
    case 'stays':
      return 'the requester and agents hear of a ticket whether they follow it or not';
    case 'followed':
      return `${line.names} now on this ticket`;
    case 'removed':
      return `${line.names} removed from this ticket`;
    case 'undone-followed':
      return `undone: ${line.names} removed from this ticket`;
    case 'undone-removed':
      return `undone: ${line.names} on this ticket again`;
    case 'has-left':
      return `${line.names} left this ticket, and does not follow`;
    case 'follows-again':
      return 'follows again';
    case 'undone-requester':
      return `undone: the requester is ${line.address} again`;
    case 'whose':
      return `its requester is not known: ${line.names === '' ? 'the forwarded mail names no author' : `${line.names} is not in the directory`}`;
    case 'offered-followers':
      return `in Cc of the forwarded mail: ${line.names}`;
    case 'requester':
      return `the requester is ${line.address}`;
    case 'requester-already':
      return `no change, the requester is ${line.address}`;
    case 'not-in-directory':
      return `${line.address} is not in the directory: postern admin add ${line.address} adds it`;
    case 'not-held':
      return `there is no held mail ${line.words}: postern held list shows which there are`;
    case 'not-an-agent':
      return `${line.address} is not an agent: postern admin add ${line.address} --role agent makes one`;
    case 'no-such-ticket':
      return `there is no ticket ${line.key}: postern ticket list shows which there are`;
    case 'no-such-entry':
      return 'there is no such reply on this ticket: postern ticket show lists them with their ids';
    case 'no-place':
    case 'not-allowed':
      return `not allowed: ${line.words}`;
    case 'not-first':
    case 'not-understood':
      return `not understood: ${line.words}`;
    case 'let-in':
      return `mail from ${line.address} is let in`;
    case 'let-in-always':
      return `mail from ${line.address} is let in, and its author follows the ticket`;
    case 'kept-out':
      return `mail from ${line.address} is kept out`;
    case 'still-asked':
      return `mail from ${line.address} still waits`;
    case 'too-many-followers':
      return `${line.left} not added: a ticket has at most ${line.most} followers`;
    case 'waits':
      return `not sent: ${line.words} is no command`;
    case 'sent-as-is':
      return 'sent as it is';
    case 'merge-asks':
      return `not merged: ${line.key} belongs to another organisation, and everyone on either ticket would read both (here: ${line.here}; there: ${line.there}); --yes merges`;
    case 'newcomers-wait':
      return `not added: ${line.names}; too many people from outside the directory`;
    case 'files-dropped':
      return `not kept, too many files: ${line.names}`;
    case 'blind-copy':
      return 'nobody follows by a blind copy';
    case 'may-not-follow':
      return `may not follow: ${line.names} (FOLLOWERS, or the rule of the organisation)`;
  }
}
