// Real and forged authors, over SMTP and into the database. Of the checklist's tests:
//
//   X13 unknown author          here; the session's side in 13-stranger-refused
//   X14 spoofed author          here; held and refused by policy in 26-unauthenticated-held, 31-unauthenticated-refused
//   B18 guessed ticket, Cc      here; what services send to our addresses in test/filing/robots.test.ts
//   X15 DNS does not answer     here; every look-up in test/admission/authenticity/authenticity.test.ts; 30-author-unverifiable
//   X16 rows of B2              here, and signed in test/admission/authenticity/authenticity.test.ts, parsed in test/mail/author.test.ts; 23-two-froms
//   X17 fields put above        here; what is vouched for in test/admission/authenticity/authenticity.test.ts
//   X18 appended behind l=      here; test/admission/authenticity/authenticity.test.ts
//   X19 bare LF in the header   here; test/smtp/smuggling.test.ts; 07-bare-lf-smuggling
//   X20 forged A-R              here; of trusted relays in test/admission/authenticity/trusted-relays.test.ts
//   X21 reply address           20-altered-reply-address, 02-reply-threads, 26-unauthenticated-held; test/cli/held.test.ts
//   X22 guessed thread          21-stolen-message-id-and-guessed-tag
//   X23 Cc                      01-opens-ticket, 19-cc-with-our-own-addresses; test/cli/held.test.ts
//   X24 Bcc                     here
//   X30 control characters      here; parsed in test/corpus, composed in test/delivery/compose.test.ts
//   X40 postmaster              here; 22-postmaster
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { listMails, type MailView } from '../../src/tickets/views/mail-view.ts';
import { listTickets, type TicketView } from '../../src/tickets/views/ticket-view.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Key, mail, makeKey, sign } from '../support/signed-mail.ts';
import { sendRaw } from '../support/smtp-client.ts';

let dns: DnsServer;
let corp: Key;
let other: Key;
let soft: Key;
let gateway: TestGateway;
let database: OpenDatabase;
beforeAll(async () => {
  dns = await startDnsServer();
  for (const domain of ['corp.test', 'other.test']) {
    dns.zone.set(`TXT ${domain}`, ['v=spf1 -all']);
    dns.zone.set(`TXT _dmarc.${domain}`, ['v=DMARC1; p=reject']);
  }
  corp = makeKey(dns.zone, 'corp.test', 's1');
  other = makeKey(dns.zone, 'other.test', 's1');
  soft = makeKey(dns.zone, 'soft.test', 's1');
  dns.zone.set('TXT _dmarc.soft.test', ['v=DMARC1; p=none']);
  gateway = await startTestGateway({ TRUSTED_RELAYS: '', DNS_SERVERS: dns.address });
  database = openDatabase(gateway.databaseUrl, 2);
  for (const email of ['alice@corp.test', 'bob@soft.test']) await gateway.cli('admin', 'add', email);
  expect(await send(await sign(letter({ Subject: 'the first' }), corp))).toMatch(/^250/);
  await settled(1);
});
afterAll(async () => {
  await database?.close();
  await gateway?.remove();
  dns?.close();
});

const patiently = { timeout: 30_000, interval: 200 };
let number = 0;
/** Something new each time: who repeats himself right after each receipt gets the next one late. */
const news = (n: number) =>
  ['room', 'name', 'plan', 'code'].map(word => word + 'abcdefghijklmnopqrstuvwxyz'[n % 26]).join(' ');
const letter = (fields: Record<string, string> = {}, body = `The agenda does not open, ${news(++number)}.\r\n`) =>
  mail({ 'Message-ID': `<${++number}@corp.test>`, Date: 'Mon, 16 Nov 2026 08:00:00 +0000', ...fields }, body);
const send = (bytes: string, { from = 'alice@corp.test', to = 'support@mx.test' } = {}) =>
  sendRaw(gateway.smtpPort(), { from, to, bytes });
const tickets = () => Array.fromAsync(listTickets(database.db, {}));
const mails = () => listMails(database.db);
/** As many mails in all were taken, and nothing is left to do for any of them. */
async function settled(count: number): Promise<MailView[]> {
  return vi.waitFor(async () => {
    const found = await mails();
    expect(found).toHaveLength(count);
    expect(found.filter(({ disposition }) => disposition === 'pending')).toEqual([]);
    const receipts = (await gateway.outbox()).filter(each => /^Auto-Submitted: auto-replied/m.test(each));
    expect(receipts).toHaveLength((await tickets()).length);
    return found;
  }, patiently);
}
/** What was refused was never kept, and nobody was written to. */
async function withoutTrace(work: () => Promise<void>): Promise<void> {
  const before = [await mails(), await tickets(), (await gateway.outbox()).length];
  await work();
  expect([await mails(), await tickets(), (await gateway.outbox()).length]).toEqual(before);
}
/** One filed mail more, and its ticket. */
async function opened(bytes: string, from = 'alice@corp.test'): Promise<TicketView> {
  const before = await mails();
  expect(await send(bytes, { from })).toMatch(/^250/);
  const filed = (await settled(before.length + 1)).find(({ id }) => !before.some(each => each.id === id))!;
  expect(filed.disposition).toBe('opened');
  return (await tickets()).find(({ key }) => key === filed.ticket)!;
}
/** Everything that the database holds, as one text. */
/** All tables but the refusals, which name a refused mail by its envelope, author and Message-ID for its story. */
async function everything(): Promise<string> {
  const { rows } = await database.db.execute<{ all: string }>(
    sql`select database_to_xml(true, false, '')::text as all`,
  );
  return rows[0]!.all.replace(/<refusals[\s>].*?<\/refusals>/gs, '');
}

test('X13: an authenticated author who is not in the directory is refused and gets no mail', async () => {
  const from = 'nobody@other.test';
  await withoutTrace(async () => {
    const signed = await sign(letter({ From: from }), other);
    expect(await send(signed, { from })).toMatch(/^550 5\.7\.1 The author is not in our directory/);
  });
});

test('the log has the verdict on a refused mail, but not its author', async () => {
  const line = async (bytes: string) => {
    const before = gateway.log().length;
    expect(await send(bytes)).toMatch(/^5/);
    await expect.poll(() => gateway.log().slice(before), patiently).toContain('"msg":"mail: refused"');
    const said = gateway.log().slice(before);
    expect(said).not.toMatch(/alice|nobody|agenda/);
    return JSON.parse(said.split('\n').find(each => each.includes('"mail: refused"'))!);
  };
  const words = { spf: 'fail', dkim: 'none', dmarc: 'fail' };
  expect(await line(letter())).toMatchObject({
    ...{ refusal: 'unauthenticated-author', peer: '127.0.0.1', author: 'corp.test' },
    ...words,
  });
  expect(await line(letter({ From: 'nobody@other.test' }))).toMatchObject({
    ...{ refusal: 'unknown-author', author: 'other.test' },
  });
  expect(await line(`Subject: a\r\n${letter()}`)).toMatchObject({ refusal: 'repeated-field', author: null });
});

test('X14: mail of alice that neither SPF nor DKIM of her domain authenticates is refused', async () => {
  await withoutTrace(async () => {
    for (const Cc of ['', 'eve@evil.test']) expect(await send(letter(Cc ? { Cc } : {}))).toMatch(/^550 5\.7\.26/);
    expect(await send(await sign(letter(), other), { from: 'x@other.test' })).toMatch(/^550 5\.7\.26/);
  });
});

test('X14, B18: a forged requester on a guessed ticket adds no follower, and no mail goes out', async () => {
  const from = 'bob@soft.test';
  const id = '<bobs@soft.test>';
  const ticket = await opened(await sign(letter({ From: from, 'Message-ID': id }), soft));
  const [count, before] = [(await mails()).length, [await tickets(), await gateway.outbox()]];
  const spoof = {
    From: from,
    Cc: 'x@evil.test',
    'In-Reply-To': id,
    References: id,
    Subject: `Re: [${ticket.key}] agenda`,
  };
  expect(await send(letter(spoof), { from: 'x@evil.test' })).toMatch(/^250/);
  const held = (await settled(count + 1)).filter(each => each.subject === spoof.Subject);
  expect(held).toMatchObject([{ disposition: 'held', ticket: null }]);
  expect([await tickets(), await gateway.outbox()]).toEqual(before);
  expect((await gateway.outbox()).join()).not.toContain('x@evil.test');
});

test('X15: while DNS fails it is 451 and nothing is kept; once it answers the same mail is hers', async () => {
  // A name that nobody has asked for: answers are kept for a while.
  const late = makeKey(dns.zone, 'corp.test', 'late');
  const key = 'TXT late._domainkey.corp.test';
  const healthy = dns.zone.get(key)!;
  const signed = await sign(letter({ Subject: 'after the outage' }), late);
  dns.zone.set(key, 'SERVFAIL');
  await withoutTrace(async () => expect(await send(signed)).toMatch(/^451 4\.4\.3/));
  dns.zone.set(key, healthy);
  expect((await opened(signed)).requester.email).toBe('alice@corp.test');
});

test.each([
  ['two authors', 'alice@corp.test, x@evil.test'],
  ['a group', 'corp: alice@corp.test;'],
  ['an empty group', 'undisclosed:;'],
  ['two addresses in brackets', '<alice@corp.test> <x@evil.test>'],
  ['a quoted local part that reads as hers', '"alice@corp.test"@evil.test'],
  ['two at signs', 'alice@corp.test@evil.test'],
  ['a source route', '<@evil.test:alice@corp.test>'],
  ['a port, or what looks like one', '<alice@corp.test:x@evil.test>'],
  ['an address before the address', 'alice@corp.test <x@evil.test>'],
  ['blanks within', 'alice @corp.test'],
  ['NUL', 'alice@corp.test\0.evil.test'],
  ['no address', 'Alice Rossi'],
])('X16: %s in From, signed by the domain that a reader may see there', async (_, From) => {
  await withoutTrace(async () => {
    for (const key of [corp, other])
      expect(await send(await sign(letter({ From }), key))).toMatch(/^550 5\.(6\.0|7\.1) /);
  });
});

test('X16: two From fields', async () => {
  await withoutTrace(async () => {
    const signed = await sign(letter(), corp);
    expect(await send(`From: x@evil.test\r\n${signed}`)).toMatch(/^550 5\.6\.0/);
    expect(await send(signed.replace('\r\n\r\n', '\r\nFrom: x@evil.test\r\n\r\n'))).toMatch(/^550 5\.6\.0/);
  });
});

const forged: Record<string, string> = {
  Subject: 'forged-subject',
  Cc: 'forged-cc@evil.test',
  'Reply-To': 'forged-reply-to@evil.test',
  To: 'forged-to@evil.test',
  'In-Reply-To': '<forged-in-reply-to@evil.test>',
  References: '<forged-references@evil.test>',
  'Message-ID': '<forged-message-id@evil.test>',
  Date: 'Thu, 01 Jan 2099 00:00:00 +0000',
  'Content-Type': 'text/html; charset=forged-content-type',
};
test.each(Object.entries(forged))('X17: a %s put above a signed mail that has one', async (name, value) => {
  await withoutTrace(async () => {
    const whole = letter({
      Cc: 'c@corp.test',
      'Reply-To': 'alice@corp.test',
      'In-Reply-To': '<i@x.test>',
      References: '<r@x.test>',
    });
    expect(await send(`${name}: ${value}\r\n${await sign(whole, corp)}`)).toMatch(/^550 5\.6\.0/);
  });
  expect(await everything()).not.toMatch(/forged-|Jan 2099/);
});

test('X17: a Cc, a Reply-To and a thread put above a signed mail that has none count for nothing', async () => {
  const bare = await sign(letter({ Subject: 'signed as it is' }), corp);
  const above = ['Cc', 'Reply-To', 'In-Reply-To', 'References'].map(name => `${name}: ${forged[name]}\r\n`).join('');
  const ticket = await opened(above + bare);
  expect(ticket).toMatchObject({ requester: { email: 'alice@corp.test' }, followers: [] });
  expect((await gateway.outbox()).filter(each => each.includes('forged-'))).toEqual([]);
});

test('B13, B14: answers go to the author, whatever Reply-To, Sender and Resent-From say, and he signed them', async () => {
  const fields = { Sender: 'x@evil.test', 'Resent-From': 'x@evil.test', 'Reply-To': 'x@evil.test' };
  const ticket = await opened(await sign(letter(fields), corp));
  expect(ticket).toMatchObject({ requester: { email: 'alice@corp.test' }, followers: [] });
  const sent = (await gateway.outbox()).filter(each => each.includes(`[${ticket.key}]`));
  expect(sent.map(each => /^To: (.*)$/m.exec(each)?.[1])).toEqual([expect.stringContaining('alice@corp.test')]);
  expect(sent.join()).not.toContain('x@evil.test');
});

test('X18: mail with text appended after the l= of its signature is held and not answered', async () => {
  const [mailsBefore, ticketsBefore, sentBefore] = [await mails(), await tickets(), await gateway.outbox()];
  const signed = await sign(letter({}, 'Hello\r\n'), corp, { maxBodyLength: 7 });
  // Her domain did sign something, so a person decides; DMARC alone would have called it hers.
  expect(await send(`${signed}evil\r\n`)).toMatch(/^250/);
  const held = (await settled(mailsBefore.length + 1)).at(-1)!;
  expect(held).toMatchObject({ disposition: 'held', ticket: null });
  expect(held.reasons.join()).toMatch(/leaves 6 bytes uncovered/);
  expect([await tickets(), await gateway.outbox()]).toEqual([ticketsBefore, sentBefore]);
});

test('X19: a From behind a bare LF in the Subject', async () => {
  await withoutTrace(async () => {
    const From = 'nobody@other.test';
    for (const text of [
      letter({ From, Subject: 'a\nFrom: alice@corp.test' }),
      letter({ Subject: 'a\rFrom: x@evil.test' }),
    ])
      for (const key of [corp, other]) expect(await send(await sign(text, key))).toMatch(/^550 5\.6\.0 Bare CR or LF/);
  });
});

test('X20: an Authentication-Results of the sender says nothing, in whose name it may speak', async () => {
  const passed = 'dkim=pass header.d=corp.test; spf=pass smtp.mailfrom=corp.test; dmarc=pass header.from=corp.test';
  await withoutTrace(async () => {
    for (const name of ['mx.test', 'localhost', 'evil.test', 'mx.test 1'])
      expect(await send(`Authentication-Results: ${name}; ${passed}\r\n${letter()}`)).toMatch(/^550 5\.7\.26/);
  });
});

test('X24: the support address in nothing but the envelope is a ticket, and the reply to all comes to it', async () => {
  const subject = 'copied to you in secret';
  const id = '<bcc@corp.test>';
  // Her own server vouches for it; of a signature alone it could be a copy of a mail to her friend.
  dns.zone.set('TXT home.test', ['v=spf1 ip4:127.0.0.1 -all']);
  await gateway.cli('admin', 'add', 'carol@home.test');
  const from = 'carol@home.test';
  const ticket = await opened(letter({ From: from, To: 'friend@corp.test', Subject: subject, 'Message-ID': id }), from);
  expect([ticket.requester.email, ticket.followers]).toEqual([from, []]);
  const answer = {
    From: from,
    To: 'friend@corp.test, support@mx.test',
    Subject: `Re: ${subject}`,
    'In-Reply-To': id,
    References: id,
  };
  const before = (await mails()).length;
  expect(await send(letter(answer), { from })).toMatch(/^250/);
  const added = await vi.waitFor(async () => {
    const found = (await mails()).filter(each => each.subject === answer.Subject);
    expect(found.map(({ disposition }) => disposition)).toEqual(['added']);
    return found[0]!;
  }, patiently);
  expect(added.ticket).toBe(ticket.key);
  expect(await mails()).toHaveLength(before + 1);
});

test('X30: line breaks and NUL in a decoded subject stay within it, here and in what we send', async () => {
  const ticket = await opened(await sign(letter({ Subject: '=?utf-8?q?a=0D=0ABcc:_x@evil.test=00?=' }), corp));
  expect(ticket.subject).toBe('a Bcc: x@evil.test');
  const sent = (await gateway.outbox()).filter(each => each.includes(`[${ticket.key}]`));
  expect(sent).toHaveLength(1);
  const header = sent[0]!.slice(0, sent[0]!.indexOf('\r\n\r\n'));
  expect(header).not.toMatch(/^(Bcc|To|Cc):.*evil/im);
  expect(header).toMatch(/^To: .*alice@corp\.test/m);
});

test('X40: a report without a return path reaches postmaster from anywhere, is shown to operators, and gets no answer', async () => {
  const letters = ['postmaster', 'postmaster@mx.test', 'abuse@mx.test'];
  const before = (await gateway.outbox()).length;
  for (const to of letters) {
    const text = mail(
      { From: 'MAILER-DAEMON@far.test', Subject: `to ${to}`, 'Message-ID': `<${to}.x@far.test>` },
      `About ${to}.\r\n`,
    );
    expect(await send(text, { from: '', to })).toMatch(/^250 2\.0\.0/);
  }
  await vi.waitFor(async () => {
    const shown = (await gateway.json<MailView[]>('held', 'list')).map(({ subject }) => subject);
    expect(shown).toEqual(expect.arrayContaining(letters.map(to => `to ${to}`)));
  }, patiently);
  expect((await gateway.outbox()).length).toBe(before);
});
