// The commands of a mail become actions: of two for one thing the last counts, and a merge goes first.
import { describe, expect, test } from 'vitest';
import { actionsOf, commandsOf, keptAsNote, noCommands } from '../../src/filing/commands.ts';
import type { Address } from '../../src/mail/address.ts';
import { readCommands } from '../../src/triage/commands/read-commands.ts';

const [sam, bob, eve] = ['sam@desk.test', 'bob@clinic.test', 'eve@lab.test'] as [Address, Address, Address];
const given = (text: string) => readCommands(text).commands;
const read = (text: string) => commandsOf(given(text), sam);
const actions = (text: string) => actionsOf(read(text), sam);
const mailbox = (address: Address) => ({ address, name: '' });

test.each<[string, object[]]>([
  ['#pending', [{ do: 'set', fields: { status: 'pending' }, words: { status: '#pending' } }]],
  ['#priority high', [{ do: 'set', fields: { priority: 'high' }, words: { priority: '#priority high' } }]],
  ['#high\n#low', [{ do: 'set', fields: { priority: 'low' }, words: { priority: '#low' } }]],
  ['#instance tt_lakes', [{ do: 'set', fields: { instance: 'tt_lakes' }, words: { instance: '#instance tt_lakes' } }]],
  ['#assign me', [{ do: 'set', fields: { assignee: sam }, words: { assignee: '#assign me' } }]],
  [`#assign ${bob}`, [{ do: 'set', fields: { assignee: bob }, words: { assignee: `#assign ${bob}` } }]],
  ['#merge PT-7', [{ do: 'merge', into: 7, confirmed: false, words: '#merge PT-7' }]],
  ['#merge PT-7 yes', [{ do: 'merge', into: 7, confirmed: true, words: '#merge PT-7 yes' }]],
  [`#follow ${bob} ${eve}`, [{ do: 'follow', people: [mailbox(bob), mailbox(eve)] }]],
  [`#follow ${bob}\n#follow ${eve}`, [{ do: 'follow', people: [mailbox(bob), mailbox(eve)] }]],
  [`#for ${bob}`, [{ do: 'for', requester: mailbox(bob) }]],
  ['#mine', [{ do: 'for', requester: mailbox(sam) }]],
  ['#undo', [{ do: 'undo', words: '#undo' }]],
  ['#unfollow', [{ do: 'unfollow', people: [mailbox(sam)] }]],
  ['#note', []],
  ['Nothing of that.', []],
])('%j', (text, expected) => {
  expect(actions(text)).toEqual(expected);
});

test('all at once are done in an order of their own', () => {
  const text = `#unfollow\n#follow ${bob}\n#mine\n#high\n#undo\n#merge PT-7`;
  expect(actions(text).map(each => each.do)).toEqual(['merge', 'undo', 'set', 'for', 'follow', 'unfollow']);
});

test('commands without an argument are kept with their words', () => {
  expect([...read('#note #help\n#split').bare]).toEqual([
    ['note', '#note'],
    ['help', '#help'],
    ['split', '#split'],
  ]);
  expect(read('')).toEqual(noCommands);
});

test.each<[string, object[]]>([
  ['#resolvd', [{ kind: 'not-understood', words: '#resolvd', nearest: 'resolved' }]],
  ['#zzzzzzzzzz', [{ kind: 'not-understood', words: '#zzzzzzzzzz', nearest: null }]],
  ['#priority soon', [{ kind: 'not-understood', words: '#priority soon', nearest: null }]],
  ['It is down.\n#high', [{ kind: 'not-first', words: '#high' }]],
])('%j is said to its author, and not done', (text, feedback) => {
  expect([read(text).feedback, actions(text)]).toEqual([feedback, []]);
});

describe('what looks like a note', () => {
  const kept = (text: string) => keptAsNote(read(text), given(text));
  test.each([
    ['#ntoe\nShe pays late.', '#ntoe'],
    ['Internal note: she pays late', 'Internal note:'],
    ['Hello\n#note\nShe pays late.', '#note'],
  ])('%j is one, and that is all that is said of it', (text, words) => {
    const { bare, feedback } = kept(text);
    expect(bare.has('note')).toBe(true);
    expect(feedback).toEqual([{ kind: 'kept-as-note', words: bare.get('note') }]);
    expect(bare.get('note')).toContain(words.slice(0, 5));
  });
  test('or is no note, or one already', () => {
    for (const text of ['#note\nShe pays late.', '#high\nIt is down.', '#resolvd'])
      expect(kept(text)).toEqual(read(text));
  });
  test('and what else is wrong is said, too', () => {
    expect(kept('#ntoe\n#priority soon').feedback).toEqual([
      { kind: 'kept-as-note', words: '#ntoe' },
      { kind: 'not-understood', words: '#priority soon', nearest: null },
    ]);
  });
});
