// The verdicts of mailauth, as we call it, against those of dkimpy and pyspf.
import { sealMessage } from 'mailauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DnsServer, startDnsServer } from '../../support/dns-server.ts';
import { door } from '../../support/door.ts';
import { secondOpinionMissing, startSecondOpinion } from '../../support/second-opinion.ts';
import { type Key, mail, makeKey, sign } from '../../support/signed-mail.ts';

const missing = secondOpinionMissing();
if (missing) console.warn('left out: second-opinion, for want of the Debian packages python3-dkim and python3-spf');

let dns: DnsServer;
let corp: Key;
let at: ReturnType<typeof door>;
let other: ReturnType<typeof startSecondOpinion> | undefined;
beforeAll(async () => {
  dns = await startDnsServer();
  at = door(dns);
  if (!missing) other = startSecondOpinion(dns.zone);
  corp = makeKey(dns.zone, 'corp.test', 's1');
});
afterAll(() => {
  other?.close();
  dns.close();
});

const usual = { ip: '192.0.2.10', mailFrom: 'alice@none.test', heloName: 'h.corp.test' };
const ask = (raw: string, envelope = usual) => other!.ask({ raw, ...envelope });

const canonicalizations = ['simple/simple', 'simple/relaxed', 'relaxed/simple', 'relaxed/relaxed'];
const changes: [string, (signed: string) => string][] = [
  ['nothing', signed => signed],
  ['a word of the body', signed => signed.replace('agenda does', 'agenda did')],
  ['blanks within the body', signed => signed.replace('agenda does', 'agenda  \tdoes')],
  ['blanks at the end of a line', signed => signed.replace('open.\r\n', 'open. \t\r\n')],
  ['empty lines at the end', signed => `${signed}\r\n\r\n\r\n`],
  ['a line at the end', signed => `${signed}evil\r\n`],
  ['the case of a field name', signed => signed.replace('\r\nSubject:', '\r\nSUBJECT:')],
  ['how a field is folded', signed => signed.replace('Subject: agenda', 'Subject:\r\n\t agenda')],
  ['a word of a signed field', signed => signed.replace('Subject: agenda', 'Subject: agendas')],
  ['a field put above', signed => `Subject: evil\r\n${signed}`],
  ['a field put below', signed => signed.replace('\r\n\r\n', '\r\nSubject: evil\r\n\r\n')],
  ['the signature', signed => signed.replace(/ b=.{4}/, ' b=AAAA')],
];

describe.skipIf(missing)('DKIM', () => {
  test.each(
    canonicalizations.flatMap(canonicalization =>
      changes.map(([what, change]) => ({ canonicalization, what, change })),
    ),
  )('$canonicalization, changed: $what', async ({ canonicalization, change }) => {
    await agree(change(await sign(mail(), corp, { canonicalization })));
  });
  test.each<[string, () => Promise<string>]>([
    ['an empty body', () => sign(mail({}, ''), corp)],
    ['a body of empty lines', () => sign(mail({}, '\r\n\r\n'), corp, { canonicalization: 'simple/simple' })],
    ['a body without a last line end', () => sign(mail({}, 'open'), corp)],
    ['8-bit text', () => sign(mail({ Subject: 'caf\xe9' }, 'caf\xe9\r\n'), corp)],
    ['fields signed more often than they stand', () => oversigned('')],
    ['such fields, and one put above', () => oversigned('Subject: evil\r\n')],
    ['an expired signature', () => sign(mail(), corp, { signTime: ago(3), expires: ago(1) })],
    ['a key that is not there', () => sign(mail(), { ...corp, selector: 'none' })],
    ['another key', () => sign(mail(), { ...makeKey(dns.zone, 'corp.test', 'other'), selector: 's1' })],
    ['a revoked key', () => sign(mail(), revoked())],
    ['a key of 512 bits', () => sign(mail(), makeKey(dns.zone, 'corp.test', 'short', 512))],
    ['a key of 1024 bits', () => sign(mail(), makeKey(dns.zone, 'corp.test', 'old', 1024))],
    ['a key of 4096 bits', () => sign(mail(), makeKey(dns.zone, 'corp.test', 'long', 4096))],
    ['l= and nothing after', () => sign(mail({}, 'short\r\n'), corp, { maxBodyLength: 7 })],
    ['l= and more after', async () => `${await sign(mail({}, 'short\r\n'), corp, { maxBodyLength: 7 })}evil\r\n`],
    ['two signatures', async () => sign(await sign(mail(), corp), makeKey(dns.zone, 'evil.test', 'e1'))],
    ['no signature', async () => mail()],
  ])('%s', async (_, text) => {
    await agree(await text());
  });

  async function agree(raw: string) {
    const { evidence, dkim } = await at.check(raw);
    const ours = evidence.filter(line => line.startsWith('dkim=') && !line.startsWith('dkim=none'));
    const theirs = (await ask(raw)).dkim;
    expect(ours.map(line => line.startsWith('dkim=pass'))).toEqual(theirs);
    expect(dkim === 'pass').toBe(theirs.includes(true));
  }
});

describe.skipIf(missing)('ARC', () => {
  test.each<[string, number, (sealed: string) => string]>([
    ['one set', 1, sealed => sealed],
    ['three sets', 3, sealed => sealed],
    ['a changed body', 1, sealed => `${sealed}evil\r\n`],
    ['a changed result', 2, sealed => sealed.replace('dmarc=fail', 'dmarc=pass')],
    ['a set missing', 3, sealed => sealed.replace(/ARC-Seal: i=2;[\s\S]*?\r\n(?=\S)/, '')],
    ['none', 0, sealed => sealed],
  ])('%s', async (_, sets, change) => {
    const raw = change(await sealed(sets));
    expect((await at.check(raw)).arc).toBe((await ask(raw)).arc);
  });
});

describe.skipIf(missing)('SPF', () => {
  const ip = usual.ip;
  const includes = Array.from({ length: 11 }, (_, n) => `include:n${n}.test`).join(' ');
  test.each<[string, string | null, string?]>([
    ['pass', `v=spf1 ip4:${ip} -all`],
    ['fail', 'v=spf1 ip4:192.0.2.99 -all'],
    ['softfail', 'v=spf1 ~all'],
    ['neutral', 'v=spf1 ?all'],
    ['neutral', 'v=spf1 ip4:192.0.2.99'],
    ['pass', 'v=spf1 +all'],
    ['none', null],
    ['none', 'v=spf10 +all'],
    ['pass', 'v=spf1 ip4:192.0.2.0/28 -all'],
    ['pass', 'v=spf1 ip6:2001:db8::/32 -all', '2001:db8::1'],
    ['fail', 'v=spf1 ip6:2001:db8::/32 -all'],
    ['pass', 'v=spf1 a:host.test -all'],
    ['pass', 'v=spf1 a:host.test -all', '2001:db8::9'],
    ['pass', 'v=spf1 mx:mxs.test -all'],
    ['pass', 'v=spf1 include:in.test -all'],
    ['fail', 'v=spf1 include:in.test -all', '192.0.2.11'],
    ['pass', 'v=spf1 redirect=in.test'],
    ['permerror', 'v=spf1 redirect=void.test'],
    ['permerror', 'v=spf1 include:void.test -all'],
    ['pass', 'v=spf1 exists:%{i}.ok.test -all'],
    ['fail', 'v=spf1 exists:%{i}.no.test -all'],
    ['pass', 'v=spf1 exists:%{l}.%{d1}.ok.test -all'],
    ['permerror', 'v=spf1 ip4:not.an.address -all'],
    ['permerror', 'v=spf1 nonsense:x -all'],
    ['permerror', `v=spf1 ${includes} -all`],
    ['permerror', 'v=spf1 a:void.test a:void2.test a:void3.test -all'],
    ['permerror', 'v=spf1 include:own.test -all'],
    ['temperror', 'v=spf1 include:broken.test -all'],
  ])('%s: %s', async (expected, record, from = ip) => {
    const { zone } = dns;
    zone.set('TXT in.test', [`v=spf1 ip4:${ip} ?all`]);
    zone.set('TXT broken.test', 'SERVFAIL');
    zone.set('A host.test', [ip]);
    zone.set('AAAA host.test', ['2001:db8::9']);
    zone.set('MX mxs.test', [{ preference: 10, exchange: 'host.test' }]);
    zone.set(`A ${ip}.ok.test`, ['127.0.0.2']);
    zone.set('A alice.test.ok.test', ['127.0.0.2']);
    for (let n = 0; n < 11; n++) zone.set(`TXT n${n}.test`, ['v=spf1 ?all']);
    if (record) zone.set('TXT own.test', [record]);
    else zone.delete('TXT own.test');
    const envelope = { ip: from, mailFrom: 'alice@own.test' };
    const { spf } = await at.check(mail(), envelope);
    expect([spf, (await ask(mail(), { ...usual, ...envelope })).spf]).toEqual([expected, expected]);
  });
});

async function oversigned(above: string) {
  return above + (await sign(mail(), corp, { headerList: ['From', 'From', 'Subject', 'Subject', 'Date'] }));
}
function revoked(): Key {
  const key = makeKey(dns.zone, 'corp.test', 'gone');
  dns.zone.set('TXT gone._domainkey.corp.test', ['v=DKIM1; k=rsa; p=']);
  return key;
}
async function sealed(sets: number): Promise<string> {
  let text = mail();
  const { selector, domain: signingDomain, privateKey } = corp;
  for (let i = 1; i <= sets; i++) {
    const seal = {
      signingDomain,
      selector,
      privateKey,
      i,
      cv: i === 1 ? 'none' : 'pass',
      authResults: 'mx.test; dmarc=fail',
    };
    text = `${(await sealMessage(Buffer.from(text, 'latin1'), seal)).toString('latin1').trimEnd()}\r\n${text}`;
  }
  return text;
}
const ago = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000);
