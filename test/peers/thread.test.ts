// A conversation as the mail programs of its people show it: one thread each, by Dovecot's IMAP.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { missingDovecot, threadsOf, topLevel } from '../support/imap-threads.ts';
import { addressOf, field, hand, type Post, replyFields, until, written } from '../support/post.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';
import { lint } from '../support/wire.ts';

if (missingDovecot)
  console.warn('left out: threads as Dovecot shows them, for want of the Debian package dovecot-imapd');

const people = ['alice@corp.test', 'bob@corp.test', 'dana@desk.test'];
const [alice = '', bob = '', dana = ''] = people;

let smarthost: Smarthost;
let gateway: TestGateway;
/** What each wrote, beside what each got. */
const sentBy = new Map<string, string[]>(people.map(person => [person, []]));

const gotBy = (person: string) => smarthost.received.filter(({ rcptTo }) => rcptTo[0] === person).map(({ raw }) => raw);
/** Waits for so many mails to somebody, and answers the last one. */
const nth = (person: string, count: number) => until(`mail ${count} to ${person}`, () => gotBy(person)[count - 1]);

async function write(from: string, mail: Omit<Post, 'fields'> & { fields?: Record<string, string> }): Promise<void> {
  const letter = written({ ...mail, fields: { From: from, ...mail.fields } });
  sentBy.get(from)!.push(letter.raw);
  expect(await hand(gateway.smtpPort(), letter)).toMatch(/^250 /);
}
const answer = (from: string, to: string, text: string, fields = {}) =>
  write(from, { to: addressOf(field(to, 'reply-to')), text, fields: { ...replyFields(to), ...fields } });

beforeAll(async () => {
  smarthost = await startSmarthost();
  gateway = await startTestGateway({ RELAY_URL: `smtp://127.0.0.1:${smarthost.port}` });
  await gateway.cli('admin', 'add', '@corp.test');
  await gateway.cli('admin', 'add', dana, '--name', 'Dana', '--role', 'agent');
  await converse();
}, 240_000);
afterAll(async () => {
  await gateway?.remove();
  await smarthost?.close();
});

/** Ten turns: both answer, one changes the subject, the agent answers by mail and at the desk. */
async function converse(): Promise<void> {
  const fields = { To: `support@mx.test, ${bob}`, Subject: 'Agenda à vide ☹'.normalize('NFC') };
  await write(alice, {
    to: 'support@mx.test',
    text: 'Since nine it stays empty.',
    fields: { ...fields, Subject: '=?utf-8?q?Agenda_=C3=A0_vide?=' },
  });
  const receipt = await nth(alice, 1);
  await nth(bob, 1);
  await gateway.cli('ticket', 'reply', 'PT-1', '--as', dana, '--text', 'Which clinic is it?');
  await answer(alice, await nth(alice, 2), 'The one in the north.');
  await nth(bob, 3);
  await gateway.cli('ticket', 'set', 'PT-1', '--priority', 'high');
  await nth(alice, 3);
  await answer(bob, await nth(bob, 4), 'I see it as well.');
  await nth(alice, 4);
  await answer(alice, receipt, 'It is the browser, I think.', { Subject: 'What I found out' });
  const told = await until('the agent to hear of it', () => gotBy(dana).find(raw => raw.includes('the browser')));
  await answer(dana, told, 'Thank you. Please try again.');
  await nth(alice, 5);
  await gateway.cli('ticket', 'set', 'PT-1', '--status', 'pending');
  await nth(alice, 6);
  await answer(alice, await nth(alice, 5), 'It works.');
  await gateway.cli('ticket', 'reply', 'PT-1', '--as', dana, '--text', 'Good.', '--status', 'resolved');
  await nth(alice, 7);
  await until('the last mail', () => gotBy(bob).some(raw => raw.includes('Good.')));
}

test('all of it is one ticket, and every mail of ours bears one subject and its own id', async () => {
  expect(await gateway.json('ticket', 'list')).toHaveLength(1);
  const all = smarthost.received.map(({ raw }) => raw);
  expect(new Set(all.map(raw => field(raw, 'subject'))).size).toBe(1);
  const ids = all.map(raw => field(raw, 'message-id'));
  expect(new Set(ids).size).toBe(all.length);
  for (const id of ids) expect(id).toMatch(/^<[0-9a-z]{26}@mx\.test>$/);
});

test('every mail of ours is what receivers want', () => {
  expect(smarthost.received.length).toBeGreaterThan(15);
  for (const { raw, rcptTo, mailFrom } of smarthost.received) {
    lint(raw);
    expect(rcptTo).toEqual([addressOf(field(raw, 'to'))]);
    expect(addressOf(field(raw, 'from'))).toBe('support@mx.test');
    expect(mailFrom).toContain(`+b.${field(raw, 'x-postern-id')}.`);
    expect((field(raw, 'references').match(/</g) ?? []).length).toBeLessThanOrEqual(20);
    expect(Number.isNaN(Date.parse(field(raw, 'date')))).toBe(false);
    const automatic = field(raw, 'auto-submitted');
    expect(['auto-replied', 'auto-generated', '']).toContain(automatic);
    expect(field(raw, 'x-auto-response-suppress')).toBe(automatic === '' ? '' : 'All');
  }
});

describe.skipIf(missingDovecot)('by Dovecot', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-imap-'));
    await chmod(folder, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(people)('%s sees one thread', async person => {
    const mails = [...sentBy.get(person)!, ...gotBy(person)];
    // Bob had the opening mail from Alice herself.
    if (person === bob) mails.push(sentBy.get(alice)![0]!);
    const threads = await threadsOf(join(folder, addressOf(person)), mails);
    expect(mails.length).toBeGreaterThan(6);
    expect(threads.match(/\d+/g)).toHaveLength(mails.length);
    expect(topLevel(threads), threads).toBe(1);
  });
});
