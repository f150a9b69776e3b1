import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '../../../src/delivery/compose.ts';
import { createRelay } from '../../../src/delivery/relay/send.ts';
import { loadTemplates } from '../../../src/delivery/templates/templates.ts';
import { type DnsServer, startDnsServer } from '../../support/dns-server.ts';
import { door } from '../../support/door.ts';
import { kinds, notices, outgoing } from '../../support/outgoing.ts';
import { secondOpinionMissing, startSecondOpinion } from '../../support/second-opinion.ts';
import { makeKey } from '../../support/signed-mail.ts';
import { type Smarthost, startSmarthost } from '../../support/smarthost.ts';

const missing = secondOpinionMissing();
if (missing) console.warn('left out: what dkimpy says of our signatures, for want of python3-dkim and python3-spf');

let dns: DnsServer;
let smarthost: Smarthost;
let relay: ReturnType<typeof createRelay>;
beforeAll(async () => {
  dns = await startDnsServer();
  smarthost = await startSmarthost();
  const { domain, selector, privateKey } = makeKey(dns.zone, 'desk.example', 's1');
  relay = createRelay(`smtp://127.0.0.1:${smarthost.port}`, { domain, selector, privateKey });
});
afterAll(async () => {
  await relay.close();
  await smarthost.close();
  dns.close();
});

const fields = { unfollowUrl: 'https://desk.example/unfollow/1' };
const templates = loadTemplates(null);
async function sent(kind: (typeof kinds)[number]): Promise<string> {
  expect(await relay.send(compose(outgoing(notices[kind], fields), templates))).toMatchObject({ kind: 'sent' });
  return smarthost.received.at(-1)!.raw;
}
const coveredBy = (raw: string): string[] =>
  (/ h=([^;]*);/.exec(raw.replace(/\r\n[ \t]+/g, ' '))?.[1] ?? '').replaceAll(' ', '').split(':');

test.each(kinds)('the signature of a mail of kind %s verifies, aligned with its author', async kind => {
  const raw = await sent(kind);
  expect((await door(dns).check(raw)).dkim).toBe('pass');
  expect(raw).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=desk\.example;/);
  if (missing) return;
  const other = startSecondOpinion(dns.zone);
  expect((await other.ask({ raw, ip: '192.0.2.10', mailFrom: 'a@b.test', heloName: 'h.test' })).dkim).toEqual([true]);
  other.close();
});
test('it covers what a reader sees and what mail programs act upon', async () => {
  const raw = await sent('opened');
  const wanted = [
    'from',
    'to',
    'subject',
    'date',
    'message-id',
    'references',
    'in-reply-to',
    'reply-to',
    'content-type',
  ];
  expect(coveredBy(raw)).toEqual(
    expect.arrayContaining([...wanted, 'auto-submitted', 'list-unsubscribe', 'list-unsubscribe-post']),
  );
});
test('a change to what is covered breaks it', async () => {
  const raw = await sent('opened');
  for (const [from, to] of [
    ['Subject: ', 'Subject: x'],
    ['List-Unsubscribe: <', 'List-Unsubscribe: <x'],
    ['List-Unsubscribe-Post: List-', 'List-Unsubscribe-Post: '],
    ['Auto-Submitted: auto', 'Auto-Submitted: no;'],
  ]) {
    expect((await door(dns).check(raw.replace(from!, to!))).dkim, from).not.toBe('pass');
  }
});
test('the same mail again is the same to the byte, signature included', async () => {
  expect(await sent('receipt')).toBe(await sent('receipt'));
});
