import { expect, test } from 'vitest';
import { type Verification, verify } from '../../../src/admission/authenticity/verify.ts';
import type { AlignedPass, Authentication } from '../../../src/mail/authentication.ts';
import { vouchesFor } from '../../../src/mail/authentication.ts';
import { authorOf } from '../../../src/mail/author.ts';

const now = new Date('2026-11-23T12:00:00Z');
const author = authorOf([{ name: 'from', value: 'Alice <alice@corp.test>' }]);
const nothing: Authentication = {
  ...{ spf: 'none', dkim: 'none', dmarc: 'none', arc: 'none', evidence: [] },
  ...{ authorDomain: 'corp.test', policy: null, aligned: [], unresolved: [] },
  ...{ sealing: null, ambiguous: false, skipped: null },
};
const dkim: AlignedPass = {
  ...{ by: 'dkim', domain: 'corp.test', uncoveredBytes: 0, covers: ['from', 'subject'] },
  ...{ signatureId: 'id', signedAt: '2026-11-22T12:00:00.000Z' },
};
const spf: AlignedPass = { ...dkim, by: 'spf', covers: 'every', signatureId: null, signedAt: null };
const open: AlignedPass = { ...dkim, uncoveredBytes: 5 };
const old: AlignedPass = { ...dkim, signedAt: '2026-11-01T00:00:00.000Z' };

const said = (facts: Partial<Authentication>): string => {
  const verification: Verification = verify({
    ...{ author, now, sealers: [], relay: { kind: 'none' } },
    authentication: { ...nothing, ...facts },
  });
  return verification.kind === 'refuse' ? verification.refusal : verification.kind;
};

test.each<[string, Partial<Authentication>]>([
  ['authenticated', { dmarc: 'pass', policy: 'reject', aligned: [dkim] }],
  ['authenticated', { dmarc: 'pass', policy: 'none', aligned: [spf] }],
  ['authenticated', { dmarc: 'none', aligned: [dkim] }],
  ['authenticated', { dmarc: 'pass', policy: 'reject', aligned: [open, spf] }],
  ['authenticated', { dmarc: 'pass', policy: 'reject', aligned: [old, dkim] }],
  ['authenticated', { dmarc: 'temperror', aligned: [dkim], unresolved: ['dmarc'] }],
  ['unauthenticated', { dmarc: 'none' }],
  ['unauthenticated', { dmarc: 'fail', policy: 'none' }],
  ['unauthenticated', { dmarc: 'fail', policy: 'quarantine', arc: 'pass' }],
  ['unauthenticated', { dmarc: 'pass', policy: 'reject', aligned: [open] }],
  ['unauthenticated', { dmarc: 'pass', policy: 'reject', aligned: [old] }],
  ['unauthenticated', { skipped: 'unreadable', authorDomain: null }],
  ['unauthenticated', { skipped: 'line-too-long', authorDomain: null }],
  ['unauthenticated', { dmarc: 'pass', aligned: [dkim], ambiguous: true }],
  ['unauthenticated-author', { dmarc: 'fail', policy: 'reject' }],
  ['unauthenticated-author', { dmarc: 'fail', policy: 'reject', arc: 'pass', spf: 'pass', dkim: 'pass' }],
  ['author-unverifiable', { dmarc: 'fail', policy: 'reject', unresolved: ['dkim'] }],
  ['author-unverifiable', { dmarc: 'fail', policy: 'none', unresolved: ['spf'] }],
  ['author-unverifiable', { dmarc: 'temperror', unresolved: ['dmarc'] }],
  ['author-unverifiable', { dmarc: 'pass', policy: 'reject', aligned: [open], unresolved: ['spf'] }],
  ['malformed-author', { dmarc: 'pass', aligned: [dkim], authorDomain: 'evil.test' }],
  ['malformed-author', { dmarc: 'permerror', authorDomain: null }],
  ['malformed-author', { skipped: 'header-too-big', authorDomain: null }],
  ['malformed-author', { skipped: 'bare-line-ends', authorDomain: null }],
])('%s by %j', (expected, facts) => {
  expect(said(facts)).toBe(expected);
});

test('a signature vouches for what it signed, and SPF for all', () => {
  const covered = (aligned: AlignedPass[]) => {
    const verification = verify({
      ...{ author, now, sealers: [], relay: { kind: 'none' } },
      authentication: { ...nothing, aligned },
    });
    return verification.kind === 'authenticated' ? verification.covers : [];
  };
  const second: AlignedPass = { ...dkim, covers: ['from', 'cc'] };
  expect(covered([dkim, second])).toEqual(['from', 'subject', 'cc']);
  expect(covered([dkim, spf])).toBe('every');
  expect(covered([{ ...second, uncoveredBytes: 1 }, dkim])).toEqual(['from', 'subject']);
  expect(vouchesFor(['from'], 'cc')).toBe(false);
  expect(vouchesFor('every', 'cc')).toBe(true);
});

test.each([
  [{ kind: 'trusted' }, { kind: 'authenticated', how: 'a trusted relay', covers: 'every' }],
  [{ kind: 'none' }, { kind: 'unauthenticated', why: 'nothing was checked' }],
  [
    { kind: 'reports', name: 'mx.test', results: null, signatures: [] },
    { kind: 'unauthenticated', why: 'no Authentication-Results of mx.test that can be read' },
  ],
] as const)('without a check of ours, of %j is said why', (relay, verification) => {
  expect(verify({ author, now, sealers: [], relay, authentication: null })).toMatchObject(verification);
});
