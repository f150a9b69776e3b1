import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { compose } from '../../../src/delivery/compose.ts';
import { createRelay } from '../../../src/delivery/relay/send.ts';
import { loadTemplates } from '../../../src/delivery/templates/templates.ts';
import { notices, outboxId, outgoing } from '../../support/outgoing.ts';
import { bytesOf } from '../../support/wire.ts';

const root = mkdtempSync(join(tmpdir(), 'postern-outbox-'));
afterAll(() => rmSync(root, { recursive: true }));
const composed = compose(outgoing(notices.receipt), loadTemplates(null));
const file = `${outboxId}.eml`;

test('a mail becomes one file, in a folder made for it', async () => {
  const folder = join(root, 'deep', 'outbox');
  const relay = createRelay(`file:${folder}`);
  expect(await relay.send(composed)).toEqual({ kind: 'sent', response: `250 2.0.0 Written to ${file}` });
  expect(readFileSync(join(folder, file), 'latin1')).toBe(await bytesOf(composed));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});
test('sent twice, or many times at once, it is still one file of the same bytes, and nothing beside it', async () => {
  const folder = join(root, 'twice');
  const relay = createRelay(pathToFileURL(folder).href);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => relay.send(composed)));
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['sent']));
  expect(readdirSync(folder)).toEqual([file]);
  expect(readFileSync(join(folder, file), 'latin1')).toBe(await bytesOf(composed));
});
test('a folder that cannot be written is an outcome, not an exception', async () => {
  writeFileSync(join(root, 'taken'), 'a file, not a folder');
  const outcome = await createRelay(`file:${join(root, 'taken')}`).send(composed);
  expect(outcome).toMatchObject({ kind: 'later', reason: expect.stringMatching(/^(EEXIST|ENOTDIR)/) });
});
test('an id that is no outbox id never becomes a file name', async () => {
  const folder = join(root, 'ids');
  const relay = createRelay(`file:${folder}`);
  for (const id of ['../../etc/passwd', '', 'A'.repeat(26), `${outboxId}/x`]) {
    expect(await relay.send({ ...composed, id })).toMatchObject({ kind: 'later' });
  }
  expect(readdirSync(root)).not.toContain('ids');
});
test('a mail that would read a file or fetch a URL is not sent', async () => {
  const relay = createRelay(`file:${join(root, 'access')}`);
  const message = { ...composed.message, attachments: [{ path: '/etc/hostname' }] };
  expect(await relay.send({ ...composed, message })).toMatchObject({ kind: 'later', reason: 'EFILEACCESS' });
});
