import { describe, expect, test } from 'vitest';
import { type AdmissionFacts, admit } from '../../src/admission/admit.ts';
import type { Address } from '../../src/mail/address.ts';

const cora = 'cora@lab.test' as Address;
const facts = (fields: Partial<AdmissionFacts>): AdmissionFacts => ({
  mailFrom: cora,
  author: { kind: 'author', mailbox: { address: cora, name: '' } },
  routes: [{ kind: 'support' }],
  inDirectory: false,
  onThread: null,
  isReport: false,
  verified: { kind: 'authenticated', how: 'dkim', covers: 'every', signatureIds: [] },
  unauthenticated: 'hold',
  ...fields,
});

describe('somebody unknown', () => {
  test('who answers nothing is refused', () => {
    expect(admit(facts({}))).toEqual({ kind: 'refuse', refusal: 'unknown-author' });
  });
  test('who answers a thread that is not known here waits for it', () => {
    expect(admit(facts({ onThread: 'unknown' }))).toMatchObject({ kind: 'hold', forThread: true });
  });
  test('who answers a thread that is here, and is not on it, is refused', () => {
    expect(admit(facts({ onThread: 'known' }))).toEqual({ kind: 'refuse', refusal: 'unknown-author' });
  });
  test('waits for nothing where nobody vouches for him', () => {
    const verified = { kind: 'unauthenticated', why: 'nothing' } as const;
    expect(admit(facts({ onThread: 'unknown', verified }))).toEqual({ kind: 'refuse', refusal: 'unknown-author' });
    expect(admit(facts({ onThread: 'unknown', mailFrom: null }))).toMatchObject({ kind: 'refuse' });
  });
  test('who is on the thread may write', () => {
    expect(admit(facts({ onThread: 'member' }))).toMatchObject({ kind: 'accept' });
  });
});

test('what the signature covers goes along, where it is not everything', () => {
  const verified = { kind: 'authenticated', how: 'dkim', covers: ['from', 'subject'], signatureIds: [] } as const;
  expect(admit(facts({ inDirectory: true, verified }))).toMatchObject({ kind: 'accept', vouched: ['from', 'subject'] });
  expect(admit(facts({ inDirectory: true }))).not.toHaveProperty('vouched');
});
