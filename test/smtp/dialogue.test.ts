// What the listener says to every command, table by table; A0 to A15, A24, A27, A36 and A37 of the checklist.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestListener, type TestListener } from '../support/listener.ts';
import { connectSmtp, greeted, mailText, transaction } from '../support/smtp-client.ts';

let listener: TestListener;
beforeAll(async () => {
  listener = await startTestListener();
});
afterAll(async () => {
  expect(listener.unforeseen).toEqual([]);
  await listener.stop();
});

test('the greeting and EHLO offer what we do, and nothing else', async () => {
  const client = await connectSmtp(listener.port);
  expect(await client.reply()).toBe('220 mx.test ESMTP Postern');
  const [first, ...features] = (await client.say('EHLO h.test')).split('\n');
  expect(first).toBe('250-mx.test greets [127.0.0.1]');
  expect(features.map(line => line.slice(4))).toEqual([
    'PIPELINING',
    '8BITMIME',
    'SMTPUTF8',
    'ENHANCEDSTATUSCODES',
    'STARTTLS',
    'SIZE 1000000',
  ]);
  client.destroy();
});

const before = { nothing: [], ehlo: ['EHLO h.test'], mail: ['EHLO h.test', 'MAIL FROM:<a@b.test>'] };
const table: [keyof typeof before, command: string, reply: RegExp][] = [
  ['nothing', 'MAIL FROM:<a@b.test>', /^503 5\.5\.1 /],
  ['nothing', 'HELO h.test', /^250 mx\.test/],
  // Errors of EHLO and HELO carry a status, their 250 does not (RFC 2034 section 4).
  ['nothing', 'EHLO', /^501 5\.5\.4 /],
  ['nothing', 'HELO', /^501 5\.5\.4 /],
  ['nothing', 'EHLO two words', /^501 5\.5\.4 /],
  // A name that is no host name is noted and taken, as Postfix does by default.
  ['nothing', 'EHLO bad_(name)', /^250-mx\.test/],
  ['ehlo', 'AUTH PLAIN AGEAYg==', /^500 5\.5\.1 /],
  ['ehlo', 'XCLIENT ADDR=203.0.113.7', /^500 5\.5\.1 /],
  ['ehlo', 'XFORWARD ADDR=203.0.113.7', /^500 5\.5\.1 /],
  ['ehlo', 'WIZ x', /^500 5\.5\.1 /],
  ['ehlo', 'BDAT 10 LAST', /^500 5\.5\.1 /],
  ['ehlo', 'EXPN support', /^500 5\.5\.1 /],
  // The client's own words must not become a status.
  ['ehlo', 'SPAM_REJECTED', /^500 5\.5\.1 /],
  ['ehlo', 'VRFY support', /^252 2\.0\.0 /],
  ['ehlo', 'VRFY nobody', /^252 2\.0\.0 /],
  ['ehlo', 'VRFY', /^501 5\.5\.4 /],
  ['ehlo', 'HELP', /^214 2\.0\.0 /],
  ['ehlo', 'NOOP', /^250 2\.0\.0 /],
  ['ehlo', 'RSET', /^250 2\.0\.0 /],
  ['ehlo', 'STARTTLS now', /^501 5\.5\.4 /],
  ['ehlo', 'RCPT TO:<support@mx.test>', /^503 5\.5\.1 /],
  ['ehlo', 'DATA', /^503 5\.5\.1 /],
  ['ehlo', 'MAIL FROM:<>', /^250 2\.1\.0 /],
  ['ehlo', 'MAIL FROM: <a@b.test>', /^250 /],
  ['ehlo', 'MAIL FROM:a@b.test', /^501 5\.1\.7 /],
  ['ehlo', 'MAIL FROM:<a@b.test> FOO=BAR', /^555 5\.5\.4 /],
  ['ehlo', 'MAIL FROM:<a@b.test> RET=HDRS', /^555 5\.5\.4 /],
  ['ehlo', 'MAIL FROM:<a@b.test> REQUIRETLS', /^555 5\.5\.4 /],
  ['ehlo', 'MAIL FROM:<a@b.test> BODY=BINARYMIME', /^501 5\.5\.4 /],
  ['ehlo', 'MAIL FROM:<a@b.test> BODY=8BITMIME SIZE=10', /^250 /],
  ['ehlo', 'MAIL FROM:<a@b.test> SIZE=1 SIZE=2', /^501 5\.5\.4 /],
  ['ehlo', 'MAIL FROM:<a@b.test> SIZE=1000001', /^552 5\.3\.4 /],
  ['ehlo', 'MAIL FROM:<a@b.test> SIZE=x', /^501 5\.5\.4 /],
  ['ehlo', 'MAIL FROM:<\xd0\xbf@b.test>', /^553 5\.6\.7 /],
  ['ehlo', 'MAIL FROM:<\xd0\xbf@b.test> SMTPUTF8', /^250 /],
  ['mail', 'MAIL FROM:<c@d.test>', /^503 5\.5\.1 /],
  ['mail', 'RCPT TO:<support@mx.test>', /^250 2\.1\.5 /],
  ['mail', 'RCPT TO:<"support"@mx.test>', /^250 /],
  ['mail', 'RCPT TO:<support@MX.test>', /^250 /],
  ['mail', 'RCPT TO:<SUPPORT@mx.test>', /^250 /],
  ['mail', 'RCPT TO:<postmaster>', /^250 /],
  ['mail', 'RCPT TO:<PostMaster>', /^250 /],
  ['mail', 'RCPT TO:<abuse@mx.test>', /^250 /],
  ['mail', 'RCPT TO:<nobody@mx.test>', /^550 5\.1\.1 /],
  ['mail', 'RCPT TO:<support@mx.test> NOTIFY=NEVER', /^555 5\.5\.4 /],
  ['mail', 'RCPT TO:<\xd0\xbf@mx.test>', /^553 5\.6\.7 /],
  ['mail', 'RCPT TO:<"a b"@mx.test>', /^501 5\.1\.3 /],
  ['mail', 'RCPT TO:<>', /^501 5\.1\.3 /],
  // An open relay would take one of these.
  ['mail', 'RCPT TO:<v@evil.test>', /^550 5\.7\.1 /],
  ['mail', 'RCPT TO:<v%evil.test@mx.test>', /^550 5\.1\.1 /],
  ['mail', 'RCPT TO:<@mx.test:v@evil.test>', /^550 5\.7\.1 /],
  ['mail', 'RCPT TO:<"v@evil.test"@mx.test>', /^501 5\.1\.3 /],
  ['mail', 'RCPT TO:<v@evil.test@mx.test>', /^501 5\.1\.3 /],
  ['mail', 'RCPT TO:<evil.test!v@mx.test>', /^550 5\.1\.1 /],
];

test.each(table)('after %s, %j is answered %s', async (state, command, expected) => {
  const client = await connectSmtp(listener.port);
  await client.reply();
  await client.sayAll(...before[state]);
  const reply = await client.say(command);
  expect(reply).toMatch(expected);
  expect(reply).toMatch(/^[\x20-\x7e\n]{1,510}$/);
  expect(reply.match(/[245]\.\d\.\d/g)?.length ?? 0).toBe(
    /^[HE][EH]LO/.test(command) && reply.startsWith('250') ? 0 : 1,
  );
  expect(await client.say('NOOP')).toBe('250 2.0.0 OK');
  client.destroy();
});

test('EHLO and RSET forget the transaction, and every transaction is its own', async () => {
  const client = await greeted(listener.port);
  const [mail, rcpt, data] = transaction;
  expect(await client.sayAll(mail, 'EHLO h.test')).toHaveLength(2);
  expect(await client.say(rcpt)).toMatch(/^503/);
  await client.sayAll(mail, rcpt, 'RSET');
  expect(await client.say(data)).toMatch(/^503/);
  for (const round of [1, 2, 3]) {
    expect(await client.sayAll(mail, 'RCPT TO:<nobody@mx.test>', data, 'RSET')).toEqual([
      expect.stringMatching(/^250/),
      expect.stringMatching(/^550/),
      expect.stringMatching(/^503/),
      expect.stringMatching(/^250/),
    ]);
    await client.sayAll(mail, rcpt, data);
    expect(await client.say(`${mailText(`round ${round}`)}.`)).toMatch(/^250 2\.0\.0 .*queued as [0-9a-z]{26}$/);
  }
  expect(await client.say('QUIT')).toBe('221 2.0.0 Bye');
  expect((await listener.stored()).map(({ bytes }) => bytes).sort()).toEqual(
    [1, 2, 3].map(round => mailText(`round ${round}`)),
  );
  await listener.forget();
});

test('pipelined commands are answered in order, and no DATA without a recipient', async () => {
  const client = await greeted(listener.port);
  client.write('MAIL FROM:<a@b.test>\r\nRCPT TO:<x@mx.test>\r\nRCPT TO:<y@mx.test>\r\nDATA\r\nNOOP\r\n');
  const codes: string[] = [];
  for (let count = 0; count < 5; count += 1) codes.push((await client.reply()).slice(0, 3));
  expect(codes).toEqual(['250', '550', '550', '503', '250']);
  client.destroy();
});

test('a hundred recipients, and the others another time', async () => {
  const client = await greeted(listener.port);
  await client.say('MAIL FROM:<a@b.test>');
  for (let count = 0; count < 100; count += 1) {
    expect(await client.say(`RCPT TO:<many${count}@mx.test>`)).toMatch(/^250/);
  }
  for (let count = 100; count < 130; count += 1) {
    expect(await client.say(`RCPT TO:<many${count}@mx.test>`)).toMatch(/^452 4\.5\.3 /);
  }
  await client.say('DATA');
  expect(await client.say(`${mailText()}.`)).toMatch(/^250/);
  const [stored] = await listener.stored();
  expect(stored!.mail.envelope.rcptTo).toHaveLength(100);
  await listener.forget();
  client.destroy();
});

test('8-bit and UTF-8 arrive as they were sent, with dots and long lines', async () => {
  const client = await greeted(listener.port);
  const [, rcpt, data] = transaction;
  const body = `\x00\xff\xd0\xbf\r\n..leading\r\n.x\r\n${'y'.repeat(200_000)}\r\n.`;
  await client.sayAll('MAIL FROM:<\xd0\xbf@b.test> SMTPUTF8 BODY=8BITMIME', rcpt, data);
  client.write(`${`${mailText('\xd0\xbf')}${body}\r\n`.replace(/^\./gm, '..')}.\r\n`);
  expect(await client.reply()).toMatch(/^250/);
  const [stored] = await listener.stored();
  expect(stored!.bytes === `${mailText('\xd0\xbf')}${body}\r\n`).toBe(true);
  expect(stored!.mail.envelope.mailFrom).toBe('\u043f@b.test');
  await listener.forget();
  client.destroy();
});

const longLocalPart = `firstname.lastname+caf_=support=${'x'.repeat(60)}.test`;
test.each([
  ['<>', null],
  [' <>', null],
  ['<Alice@Corp.Test>', 'alice@corp.test'],
  ['<"alice"@corp.test>', 'alice@corp.test'],
  ['<@relay.test:alice@corp.test>', 'alice@corp.test'],
  ['<prvs=0123=alice@corp.test>', 'prvs=0123=alice@corp.test'],
  // None of these is an address to us, and yet none of them is the path of a report.
  [`<${longLocalPart}@Mail.Test>`, `${longLocalPart}@mail.test`],
  ['<Root@[192.0.2.1]>', 'root@[192.0.2.1]'],
  ['<\xd0\xbf@b.test> SMTPUTF8', '\u043f@b.test'],
  ['<a@XN--MNCHEN-3YA.de>', 'a@xn--mnchen-3ya.de'],
  ['<\xd0\xbf@xn--mnchen-3ya.de> SMTPUTF8', '\u043f@xn--mnchen-3ya.de'],
])('MAIL FROM:%s comes from %s', async (path, expected) => {
  const client = await greeted(listener.port);
  const [, rcpt, data] = transaction;
  expect(await client.sayAll(`MAIL FROM:${path}`, rcpt, data)).toEqual([
    expect.stringMatching(/^250/),
    expect.stringMatching(/^250/),
    expect.stringMatching(/^354/),
  ]);
  expect(await client.say(`${mailText()}.`)).toMatch(/^250/);
  expect((await listener.stored()).map(({ mail }) => mail.envelope.mailFrom)).toEqual([expected]);
  await listener.forget();
  client.destroy();
});

test.each([
  ['speaks before we do', 'EHLO h.test\r\n', /^421 4\.5\.0 /, false],
  ['takes us for a web server', 'POST / HTTP/1.1\r\nHost: mx.test\r\n\r\n', /^421 4\.5\.0 /, true],
  ['sends no line end', 'x'.repeat(65_536), /^421 4\.5\.2 /, true],
  ['sends a line that is too long', `NOOP ${'x'.repeat(5_000)}\r\n`, /^421 4\.5\.2 /, true],
  ['knows no command', 'FOO\r\n'.repeat(10), /421 4\.7\.0 /, true],
])('who %s is hung up on', async (_name, bytes, expected, waits) => {
  const client = await connectSmtp(listener.port);
  if (waits) await client.reply();
  client.write(bytes);
  expect(await client.closed()).toMatch(expected);
});
