// Reads the argument of a command.
import { type Address, toAddress } from '../../mail/address.ts';
import { namedInstance } from '../fields/instance.ts';
import { answeredLevel } from '../fields/level.ts';
import { phraseKey } from '../fold.ts';
import { myself } from '../words/myself.ts';
import { keysOf } from '../words/phrases.ts';
import { towards } from '../words/towards.ts';
import { yes } from '../words/yes.ts';
import type { Command } from './command.ts';
import { withoutCourtesy } from './courtesy.ts';
import { statusAnswered, type Taking } from './names.ts';

const isTowards = keysOf(towards);
const isMyself = keysOf(myself);
const isYes = keysOf(yes);
const maxPeople = 48;

const addressesIn = (text: string): Address[] =>
  [...text.slice(0, 4000).matchAll(/[^\s<>()[\]",;:]{1,64}@[^\s<>()[\]",;:]{1,255}/g)]
    .slice(0, maxPeople)
    .flatMap(([found]) => toAddress(found.replace(/^mailto:/i, '').replace(/[.!?]+$/, '')) ?? []);

/** The command with its argument, or null where the argument makes no sense. */
export function withArgument(name: Taking, given: string): Command | null {
  // A question is no command. In `low → high` the end counts.
  if (given.trimEnd().endsWith('?')) return null;
  const argument = withoutCourtesy(given.split(/(?:[-=]>|[→⇒])/).at(-1) ?? '');
  if (name === 'priority') {
    const level = answeredLevel(argument);
    return level && { kind: 'priority', value: level.value };
  }
  if (name === 'instance') {
    const value = namedInstance(argument);
    return value === null ? null : { kind: 'instance', value };
  }
  if (name === 'status') {
    const value = statusAnswered(argument.slice(0, 40));
    return value ? { kind: 'status', value } : null;
  }
  if (name === 'assign') {
    if (isMyself.has(phraseKey(argument))) return { kind: 'assign', to: 'me' };
    const to = toAddress(/[^\s<>()[\]",;:]+@[^\s<>()[\]",;:]+/.exec(argument.slice(0, 300))?.[0] ?? '');
    return to && { kind: 'assign', to };
  }
  if (name === 'follow' || name === 'for') {
    const [first, ...others] = addressesIn(argument);
    if (!first) return null;
    return name === 'for' ? { kind: 'for', requester: first } : { kind: 'follow', people: [first, ...others] };
  }
  const [, key = argument, agreed = ''] = /^(.*\d\]?)[\s,;:.–-]+(\p{L}{1,12})[.!]?$/u.exec(argument.trim()) ?? [];
  const confirmed = isYes.has(phraseKey(agreed));
  const into = ticketNamed(confirmed ? key : argument);
  return into === null ? null : { kind: 'merge', into, ...(confirmed ? { confirmed } : {}) };
}

/** `PT-7`, `into #7`, `this into [PT-7] Portal down`: exactly one ticket, with any kind of hyphen. */
function ticketNamed(argument: string): number | null {
  const keys = [...argument.matchAll(/\bPT[-\s‐-―−]?(\d{1,12})\b/gi)];
  const [first = '', ...others] = argument.split(/\s+/);
  const named = isTowards.has(phraseKey(first)) ? others.join(' ') : argument;
  const [, digits] = keys.length === 1 ? keys[0]! : (/^\[?\s?#?(\d{1,12})\s?\]?\.?$/.exec(named.trim()) ?? []);
  return digits !== undefined && Number(digits) > 0 ? Number(digits) : null;
}
