// Which mails can go together: the plain ones. Each thing that is unusual in a mail makes it go by itself.
import { expect, test } from 'vitest';
import { candidateOf } from '../../src/filing/together/candidate.ts';
import { type Address, toAddress } from '../../src/mail/address.ts';
import { ada, bob, desk, eve, readable, replyAddress, sam, support, type Written } from '../support/memory-desk.ts';

const forwarded = `See below\n\n-----Original Message-----\nFrom: Ada <${ada}>\nSent: Monday, 23 November 2026 10:12\nTo: Sam <${sam}>\nSubject: Agenda\n\nThe agenda is empty.`;
const many = Array.from({ length: 49 }, (_, n) => `p${n}@corp.test`).join(', ');

test.each<[string, Written]>([
  ['of a person in the directory', {}],
  ['by an alias', { from: 'ada.two@clinic.test' as Address }],
  ['of a whole domain', { from: toAddress('zoe@corp.test')! }],
  ['that copies in an agent and who is in the directory', { cc: `${bob}, ${sam}` }],
  ['that sets a field by a label', { text: 'Priority: high\n\nThe portal is empty.' }],
  ['that is a list’s, and so not answered', { fields: ['Precedence: list', 'List-Id: <x.clinic.test>'] }],
  ['whose Message-ID is long', { fields: ['Message-ID: <01jd3x5k8m2n4p6q7r9s0t1v2w3@mx.test>'] }],
  ['forwarded by who is no agent', { subject: 'Fwd: Agenda', text: forwarded }],
])('a mail %s goes together', async (_, written) => {
  expect(candidateOf(await readable(written), desk)).not.toBeNull();
});

test.each<[string, Written]>([
  ['written on a page', { mail: { via: 'form' } }],
  ['that is held', { admitted: { hold: true } }],
  ['that was let in', { admitted: { released: true } }],
  ['that was refused', { admitted: { refused: { refusal: 'unknown-author', answerable: true } } }],
  ['that waits for its thread', { admitted: { hold: true, awaitsThread: true } }],
  ['that may wait for its thread', { admitted: { awaitsThread: true } }],
  ['that has waited for it', { admitted: { hasWaited: true } }],
  ['of nobody', { mail: { author: null } }],
  ['of a stranger', { from: eve }],
  ['of ours', { from: support }],
  ['with the id of a letter of ours', { fields: ['X-Postern-Id: 01jd3x5k8m2n4p6q7r9s0t1v2w'] }],
  ['with a Message-ID like ours', { fields: ['Message-ID: <01jd3x5k8m2n4p6q7r9s0t1v2w@else.test>'] }],
  ['to a reply address', { rcptTo: [replyAddress(ada)] }],
  ['that names a ticket in its subject', { subject: 'Re: [PT-7] Portal' }],
  ['that answers another', { fields: ['In-Reply-To: <1@clinic.test>'] }],
  ['that refers to another', { fields: ['References: <1@clinic.test>'] }],
  ['that says it is an answer, of a whole domain', { from: toAddress('zoe@corp.test')!, subject: 'Re: Portal' }],
  ['of a machine', { fields: ['Auto-Submitted: auto-generated'] }],
  ['that asks whether somebody reads this', { from: toAddress('noreply@corp.test')!, subject: 'Verify your email' }],
  ['that asks for the guide', { subject: 'help', text: '' }],
  ['with a command', { text: '#high\nThe portal is empty.' }],
  ['for which only a signature vouches, to others', { to: 'x@else.test', admitted: { coveredFields: ['from', 'to'] } }],
  ['that copies in who is not in the directory', { cc: `${bob}, ${eve}` }],
  ['that copies in too many', { cc: many }],
  ['that an agent forwards', { from: sam, subject: 'Fwd: Agenda', text: forwarded }],
])('a mail %s goes by itself', async (_, written) => {
  expect(candidateOf(await readable(written), desk)).toBeNull();
});

test('its followers are the people of the directory whom it copies in, and it opens a ticket of its author', async () => {
  const found = candidateOf(await readable({ cc: `${bob}, ${sam}, ${ada}`, fields: ['Message-ID: <1@x>'] }), desk);
  expect(found).toMatchObject({
    followers: [{ address: bob, name: 'Bob' }],
    shown: { subject: 'Portal', messageId: '<1@x>' },
    opened: { requesterEmail: ada, organisation: 'Clinic', subject: 'Portal' },
  });
  expect(found!.facts).toMatchObject({ author: { address: ada }, isAgent: false });
});
