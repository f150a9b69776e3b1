// A35, X10 and X11 of the checklist: a sender's pool tries again from another of its addresses, after a
// 4xx and after a 250 that never arrived. However often and from wherever it comes, a mail is one ticket.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { listMails } from '../../src/tickets/views/mail-view.ts';
import { listTickets } from '../../src/tickets/views/ticket-view.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { connectSmtp, type PlainMail, wireOf } from '../support/smtp-client.ts';

const pool = ['203.0.113.9', '203.0.113.77', '198.51.100.5'];
const vouching = ['v=spf1 ip4:203.0.113.0/24 ip4:198.51.100.0/24 -all'];
const patiently = { timeout: 30_000, interval: 100 };

let dns: DnsServer;
let gateway: TestGateway;
let database: OpenDatabase;
beforeAll(async () => {
  dns = await startDnsServer();
  // The gateway stands behind a balancer, so that one machine can be a whole pool.
  gateway = await startTestGateway({ TRUSTED_RELAYS: '', DNS_SERVERS: dns.address, PROXY_FROM: '127.0.0.1' });
  database = openDatabase(gateway.databaseUrl, 2);
  for (const domain of ['@corp.test', '@other.test']) await gateway.cli('admin', 'add', domain);
  // Domains of a test each: answers are kept for a while.
  for (const domain of ['corp.test', 'other.test']) {
    dns.zone.set(`TXT ${domain}`, vouching);
    dns.zone.set(`TXT _dmarc.${domain}`, ['v=DMARC1; p=reject']);
  }
});
afterAll(async () => {
  await database?.close();
  await gateway?.remove();
  dns?.close();
});

/** The whole mail in a session of its own, from this address of the pool; the reply to the dot. */
async function sendFrom(ip: string, mail: PlainMail, port = gateway.smtpPort()): Promise<string> {
  const client = await connectSmtp(port);
  try {
    client.write(`PROXY TCP4 ${ip} 127.0.0.1 4321 25\r\n`);
    await client.reply();
    await client.say('EHLO client.test');
    await client.toData(mail.from, 'support@mx.test');
    client.write(wireOf(mail));
    return await client.reply();
  } finally {
    client.destroy();
  }
}
/** What became of the mails of this subject, once that is known of all. */
async function became(subject: string, count: number): Promise<string[]> {
  return vi.waitFor(async () => {
    const found = (await listMails(database.db)).filter(mail => mail.subject === subject);
    expect(found).toHaveLength(count);
    const dispositions = found.map(({ disposition }) => disposition).sort();
    expect(dispositions).not.toContain('pending');
    return dispositions;
  }, patiently);
}
const ticketsOf = async (subject: string) =>
  (await Array.fromAsync(listTickets(database.db, {}))).filter(ticket => ticket.subject === subject).length;
const receipts = async (subject: string) => (await gateway.outbox()).filter(mail => mail.includes(subject)).length;

test('A35: put off at one address, taken from another, and one ticket however late the third copy comes', async () => {
  const mail = { from: 'ada@other.test', id: 'put-off', subject: 'put off at first' };
  dns.zone.set('TXT other.test', 'SERVFAIL');
  for (const ip of pool) expect(await sendFrom(ip, mail)).toMatch(/^451 4\.4\.3/);
  expect(await ticketsOf(mail.subject)).toBe(0);
  dns.zone.set('TXT other.test', vouching);
  for (const ip of pool.toReversed()) expect(await sendFrom(ip, mail)).toMatch(/^250/);
  expect(await became(mail.subject, 3)).toEqual(['duplicate', 'duplicate', 'opened']);
  expect(await ticketsOf(mail.subject)).toBe(1);
  await expect.poll(() => receipts(mail.subject), patiently).toBe(1);
});

test('X10, X11: the 250 is lost on the way, and the mail comes again from another address', async () => {
  const mail = { from: 'ada@corp.test', id: 'lost', subject: 'the answer was lost' };
  const proxy = await startCuttingProxy(gateway.smtpPort());
  try {
    await expect(sendFrom(pool[0]!, mail, proxy.port)).rejects.toThrow();
    expect(proxy.cuts()).toBe(1);
    expect(await sendFrom(pool[1]!, mail, proxy.port)).toMatch(/^250/);
  } finally {
    proxy.close();
  }
  expect(await became(mail.subject, 2)).toEqual(['duplicate', 'opened']);
  expect(await ticketsOf(mail.subject)).toBe(1);
  await expect.poll(() => receipts(mail.subject), patiently).toBe(1);
});

test('A35: all of the pool at once', async () => {
  const mail = { from: 'ada@corp.test', id: 'at-once', subject: 'from everywhere at once' };
  const replies = await Promise.all([...pool, ...pool].map(ip => sendFrom(ip, mail)));
  expect(replies.filter(reply => reply.startsWith('250'))).toHaveLength(6);
  expect((await became(mail.subject, 6)).filter(word => word === 'opened')).toEqual(['opened']);
  expect(await ticketsOf(mail.subject)).toBe(1);
});
