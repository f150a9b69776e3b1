import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { mails } from '../../src/db/schema/mails.ts';
import { type MailRange, mailsInOrder } from '../../src/tickets/views/mails-in-order.ts';
import { cloneDatabase } from '../support/database.ts';

test('every mail once and in order over pages, also where many came in one millisecond', async () => {
  const { db, close } = openDatabase(await cloneDatabase());
  const start = Date.UTC(2026, 0, 1);
  const rows = Array.from({ length: 2_500 }, (_, n) => ({
    id: String((n * 1_237) % 2_500).padStart(26, '0'),
    receivedAt: new Date(start + Math.floor(n / 700)),
    rcptTo: ['support@mx.test'],
    size: 1,
  }));
  for (let at = 0; at < rows.length; at += 500) await db.insert(mails).values(rows.slice(at, at + 500));
  const order = rows
    .toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
  const ids = async (range: MailRange) => {
    const found: string[] = [];
    for await (const { id } of mailsInOrder(db, range)) found.push(id);
    return found;
  };
  expect(await ids({})).toEqual(order);
  expect(await ids({ limit: 2_499 })).toEqual(order.slice(1));
  expect(await ids({ limit: 3 })).toEqual(order.slice(-3));
  expect(await ids({ limit: 9_999 })).toEqual(order);
  expect(await ids({ since: new Date(start + 2) })).toEqual(order.slice(1_400));
  expect(await ids({ since: new Date(start + 2), limit: 5 })).toEqual(order.slice(-5));
  await close();
});
