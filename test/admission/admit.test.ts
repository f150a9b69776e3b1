import { describe, expect, test } from 'vitest';
import { type AdmissionFacts, admit } from '../../src/admission/admit.ts';
import type { Route } from '../../src/admission/recipients.ts';
import type { Address } from '../../src/mail/address.ts';

const alice = 'alice@corp.test' as Address;
const thread: Route = { kind: 'thread', ticketNumber: 7, isFor: () => false };
const facts: AdmissionFacts = {
  ...{ mailFrom: alice, author: { kind: 'author', mailbox: { address: alice, name: '' } } },
  ...{ routes: [{ kind: 'support' }], inDirectory: true, onThread: null, isReport: false },
  verified: { kind: 'authenticated', how: 'spf of corp.test', covers: 'every', signatureIds: [] },
  unauthenticated: 'hold',
};
const unauthenticated = { kind: 'unauthenticated', why: 'nothing was checked' } as const;
const malformed = { kind: 'refuse', why: 'several-authors' } as const;
const refused = (refusal: Extract<AdmissionFacts['verified'], { kind: 'refuse' }>['refusal']) =>
  ({ kind: 'refuse', refusal }) as const;
const stranger = { inDirectory: false };
const toUs: Route = { kind: 'support' };
const report: Route = { kind: 'report', outboxId: 'x' };
const fromNobody = { mailFrom: null, routes: [thread] };

test.each<[string, string, Partial<AdmissionFacts>]>([
  ['someone of the directory', 'accept', {}],
  ['a follower, by the thread he answers', 'accept', { ...stranger, onThread: 'member' }],
  ['whoever writes to a reply address', 'accept', { ...stranger, routes: [thread] }],
  ['a stranger', 'unknown-author', stranger],
  ['a stranger whom nobody vouches for', 'unknown-author', { ...stranger, verified: unauthenticated }],
  ['From names several', 'malformed-author', { author: malformed }],
  ['two parsers read two authors', 'malformed-author', { verified: refused('malformed-author') }],
  ['DNS does not answer', 'author-unverifiable', { verified: refused('author-unverifiable') }],
  ['DMARC fails under p=reject', 'unauthenticated-author', { verified: refused('unauthenticated-author') }],
  [
    'p=reject, even where others are refused otherwise',
    'unauthenticated-author',
    {
      verified: refused('unauthenticated-author'),
      unauthenticated: 'refuse',
    },
  ],
  ['nobody vouches for someone of the directory', 'hold', { verified: unauthenticated }],
  [
    'nobody vouches, and that is refused here',
    'author-must-authenticate',
    {
      verified: unauthenticated,
      unauthenticated: 'refuse',
    },
  ],
  [
    'DNS did not answer the relay that has taken it, even where others are refused',
    'hold',
    {
      verified: { kind: 'unauthenticated', why: 'DNS did not answer', undecided: true },
      unauthenticated: 'refuse',
    },
  ],
  ['nobody vouches for a follower', 'hold', { ...stranger, onThread: 'member', verified: unauthenticated }],
  ['nobody vouches for who has a reply address', 'hold', { ...stranger, routes: [thread], verified: unauthenticated }],
  ['for postmaster, from anyone', 'hold', { ...stranger, routes: [{ kind: 'postmaster' }], author: malformed }],
  [
    'for postmaster and support, from a stranger',
    'unknown-author',
    {
      ...stranger,
      routes: [{ kind: 'postmaster' }, { kind: 'support' }],
    },
  ],
  ['a report from nobody', 'accept', { ...stranger, mailFrom: null, isReport: true, author: malformed }],
  ['a report from somebody', 'unknown-author', { ...stranger, isReport: true }],
  ['what a person sends to a return path', 'reply-address-invalid', { routes: [report] }],
  ['what a person sends to a return path, too', 'reply-address-invalid', { routes: [{ kind: 'support' }, report] }],
  ['what nobody sends to a return path', 'accept', { ...stranger, mailFrom: null, routes: [report] }],
  ['what nobody sends to support, too', 'unknown-author', { ...stranger, mailFrom: null, routes: [toUs, report] }],
  [
    'nobody, of whom DNS tells nothing',
    'author-unverifiable',
    { ...fromNobody, verified: refused('author-unverifiable') },
  ],
  ['nobody, under p=reject', 'hold', { ...fromNobody, verified: refused('unauthenticated-author') }],
  ['nobody, where From names several', 'hold', { ...fromNobody, author: malformed }],
  ['nobody, where others are refused', 'hold', { ...fromNobody, verified: unauthenticated, unauthenticated: 'refuse' }],
])('%s: %s', (_, expected, changed) => {
  const verdict = admit({ ...facts, ...changed });
  expect(verdict.kind === 'refuse' ? verdict.refusal : verdict.kind).toBe(expected);
});

test.each<[string[], Partial<AdmissionFacts>]>([
  [['author in the directory', 'spf of corp.test'], {}],
  [['author writes on a thread', 'spf of corp.test'], { ...stranger, routes: [thread] }],
  [['null reverse-path: a report'], { mailFrom: null, isReport: true }],
  [['for postmaster or abuse: a person reads it'], { routes: [{ kind: 'postmaster' }] }],
  [['answers a thread that is not known here yet', 'spf of corp.test'], { ...stranger, onThread: 'unknown' }],
  [['nobody vouches for the author: nothing was checked'], { verified: unauthenticated }],
  [['null reverse-path, otherwise refused: malformed-author'], { ...fromNobody, author: malformed }],
])('the reasons are told: %j', (reasons, changed) => {
  expect(admit({ ...facts, ...changed })).toMatchObject({ reasons });
});

test('it says which fields are vouched for, where not all are', () => {
  expect(admit(facts)).not.toHaveProperty('coveredFields');
  const verified = { ...facts.verified, covers: ['from', 'subject'] } as AdmissionFacts['verified'];
  expect(admit({ ...facts, verified })).toMatchObject({ kind: 'accept', coveredFields: ['from', 'subject'] });
});

describe('an unknown author', () => {
  test('who answers nothing is refused', () => {
    expect(admit({ ...facts, ...stranger })).toEqual({ kind: 'refuse', refusal: 'unknown-author' });
  });
  test('who answers a thread that is not known here waits for it', () => {
    expect(admit({ ...facts, ...stranger, onThread: 'unknown' })).toMatchObject({ kind: 'hold', awaitsThread: true });
  });
  test('who answers a thread that is here, and is not on it, is refused', () => {
    expect(admit({ ...facts, ...stranger, onThread: 'known' })).toEqual({ kind: 'refuse', refusal: 'unknown-author' });
  });
  test('waits for nothing where he is not authenticated', () => {
    const verified = { kind: 'unauthenticated', why: 'nothing' } as const;
    expect(admit({ ...facts, ...stranger, onThread: 'unknown', verified })).toEqual({
      kind: 'refuse',
      refusal: 'unknown-author',
    });
    expect(admit({ ...facts, ...stranger, onThread: 'unknown', mailFrom: null })).toMatchObject({ kind: 'refuse' });
  });
  test('who is on the thread may write', () => {
    expect(admit({ ...facts, ...stranger, onThread: 'member' })).toMatchObject({ kind: 'accept' });
  });
});
