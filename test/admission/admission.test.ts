// The door with real DNS of the tests' own, real signatures, and a directory in memory.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type AdmissionPorts,
  type AdmissionSettings,
  createAdmission,
  type SignedClues,
} from '../../src/admission/admission.ts';
import { createResolver } from '../../src/admission/authenticity/resolver.ts';
import { toNetworks } from '../../src/config/networks.ts';
import type { Directory, Person } from '../../src/desk/person.ts';
import type { Address } from '../../src/mail/address.ts';
import type { Arrival } from '../../src/mail/arrival.ts';
import { signReplyAddress } from '../../src/tokens/reply-address.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';
import { corpIp, elsewhere, headerOf, publishCorp } from '../support/door.ts';
import { type Key, mail, makeKey, sign } from '../support/signed-mail.ts';

const support = 'support@mx.test' as Address;
const key = 'a key that nobody guesses';
const reply = signReplyAddress({ support, ticketNumber: 7, recipient: 'alice@corp.test' as Address }, key, new Date());

let dns: DnsServer;
let corp: Key;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.close());
beforeEach(() => {
  dns.zone.clear();
  publishCorp(dns);
  corp = makeKey(dns.zone, 'corp.test', 's1');
});

const directory: Directory = {
  find: address => (address === 'alice@corp.test' ? ({ email: address } as unknown as Person) : null),
  isRemoved: () => false,
  agents: () => [],
  instances: () => new Set(),
  domains: () => new Set(['corp.test']),
};
const postgresAway: AdmissionPorts['onThread'] = () => Promise.reject(new Error('PostgreSQL is away'));

type Knock = Partial<Omit<Arrival, 'rcptTo'>> &
  Partial<AdmissionSettings> & {
    to?: string;
    onThread?: AdmissionPorts['onThread'];
    trusted?: string[];
    authservId?: string;
  };

async function decide(text: string, knock: Knock = {}) {
  const { ip = elsewhere, mailFrom = 'alice@corp.test' as Address, to = support, heloName = 'h.corp.test' } = knock;
  const { onThread = postgresAway, trusted = [], authservId = null, unauthenticated = 'hold' } = knock;
  const relays = { networks: toNetworks(trusted).networks, authservId };
  const resolve = createResolver({ servers: [dns.address], keepMs: 0, keepNothingMs: 0 });
  const admission = createAdmission(
    { supports: [support], keys: [key], relays, unauthenticated, authservId: 'mx.test', arcSealers: [] },
    { directory, resolve, onThread },
  );
  const bytes = async function* () {
    yield Buffer.from(text, 'latin1');
  };
  return admission.decide(
    { via: 'smtp', ip, heloName, tls: false, mailFrom, rcptTo: [to as Address] },
    headerOf(text),
    bytes,
  );
}
async function outcome(text: string, knock: Knock = {}) {
  const { verdict } = await decide(text, knock);
  return verdict.kind === 'refuse' ? verdict.refusal : verdict.kind;
}

describe('someone of the directory', () => {
  test('is let in while PostgreSQL is away, on a new mail and on any thread', async () => {
    expect(await outcome(await sign(mail(), corp))).toBe('accept');
    expect(await outcome(mail({ 'In-Reply-To': '<7@mx.test>' }), { ip: corpIp })).toBe('accept');
    expect(await outcome(mail(), { ip: corpIp, to: reply })).toBe('accept');
  });
  test('is no person whom only the envelope or another field names', async () => {
    const evil = { From: 'x@evil.test' };
    const claims = [
      { Sender: 'alice@corp.test' },
      { 'Resent-From': 'alice@corp.test' },
      { 'Reply-To': 'alice@corp.test' },
    ];
    for (const claim of [...claims, { 'X-Original-From': 'alice@corp.test' }]) {
      expect(await outcome(mail({ ...evil, ...claim })), JSON.stringify(claim)).toBe('unknown-author');
    }
    expect(await outcome(mail({ From: 'alice@corp.test <x@evil.test>' }))).toBe('malformed-author');
    const named = await decide(mail({ From: '"alice@corp.test" <x@evil.test>' }), {
      mailFrom: 'x@evil.test' as Address,
    });
    expect(named.verdict).toEqual({ kind: 'refuse', refusal: 'unknown-author' });
  });
  test('is refused, held or asked to come again as DNS says', async () => {
    expect(await outcome(mail())).toBe('unauthenticated-author');
    publishCorp(dns, 'none');
    expect(await outcome(mail())).toBe('hold');
    expect(await outcome(mail(), { unauthenticated: 'refuse' })).toBe('author-must-authenticate');
    dns.zone.set('TXT s1._domainkey.corp.test', 'SERVFAIL');
    expect(await outcome(await sign(mail(), corp))).toBe('author-unverifiable');
    makeKey(dns.zone, 'corp.test', 's1');
    expect(await outcome(await sign(mail(), corp))).toBe('accept');
  });
  test('is held where no signature covers the Subject, and SPF does not pass', async () => {
    const open = await sign(mail(), corp, { headerList: ['From', 'Date', 'Message-ID'] });
    expect((await decide(open)).verdict).toEqual({
      kind: 'hold',
      reasons: ['nobody vouches for the author: no signature covers its Subject'],
    });
    expect(await outcome(open, { ip: corpIp })).toBe('accept');
    const without = mail().replace(/^Subject: .*\r\n/m, '');
    expect(await outcome(await sign(without, corp, { headerList: ['From', 'Date'] }))).toBe('accept');
  });
  test('is refused where a field stands twice, of which the signature may cover but one', async () => {
    const twice = `Subject: urgent\r\n${await sign(mail(), corp)}`;
    expect(await outcome(twice)).toBe('repeated-field');
    expect(await outcome(twice, { ip: corpIp }), 'SPF vouches for all of it').toBe('accept');
    publishCorp(dns, 'none');
    expect(await outcome(`Subject: urgent\r\n${mail()}`), 'nothing vouches').toBe('hold');
  });
  test('is held where a list has changed the mail, and the evidence says why', async () => {
    publishCorp(dns, 'quarantine');
    const listed = (await sign(mail({ Cc: 'list@lists.test' }), corp)).concat('-- \r\nthe list\r\n');
    const { verdict, authentication } = await decide(listed, { mailFrom: 'list@lists.test' as Address });
    expect(verdict.kind).toBe('hold');
    expect(authentication).toMatchObject({ dkim: 'fail', dmarc: 'fail' });
    expect(authentication?.evidence.join('\n')).toMatch(/body hash did not verify/);
  });
});

describe('what is known only of the fields that were signed', () => {
  const signedFields = { headerList: ['From', 'Subject', 'Date'] };
  const answer = { 'In-Reply-To': '<7@mx.test>', From: 'fay@corp.test', Cc: 'x@evil.test' };
  const follows =
    (known: string[]) =>
    async (address: Address, { ids, tagged }: SignedClues) => {
      if (tagged === 7 && address === 'fay@corp.test') return 'member';
      if (ids.length === 0) return null;
      if (!ids.some(id => known.includes(id))) return 'unknown';
      return address === 'fay@corp.test' ? 'member' : 'known';
    };
  const knows = follows(['<7@mx.test>']);

  test('lets a follower in by the thread he answers, where that is vouched for', async () => {
    const onThread = knows;
    expect(await outcome(await sign(mail(answer), corp), { onThread })).toBe('accept');
    expect(await outcome(mail(answer), { ip: corpIp, onThread })).toBe('accept');
    expect(await outcome(await sign(mail(answer), corp, signedFields), { onThread })).toBe('unknown-author');
    const onOther = { ip: corpIp, onThread: knows };
    expect(await outcome(mail({ ...answer, From: 'zoe@corp.test' }), onOther)).toBe('unknown-author');
  });
  test.each([
    ['Re: [PT-7] Agenda', 'accept'],
    ['=?utf-8?B?UsOpcDogW1BULTdd?=', 'accept'],
    ['Re: [PT-8] Agenda', 'unknown-author'],
  ])('lets a follower in by the tag of the ticket alone, where that is vouched for: %s', async (subject, expected) => {
    const tagged = mail({ From: 'fay@corp.test', Subject: subject });
    expect(await outcome(tagged, { ip: corpIp, onThread: knows })).toBe(expected);
    expect(await outcome(await sign(tagged, corp, signedFields), { onThread: knows })).toBe(expected);
    const unsigned = await sign(tagged, corp, { headerList: ['From', 'Date'] });
    expect(await outcome(unsigned, { onThread: knows })).toBe('unknown-author');
    const other = mail({ From: 'zoe@corp.test', Subject: subject });
    expect(await outcome(other, { ip: corpIp, onThread: knows })).toBe('unknown-author');
  });
  test('lets an authenticated answer to a thread that is not here wait for it', async () => {
    const onThread = follows([]);
    const waiting = await decide(mail(answer), { ip: corpIp, onThread });
    expect(waiting.verdict).toMatchObject({ kind: 'hold', awaitsThread: true });
    expect(await outcome(await sign(mail(answer), corp, signedFields), { onThread })).toBe('unknown-author');
    expect(await outcome(mail(answer), { onThread })).toBe('unknown-author');
  });
  test('names them for who files the mail', async () => {
    const { verdict } = await decide(await sign(mail({ Cc: 'x@evil.test' }), corp, signedFields));
    expect(verdict).toMatchObject({
      kind: 'accept',
      coveredFields: expect.arrayContaining(['from', 'subject', 'date']),
    });
    expect(verdict).not.toMatchObject({ coveredFields: expect.arrayContaining(['cc']) });
    expect((await decide(mail(), { ip: corpIp })).verdict).not.toHaveProperty('coveredFields');
  });
  test('does not ask PostgreSQL for who refers to no thread', async () => {
    expect(await outcome(mail({ From: 'zoe@corp.test' }), { ip: corpIp })).toBe('unknown-author');
    await expect(outcome(mail({ ...answer, From: 'zoe@corp.test' }), { ip: corpIp })).rejects.toThrow('away');
  });
  test('holds a follower who is not authenticated', async () => {
    publishCorp(dns, 'none');
    expect(await outcome(mail(answer), { onThread: knows })).toBe('hold');
  });
});

test('who is unknown is turned away without a question to DNS', async () => {
  dns.asked.length = 0;
  const stranger = { mailFrom: 'zoe@corp.test' as Address };
  expect(await outcome(mail({ From: 'zoe@corp.test' }), stranger)).toBe('unknown-author');
  expect(await outcome(mail({ From: 'alice@corp.test, zoe@corp.test' }))).toBe('malformed-author');
  expect(dns.asked).toEqual([]);
  // What a person will look at comes with its evidence.
  const seen = await decide(mail({ From: 'zoe@corp.test' }), { to: 'postmaster@mx.test', ip: corpIp });
  expect([seen.verdict.kind, seen.authentication?.spf]).toEqual(['hold', 'pass']);
});

describe('a relay that is trusted', () => {
  const relay = { ip: '10.0.0.5', trusted: ['10.0.0.0/8'] };
  const said = (value: string) => ({ 'Authentication-Results': value });
  const pass = 'relay.test; dmarc=pass header.from=corp.test; spf=fail smtp.mailfrom=x.test';

  test('counts without a name, and with one by what it wrote on top', async () => {
    expect(await outcome(mail(), relay)).toBe('accept');
    const named = { ...relay, authservId: 'relay.test' };
    expect(await outcome(mail(said(pass)), named)).toBe('accept');
    expect(await outcome(mail(), named)).toBe('hold');
    expect(await outcome(mail(said(pass.replace('dmarc=pass', 'dmarc=fail'))), named)).toBe('hold');
    expect(await outcome(mail(said(pass.replace('=corp.test', '=evil.test'))), named)).toBe('hold');
    const above = 'Authentication-Results: relay.test; dmarc=fail header.from=corp.test\r\n';
    expect(await outcome(above + mail(said(pass)), named)).toBe('hold');
    expect(await outcome(mail(said(pass)), { ...named, ip: elsewhere })).toBe('unauthenticated-author');
  });
  test('is quoted in the evidence', async () => {
    const { authentication } = await decide(mail(said(pass)), { ...relay, authservId: 'relay.test' });
    expect(authentication).toMatchObject({ dmarc: 'pass', spf: 'fail', evidence: ['relay.test: dmarc=pass spf=fail'] });
    const none = await decide(mail(), { ...relay, authservId: 'relay.test' });
    expect(none.authentication?.evidence).toEqual(['relay.test: no Authentication-Results']);
    expect((await decide(mail(), relay)).authentication).toBeNull();
  });
});

test.each([
  [support, null],
  ['postmaster@mx.test', null],
  [reply, null],
  ['sales@mx.test', 'unknown-recipient'],
  ['sales@other.test', 'relaying-denied'],
])('the recipient %s is refused by itself: %s', (recipient, refusal) => {
  const relays = { networks: toNetworks([]).networks, authservId: null };
  const rules = { unauthenticated: 'hold', authservId: 'mx.test', arcSealers: [] } as const;
  const admission = createAdmission(
    { supports: [support], keys: [key], relays, ...rules },
    { directory, resolve: () => Promise.reject(new Error('none')), onThread: postgresAway },
  );
  expect(admission.refuseRecipient(recipient as Address)).toBe(refusal);
});

test.each([
  ['multipart/report; report-type=delivery-status', 'accept'],
  [' Multipart/REPORT ; boundary=b', 'accept'],
  ['multipart/mixed', 'refuse'],
])('of nobody, %j is a report: %s', async (type, kind) => {
  const text = `From: <mallory@evil.test>\r\nContent-Type: ${type}\r\n\r\nx\r\n`;
  expect((await decide(text, { mailFrom: null })).verdict.kind).toBe(kind);
});
