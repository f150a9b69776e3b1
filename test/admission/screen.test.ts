// What an envelope settles before the mail comes: never more than admission would refuse after DATA.
import { expect, test } from 'vitest';
import { screenEnvelope } from '../../src/admission/screen.ts';
import type { Directory, Person } from '../../src/desk/person.ts';
import { type Address, domainOf } from '../../src/mail/address.ts';
import { signReplyAddress } from '../../src/tokens/reply-address.ts';
import { signReturnPath } from '../../src/tokens/return-path.ts';

const support = 'support@mx.test' as Address;
const key = 'a key that nobody guesses';
const forCarl = { support, ticketNumber: 7, recipient: 'carl@else.test' as Address };
const reply = signReplyAddress(forCarl, key, new Date());
const old = signReplyAddress(forCarl, key, new Date(Date.now() - 500 * 86_400_000));
const altered = reply.replace(/.@/, found => (found === 'a@' ? 'b@' : 'a@')) as Address;
const returned = signReturnPath(support, '01h00000000000000000000000', key);

const people = ['alice@corp.test', 'bob@shared.co.uk', '@whole.test'];
const directory: Directory = {
  find: address =>
    people.includes(address) || people.includes(`@${domainOf(address)}`)
      ? ({ email: address } as unknown as Person)
      : null,
  isRemoved: () => false,
  agents: () => [],
  instances: () => new Set(),
  domains: () => new Set(people.map(each => domainOf(each as Address))),
};
const known = 'carl@else.test';

const screen = (mailFrom: string | null, recipient: Address, isKnown = async (address: Address) => address === known) =>
  screenEnvelope({ mailFrom, recipient }, { supports: [support], keys: [key] }, { directory, isKnown });

const table: [what: string, mailFrom: string | null, recipient: string, refusal: string | null][] = [
  ['a person of the directory', 'alice@corp.test', support, null],
  ['anyone of a whole domain', 'anyone@whole.test', support, null],
  ['a colleague, who may answer before the mail that copies him in', 'colleague@corp.test', support, null],
  ['a host of that organisation', 'alice@mail.corp.test', support, null],
  ['a person on a thread', known, support, null],
  ['a stranger', 'mallory@evil.test', support, 'unknown-author'],
  ['a stranger below the same public suffix', 'mallory@evil.co.uk', support, 'unknown-author'],
  ['a stranger on a reply address', 'mallory@evil.test', reply, null],
  ['a stranger to postmaster', 'mallory@evil.test', 'postmaster@mx.test', null],
  ['a stranger to abuse', 'mallory@evil.test', 'abuse@mx.test', null],
  ['the null reverse-path', null, support, null],
  ['the null reverse-path on a return path', null, returned, null],
  ['a person on a return path', 'alice@corp.test', returned, 'reply-address-invalid'],
  ['anyone on an altered reply address', 'alice@corp.test', altered, 'reply-address-invalid'],
  ['the null reverse-path on an altered reply address', null, altered, 'reply-address-invalid'],
  ['anyone on an old reply address', 'alice@corp.test', old, 'reply-address-invalid'],
  ['an unknown recipient', 'alice@corp.test', 'sales@mx.test', 'unknown-recipient'],
  ["a recipient of the relay's own", 'mallory@evil.test', 'sales@corp.test', null],
  // Their From may name an author whom DATA takes.
  ['VERP', 'bounces-support=mx.test@esp.example', support, null],
  ['SRS', 'SRS0=HHH=TT=corp.test=alice@fwd.example', support, null],
  ['BATV', 'prvs=0123456789=alice@other.example', support, null],
  ['a mailing list', 'owner-users@lists.example', support, null],
  ['a bounce host', 'bounce@em.example', support, null],
  ['Amazon SES', '0102018f00000000-aaaaaaaa-0000@eu-west-1.amazonses.com', support, null],
  ['a forward of Gmail', 'someone+caf_=support=mx.test@gmail.com', support, null],
  ['what is no address to us', `${'x'.repeat(70)}@long.example`, support, null],
];
test.each(table)('%s', async (_, mailFrom, recipient, refusal) => {
  expect(await screen(mailFrom, recipient as Address)).toBe(refusal);
});

test('the database is asked about strangers alone, and its silence is no answer', async () => {
  const away = () => Promise.reject(new Error('PostgreSQL is away'));
  await expect(screen('mallory@evil.test', support, away)).rejects.toThrow('away');
  for (const [, mailFrom, recipient, refusal] of table.filter(([, path]) => path !== known)) {
    if (refusal === 'unknown-author') continue;
    expect(await screen(mailFrom, recipient as Address, away)).toBe(refusal);
  }
});
