import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { shownError } from '../../src/log/log.ts';

test('an error is shown with its cause and without the values of its statement', () => {
  const server = Object.assign(new Error('value too long'), {
    code: '22001',
    detail: 'Key (subject)=(my illness) exists',
    client: { password: 'hunter2' },
  });
  const shown = shownError(new DrizzleQueryError('insert into tickets', ['my illness'], server));
  expect(shown.cause).toMatchObject({ code: '22001', message: 'value too long' });
  expect(shown.at.length).toBeGreaterThan(0);
  expect(JSON.stringify(shown)).not.toMatch(/illness|hunter2|insert into/);
});

test('whatever is thrown can be shown', () => {
  const circular = new Error('round');
  circular.cause = circular;
  for (const thrown of [undefined, null, 'text', { a: 1 }, circular]) expect(() => shownError(thrown)).not.toThrow();
  expect(JSON.stringify(shownError('a subject'))).not.toContain('a subject');
});
