// Held mail of every sort: how it is listed, let in and kept out, over the wire and by the command line.
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { numberOf } from '../../src/desk/ticket.ts';
import { putPeople } from '../../src/directory/directory.ts';
import { listMails, type MailView, showMail } from '../../src/tickets/views/mail-view.ts';
import { showTicket } from '../../src/tickets/views/ticket-view.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';
import { publishCorp } from '../support/door.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Key, mail, makeKey, sign } from '../support/signed-mail.ts';

let dns: DnsServer;
let corp: Key;
let gateway: TestGateway;
let database: OpenDatabase;
let replyAddress: string;
let thread: { key: string; messageId: string };

beforeAll(async () => {
  dns = await startDnsServer();
  publishCorp(dns, 'none');
  corp = makeKey(dns.zone, 'corp.test', 's1');
  gateway = await startTestGateway({ TRUSTED_RELAYS: '', DNS_SERVERS: dns.address });
  database = openDatabase(gateway.databaseUrl, 2);
  await putPeople(database.db, [
    { email: 'alice@corp.test' },
    { email: 'a.rossi@corp.test', aliasOf: 'alice@corp.test' },
    { email: 'gina@corp.test', role: 'agent' },
  ]);
  const opened = await filed(
    await send(await sign(mail({ Subject: 'the first', 'Message-ID': '<first@corp.test>' }), corp)),
  );
  const [receipt] = await vi.waitFor(async () => {
    const all = await gateway.outbox();
    // Hers and the agent's: what comes later is counted against what stood here.
    expect(all).toHaveLength(2);
    return all.filter(each => /^To: .*alice@corp\.test/m.test(each));
  }, patiently);
  replyAddress = /^Reply-To: .*?(support\+[^@\s]+@mx\.test)/m.exec(receipt!)?.[1] ?? '';
  thread = { key: opened.ticket!, messageId: /^Message-ID: (\S+)/im.exec(receipt!)?.[1] ?? '' };
});
afterAll(async () => {
  await database?.close();
  await gateway?.remove();
  dns?.close();
});

const patiently = { timeout: 30_000, interval: 100 };
let number = 0;
const letter = (fields: Record<string, string> = {}, body = `The agenda does not open, ${++number}.\r\n`) =>
  mail({ 'Message-ID': `<${number}@corp.test>`, Date: 'Mon, 16 Nov 2026 08:00:00 +0000', ...fields }, body);

/** Answers the id of the mail. */
async function send(raw: string, to = 'support@mx.test'): Promise<string> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: gateway.smtpPort(), ignoreTLS: true });
  const bytes = Buffer.from(raw, 'latin1');
  const { response } = await transport.sendMail({ envelope: { from: 'alice@corp.test', to }, raw: bytes });
  transport.close();
  return /queued as (\w{26})/.exec(response)?.[1] ?? response;
}
const row = async (id: string) => (await showMail(database.db, id))!;
async function ticketOf({ ticket }: MailView) {
  const { followers, createdAt, messages = [] } = (await showTicket(database.db, numberOf(ticket!)!))!;
  return { followers, createdAt, messages };
}

/** Once somebody has decided about it. */
async function filed(id: string): Promise<MailView> {
  return vi.waitFor(async () => {
    const found = await showMail(database.db, id);
    expect(found?.disposition ?? 'pending').not.toBe('pending');
    return found!;
  }, patiently);
}
const held = async (id: string) => {
  const found = await filed(id);
  expect(found.disposition, found.reasons.join()).toBe('held');
  return found;
};
const sent = async () => (await gateway.outbox()).length;
async function release(id: string): Promise<MailView> {
  await gateway.cli('held', 'release', id);
  return filed(id);
}

describe('mail that waits for a decision', () => {
  test('because its author is not authenticated: not answered, and a ticket of its day once let in', async () => {
    const before = await sent();
    const waiting = await held(await send(letter({ Cc: 'fay@other.test' })));
    expect(waiting.reasons.join()).toMatch(/nobody vouches for the author/);
    expect(await sent()).toBe(before);
    await gateway.cli('held', 'release', waiting.id);
    const opened = await filed(waiting.id);
    expect(opened.disposition).toBe('opened');
    expect(opened.reasons).toContain('let in by an operator');
    const ticket = await ticketOf(opened);
    expect(ticket.createdAt).toBe(waiting.receivedAt);
    expect(ticket.messages.map(({ kind, mailId }) => [kind, mailId])).toEqual([
      ['request', waiting.id],
      // Fay is of no directory.
      ['event', null],
    ]);
    expect(ticket.followers.map(({ email }) => email)).toEqual(['fay@other.test']);
    await expect(gateway.cli('held', 'release', waiting.id)).rejects.toThrow(/there is no held mail/);
    expect((await ticketOf(await filed(waiting.id))).messages).toHaveLength(2);
  });
  test('since its author is not on the ticket', async () => {
    const zoe = await sign(letter({ From: 'zoe@corp.test' }), corp);
    const waiting = await held(await send(zoe, replyAddress));
    expect(waiting.reasons.join()).toMatch(/its author is not on PT-/);
    const added = await release(waiting.id);
    expect(added).toMatchObject({ disposition: 'added', ticket: thread.key });
    expect((await ticketOf(added)).messages.filter(({ mailId }) => mailId === waiting.id)).toHaveLength(1);
  });
  test('since it is for postmaster', async () => {
    const waiting = await held(await send(await sign(letter(), corp), 'postmaster@mx.test'));
    expect(waiting.reasons.join()).toMatch(/postmaster/);
    expect(await release(waiting.id)).toMatchObject({ disposition: 'opened' });
  });
  test('an agent answers only once it is let in', async () => {
    const forged = letter({ From: 'gina@corp.test', 'In-Reply-To': thread.messageId });
    const waiting = await held(await send(forged));
    const added = await release(waiting.id);
    expect(added).toMatchObject({ disposition: 'added', ticket: thread.key });
    const { messages } = await ticketOf(added);
    expect(messages.find(({ mailId }) => mailId === waiting.id)?.kind).toBe('answer');
  });
  test('is listed, and once kept out neither listed nor lost', async () => {
    const waiting = await held(await send(letter({}, 'keep me out\r\n')));
    const listed = await gateway.json<MailView[]>('held', 'list');
    expect(listed.map(({ id }) => id)).toEqual([waiting.id]);
    await gateway.cli('held', 'drop', waiting.id);
    expect(await row(waiting.id)).toMatchObject({ disposition: 'ignored' });
    expect(await listMails(database.db, 'held')).toEqual([]);
    expect(await gateway.cli('mail', 'raw', waiting.id)).toContain('keep me out');
    for (const verb of ['drop', 'release']) {
      await expect(gateway.cli('held', verb, waiting.id)).rejects.toThrow(/there is no held mail/);
    }
  });
});

describe('a signed mail', () => {
  test('of an alias is of the same person', async () => {
    const from = { From: 'a.rossi@corp.test', Cc: 'alice@corp.test' };
    const byAddress = await filed(await send(await sign(letter(from), corp), replyAddress));
    const byThread = await filed(await send(await sign(letter({ ...from, 'In-Reply-To': thread.messageId }), corp)));
    for (const added of [byAddress, byThread]) {
      expect(added).toMatchObject({ disposition: 'added', ticket: thread.key, from: 'a.rossi@corp.test' });
      expect((await ticketOf(added)).messages.find(({ mailId }) => mailId === added.id)?.author).toMatchObject({
        email: 'alice@corp.test',
      });
    }
    expect((await ticketOf(byThread)).followers).toEqual([]);
  });
  test('is shown with what vouched for it', async () => {
    const { id } = await filed(await send(await sign(letter(), corp)));
    const { authentication } = await gateway.json<MailView>('mail', 'show', id);
    expect(authentication).toMatchObject({
      dkim: 'pass',
      dmarc: 'pass',
      aligned: [{ by: 'dkim', domain: 'corp.test' }],
    });
    expect(authentication?.evidence.join('\n')).toMatch(/dkim=pass header\.i=@corp\.test/);
    const lines = await gateway.cli('mail', 'show', id);
    expect(lines).toMatch(
      /^authentication +spf=\w+ dkim=pass dmarc=pass \(p=none\) arc=none\n +dkim=pass header\.i=@corp/m,
    );
  });
  test('adds no follower by a Cc, and finds no thread by a field, that was put around it', async () => {
    const signed = await sign(letter({ Subject: 'alone' }), corp, { headerList: ['From', 'Subject', 'To', 'Date'] });
    const around = `Cc: x@evil.test\r\nIn-Reply-To: ${thread.messageId}\r\n${signed}`;
    const opened = await filed(await send(around));
    expect(opened.disposition).toBe('opened');
    expect((await ticketOf(opened)).followers).toEqual([]);
    const all = await gateway.outbox();
    expect(all.filter(each => each.includes('x@evil.test'))).toEqual([]);
  });
  test('is the same mail a second time, whatever stands around it', async () => {
    const body = 'signed once\r\n';
    const text = letter({ Subject: 'once' }, body).replace(/Message-ID: .*\r\n/, '');
    const signed = await sign(text, corp, { headerList: ['From', 'Subject', 'To'] });
    const first = await filed(await send(`Message-ID: <one@corp.test>\r\n${signed}`));
    const again = await filed(await send(`Message-ID: <two@corp.test>\r\n${signed}`));
    expect(first.disposition).toBe('opened');
    expect(again).toMatchObject({ disposition: 'duplicate', ticket: first.ticket });
  });
});
