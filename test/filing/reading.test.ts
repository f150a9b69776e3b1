import { expect, onTestFinished, test } from 'vitest';
import { type Desk, deskFor } from '../../src/desk/desk.ts';
import { createMailReader } from '../../src/filing/reading/reader.ts';
import type { Address } from '../../src/mail/address.ts';
import type { SpooledMail } from '../../src/spool/spooled-mail.ts';
import { inChunks, memoryKeeper } from '../parse/reading.ts';

const ada = 'ada@corp.test' as Address;
const directory = { find: () => null, instances: () => new Set<string>(), agents: () => [] };
const rules = { FOLLOWERS: [], CLOSE_AFTER_DAYS: 7, FOLLOW_UP_AFTER_DAYS: 14, EARLY_REPLY_MINUTES: 0, HELD_DAYS: 30 };
const desk = deskFor(
  { SUPPORT_ADDRESS: ['support@mx.test' as Address], SECRET: ['a key of sixteen or more'], ...rules },
  directory as unknown as Desk['directory'],
);
const mail = (hold = false): SpooledMail => ({
  id: 'm',
  receivedAt: '2024-01-01T10:00:00Z',
  via: 'smtp',
  envelope: { mailFrom: ada, rcptTo: ['support@mx.test' as Address] },
  author: { address: ada, name: 'Ada' },
  peer: { ip: '127.0.0.1', heloName: null, tls: false },
  authentication: null,
  admitted: { hold, reasons: [] },
  size: 0,
});
const raw = Buffer.from(
  `From: ${ada}\r\nSubject: Portal\r\n\r\nPriority: high\r\nThe portal is empty.\r\n\r\n${'> quoted\r\n'.repeat(1000)}`,
);
const read = (mail: SpooledMail, options: Parameters<typeof createMailReader>[1]) => {
  const reader = createMailReader(desk, options);
  onTestFinished(() => reader.close());
  return reader.read(mail, inChunks(raw), memoryKeeper().keep);
};

test('a thread reads the words that the event loop reads', async () => {
  const here = await read(mail(), { smallBytes: 1_000_000 });
  const there = await read(mail(), { smallBytes: 0 });
  expect(there).toEqual(here);
  expect(there.words?.meaning.priority?.value).toBe('high');
});

test('a mail over budget keeps its text as it stands, orders nothing and is answered by no automatic mail', async () => {
  const { message, words } = await read(mail(), { smallBytes: 0, cpuMs: 0 });
  expect(message.subject).toBe('Portal');
  expect(message.problems.join()).toMatch(/took more than 0 seconds of CPU time/);
  expect(words).toMatchObject({
    newText: { text: message.text, quoted: null },
    meaning: { priority: null, given: [], missing: [] },
    classification: { class: 'person', suppressAnswer: true },
  });
  expect(message.text).toContain('The portal is empty.\n');
});

test('a mail that is held is parsed and not triaged', async () => {
  const { message, words } = await read(mail(true), { smallBytes: 0 });
  expect([message.subject, words]).toEqual(['Portal', null]);
});
