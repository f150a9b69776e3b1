// CHECKLIST E16: a forwarded mail is a file; where there is nothing else, its words are shown, and only shown.
import { expect, test } from 'vitest';
import { splitReply } from '../../../src/triage/quoted/split.ts';
import { readBytes } from '../reading.ts';

const inner =
  'From: Bob <bob@elsewhere.test>\r\nSubject: =?utf-8?q?Agenda_vac=C3=ADa?=\r\nMessage-ID: <inner@elsewhere.test>\r\nReferences: <theirs@mx.test>\r\n\r\nThe calendar is empty.\r\n';
const outer = 'From: ada@clinic.test\r\nSubject: Fwd: Agenda\r\nMessage-ID: <outer@clinic.test>\r\n';

test('a mail that is nothing but another one shows it, under its own name', async () => {
  const { message, kept } = await readBytes(`${outer}Content-Type: message/rfc822\r\n\r\n${inner}`);
  const shown =
    '---------- Forwarded message ---------\nFrom: Bob <bob@elsewhere.test>\nSubject: Agenda vacía\n\nThe calendar is empty.';
  expect(message.text.trim()).toBe(shown);
  expect(splitReply(message.text).text).toBe(shown);
  expect(message).toMatchObject({ messageId: '<outer@clinic.test>', references: [], subject: 'Fwd: Agenda' });
  expect(message.attachments).toMatchObject([{ name: 'Agenda vacía.eml', contentType: 'message/rfc822' }]);
  expect(kept[0]?.toString()).toBe(inner);
});

test('own words come first, wherever they stand', async () => {
  const part = `--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n`;
  const words = '--b\r\nContent-Type: text/plain\r\n\r\nPlease look into this.\r\n';
  for (const parts of [part + words, words + part]) {
    const { message } = await readBytes(`${outer}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`);
    expect(message.text.trim()).toBe('Please look into this.');
  }
});

test('only the first level is looked into', async () => {
  const { message } = await readBytes(outer + 'Content-Type: message/rfc822\r\n\r\n'.repeat(50) + inner);
  expect(message.text).not.toContain('calendar');
  // The forwarded mail and the one within it are files.
  expect(message.attachments).toHaveLength(2);
});
