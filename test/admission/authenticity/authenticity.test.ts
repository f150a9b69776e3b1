import { generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { sealMessage } from 'mailauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authenticate } from '../../../src/admission/authenticity/authenticity.ts';
import type { Verification } from '../../../src/admission/authenticity/verify.ts';
import { repeatedAboveSignature } from '../../../src/mail/singletons.ts';
import { type DnsServer, startDnsServer } from '../../support/dns-server.ts';
import { corpIp, door, elsewhere, headerOf, publishCorp } from '../../support/door.ts';
import { type Key, mail, makeKey, sign, signFields } from '../../support/signed-mail.ts';

let dns: DnsServer;
let corp: Key;
let evil: Key;
let at: ReturnType<typeof door>;

beforeAll(async () => {
  dns = await startDnsServer();
  at = door(dns);
});
afterAll(() => dns.close());
beforeEach(() => {
  dns.zone.clear();
  dns.asked.length = 0;
  publishCorp(dns);
  corp = makeKey(dns.zone, 'corp.test', 's1');
  evil = makeKey(dns.zone, 'evil.test', 'e1');
});

const refused = (refusal: string) => ({ kind: 'refuse', refusal });
const outcome = (verification: Verification) =>
  verification.kind === 'refuse' ? verification.refusal : verification.kind;

describe('the domain of the author vouches', () => {
  test('by its signature, from anywhere, for the fields it signed', async () => {
    const signed = await sign(mail(), corp, { headerList: ['From', 'Subject', 'To'] });
    expect(await at.check(signed)).toMatchObject({ spf: 'fail', dkim: 'pass', dmarc: 'pass', arc: 'none' });
    expect(await at.verdict(signed)).toMatchObject({
      kind: 'authenticated',
      how: 'dkim of corp.test',
      covers: expect.arrayContaining(['from', 'subject', 'to']),
      signatureIds: [expect.stringMatching(/^[0-9a-f]{64}$/)],
    });
    expect((await at.verdict(signed)) as object).not.toMatchObject({ covers: expect.arrayContaining(['date']) });
  });
  test('by SPF, for every field', async () => {
    const from = { ip: corpIp };
    expect(await at.check(mail(), from)).toMatchObject({ spf: 'pass', dkim: 'none', dmarc: 'pass' });
    expect(await at.verdict(mail(), from)).toMatchObject({
      kind: 'authenticated',
      how: 'spf of corp.test',
      covers: 'every',
    });
    expect(outcome(await at.verdict(mail(), { ip: `::ffff:${corpIp}` }))).toBe('authenticated');
  });
  test('by the domain above it, where it may', async () => {
    const signed = await sign(mail({ From: 'alice@mail.corp.test' }), corp);
    expect(outcome(await at.verdict(signed))).toBe('authenticated');
    dns.zone.set('TXT _dmarc.corp.test', ['v=DMARC1; p=reject; adkim=s; aspf=s']);
    expect(outcome(await at.verdict(signed))).toBe('unauthenticated-author');
  });
  test('without a policy, and that is said', async () => {
    dns.zone.delete('TXT _dmarc.corp.test');
    expect(await at.verdict(await sign(mail(), corp))).toMatchObject({
      how: 'dkim of corp.test; no DMARC policy known',
    });
    expect(await at.verdict(mail(), { ip: corpIp })).toMatchObject({ how: 'spf of corp.test; no DMARC policy known' });
    const sub = await sign(mail({ From: 'alice@mail.corp.test' }), corp);
    expect(outcome(await at.verdict(sub))).toBe('authenticated');
  });
  test('in one of several signatures', async () => {
    const both = await sign(await sign(mail(), corp), evil);
    expect(await at.verdict(both)).toMatchObject({ how: 'dkim of corp.test' });
  });
  test('with Ed25519 and with names in other scripts', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
    dns.zone.set('TXT ed._domainkey.xn--mnchen-3ya.test', [`v=DKIM1; k=ed25519; p=${raw}`]);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const text = Buffer.from(mail({ From: 'alice@münchen.test' }), 'utf8').toString('latin1');
    const key = { selector: 'ed', domain: 'xn--mnchen-3ya.test', privateKey: pem };
    expect(outcome(await at.verdict(await sign(text, key, { algorithm: 'ed25519-sha256' })))).toBe('authenticated');
  });
  test('with a note for who looks at it where the domain is made of look-alikes', async () => {
    const domain = domainToASCII('c\u043erp.test');
    const key = makeKey(dns.zone, domain, 's1');
    const { evidence } = await at.check(await sign(mail({ From: `alice@${domain}` }), key));
    expect(evidence.at(-1)).toMatch(/^header\.from=xn--\S+: the domain mixes scripts/);
    expect((await at.check(await sign(mail(), corp))).evidence.join()).not.toMatch(/mixes/);
  });
  test('whatever the case and the dot of the name', async () => {
    expect(outcome(await at.verdict(await sign(mail({ From: 'ALICE@CORP.TEST.' }), corp)))).toBe('authenticated');
  });
  test('when bytes come one at a time, in a stream', async () => {
    const signed = await sign(mail({}, 'a\r\n.b\r\n\r\n'), corp);
    const raw = Readable.from([...signed].map(byte => Buffer.from(byte, 'latin1')));
    const session = { ip: elsewhere, heloName: 'h', mailFrom: null, authservId: 'mx.test' };
    const resolve = (name: string, type: string) =>
      Promise.resolve(dns.zone.get(`${type} ${name}`) as never).then(found);
    expect(await authenticate(raw, session, resolve)).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
  });
});

describe('nothing vouches', () => {
  test('for a spoofed author: refused under reject, held under anything less', async () => {
    expect(await at.verdict(mail())).toEqual(refused('unauthenticated-author'));
    for (const policy of ['quarantine', 'none', 'reject; t=y']) {
      publishCorp(dns, policy);
      expect(outcome(await at.verdict(mail())), policy).toBe('unauthenticated');
    }
    dns.zone.delete('TXT _dmarc.corp.test');
    expect(outcome(await at.verdict(mail()))).toBe('unauthenticated');
  });
  test.each([
    ['another domain signs', () => sign(mail(), evil)],
    [
      'a domain below it signs, which is another organisation',
      () => sign(mail(), makeKey(dns.zone, 'corp.test.evil.test', 'k')),
    ],
    ['the body was changed', async () => `${await sign(mail(), corp)}evil\r\n`],
    ['a signed field was changed', async () => (await sign(mail(), corp)).replace('agenda', 'urgent')],
    [
      'the signature does not cover From',
      async () => (await sign(mail(), corp)).replace(/h=[^;]*;/, 'h=Subject: Date;'),
    ],
    ['the signature has expired', () => sign(mail(), corp, { signTime: ago(3), expires: ago(1) })],
    ['the key was revoked', () => signedThen('TXT s1._domainkey.corp.test', ['v=DKIM1; k=rsa; p='])],
    ['the key is missing', () => signedThen('TXT s1._domainkey.corp.test', [])],
    ['it is signed with rsa-sha1', () => sign(mail(), corp, { algorithm: 'rsa-sha1' })],
    ['the key has 512 bits', () => sign(mail(), makeKey(dns.zone, 'corp.test', 'short', 512))],
    ['the key has 1023 bits', () => sign(mail(), makeKey(dns.zone, 'corp.test', 'almost', 1023))],
  ])('when %s', async (_, text) => {
    expect(await at.verdict(await text())).toEqual(refused('unauthenticated-author'));
  });
  test('but not when the key has 1024 bits', async () => {
    const text = await sign(mail(), makeKey(dns.zone, 'corp.test', 'enough', 1024));
    expect(await at.verdict(text)).toMatchObject({ kind: 'authenticated' });
  });
  test('when SPF passes for someone else, or Sender or Resent-From name the signer', async () => {
    expect(await at.verdict(mail(), { mailFrom: 'x@evil.test' })).toEqual(refused('unauthenticated-author'));
    const borrowed = await sign(mail({ Sender: 'x@evil.test', 'Resent-From': 'x@evil.test' }), evil);
    expect(await at.verdict(borrowed)).toEqual(refused('unauthenticated-author'));
  });
  test('when a field of the mail names the reverse-path that the envelope does not', async () => {
    const claim = { 'Return-Path': '<alice@corp.test>', Received: `from h.corp.test ([${corpIp}]) by mx.test` };
    expect(await at.check(mail(claim), { ip: corpIp, mailFrom: null })).toMatchObject({ spf: 'none', dmarc: 'fail' });
    const received = `(envelope-from <alice@corp.test>)`;
    for (const mailFrom of [null, 'x@evil.test']) {
      const text = mail({ ...claim, Received: `${claim.Received} ${received}` });
      expect(await at.verdict(text, { mailFrom })).toEqual(refused('unauthenticated-author'));
    }
  });
  test('when a signature leaves bytes of the body open', async () => {
    const signed = await sign(mail({}, 'short\r\n'), corp, { maxBodyLength: 7 });
    expect(outcome(await at.verdict(signed))).toBe('authenticated');
    expect(await at.verdict(`${signed}evil\r\n`)).toEqual({
      kind: 'unauthenticated',
      why: 'the signature of corp.test leaves 6 bytes uncovered',
    });
  });
  test('when a signature is older than mail lives, unless SPF passes too', async () => {
    const old = await sign(mail(), corp, { signTime: ago(8) });
    expect(outcome(await at.verdict(old))).toBe('unauthenticated');
    expect(outcome(await at.verdict(old, { ip: corpIp }))).toBe('authenticated');
    expect(outcome(await at.verdict(await sign(mail(), corp, { signTime: ago(6) })))).toBe('authenticated');
  });
  test('when a signature without a time of its own covers a Date that is older than mail lives', async () => {
    const untimed = async (date: string, h = 'from:subject:date') =>
      outcome(await at.verdict(signFields(mail({ Date: date }), corp, h)));
    expect(await untimed(ago(8).toUTCString())).toBe('unauthenticated');
    expect(await untimed(ago(6).toUTCString())).toBe('authenticated');
    expect(await untimed('no date')).toBe('unauthenticated');
    expect(await untimed(ago(1).toUTCString(), 'from:subject')).toBe('unauthenticated');
  });
  test('when the key allows no identity below its domain, and the signature has one (RFC 6376 section 3.6.1)', async () => {
    const signed = await sign(mail(), corp, { identity: 'alice@mail.corp.test' });
    expect(await at.check(signed)).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
    const name = 'TXT s1._domainkey.corp.test';
    const [record] = dns.zone.get(name) as string[];
    dns.zone.set(name, [record!.replace('k=rsa;', 'k=rsa; t=s;')]);
    expect(await at.check(signed)).toMatchObject({ dkim: 'fail', aligned: [] });
    expect(await at.check(await sign(mail(), corp, { identity: 'alice@corp.test' }))).toMatchObject({ dkim: 'pass' });
  });
  test('when the SPF record has two explanations (RFC 7208 section 6)', async () => {
    const spf = async (record: string) => {
      dns.zone.set('TXT corp.test', [record]);
      return (await at.check(mail(), { ip: corpIp })).spf;
    };
    expect(await spf(`v=spf1 ip4:${corpIp} exp=a.corp.test EXP=b.corp.test -all`)).toBe('permerror');
    expect(await spf(`v=spf1 ip4:${corpIp} exp=a.corp.test -all`)).toBe('pass');
    expect(await spf(`v=spf1 ip4:${corpIp} x=a y=exp=b exp=c.corp.test -all`)).toBe('pass');
  });
  test('when the domains have but a registry in common, and that has a DMARC record', async () => {
    for (const name of ['co.uk', 'uk']) dns.zone.set(`TXT _dmarc.${name}`, ['v=DMARC1; p=reject']);
    const [evil, clinic] = ['evil.co.uk', 'clinic.co.uk'];
    const key = makeKey(dns.zone, evil, 's1');
    dns.zone.set(`TXT ${evil}`, [`v=spf1 ip4:${elsewhere} -all`]);
    const spoof = await sign(mail({ From: `alice@${clinic}` }), key);
    expect((await at.check(spoof, { mailFrom: `x@${evil}` })).aligned).toEqual([]);
    const own = await sign(mail({ From: `alice@mail.${clinic}` }), makeKey(dns.zone, clinic, 's1'));
    expect((await at.check(own)).aligned).toMatchObject([{ by: 'dkim', domain: clinic }]);
  });
  test('when only a forged Authentication-Results or a chain of ARC says so', async () => {
    const forged = { 'Authentication-Results': 'mx.test; dmarc=pass header.from=corp.test' };
    const claim = { authservId: 'mx.test', trusted: ['127.0.0.0/8'] };
    expect(await at.verdict(mail(forged), claim)).toEqual(refused('unauthenticated-author'));
    const { selector, domain: signingDomain, privateKey } = evil;
    const authResults = 'mx.evil.test; dmarc=pass header.from=corp.test';
    const seal = await sealMessage(Buffer.from(mail()), {
      signingDomain,
      selector,
      privateKey,
      cv: 'none',
      authResults,
    });
    const sealed = `${seal.toString('latin1').trimEnd()}\r\n${mail()}`;
    expect(await at.check(sealed)).toMatchObject({ arc: 'pass', dmarc: 'fail' });
    expect(await at.verdict(sealed)).toEqual(refused('unauthenticated-author'));
  });
});

describe('DNS does not answer', () => {
  test.each([['TXT s1._domainkey.corp.test'], ['TXT corp.test'], ['TXT _dmarc.corp.test']])(
    'SERVFAIL for %s: come again, and then it passes',
    async key => {
      const text = key.includes('_domainkey') ? await sign(mail(), corp) : mail();
      const records = dns.zone.get(key)!;
      const knock = key.includes('_domainkey') ? {} : { ip: corpIp };
      dns.zone.set(key, 'SERVFAIL');
      const spoof = key.includes('_domainkey') ? text : mail();
      expect(await at.verdict(spoof)).toEqual(refused('author-unverifiable'));
      dns.zone.set(key, records);
      expect(outcome(await at.verdict(text, knock))).toBe('authenticated');
    },
  );
  test.each(['TXT s1._domainkey.corp.test', 'TXT corp.test', 'TXT _dmarc.corp.test'])('silence for %s', async key => {
    dns.zone.set(key, 'silent');
    const { verdict } = door(dns, 300);
    expect(await verdict(key.includes('_domainkey') ? await sign(mail(), corp) : mail())).toEqual(
      refused('author-unverifiable'),
    );
  });
  test('one that vouches is enough', async () => {
    dns.zone.set('TXT s1._domainkey.corp.test', 'SERVFAIL');
    expect(outcome(await at.verdict(await sign(mail(), corp), { ip: corpIp }))).toBe('authenticated');
    dns.zone.set('TXT corp.test', 'SERVFAIL');
    expect(outcome(await at.verdict(await sign(mail(), makeKey(dns.zone, 'corp.test', 's2'))))).toBe('authenticated');
  });
  test('with the policy unknown only the very domain vouches', async () => {
    for (const name of ['corp.test', 'mail.corp.test']) dns.zone.set(`TXT _dmarc.${name}`, 'SERVFAIL');
    expect(await at.verdict(await sign(mail(), corp))).toMatchObject({
      how: 'dkim of corp.test; no DMARC policy known',
    });
    const sub = await sign(mail({ From: 'alice@mail.corp.test' }), corp);
    expect(await at.verdict(sub)).toEqual(refused('author-unverifiable'));
  });
  test('about a domain that could not vouch: no reason to wait', async () => {
    dns.zone.set('TXT e1._domainkey.evil.test', 'SERVFAIL');
    dns.zone.set('TXT evil.test', 'SERVFAIL');
    expect(await at.verdict(await sign(mail(), evil), { mailFrom: 'x@evil.test' })).toEqual(
      refused('unauthenticated-author'),
    );
  });
  test('at all: come again, and within the deadline', async () => {
    dns.zone.set('ANY *', 'silent');
    const { verdict } = door(dns, 300);
    const started = performance.now();
    expect(await verdict(await sign(mail(), corp))).toEqual(refused('author-unverifiable'));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('fields put above a signed mail', () => {
  const names = 'Date From Sender Reply-To To Cc Message-ID In-Reply-To References Subject MIME-Version Content-Type'
    .concat(' Content-Transfer-Encoding Auto-Submitted')
    .split(' ');
  const whole = mail({ ...Object.fromEntries(names.slice(2, 9).map(name => [name, '<a@corp.test>'])) })
    .replace('Subject: <a@corp.test>', 'Subject: agenda')
    .replace('\r\n\r\n', '\r\nContent-Transfer-Encoding: 7bit\r\nAuto-Submitted: no\r\n\r\n');

  test.each(names)('%s is noticed as repeated, or was not covered', async name => {
    const signed = await sign(whole, corp);
    const prepended = `${name}: x@evil.test\r\n${signed}`;
    expect(repeatedAboveSignature(headerOf(prepended))).toEqual([name.toLowerCase()]);
    const added = (await sign(mail(), corp)).replace('DKIM-Signature', `X-${name}: y\r\nDKIM-Signature`);
    expect((await at.verdict(added)) as object).not.toMatchObject({
      covers: expect.arrayContaining([`x-${name}`.toLowerCase()]),
    });
  });
});

describe('authors that two parsers read differently are malformed, signed or not', () => {
  test.each([
    'alice@corp.test, x@evil.test',
    'corp: alice@corp.test;',
    '<alice@corp.test> <x@evil.test>',
    '"alice@corp.test"@evil.test',
    'alice@corp.test@evil.test',
    '<@corp.test:x@evil.test>',
    '<alice@corp.test:x@evil.test>',
    'undisclosed:;',
    'alice@corp.test\0.evil.test',
    'alice@corp.test\r.evil.test',
  ])('%j', async From => {
    const signed = await sign(mail({ From }), evil);
    expect(await at.verdict(signed, { mailFrom: 'x@evil.test' })).toEqual(refused('malformed-author'));
  });
  test('and so is a From whose colon stands on its second line', async () => {
    const hidden = mail().replace('From:', 'From: x@evil.test\r\nFrom\r\n :');
    expect(await at.verdict(hidden)).toEqual(refused('malformed-author'));
  });
});

describe('whatever is changed in a signed mail', () => {
  const inserts = [
    '',
    '\r\n',
    '\r\n ',
    ' ',
    '\t',
    '\0',
    ':',
    ';',
    ',',
    '@',
    '<x@evil.test>',
    'From: x@evil.test\r\n',
    'Subject: evil\r\n',
  ].concat([
    'From : x@evil.test\r\n',
    '(',
    '"',
    '=',
    'l=0; ',
    'Content-Type: text/html\r\n',
    '\xff',
    '\r\n\r\n',
    '\n',
    '\r',
  ]);
  const change = fc.record({ at: fc.nat(2000), drop: fc.nat(3), put: fc.constantFrom(...inserts) });

  test('it is alice, her fields and her text, or it is not authenticated', async () => {
    const original = await sign(mail(), corp);
    const said = (text: string) => new Map(headerOf(text).map(({ name, value }) => [name, value.replace(/\s+/g, ' ')]));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async changes => {
        const text = changes.reduce((all, { at, drop, put }) => {
          const place = at % all.length;
          return all.slice(0, place) + put + all.slice(place + drop);
        }, original);
        const verification = await at.verdict(text);
        if (verification.kind !== 'authenticated' || repeatedAboveSignature(headerOf(text)).length > 0) return;
        for (const name of verification.covers) expect(said(text).get(name), name).toBe(said(original).get(name));
        expect(text.slice(text.indexOf('\r\n\r\n')).replace(/[ \t]+/g, ' ')).toContain('The agenda does not open.');
      }),
      { numRuns: 400 },
    );
  });
});

test('a field whose colon stands on its second line is taken for what mail programs may take it for', async () => {
  for (const put of ['Subject\r\n : evil\r\n', 'Subject\r\n: evil\r\n', 'Subject\xa0: evil\r\n']) {
    expect(await at.verdict(put + (await sign(mail(), corp)))).toMatchObject({
      kind: 'unauthenticated',
      why: 'its header can be read in two ways',
    });
  }
});

describe('bounds', () => {
  test('a thousand signatures cost no more than twenty', async () => {
    const [signature = ''] = /^DKIM-Signature:[\s\S]*?\r\n(?=[A-Z])/.exec(await sign(mail(), corp)) ?? [];
    const copies = Array.from({ length: 60 }, (_, n) => signature.replace('s=s1', `s=s1${n}`)).join('');
    await at.check(copies + mail());
    expect(new Set(dns.asked.filter(key => key.includes('_domainkey'))).size).toBe(20);
  });
  test.each([
    ['header-too-big', `X: y\r\n${' z\r\n'.repeat(40_000)}${mail()}`],
    ['header-too-big', `X: ${'y'.repeat(70_000)}\r\n${mail()}`],
    ['line-too-long', mail({}, ' '.repeat(8_000_000))],
    ['line-too-long', mail({}, `a\r\n${'x'.repeat(300_000)}\r\nb\r\n`)],
    ['bare-line-ends', mail({}, 'a\nb\r\n')],
    ['bare-line-ends', mail({}, '\n'.repeat(8_000_000))],
    ['bare-line-ends', mail({ Subject: 'a\nFrom: x@evil.test' })],
  ])('%s is not checked, and soon', async (skipped, text) => {
    const started = performance.now();
    expect(await at.check(text)).toMatchObject({ skipped, dmarc: 'none' });
    expect(performance.now() - started).toBeLessThan(1000);
    expect(outcome(await at.verdict(text))).toBe(skipped === 'line-too-long' ? 'unauthenticated' : 'malformed-author');
  });
  test('what is not checked has no facts', async () => {
    expect(await at.check(mail({}, 'a\nb\r\n'))).toEqual({
      ...{ spf: 'none', dkim: 'none', dmarc: 'none', arc: 'none', authorDomain: null, policy: null, aligned: [] },
      ...{ unresolved: [], sealing: null, ambiguous: false, skipped: 'bare-line-ends' },
      evidence: ['not checked: bare-line-ends'],
    });
  });
  const most = 262_144;
  const long = (bytes: number) => 'x'.repeat(bytes);
  test.each<[string, (more: number) => readonly string[]]>([
    ['in one piece', more => [`${long(most - 1 + more)}\r\n`]],
    ['in the pieces of a stream', more => [long(100_000), long(100_000), `${long(most - 200_001 + more)}\r\n`]],
    ['begun within a piece', more => ['a\r\nx', long(most - 2 + more), '\r\n']],
    ['ended by the first byte of a piece', more => [`${long(most - 1 + more)}\r`, `\n${long(9)}\r\n`]],
    ['the last', more => ['a\r\n', long(most + more)]],
  ])('a line is as long as its bytes, %s', async (_, pieces) => {
    const skipped = async (more: number) => {
      const raw = Readable.from([mail({}, ''), ...pieces(more)].map(piece => Buffer.from(piece, 'latin1')));
      const session = { ip: elsewhere, heloName: 'h', mailFrom: null, authservId: 'mx.test' };
      return (await authenticate(raw, session, async () => found(undefined))).skipped;
    };
    expect([await skipped(0), await skipped(1)]).toEqual([null, 'line-too-long']);
  });
  test('a long line is no reason, up to where it is', async () => {
    const signed = await sign(mail({}, `${'x '.repeat(130_000)}\r\n`), corp);
    expect(outcome(await at.verdict(signed))).toBe('authenticated');
  });
  test('a connection that breaks rejects', async () => {
    const raw = Readable.from(broken());
    const session = { ip: elsewhere, heloName: 'h', mailFrom: null, authservId: 'mx.test' };
    await expect(authenticate(raw, session, () => Promise.resolve([]))).rejects.toThrow('reset');
  });
});

async function signedThen(key: string, records: string[]) {
  const signed = await sign(mail(), corp);
  dns.zone.set(key, records);
  return signed;
}
const ago = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000);
async function* broken() {
  yield Buffer.from(mail());
  throw new Error('reset');
}
function found(records: string[] | undefined): string[][] {
  if (!records) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
  return records.map(record => [record]);
}
