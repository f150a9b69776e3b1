// One machine keeps house at a time: the others leave all of it alone, and find it done or do it later.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tickets } from '../../src/db/schema/tickets.ts';
import { keepHouse } from '../../src/jobs/housekeeping.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

const ada = 'ada@clinic.test';
let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk([{ email: ada, role: 'admin' }]);
});
afterAll(() => desk.close());

test('while another transaction has the lock nothing is closed, and afterwards it is', async () => {
  const { ticket } = await desk.write({ from: ada, text: 'Slow.' });
  const number = ticket!;
  const long = new Date(Date.now() - 8 * 86_400_000);
  await desk.db.update(tickets).set({ status: 'resolved', statusSince: long }).where(eq(tickets.number, number));
  const statusOf = async () => (await desk.ticket(number)).status;
  const errors: unknown[] = [];
  const keep = () =>
    keepHouse({ db: desk.db, desk: desk.desk, offer: () => {}, onError: cause => void errors.push(cause) }, new Date());
  await desk.db.transaction(async tx => {
    // The number is a promise to every release that runs beside this one.
    await tx.execute(sql`select pg_advisory_xact_lock(7673839)`);
    await keep();
    expect(await statusOf()).toBe('resolved');
  });
  await keep();
  expect(await statusOf()).toBe('closed');
  expect(errors).toEqual([]);
});
