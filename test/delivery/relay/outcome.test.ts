import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOf } from '../../../src/delivery/relay/outcome.ts';

const failure = (fields: object) => Object.assign(new Error('secret@clinic.example in /home/x'), fields);

test("the library's own word for permanent is not believed without a reply", () => {
  expect(outcomeOf(failure({ code: 'ETLS', permanent: true }))).toMatchObject({ kind: 'later', reason: 'ETLS' });
  expect(outcomeOf(failure({ code: 'EENVELOPE', permanent: true, command: 'API' })).kind).toBe('later');
});
test("an exception's own text is never shown", () => {
  expect(outcomeOf(failure({}))).toMatchObject({ kind: 'later', reason: 'unknown' });
  expect(outcomeOf(failure({ code: 'EACCES', path: '/home/x' }))).toMatchObject({ kind: 'later', reason: 'EACCES' });
});
test('a reply of many lines becomes one, and its status is read', () => {
  const response = '550-5.7.26 This mail is unauthenticated\r\n550 5.7.26 See https://relay.example\0';
  expect(outcomeOf(failure({ responseCode: 550, command: 'DATA', response }))).toEqual({
    kind: 'refused',
    code: 550,
    enhancedStatus: '5.7.26',
    response: '550-5.7.26 This mail is unauthenticated 550 5.7.26 See https://relay.example',
  });
});
test('whatever is thrown, it is final only for a 5xx about the mail', () => {
  const thrown = fc.oneof(
    fc.anything(),
    fc
      .record({
        responseCode: fc.integer({ min: 0, max: 999 }),
        command: fc.constantFrom('CONN', 'API', 'MAIL FROM', 'RCPT TO', 'DATA', 'AUTH PLAIN', 'STARTTLS'),
        code: fc.constantFrom('ETLS', 'EENVELOPE', 'EMESSAGE', 'EAUTH', undefined),
        response: fc.string(),
        permanent: fc.boolean(),
      })
      .map(failure),
  );
  const property = fc.property(thrown, cause => {
    const outcome = outcomeOf(cause);
    if (outcome.kind === 'later') return;
    expect(String(outcome.code)).toMatch(/^5\d\d$/);
    expect(['RCPT TO', 'DATA']).toContain((cause as { command: string }).command);
  });
  fc.assert(property, { numRuns: 1000 });
});
