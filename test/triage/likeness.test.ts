// Issue: the same incident is recognised, and how often it is wrongly so. Both rates are printed.
import { describe, expect, test } from 'vitest';
import { likeliest, type Said } from '../../src/triage/likeness.ts';
import { incidents } from './incidents.ts';

type Report = Said & Readonly<{ incident: string }>;

const courtesies = [
  (text: string) => text,
  (text: string) => `Good morning,\n\n${text}\n\nPlease help, it is urgent.\nKind regards\nMaria, Centro Medico Aurora`,
  (text: string) =>
    `Buongiorno,\n${text}\nGrazie, cordiali saluti\nMaria Bianchi\nCentro Medico Aurora, tel 02 555 0100`,
  (text: string) =>
    `Instance: tt_aurora\nPriority: high\n\nHello,\n${text}\nThe problem began today. Thanks in advance`,
];
const reports: Report[] = Object.entries(incidents).flatMap(([incident, words]) =>
  words.map((each, at) => {
    const [subject = '', text = ''] = each.split(' | ');
    return { incident, subject, text: courtesies[(at + incident.length) % courtesies.length]!(text) };
  }),
);
const others = (one: Report) => reports.filter(other => other !== one);

test('reports of one incident find each other, and of two incidents do not', () => {
  let pairs = 0;
  let hits = 0;
  let strangers = 0;
  let alarms = 0;
  let helped = 0;
  let misled = 0;
  for (const one of reports) {
    const found = likeliest(one, others(one), 3);
    const same = others(one).filter(({ incident }) => incident === one.incident);
    const right = found.filter(({ incident }) => incident === one.incident);
    pairs += same.length;
    hits += right.length;
    strangers += reports.length - 1 - same.length;
    alarms += found.length - right.length;
    helped += right.length > 0 ? 1 : 0;
    misled += found.length > right.length ? 1 : 0;
  }
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  console.log(
    `same incident: ${percent(hits, pairs)} of ${pairs} pairs found, ${percent(helped, reports.length)} of ${reports.length} reports find one; ` +
      `false alarms: ${percent(alarms, strangers)} of ${strangers} pairs, ${percent(misled, reports.length)} of reports`,
  );
  expect(helped / reports.length).toBeGreaterThan(0.8);
  expect(misled / reports.length).toBeLessThan(0.05);
});

test('a desk with one open ticket and a request about something else: nothing is said', () => {
  let alarms = 0;
  for (const one of reports)
    for (const other of others(one)) {
      if (one.incident !== other.incident) alarms += likeliest(one, [other], 1).length;
    }
  const all = reports.length * (reports.length - 1);
  console.log(`false alarms beside a single open ticket: ${alarms} of ${all}`);
  expect(alarms / all).toBeLessThan(0.005);
});

describe('says nothing where there is nothing to tell by', () => {
  const empty = { subject: '', text: '' };
  const vague = { subject: 'Problem', text: 'Hello, it does not work. Please help. Thanks' };
  test.each([
    ['two empty ones', empty, empty],
    ['two that say only that something is wrong', vague, vague],
    [
      'one word in common',
      { subject: 'Printer', text: 'paper jam' },
      { subject: 'Printer', text: 'needs toner cartridge' },
    ],
  ])('%s', (_name, one, other) => expect(likeliest(one, [other], 3)).toEqual([]));
});

test('a long text costs no more than its beginning', () => {
  const long = { subject: 'x', text: 'calendar slots doctor '.repeat(100_000) };
  const since = performance.now();
  likeliest(
    long,
    Array.from({ length: 200 }, () => long),
    3,
  );
  expect(performance.now() - since).toBeLessThan(2_000);
});
