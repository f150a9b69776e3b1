// Signed mail that is sent again by someone else, to other recipients or with other fields above it, over the wire:
// DKIM passes each time. corp.test sends from 127.0.0.1, so SPF passes with its own reverse-path and no other.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { listMails, type MailView } from '../../src/tickets/views/mail-view.ts';
import { showTicket, type TicketView } from '../../src/tickets/views/ticket-view.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addressOf, field } from '../support/post.ts';
import { type Key, mail, makeKey, signFields } from '../support/signed-mail.ts';
import { sendRaw } from '../support/smtp-client.ts';

let dns: DnsServer;
let corp: Key;
let gateway: TestGateway;
let database: OpenDatabase;
beforeAll(async () => {
  dns = await startDnsServer();
  dns.zone.set('TXT corp.test', ['v=spf1 ip4:127.0.0.1 -all']);
  dns.zone.set('TXT _dmarc.corp.test', ['v=DMARC1; p=reject']);
  dns.zone.set('TXT evil.test', ['v=spf1 ip4:127.0.0.1 -all']);
  corp = makeKey(dns.zone, 'corp.test', 's1');
  gateway = await startTestGateway({
    TRUSTED_RELAYS: '',
    DNS_SERVERS: dns.address,
    SUPPORT_ALIASES: 'helpdesk@clinic.test',
  });
  database = openDatabase(gateway.databaseUrl, 2);
  for (const args of [['@corp.test'], ['sam@desk.test', '--role', 'agent']]) await gateway.cli('admin', 'add', ...args);
});
afterAll(async () => {
  await database?.close();
  await gateway?.remove();
  dns?.close();
});

const gmail = 'cc:to:subject:message-id:date:from:mime-version:from:to:cc:subject:date:message-id:reply-to';
const now = () => `t=${Math.floor(Date.now() / 1000)};`;
let count = 0;
/** A person of corp.test of her own each time, and words that nobody has used. */
function letter(fields: Record<string, string> = {}, body?: string) {
  count += 1;
  const word = [...String(count)].map(digit => 'abcdefghij'[Number(digit)]).join('');
  const from = `ann-${word}@corp.test`;
  const own = {
    From: `Ann <${from}>`,
    Subject: `agenda ${word}`,
    'Message-ID': `<${word}.${Math.random()}@corp.test>`,
  };
  const text = mail({ ...own, Date: new Date().toUTCString(), ...fields }, body ?? `The agenda ${word} is closed.\r\n`);
  return { from, text };
}
const without = (text: string, name: string) => text.replace(new RegExp(`^${name}: .*\r\n`, 'm'), '');
const patiently = { timeout: 30_000, interval: 100 };
/** What became of it. `direct`: from her own server; else from someone else's. */
async function send(bytes: string, { from = 'x@evil.test', to = 'support@mx.test' } = {}): Promise<MailView> {
  const reply = await sendRaw(gateway.smtpPort(), { from, to, bytes });
  const [, id] = /^250 .*queued as ([0-9a-z]{26})/.exec(reply) ?? [];
  expect(id, reply).toBeDefined();
  return vi.waitFor(async () => {
    const found = (await listMails(database.db)).find(each => each.id === id);
    if (!found || found.disposition === 'pending') throw new Error('it is not filed yet');
    return found;
  }, patiently);
}
const ticketOf = async ({ ticket }: MailView): Promise<TicketView> =>
  (await showTicket(database.db, Number(ticket?.slice('PT-'.length))))!;
/** Mail of ours to this address, once nothing is on its way any more. */
async function sentTo(address: string, least = 0): Promise<string[]> {
  return vi.waitFor(async () => {
    const found = (await gateway.outbox()).filter(each => field(each, 'to').includes(address));
    expect(found.length).toBeGreaterThanOrEqual(least);
    return found;
  }, patiently);
}
let gotIn = 0;
async function isHeld(bytes: string, why: RegExp, way: { from?: string; to?: string } = {}) {
  const { disposition, ticket, reasons } = await send(bytes, way);
  if (disposition !== 'held' || ticket !== null) gotIn += 1;
  expect([disposition, ticket]).toEqual(['held', null]);
  expect(reasons.join('\n')).toMatch(why);
}

describe('a signed mail that was not meant for us', () => {
  test('opens no ticket and adds no follower', async () => {
    const { text } = letter({ To: 'bob@other.test', Cc: 'eve@evil.test, mallory@evil.test' });
    await isHeld(signFields(text, corp, gmail, now()), /name none of our addresses.*SUPPORT_ALIASES/);
    expect(await sentTo('evil.test')).toEqual([]);
  });
  test('lands on no thread of its author, by whatever it names', async () => {
    const { from, text } = letter();
    const opened = await send(signFields(text, corp, gmail, now()), { from });
    const id = field(text, 'message-id');
    const [receipt] = await sentTo(from, 1);
    const ours = field(receipt!, 'message-id');
    const answer = letter({
      From: from,
      To: 'bob@other.test',
      Cc: 'eve@evil.test',
      Subject: `Re: [${opened.ticket}] agenda`,
      'In-Reply-To': ours,
      References: `${id} ${ours}`,
    });
    await isHeld(signFields(answer.text, corp, `${gmail}:references:in-reply-to`, now()), /none of our addresses/);
    const ticket = await ticketOf(opened);
    expect([ticket.followers, ticket.messages?.length]).toEqual([[], 1]);
  });
  test('is held by names that look like ours, too', async () => {
    for (const To of [
      '"support@mx.test" <bob@other.test>',
      'bob@other.test (support@mx.test)',
      'support@mx.test.other.test',
    ])
      await isHeld(signFields(letter({ To }).text, corp, gmail, now()), /none of our addresses/);
  });
  test('is held where To was put above it, or is not signed', async () => {
    const { text } = letter({ To: 'bob@other.test' });
    const bare = signFields(without(text, 'To'), corp, 'from:subject:date:message-id', now());
    await isHeld(`To: support@mx.test\r\n${bare}`, /does not cover To.*TRUSTED_RELAYS/);
  });
  test('passes where it was sent to an address that forwards to us, and that is listed', async () => {
    const { text } = letter({ To: 'Helpdesk <helpdesk@clinic.test>', Cc: 'bob@other.test' });
    const opened = await send(signFields(text, corp, gmail, now()));
    expect(opened.disposition).toBe('opened');
    expect((await ticketOf(opened)).followers).toMatchObject([{ email: 'bob@other.test' }]);
  });
  test('is on a thread where it came to the reply address of its author, and copies nobody in', async () => {
    const { from, text } = letter();
    const opened = await send(signFields(text, corp, gmail, now()), { from });
    const [receipt] = await sentTo(from, 1);
    const to = addressOf(field(receipt!, 'reply-to'));
    const answer = letter({ From: from, To: to, Cc: 'bob@other.test' });
    expect((await send(signFields(answer.text, corp, gmail, now()), { to })).ticket).toBe(opened.ticket);
    // The reply address of another person lets nobody in.
    const other = letter({ To: 'bob@other.test' });
    await isHeld(signFields(other.text, corp, gmail, now()), /none of our addresses/, { to });
  });
});

test('a signature that tells no time ages by its Date, and by nothing where it has none', async () => {
  const old = new Date(Date.now() - 8 * 86_400_000).toUTCString();
  await isHeld(signFields(letter({ Date: old }).text, corp, gmail), /the signature of corp\.test is of /);
  const { text } = letter();
  await isHeld(signFields(text, corp, 'from:to:subject'), /does not say when it was made/);
  expect((await send(signFields(letter().text, corp, gmail))).disposition).toBe('opened');
});

describe('a blind copy to us of an author for whom her server vouches', () => {
  test('opens a ticket; no person in To or Cc is written to, and its author is told', async () => {
    const { from, text } = letter({ To: 'friend@other.test', Cc: 'colleague@other.test' });
    const opened = await send(text, { from });
    expect(opened.disposition).toBe('opened');
    expect((await ticketOf(opened)).followers).toEqual([]);
    const [receipt] = await sentTo(from, 1);
    expect(receipt!.replace(/=\r\n/g, '').replace(/\s+/g, ' ')).toContain('Our address was not in To or Cc');
    expect([...(await sentTo('friend@other.test')), ...(await sentTo('colleague@other.test'))]).toEqual([]);
  });
});

const prepended: readonly [string, string][] = [
  ['a machine', 'Auto-Submitted: auto-generated'],
  ['an automatic answer', 'Auto-Submitted: auto-replied'],
  ['bulk', 'Precedence: bulk'],
  ['junk', 'Precedence: junk'],
  ['a vacation program', 'X-Autoreply: yes'],
  ['a failed delivery', 'X-Failed-Recipients: bob@other.test'],
  ['a list', 'List-Id: <x.other.test>\r\nList-Unsubscribe: <mailto:x@other.test>\r\nList-Post: <mailto:x@other.test>'],
  ['a mass mailing', 'List-Unsubscribe: <mailto:x@other.test>\r\nFeedback-ID: a:b\r\nX-Campaign: 1'],
  ['a ticket system', 'X-Jira-FingerPrint: 1'],
  ['a challenge', 'X-TMDA-Confirm: 1'],
  ['urgent', 'Importance: high\r\nX-Priority: 1\r\nX-MSMail-Priority: High'],
  ['an answer elsewhere', 'In-Reply-To: <x@evil.test>\r\nReferences: <x@evil.test>'],
  ['our own', 'X-Postern-Id: 00000000000000000000000000\r\nX-Loop: support@mx.test'],
];
test.each(prepended)('fields above it make a signed mail not %s', async (_, fields) => {
  const { from, text } = letter();
  const signed = signFields(text, corp, gmail, now());
  const copy = await send(`${fields}\r\n${signed}`);
  if (copy.disposition !== 'opened') gotIn += 1;
  expect(copy.disposition).toBe('opened');
  expect((await ticketOf(copy)).priority).toBeNull();
  expect(await sentTo(from, 1)).toHaveLength(1);
  expect((await send(signed, { from })).disposition).toBe('duplicate');
  expect(await sentTo('evil.test')).toEqual([]);
});

const parts = '--a\r\nContent-Type: text/plain\r\n\r\nIt is closed.\r\n--a--\r\n';
const retyped: readonly [string, string, string][] = [
  ['a report', 'multipart/report; report-type=delivery-status; boundary=b', 'It is closed.\r\n'],
  ['a forwarded mail', 'message/rfc822', 'Subject: hidden\r\n\r\nIt is closed.\r\n'],
  ['a file', 'application/pdf; name=a.pdf', 'It is closed.\r\n'],
  ['an invitation', 'text/calendar; method=REPLY', 'It is closed.\r\n'],
  ['HTML', 'text/html', 'It is closed.\r\n#resolved\r\n'],
  [
    'parts of another boundary',
    'multipart/mixed; boundary=zz',
    'It is closed.\r\n--zz\r\n\r\nAll is well.\r\n--zz--\r\n',
  ],
  [
    'parts that end before it does',
    'multipart/mixed; boundary=zz',
    '--zz\r\n\r\nAll is well.\r\n--zz--\r\nIt is closed.\r\n',
  ],
  ['one part', 'text/plain', parts],
];
test.each(retyped)('a Content-Type above a signed mail that has none makes it not %s', async (_, type, body) => {
  const { from, text } = letter({}, body);
  const signed = signFields(without(text, 'Content-Type'), corp, gmail, now());
  await isHeld(`Content-Type: ${type}\r\n${signed}`, /no signature covers its Content-Type/);
  expect(await sentTo(from)).toEqual([]);
  expect((await send(signed, { from })).disposition).toBe('opened');
});

describe('a copy that arrives first and is filed on no ticket,', () => {
  test.each([
    ['as a machine’s', 'Auto-Submitted: auto-replied\r\n', { from: '' }],
    ['as a report', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n', { from: '' }],
  ])('does not keep the mail out: %s', async (_, fields, way) => {
    const { from, text } = letter();
    const signed = signFields(without(text, 'Content-Type'), corp, gmail, now());
    expect(['ignored', 'dsn', 'held']).toContain((await send(fields + signed, way)).disposition);
    expect((await send(signed, { from })).disposition).toBe('opened');
  });
  test('to the reply address of another person does not keep it out either', async () => {
    const victim = letter();
    await send(signFields(victim.text, corp, gmail, now()), { from: victim.from });
    const [receipt] = await sentTo(victim.from, 1);
    const to = addressOf(field(receipt!, 'reply-to'));
    const { from, text } = letter();
    const signed = signFields(text, corp, gmail, now());
    expect((await send(signed, { to })).disposition).toBe('held');
    expect((await send(signed, { from })).disposition).toBe('opened');
  });
});

describe('a field that a signed mail has, and that stands above it again,', () => {
  const names = ['Content-Type', 'MIME-Version', 'Auto-Submitted', 'Importance', 'Content-Transfer-Encoding'];
  test.each(names)('is refused where only a signature vouches, covered or not: %s', async name => {
    const value = name === 'Content-Transfer-Encoding' ? '8bit' : 'one';
    for (const h of [gmail, `${gmail}:${name.toLowerCase()}`]) {
      const signed = signFields(letter({ [name]: value }).text, corp, h, now());
      const reply = await sendRaw(gateway.smtpPort(), {
        from: 'x@evil.test',
        to: 'support@mx.test',
        bytes: `${name}: other\r\n${signed}`,
      });
      if (!reply.startsWith('550 5.')) gotIn += 1;
      expect(reply).toMatch(/^550 5\.(6\.0|7\.26)/);
    }
  });
  test('passes with the same value, as real mail has it', async () => {
    const { text } = letter({ Cc: 'bob@other.test' });
    const signed = signFields(text, corp, gmail, now());
    expect((await send(`MIME-Version: 1.0\r\n${signed}`)).disposition).toBe('opened');
    const twice = letter();
    expect((await send(`To: support@mx.test\r\nMIME-Version: 1.0\r\n${twice.text}`, twice)).disposition).toBe('opened');
  });
});

// As they stood in mail of 2020 to 2026. OpenDKIM signs by its default what RFC 6376 section 5.4.1 names.
const providers: Record<string, string> = {
  Gmail: gmail,
  'Google Workspace, an answer':
    'cc:to:subject:message-id:date:from:in-reply-to:references:mime-version:from:to:cc:subject:date:message-id:reply-to',
  'Microsoft 365': 'From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck',
  Yahoo: 'From:To:Cc:Subject:Date:In-Reply-To:References:From:Subject:Reply-To',
  'Apple iCloud': 'From:Date:Subject:MIME-Version:Content-Type:Message-Id:To:x-icloud-hme',
  Fastmail:
    'cc:cc:content-transfer-encoding:content-type:content-type:date:date:from:from:in-reply-to:in-reply-to:message-id:mime-version:references:reply-to:subject:subject:to:to',
  Zoho: 'Message-ID:Date:Date:MIME-Version:Subject:Subject:To:To:Cc:Cc:References:From:From:In-Reply-To:Content-Type:Content-Transfer-Encoding:Feedback-ID:Message-Id:Reply-To',
  'Postfix with OpenDKIM': 'From:To:Cc:Subject:Date:Message-ID:In-Reply-To:References:Content-Type:MIME-Version',
  rspamd:
    'from:from:reply-to:subject:subject:date:date:message-id:message-id:to:to:cc:cc:mime-version:mime-version:content-type:content-type:content-transfer-encoding',
};
const bodies: Record<string, [string, string]> = {
  text: ['text/plain; charset=utf-8', 'It is closed.\r\n'],
  HTML: ['text/html; charset=utf-8', '<html><body><p>It is closed.</p></body></html>\r\n'],
  alternatives: [
    'multipart/alternative; boundary="b1"',
    'This is a multi-part message in MIME format.\r\n--b1\r\nContent-Type: text/plain\r\n\r\nIt is closed.\r\n--b1\r\nContent-Type: text/html\r\n\r\n<p>It is closed.</p>\r\n--b1--\r\n\r\n',
  ],
  'a file': [
    'multipart/mixed; boundary="b2"',
    '--b2\r\nContent-Type: text/plain\r\n\r\nIt is closed.\r\n--b2\r\nContent-Type: image/png; name=a.png\r\nContent-Disposition: attachment; filename=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b2--\r\n',
  ],
};
describe.each(Object.entries(providers))('honest mail as %s signs it', (name, h) => {
  test.each(Object.entries(bodies))('passes direct, and forwarded where To is signed: %s', async (_, [type, body]) => {
    const fields = { 'Content-Type': type, Cc: 'carl@other.test' };
    const direct = letter(fields, body);
    const opened = await send(signFields(direct.text, corp, h, now()), direct);
    expect(opened.disposition).toBe('opened');
    expect((await ticketOf(opened)).followers).toMatchObject([{ email: 'carl@other.test' }]);
    const forwarded = await send(signFields(letter(fields, body).text, corp, h, now()));
    const coversTo = /\bto\b/i.test(h.replace(/reply-to/gi, ''));
    expect(forwarded.disposition, forwarded.reasons.join()).toBe(coversTo ? 'opened' : 'held');
    if (coversTo) expect((await ticketOf(forwarded)).messages?.[0]?.text).toBe('It is closed.');
    // Microsoft signs no To: whom it was meant for is not known, and an agent lets it in.
    else expect([name, forwarded.reasons.join()]).toEqual(['Microsoft 365', expect.stringContaining('ARC_SEALERS')]);
  });
});

test('none of the attacks got in', () => {
  console.log(`signed mail sent again: ${gotIn} got in`);
  expect(gotIn).toBe(0);
});
