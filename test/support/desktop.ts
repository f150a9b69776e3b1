// A gateway to be looked at from behind: what it has filed, what it has sent, and when it has nothing left to do.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/db/database.ts';
import { fieldValue } from '../../src/mail/header.ts';
import { listMails, type MailView } from '../../src/tickets/views/mail-view.ts';
import { listTickets, showTicket, type TicketView } from '../../src/tickets/views/ticket-view.ts';
import { startDnsServer } from './dns-server.ts';
import { startTestGateway, type TestGateway } from './gateway.ts';
import { headerOf } from './wire.ts';

export type Desktop<G = TestGateway> = Readonly<{
  gateway: G;
  /** The command line; a change of the directory counts when it resolves. */
  postern(...args: string[]): Promise<string>;
  /** Every mail is filed and every answer is sent. */
  settled(): Promise<void>;
  tickets(): Promise<TicketView[]>;
  mails(): Promise<MailView[]>;
  fieldOfNewest(field: string, to: string): Promise<string>;
  /** What DNS answers, where the settings have `DNS_SERVERS=zone`. */
  publish(zone: Readonly<Record<string, string[]>>): void;
  /** As on the first day. */
  clear(): Promise<void>;
  close(): Promise<void>;
}>;

const patienceMs = 30_000;
// For the gateway to hear of the change.
const noticeMs = 250;

export const openDesktop = (settings: Record<string, string> = {}): Promise<Desktop> =>
  desktopOn(startTestGateway, settings);

/** The same, with a gateway that is started by `start`. */
export async function desktopOn<G extends Omit<TestGateway, 'stop'>>(
  start: (settings: Record<string, string>) => Promise<G>,
  settings: Record<string, string> = {},
): Promise<Desktop<G>> {
  const dns = settings.DNS_SERVERS === 'zone' ? await startDnsServer() : null;
  const gateway = await start({ ...settings, ...(dns ? { DNS_SERVERS: dns.address } : {}) });
  const { db, close } = openDatabase(gateway.databaseUrl, 2);

  async function isSettled(): Promise<boolean> {
    if ((await readdir(join(gateway.home, 'spool/new'))).length > 0) return false;
    const { rows } = await db.execute<{ count: string }>(sql`select
      (select count(*) from mails where disposition = 'pending') +
      (select count(*) from outbox where state = 'queued') as count`);
    return rows[0]?.count === '0';
  }
  async function settled(): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!(await isSettled())) {
      if (Date.now() > deadline) throw new Error(`the gateway is not done: ${gateway.log().slice(-2000)}`);
      await sleep(20);
    }
  }
  const tickets = async () => {
    const found = (await Array.fromAsync(listTickets(db, {}))).reverse();
    return Promise.all(found.map(async ({ number }) => (await showTicket(db, number))!));
  };
  return {
    gateway,
    async postern(...args) {
      const said = await gateway.cli(...args);
      if (args[0] === 'admin') await sleep(noticeMs);
      return said;
    },
    settled,
    tickets,
    mails: () => listMails(db),
    async fieldOfNewest(field, to) {
      await settled();
      const headers = (await gateway.outbox()).map(headerOf);
      const newest = headers.findLast(header => fieldValue(header, 'to')?.includes(to));
      return fieldValue(newest ?? [], field.toLowerCase()) ?? `no mail to ${to} has ${field}`;
    },
    publish(zone) {
      dns?.zone.clear();
      for (const [key, records] of Object.entries(zone)) dns?.zone.set(key, records);
    },
    async clear() {
      await db.execute(
        sql`truncate tickets, messages, followers, attachments, outbox, mails, people restart identity cascade`,
      );
      await db.execute(sql`notify postern_directory`);
      await rm(join(gateway.home, 'outbox'), { recursive: true, force: true });
    },
    async close() {
      await close();
      await gateway.remove();
      dns?.close();
    },
  };
}
