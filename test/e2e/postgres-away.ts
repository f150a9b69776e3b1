// X4 to X6 of the checklist: PostgreSQL is away, in each way in which a server can be, before and after
// 354. No recipient is refused for good, what needs the database is put off, and the session goes on.
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cloneDatabase } from '../support/database.ts';
import { killServer, signalServer } from '../support/embedded.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { byPort } from '../support/second-client.ts';
import { greeted, type SmtpClient, sendPlain, wireOf } from '../support/smtp-client.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let gateway: GatewayProcess;
let line: TcpProxy | null = null;
/** Starts a gateway whose PostgreSQL can be made to go away and to come back. */
type Away = Readonly<{ start(): Promise<void>; leave(): Promise<void>; comeBack(): Promise<void> }>;

export const hung: Away = {
  start: async () => {
    gateway = await startGatewayProcess({ LOG_LEVEL: 'warn', DATABASE_URL: '' });
  },
  leave: () => signalServer(join(gateway.home, 'postgres'), 'SIGSTOP'),
  comeBack: () => signalServer(join(gateway.home, 'postgres'), 'SIGCONT'),
};
/** To the gateway that is a server which was stopped: what is open ends, and nothing answers. */
export const gone: Away = {
  async start() {
    const url = byPort(await cloneDatabase());
    line = await startTcpProxy(url.hostname, Number(url.port));
    url.host = `127.0.0.1:${line.port}`;
    gateway = await startGatewayProcess({ LOG_LEVEL: 'warn', DATABASE_URL: url.href });
  },
  leave: async () => line!.cut(),
  comeBack: async () => line!.restore(),
};

const patiently = { timeout: 30_000, interval: 200 };
type Ticket = {
  key: string;
  subject: string;
  followers: { email: string }[];
  messages: { kind: string; author: { email: string } }[];
};
const opening = { from: 'ada@corp.test', id: 'first', subject: 'Bookings fail', header: 'Cc: bo@elsewhere.test' };
// Of nobody in the directory: only PostgreSQL knows that he is on the thread.
const reply = {
  from: 'bo@elsewhere.test',
  id: 'reply',
  subject: 'Re: Bookings fail',
  header: 'In-Reply-To: <first@client.test>',
};

async function openThread(): Promise<void> {
  await gateway.cli('admin', 'add', 'ada@corp.test');
  await expect.poll(() => sendPlain(gateway.smtpPort(), opening), patiently).toMatch(/^250/);
  await expect.poll(async () => (await show()).followers.map(({ email }) => email), patiently).toEqual([reply.from]);
}
/** What people said; that the follower is of no directory is an event. */
const said = async () => (await show()).messages.filter(({ kind }) => kind !== 'event');
const show = async (): Promise<Ticket> => {
  const ticket = (await gateway.json<Ticket[]>('ticket', 'list')).find(({ subject }) => subject === opening.subject);
  return ticket
    ? gateway.json<Ticket>('ticket', 'show', ticket.key)
    : { key: '', subject: '', followers: [], messages: [] };
};
const tickets = async () => (await gateway.json<Ticket[]>('ticket', 'list')).length;

/** MAIL, RCPT, DATA in a session that has begun. */
async function anew(client: SmtpClient, from: string): Promise<void> {
  expect(await client.say(`MAIL FROM:<${from}>`)).toMatch(/^250/);
  expect(await client.say('RCPT TO:<support@mx.test>')).toMatch(/^250/);
  expect(await client.say('DATA')).toMatch(/^354/);
}
async function dot(client: SmtpClient, mail: Parameters<typeof wireOf>[0]): Promise<string> {
  client.write(wireOf(mail));
  return client.reply();
}

/** `number`: of the checklist, for what happens between 354 and the dot. */
export function conversations(how: string, number: string, server: Away): void {
  // Here, since two files that share a process load this module once.
  afterEach(async () => {
    line?.restore();
    await gateway.stop('SIGKILL');
    await killServer(join(gateway.home, 'postgres'));
    await gateway.remove();
    line?.close();
    line = null;
  });

  test(`X4: PostgreSQL ${how}: every recipient is answered as ever, and nothing is refused for good`, async () => {
    await server.start();
    await openThread();
    const before = await greeted(gateway.smtpPort());
    await server.leave();
    const during = await greeted(gateway.smtpPort());
    for (const client of [before, during]) {
      for (const from of [opening.from, reply.from, '']) {
        expect(await client.say(`MAIL FROM:<${from}>`)).toMatch(/^250/);
        for (const to of ['support@mx.test', 'postmaster', 'abuse@mx.test'])
          expect(await client.say(`RCPT TO:<${to}>`)).toMatch(/^250/);
        // What no database has to be asked about stays as it is.
        expect(await client.say('RCPT TO:<nobody@mx.test>')).toMatch(/^550 5\.1\.1/);
        expect(await client.say('RSET')).toMatch(/^250/);
      }
      await anew(client, reply.from);
      expect(await dot(client, reply)).toMatch(/^451 4\.3\.0/);
    }
    await server.comeBack();
    for (const client of [before, during]) {
      await expect
        .poll(async () => {
          await anew(client, reply.from);
          return dot(client, reply);
        }, patiently)
        .toMatch(/^250/);
      client.destroy();
    }
    await expect
      .poll(async () => (await said()).map(({ author }) => author.email), patiently)
      .toEqual([opening.from, reply.from]);
    expect(await tickets()).toBe(1);
  }, 120_000);

  test(`${number}: PostgreSQL ${how} between 354 and the dot: 451 in time, NOOP is answered, and the mail that comes again is filed once`, async () => {
    await server.start();
    await openThread();
    const [follower, admin] = [await greeted(gateway.smtpPort()), await greeted(gateway.smtpPort())];
    await follower.toData(reply.from, 'support@mx.test');
    await admin.toData(opening.from, 'support@mx.test');
    await server.leave();
    const asked = performance.now();
    expect(await dot(follower, reply)).toMatch(/^451 4\.3\.0/);
    expect(performance.now() - asked).toBeLessThan(9_000);
    expect(await follower.say('NOOP')).toMatch(/^250/);
    // An admin is known without asking: his mail waits in the spool for whoever files it.
    expect(await dot(admin, { ...opening, id: 'second', subject: 'Another', header: '' })).toMatch(/^250/);
    expect(await admin.say('NOOP')).toMatch(/^250/);
    await server.comeBack();
    await expect
      .poll(async () => {
        await anew(follower, reply.from);
        return dot(follower, reply);
      }, patiently)
      .toMatch(/^250/);
    await expect.poll(tickets, patiently).toBe(2);
    await expect.poll(said, patiently).toHaveLength(2);
    for (const client of [follower, admin]) client.destroy();
    expect(await gateway.stop()).toBe(0);
  }, 120_000);
}
