// Stored mails, read as they would be today: what would differ, and how they begin.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { excerptsOf } from '../../src/filing/excerpt.ts';
import type { StoredRooms } from '../../src/filing/reading/stored.ts';
import { readWords, wordFactsOf } from '../../src/filing/reading/words.ts';
import { compareStored } from '../../src/filing/replay.ts';
import { newId } from '../../src/mail/new-id.ts';
import { parseMessage } from '../../src/parse/parse.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';

const stored = new Map<string, Buffer>();
let authors = 0;
let desk: TestDesk;
let rooms: StoredRooms;
beforeAll(async () => {
  desk = await openDesk([
    { email: '@corp.test', instances: ['tt_lakes', 'tt_hills'] },
    { email: 'sam@desk.test', role: 'agent' },
  ]);
  const store = {
    has: async (key: string) => stored.has(key),
    get: (key: string) => Readable.from([stored.get(key)!]),
  };
  const reader: StoredRooms['reader'] = {
    async read(mail, raw, keep) {
      const message = await parseMessage(raw, keep);
      const facts = wordFactsOf(mail, desk.desk);
      return { message, words: facts && readWords(message, facts) };
    },
    close: async () => {},
  };
  rooms = { db: desk.db, desk: desk.desk, store: store as unknown as StoredRooms['store'], reader };
});
afterAll(() => desk.close());

const text = 'Priority: high\nInstance: tt_lakes\n\nThe portal is empty.';
/** Stores these bytes for a mail that was filed with others. */
async function keep({ subject = 'Portal', body = text, fields = [] as string[], held = false } = {}) {
  const admitted = { hold: held, reasons: [] };
  // The same words of one author for the third time would be a loop.
  const from = `p${++authors}@corp.test`;
  const { id } = await desk.write({ from, text, admitted });
  const head = [`From: ${from}`, 'To: support@mx.test', `Subject: ${subject}`, ...fields];
  stored.set(`raw/${id}`, Buffer.from(`${head.join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}\r\n`));
  return id;
}
const mixed = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'];
const withFile = (name: string, said = text) =>
  ['--b', '', said, '--b', `Content-Disposition: attachment; filename=${name}`, '', 'bytes', '--b--'].join('\n');
const quote = 'On Mon, 3 Mar 2025 at 10:00, Bob <bob@x.test> wrote:\n> all of it\n> is quoted';

test.each<[string, Parameters<typeof keep>[0], object[]]>([
  ['the same', {}, []],
  ['another subject', { subject: 'Fax' }, [{ what: 'subject', stored: 'Portal', now: 'Fax' }]],
  [
    'another text',
    { body: text.replace('empty', 'full') },
    [{ what: 'text', stored: text, now: text.replace('empty', 'full') }],
  ],
  ['a quote', { body: `${text}\n\n${quote}` }, [{ what: 'quoted', stored: null, now: quote }]],
  [
    'a file',
    { body: withFile('a.txt'), fields: mixed },
    [{ what: 'attachments', stored: '', now: expect.stringMatching(/^a\.txt [0-9a-f]{64}$/) }],
  ],
  [
    'a program',
    { fields: ['Auto-Submitted: auto-generated'] },
    [{ what: 'made by', stored: 'person', now: 'machine' }],
  ],
])('read today as %s', async (_, bytes, differences) => {
  expect(await compareStored(rooms, await keep(bytes))).toEqual(differences);
});

test('HTML, an instance and a priority are compared, too', async () => {
  const id = await keep({ body: '<p>The portal is empty.</p>', fields: ['Content-Type: text/html; charset=utf-8'] });
  expect(await compareStored(rooms, id)).toEqual([
    { what: 'text', stored: text, now: 'The portal is empty.' },
    { what: 'html', stored: null, now: expect.stringContaining('<p>') },
    { what: 'instance', stored: 'tt_lakes', now: null },
    { what: 'priority', stored: 'high', now: null },
  ]);
});

test('there is nothing to compare where the mail, its bytes or its ticket is none', async () => {
  const id = await keep();
  stored.delete(`raw/${id}`);
  expect(await compareStored(rooms, id)).toEqual([]);
  expect(await compareStored(rooms, newId())).toEqual([]);
  expect(await compareStored(rooms, await keep({ held: true, subject: 'Fax' }))).toEqual([]);
});

test('an excerpt is the first ten lines, and no more than 800 letters, with the names of files', async () => {
  const lines = Array.from({ length: 12 }, (_, n) => `line ${n}`);
  const many = await keep({ body: `\n\n${lines.join('\n')}` });
  const long = await keep({ body: 'x'.repeat(900) });
  const file = await keep({ body: withFile('a.txt', 'See it.'), fields: mixed });
  const cut = await keep({ body: `${'x'.repeat(799)}😀`, fields: ['Content-Type: text/plain; charset=utf-8'] });
  const excerpts = await excerptsOf(rooms, [many, newId(), long, file, cut]);
  expect([...excerpts.keys()]).toEqual([many, long, file, cut]);
  expect(excerpts.get(many)).toEqual({ text: lines.slice(0, 10).join('\n'), files: [] });
  expect(excerpts.get(long)!.text).toBe('x'.repeat(800));
  expect(excerpts.get(file)).toEqual({ text: 'See it.', files: ['a.txt'] });
  expect(excerpts.get(cut)!.text).toBe(`${'x'.repeat(799)}\ufffd`);
});
