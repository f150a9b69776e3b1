// Which tickets of the same batch may be about the same incident, and of which the requester may know.
import { expect, test } from 'vitest';
import type { Candidate } from '../../src/filing/together/candidate.ts';
import { nearInBatch } from '../../src/filing/together/near-in-batch.ts';
import { maxCandidates } from '../../src/tickets/similar.ts';

const words = (...all: string[]) => new Map(all.map(word => [word, 1]));
const said = words('scanner', 'wristband', 'ward', 'beeps');
type Opened = Partial<Candidate['opened']>;

function candidate(opened: Opened = {}, domain: string | null = null, profile = said) {
  const person = domain === null ? null : { email: domain };
  const all = {
    requesterEmail: 'ada@clinic.test',
    organisation: null,
    instance: null,
    instanceKnown: false,
    ...opened,
  };
  return { facts: { person }, opened: all, profile } as unknown as Candidate;
}
function before(ticket: object = {}, profile = said, followers: readonly string[] = []) {
  const row = { requesterEmail: 'bob@clinic.test', organisation: null, instance: null, createdAt: new Date(0) };
  return {
    ticket: { number: 7, subject: 'Scanner', ...row, ...ticket },
    followers: followers.map(address => ({ address })),
    profile,
  } as unknown as Parameters<typeof nearInBatch>[1][number];
}
const clinic = { organisation: 'Clinic' };
const lakes = { instance: 'tt_lakes', instanceKnown: true };

test.each<[string, Candidate, ReturnType<typeof before>, boolean | null]>([
  ['of the same requester', candidate(), before({ requesterEmail: 'ada@clinic.test' }), true],
  ['that the requester follows', candidate(), before({}, said, ['x@x.test', 'ada@clinic.test']), true],
  ['that others follow', candidate(), before({}, said, ['x@x.test']), null],
  ['of the same organisation', candidate(clinic), before(clinic), true],
  ['of another organisation', candidate(clinic), before({ organisation: 'Other' }), null],
  ['without an organisation, of no domain', candidate(), before(), null],
  ['of the domain that lets both in', candidate({}, '@clinic.test'), before(), true],
  ['of another domain', candidate({}, '@clinic.test'), before({ requesterEmail: 'x@other.test' }), null],
  ['of that domain, with an organisation', candidate({}, '@clinic.test'), before(clinic), null],
  ['for who has an organisation, of that domain', candidate(clinic, '@clinic.test'), before(), null],
  ['of the same instance', candidate(lakes), before({ instance: 'tt_lakes' }), false],
  ['of an instance that is not known', candidate({ ...lakes, instanceKnown: false }), before(lakes), null],
  ['of another instance', candidate({ ...lakes, ...clinic }), before({ ...clinic, instance: 'tt_hills' }), null],
  ['of no instance, by who names one', candidate({ ...lakes, ...clinic }), before(clinic), true],
  ['of one, by who names none', candidate(clinic), before({ ...clinic, instance: 'tt_hills' }), true],
])('a ticket %s', (_, own, other, isVisible) => {
  const near = nearInBatch(own, [other]);
  const { subject, createdAt } = other.ticket;
  const found = { key: 'PT-7', subject, openedAt: createdAt, profile: other.profile, isVisible };
  expect(near).toEqual(isVisible === null ? [] : [found]);
});

test.each([
  [said, words('scanner', 'wristband', 'ward'), true],
  [said, words('scanner', 'wristband', 'fax'), false],
  [said, words('scanner', 'wristband'), true],
  [said, words('scanner', 'fax'), false],
  [words('scanner'), said, true],
  [words('fax'), said, false],
])('three words are shared, or all that one has: %j', (own, other, isNear) => {
  expect(nearInBatch(candidate(clinic, null, own), [before(clinic, other)])).toHaveLength(isNear ? 1 : 0);
});

test('the newest go first, and no more than are ranked', () => {
  const all = Array.from({ length: maxCandidates + 1 }, (_, n) => before({ ...clinic, number: n + 1 }));
  const keys = nearInBatch(candidate(clinic), all).map(({ key }) => key);
  expect(keys).toEqual(Array.from({ length: maxCandidates }, (_, n) => `PT-${maxCandidates + 1 - n}`));
});
