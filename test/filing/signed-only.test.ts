// Mail for which only a signature vouches: what no signature covers decides nothing, and what that leaves open waits.
import { expect, test } from 'vitest';
import { asSigned, whySignedMailWaits } from '../../src/filing/signed-only.ts';
import { desk, eve, readable, support, type Written } from '../support/memory-desk.ts';

const all = ['from', 'to', 'cc', 'subject', 'content-type', 'content-transfer-encoding'];
const without = (...names: string[]) => all.filter(name => !names.includes(name));
const base64 = Buffer.from('The portal is empty. '.repeat(9)).toString('base64');

async function waits({ covered, own = false, ...written }: Written & { covered?: readonly string[]; own?: boolean }) {
  const admitted = { ...written.admitted, ...(covered ? { coveredFields: covered } : {}) };
  const { mail, read } = await readable({ ...written, admitted });
  return whySignedMailWaits(mail, read.message, { ownReplyAddress: own, desk });
}

test.each<[string, Parameters<typeof waits>[0]]>([
  ['more than a signature vouches for it', { to: eve }],
  ['a person let it in', { to: eve, covered: all, admitted: { released: true } }],
  ['To names us', { covered: all }],
  ['Cc names us', { to: eve, cc: support, covered: all }],
  ['To names who forwards to us', { to: 'help@forwards.test', covered: all }],
  ['it is to the reply address of its author', { to: eve, covered: all, own: true }],
  ['its type is signed, whatever it is', { covered: all, fields: ['Content-Type: application/x-odd'] }],
  ['its type is of parts', { covered: without('content-type'), fields: ['Content-Type: multipart/mixed; boundary=b'] }],
  ['it has no type', { covered: without('content-type') }],
  ['it is of plain text', { covered: without('content-type'), fields: ['Content-Type: Text/Plain; charset=utf-8'] }],
  ['it is of HTML', { covered: without('content-type'), html: '<p>Empty</p>' }],
  ['its encoding is signed', { covered: all, text: base64 }],
  ['its text is no base64', { covered: without('content-transfer-encoding') }],
  ['a line is long', { covered: without('content-transfer-encoding'), text: `${'x'.repeat(59)} y` }],
])('it need not wait where %s', async (_, written) => {
  expect(await waits(written)).toBeNull();
});

test.each<[string, Parameters<typeof waits>[0], string]>([
  ['names only others', { to: eve, covered: all }, 'its To and Cc name none of our addresses'],
  ['names only others, with what an operator can do', { to: eve, covered: all }, 'list it in SUPPORT_ALIASES'],
  ['has an unsigned To, with what an operator can do', { covered: without('to') }, 'TRUSTED_RELAYS or ARC_SEALERS'],
  ['names us in a To that is not signed', { covered: without('to') }, 'that does not cover To'],
  [
    'names us in a Cc that is not signed',
    { to: eve, cc: support, covered: without('cc') },
    'name none of our addresses',
  ],
  [
    'says that it is a report',
    { covered: without('content-type'), fields: ['Content-Type: multipart/report; boundary=b'] },
    'which says that it is a report',
  ],
  [
    'has parts that it does not name',
    { covered: without('content-type'), text: '--b\nContent-Type: text/plain\n\nEmpty\n--b--' },
    'its parts are not told apart by it',
  ],
  [
    'has text outside of its parts',
    {
      covered: without('content-type'),
      fields: ['Content-Type: multipart/mixed; boundary=b'],
      text: 'Read this first.\n--b\nContent-Type: text/plain\n\nEmpty\n--b--',
    },
    'text stands outside of its parts',
  ],
  [
    'is of another type',
    { covered: without('content-type'), fields: ['Content-Type: text/x-odd'] },
    'which says text/x-odd',
  ],
  [
    'is of a type that is none',
    { covered: without('content-type'), fields: ['Content-Type: "odd" <b>'] },
    'which says no known type',
  ],
  [
    'says HTML of what has no tag',
    { covered: without('content-type'), fields: ['Content-Type: text/html'], text: 'plain' },
    'which says text/html',
  ],
  [
    'is of base64 whose encoding is gone',
    { covered: without('content-transfer-encoding'), text: base64 },
    'its text is encoded',
  ],
])('it waits where it %s', async (_, written, why) => {
  expect(await waits(written)).toContain(why);
});

test('what no signature covers is left out of it, and nothing of other mail', async () => {
  const ids = ['Message-ID: <1@x>', 'In-Reply-To: <2@x>', 'References: <3@x>', 'Reply-To: r@x.test'];
  const fields = [...ids, 'Date: Mon, 23 Nov 2026 09:00:00 +0000'];
  const { mail, read } = await readable({ cc: eve, fields });
  const signed = (...coveredFields: string[]) =>
    asSigned({ ...mail, admitted: { ...mail.admitted, coveredFields } }, read.message);
  expect(asSigned(mail, read.message)).toBe(read.message);
  const gone = { messageId: null, inReplyTo: [], references: [], to: [], cc: [], replyTo: [], date: null };
  expect(signed('from')).toMatchObject({ ...gone, subject: 'Portal' });
  expect(signed('from').header.map(({ name }) => name)).toEqual(['from']);
  const each = { 'message-id': 'messageId', 'in-reply-to': 'inReplyTo', references: 'references', to: 'to', cc: 'cc' };
  for (const [name, property] of Object.entries({ ...each, 'reply-to': 'replyTo', date: 'date' })) {
    const value = read.message[property as 'to'];
    expect(signed(name), name).toMatchObject({ ...gone, [property]: value });
    expect(value, name).not.toEqual(gone[property as 'to']);
  }
});
