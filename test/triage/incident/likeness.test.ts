// Issue: the same incident is recognised, and how often it is wrongly so. Both rates are printed.
import { describe, expect, test } from 'vitest';
import { likeliest, profileOf, type Said } from '../../../src/triage/incident/likeness.ts';
import { cpuMs } from '../../support/cpu.ts';
import { comparePairs, hands, noPast, pasts, reportsIn, told } from '../../support/same-incident.ts';

const kinds = Object.keys(hands).flatMap(hand => pasts.map(past => ({ hand, past })));
test.each(kinds)('reports $hand in a desk with a $past past', ({ hand, past }) => {
  const figures = comparePairs(reportsIn(hands[hand]!), past);
  console.log(`same incident, ${hand}, past ${past}: ${told(figures)}`);
  expect(figures.found / figures.pairs).toBeGreaterThan(0.65);
  expect(figures.alarms / figures.strangers).toBeLessThan(0.0005);
});

const finds = (one: Said, other: Said): boolean =>
  likeliest(profileOf(one), [{ profile: profileOf(other) }], noPast).length > 0;

describe('says nothing where there is nothing to tell by', () => {
  const empty = { subject: '', text: '' };
  const vague = { subject: 'Problem', text: 'Hello, it does not work. Please help. Thanks' };
  const printer = { subject: 'Printer', text: 'paper jam' };
  test.each([
    ['two empty ones', empty, empty],
    ['two that say only that something is wrong', vague, vague],
    ['one word in common', printer, { subject: 'Printer', text: 'needs toner cartridge' }],
    [
      'an error code in common',
      { subject: 'Error 500', text: 'in reports' },
      { subject: 'Error 500', text: 'in chat' },
    ],
  ])('%s', (_name, one, other) => expect(finds(one, other)).toBe(false));
});

describe('other words around it change nothing', () => {
  const report = { subject: 'Wristbands', text: 'Scanning wristbands on ward 3 fails, the scanner beeps twice.' };
  const profile = profileOf(report);
  test.each([
    ['a signature', `${report.text}\n\nKind regards\nNora Quill\nHead of nursing, Seaside Hospital`],
    ['another date, time and phone', `${report.text} 12.03.2026 08:15, 2026, +39 02 555 01 23`],
    ['greetings', `Good morning,\n\n${report.text}\n\nThanks!\nNora`],
    [
      'a form',
      `Ward: surgery\nName: Nora Quill\nPhone: 12 34 56\nWhat happens: ${report.text}\n\nPlease fill in every box of this page, or nobody calls back.`,
    ],
  ])('%s', (_name, text) => expect(profileOf({ ...report, text })).toEqual(profile));
  test('the names of who writes, and the instance', () => {
    const text = `Nora Quill of Seaside Hospital, tt_seaside: ${report.text}`;
    expect(profileOf({ ...report, text, who: ['Nora Quill', 'Seaside Hospital', null] })).toEqual(profile);
  });
});

test('words that became common an hour ago still tell an incident if earlier days did not have them', () => {
  const report = profileOf({ subject: 'Portal unreachable', text: 'Connection refused since nine, on every phone.' });
  const other = { profile: profileOf({ subject: 'Portal', text: 'unreachable, connection refused' }) };
  const quiet = { of: 60, seenIn: new Map([['portal', 9]]) };
  const habit = { of: 60, seenIn: new Map([...report.keys()].map(word => [word, 50])) };
  expect(likeliest(report, [other], quiet)).toEqual([other]);
  expect(likeliest(report, [other], habit)).toEqual([]);
});

test('a long text costs no more than its beginning', () => {
  const long = { subject: 'x', text: 'calendar slots doctor :: '.repeat(100_000) };
  const often = () => Array.from({ length: 200 }, () => profileOf(long));
  expect(cpuMs(often)).toBeLessThan(2_000);
});

test.each([
  'Vedi allegato.',
  'Please see attached.',
  'Ver adjunto',
  'Segue em anexo',
  'Voir pièce jointe',
  'Siehe Anhang',
])('%j alone makes no two tickets one incident', text => {
  const profile = profileOf({ subject: '', text });
  expect(likeliest(profile, [{ profile }], { of: 100, seenIn: new Map() })).toEqual([]);
});
