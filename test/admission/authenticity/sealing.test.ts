// Mail that a list or forwarder changed, with seals as mailauth makes them (RFC 8617).
import { sealMessage } from 'mailauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { coveredFields } from '../../../src/admission/authenticity/covered-fields.ts';
import { BadSetting, loadConfig } from '../../../src/config/load.ts';
import { type DnsServer, startDnsServer } from '../../support/dns-server.ts';
import { door, publishCorp } from '../../support/door.ts';
import { type Key, mail, makeKey, sign } from '../../support/signed-mail.ts';

let dns: DnsServer;
let at: ReturnType<typeof door>;
let [corp, lists, second, evil]: Key[] = [];
beforeAll(async () => {
  dns = await startDnsServer();
  at = door(dns);
});
afterAll(() => dns.close());
beforeEach(() => {
  dns.zone.clear();
  publishCorp(dns);
  [corp, lists, second, evil] = ['corp', 'lists', 'second', 'evil'].map(name =>
    makeKey(dns.zone, `${name}.test`, 's1'),
  );
});

const passed = 'mx.lists.test; dkim=pass header.d=corp.test; dmarc=pass header.from=corp.test';
const sealers = ['lists.test', 'second.test'];

/** As a list does it: the footer breaks her signature, and the list's own seal is put above. */
async function throughList(): Promise<string> {
  return `${await sign(mail(), corp!)}-- \r\nThe list of lists.test\r\n`;
}
async function seal(text: string, key: Key, authResults = passed, i = 1): Promise<string> {
  const { selector, domain: signingDomain, privateKey } = key;
  const how = { selector, signingDomain, privateKey, authResults, i, cv: i === 1 ? 'none' : 'pass' };
  const sealed = await sealMessage(Buffer.from(text, 'latin1'), how);
  return `${sealed.toString('latin1').trimEnd()}\r\n${text}`;
}
const verdict = async (text: string, named: readonly string[] = sealers) => {
  const verification = await at.verdict(text, { sealers: named });
  return verification.kind === 'refuse' ? verification.refusal : verification.kind;
};

test('a sealer that is named is believed, and it is said whom we believed', async () => {
  const sealed = await seal(await throughList(), lists!);
  expect(await at.check(sealed)).toMatchObject({ dmarc: 'fail', policy: 'reject', arc: 'pass' });
  const verification = await at.verdict(sealed, { sealers });
  expect(verification).toMatchObject({
    kind: 'authenticated',
    how: 'ARC seal of lists.test, which saw dmarc=pass for corp.test',
  });
  expect(verification.kind === 'authenticated' && verification.covers).toEqual(
    expect.arrayContaining(['from', 'subject']),
  );
});

test('by default no sealer is named, and a seal says nothing', async () => {
  expect(await verdict(await seal(await throughList(), lists!), [])).toBe('unauthenticated-author');
});

test('a sealer behind another one is believed when both are named', async () => {
  const once = await seal(await throughList(), lists!);
  const twice = await seal(once, second!, 'mx.second.test; arc=pass; dmarc=fail header.from=corp.test', 2);
  expect(await verdict(twice)).toBe('authenticated');
  expect(await verdict(twice, ['lists.test'])).toBe('unauthenticated-author');
  const byEvil = await seal(once, evil!, passed, 2);
  expect(await verdict(byEvil)).toBe('unauthenticated-author');
});

test.each<[string, () => Promise<string>]>([
  ['a chain of one set, forged by evil.test', async () => seal(mail(), evil!)],
  ['a set in the name of the list, signed by evil.test', async () => seal(mail(), { ...evil!, domain: 'lists.test' })],
  ['the list saw another author', async () => seal(mail(), lists!, passed.replaceAll('corp.test', 'evil.test'))],
  ['the list saw her domain’s sister', async () => seal(mail(), lists!, passed.replace('from=corp', 'from=mail.corp'))],
  ['the list saw a failure', async () => seal(mail(), lists!, 'mx.lists.test; dmarc=fail header.from=corp.test')],
  [
    'the list saw a pass and a failure',
    async () => seal(mail(), lists!, `${passed}; dmarc=fail header.from=corp.test`),
  ],
  [
    'the list saw a pass in a comment',
    async () => seal(mail(), lists!, 'mx.lists.test; dmarc=fail (dmarc=pass header.from=corp.test)'),
  ],
  [
    'the list saw nothing of DMARC',
    async () => seal(mail(), lists!, 'mx.lists.test; spf=pass smtp.mailfrom=corp.test'),
  ],
  ['the body was changed behind the seal', async () => `${await seal(mail(), lists!)}evil\r\n`],
  [
    'the author was changed behind the seal',
    async () => (await seal(mail({ From: 'x@evil.test' }), lists!)).replace('x@evil.test', 'alice@corp.test'),
  ],
  [
    'what was seen was changed behind the seal',
    async () =>
      (await seal(mail(), lists!, passed.replace('dmarc=pass', 'dmarc=fail'))).replace('dmarc=fail', 'dmarc=pass'),
  ],
  [
    'the set of another mail',
    async () => `${(await seal(mail(), lists!)).split('From: Alice')[0]}${mail({ Subject: 'evil' })}`,
  ],
])('%s: no override', async (_, text) => {
  expect(await verdict(await text())).toBe('unauthenticated-author');
});

test('an ARC-Message-Signature with an empty h= covers nothing, and the author’s own signature is read beside it', async () => {
  // RFC 8617 section 4.1.2 takes its syntax from DKIM, where h= must name From (RFC 6376 section 5.4).
  const sealed = (await seal(await sign(mail(), corp!), lists!)).replace(/\bh=[^;]*;/, 'h=;');
  expect(sealed).toMatch(/^ARC-Message-Signature:(?:[^\r]|\r\n\s)*\bh=;/m);
  expect(await at.check(sealed)).toMatchObject({ dkim: 'pass', dmarc: 'pass', skipped: null, sealing: null });
  expect(await verdict(sealed)).toBe('authenticated');
});

test('while DNS keeps the sealer’s key from us the mail comes again, and that of others is refused as ever', async () => {
  const sealed = await seal(await throughList(), lists!);
  const forged = await seal(mail(), evil!);
  dns.zone.set('TXT s1._domainkey.lists.test', 'SERVFAIL');
  dns.zone.set('TXT s1._domainkey.evil.test', 'SERVFAIL');
  expect(await verdict(sealed)).toBe('author-unverifiable');
  expect(await verdict(forged)).toBe('unauthenticated-author');
});

test('what no domain and no field can be called is not written down: PostgreSQL keeps no NUL', async () => {
  const set = (await seal(mail(), lists!))
    .replace(' d=lists.test', ' d=lists\0.test')
    .replace('Subject: agenda', 'Subject: a');
  const { sealing } = await at.check(set);
  expect(JSON.stringify(sealing)).not.toContain('\\u0000');
  expect(coveredFields('From: Sub\0ject : subject:\r\n\tDate:', [])).toEqual(['from', 'subject', 'date']);
});

test('ARC_SEALERS is a list of domains, and SUPPORT_ADDRESS leaves room for what reply addresses add', () => {
  const POSTERN_HOME = '/nowhere';
  expect(() => loadConfig({ POSTERN_HOME, ARC_SEALERS: 'lists.test, no domain' })).toThrow(
    /^ARC_SEALERS: must be domains/,
  );
  const long = `${'s'.repeat(23)}@mx.test`;
  expect(() => loadConfig({ POSTERN_HOME, SUPPORT_ADDRESS: `support@mx.test, ${long}` })).toThrow(BadSetting);
  expect(() => loadConfig({ POSTERN_HOME, SUPPORT_ADDRESS: long })).toThrow(
    /^SUPPORT_ADDRESS: at most 22 characters may stand before the @/,
  );
});
