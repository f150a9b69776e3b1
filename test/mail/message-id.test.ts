import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOfSes, messageIdsIn, withSesForms } from '../../src/mail/message-id.ts';

const left = '0102018b5c3c0a4f-0a1b2c3d-1a2b-4c3d-8e9f-0123456789ab-000000';

test('ids are taken out of whatever stands around them, once each', () => {
  expect(messageIdsIn('<a@b>junk<c@d> "text" <a@b>')).toEqual(['<a@b>', '<c@d>']);
  expect(messageIdsIn(null)).toEqual([]);
});
test.each([`250 Ok ${left}`, `250 2.0.0 Ok ${left}`, `250 Ok: ${left}.`, `250 Ok ${left.toUpperCase()}`])(
  '%s names an id of SES',
  reply => expect(idOfSes(reply)).toBe(`<${left}@amazonses.com>`),
);
test.each([
  '250 Ok',
  '250 2.0.0 Ok: queued as 4Vxyz',
  '250 ok 1732000000 qp 1234',
  `550 Ok ${left}`,
  `250 Ok ${left}x`,
])('%s names none', reply => expect(idOfSes(reply)).toBe(null));
test('an id of SES stands for itself and for all regions; another one for itself', () => {
  const id = `<${left}@eu-west-1.amazonses.com>`;
  expect(withSesForms([id, '<a@b>', '<a@evil-amazonses.com>'])).toEqual([
    id,
    `<${left}@amazonses.com>`,
    '<a@b>',
    '<a@evil-amazonses.com>',
  ]);
});
test('no text throws', () => {
  fc.assert(fc.property(fc.string(), text => void [messageIdsIn(text), idOfSes(text), withSesForms([text])]));
});
