// Each bar of a chart leads to the tickets that it counts.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadWords } from '../../../src/delivery/templates/words.ts';
import { chartsPage } from '../../../src/http/parts/desk/charts.ts';
import type { SignedInVisit } from '../../../src/http/visit.ts';
import { sayIn } from '../../../src/http/words.ts';
import type { Address } from '../../../src/mail/address.ts';
import { findTickets } from '../../../src/search/find-tickets.ts';
import { parseQuery } from '../../../src/search/query.ts';
import { deskFigures } from '../../../src/tickets/views/figures.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';

const [ada, sam] = ['ada@clinic.test', 'sam@desk.test'] as [Address, Address];
let desk: TestDesk;

beforeAll(async () => {
  desk = await openDesk([
    { email: ada, name: 'Ada Ferri', role: 'admin', instances: ['tt_sanrafael'] },
    { email: sam, name: 'Sam', role: 'agent' },
  ]);
  const hours = [1, 30, 31, 5 * 24, 6.5 * 24, 10 * 24, 20 * 24, 40 * 24];
  for (const [at, age] of hours.entries()) {
    const { ticket } = await desk.write({ from: ada, subject: `Ticket ${at} tt_sanrafael`, text: 'It stays empty.' });
    await desk.db.execute(
      sql`update tickets set created_at = now() - ${age}::float8 * interval '1 hour' where number = ${ticket}`,
    );
  }
  // A desk whose server is far from UTC.
  await desk.db.execute(sql.raw(`set time zone 'Pacific/Kiritimati'`));
});
afterAll(() => desk.close());

const page = async (locale: 'en' | 'de') => {
  const visit = { say: sayIn(loadWords(['templates'], locale)), locale, zone: 'UTC' } as unknown as SignedInVisit;
  return String(await chartsPage(visit, await deskFigures(desk.db)));
};
/** Each chart's rows: where they lead, what they are called, and what they count. */
const rowsOf = (text: string) =>
  text
    .split('<figure')
    .slice(1)
    .map(figure =>
      [...figure.matchAll(/<th scope="row"><a href="([^"]*)" dir="auto">([^<]*)<\/a><\/th>(.*?)<\/tr>/g)].map(
        ([, href = '', label = '', cells = '']) => ({
          query: new URLSearchParams(href.replaceAll('&amp;', '&').split('?')[1]).get('q')!,
          label,
          count: [...cells.matchAll(/>(\d+)</g)].reduce((sum, [, count]) => sum + Number(count), 0),
        }),
      ),
    );

test('the bars of days, ages and instances count what their lists show', async () => {
  const [opened = [], byAge = [], , instances = []] = rowsOf(await page('en'));
  expect(byAge.map(({ label, count }) => [label, count])).toEqual([
    ['&lt; 1', 1],
    ['1–3', 2],
    ['3–7', 2],
    ['7–14', 1],
    ['14–30', 1],
    ['&gt; 30', 1],
  ]);
  expect([opened.length, instances.length]).toEqual([28, 1]);
  for (const { query, count } of [...opened, ...byAge, ...instances]) {
    const viewer = { email: sam, sees: 'all', findsNotes: true } as const;
    const { rows } = await findTickets(desk.db, parseQuery(query), { viewer, limit: 50 });
    expect([query, rows.length]).toEqual([query, count]);
  }
});

test('days are written as in the language of the reader', async () => {
  const [[english], [german]] = [rowsOf(await page('en'))[0]!, rowsOf(await page('de'))[0]!];
  expect(english?.label).toMatch(/^\d{1,2} [A-Z][a-z]+$/);
  expect(german?.label).toMatch(/^\d{1,2}\. [A-Z][a-zä]+\.?$/);
});
