import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/delivery/compose.ts';
import { loadTemplates } from '../../src/delivery/templates/templates.ts';
import type { Locale } from '../../src/desk/locale.ts';
import { locales } from '../../src/desk/locale.ts';
import type { OutgoingMail } from '../../src/desk/notice.ts';
import { fieldValue } from '../../src/mail/header.ts';
import type { MessageId } from '../../src/mail/message-id.ts';
import { kinds, mailbox, notices, outboxId, outgoing } from '../support/outgoing.ts';
import { bytesOf, headerOf, lint } from '../support/wire.ts';

const templates = loadTemplates(null);
const rawOf = (mail: OutgoingMail) => bytesOf(compose(mail, templates));
const fieldOf = async (mail: OutgoingMail, name: string) => fieldValue(headerOf(await rawOf(mail)), name);

describe.each(locales)('in %s', locale => {
  test.each(kinds)('a %s is a mail that every receiver takes', async kind => {
    const mail = outgoing(notices[kind], { locale });
    const raw = await rawOf(mail);
    lint(raw);
    const { text = '', html, subject, from, messageId, headers, date } = await simpleParser(raw);
    expect(subject).toBe('[PT-42] Online booking shows an empty page');
    expect([from?.text, messageId]).toEqual(['"Postern Support" <support@desk.example>', `<${outboxId}@desk.example>`]);
    expect(date?.toISOString()).toBe('2026-11-20T09:30:15.000Z');
    expect(headers.get('content-language')).toBe(locale);
    // No one answers a mail to sign in.
    expect(text.startsWith('##- ')).toBe(kind !== 'sign-in');
    expect(html).toContain(`<html lang="${locale}">`);
    // Neither a tag left unfilled, nor a word missing, nor anything fetched from elsewhere.
    for (const part of [text, String(html)]) expect(part).not.toMatch(/\{\w+\}|\{\{|\{%|undefined|\bnull\b|\[object/);
    expect(html).not.toMatch(/<(?:img|link|script|iframe)|url\(|@import|\bsrc=/i);
    expect(text).not.toMatch(/: *$(?!\n)/m);
  });
});

test('a mail composed twice is the same bytes', async () => {
  const mail = outgoing(notices.receipt);
  expect(await rawOf(mail)).toBe(await rawOf(structuredClone(mail)));
});
test.each([
  ['receipt', 'auto-replied', 'All'],
  ['opened', 'auto-generated', 'All'],
  ['new-ticket', 'auto-generated', 'All'],
  ['reply', 'auto-generated', 'All'],
  ['change', 'auto-generated', 'All'],
  ['done', 'auto-replied', 'All'],
  ['help', 'auto-replied', 'All'],
  ['held-question', 'auto-generated', 'All'],
  ['closed', 'auto-generated', 'All'],
  ['parted', 'auto-generated', 'All'],
  ['sign-in', 'auto-generated', 'All'],
  ['warning', 'auto-generated', 'All'],
  ['answer', null, null],
] as const)('a %s says how automatic it is', async (kind, submitted, suppress) => {
  const header = headerOf(await rawOf(outgoing(notices[kind])));
  expect(fieldValue(header, 'auto-submitted')).toBe(submitted);
  expect(fieldValue(header, 'x-auto-response-suppress')).toBe(suppress);
  expect(fieldValue(header, 'x-postern-id')).toBe(outboxId);
});
test('the envelope is one recipient, and a null return path asks for no DSN', () => {
  const { message } = compose(outgoing(notices.receipt), templates);
  expect(message.envelope).toEqual({ from: outgoing(notices.receipt).returnPath, to: ['anna@clinic.example'] });
  expect(message.dsn).toMatchObject({ notify: ['failure'], id: outboxId });
  const quiet = compose(outgoing(notices.receipt, { returnPath: null }), templates).message;
  expect([quiet.envelope, quiet.dsn]).toEqual([{ from: '', to: ['anna@clinic.example'] }, undefined]);
});
test('References has at most twenty ids, keeps the root, and leaves out non-ASCII ids', async () => {
  const ids = Array.from({ length: 30 }, (_, n) => `<m${n}@clinic.example>` as MessageId);
  const odd = ['<caf\u00e9@x.example>', '<a\r\nBcc: evil@x.example>'] as MessageId[];
  const raw = await rawOf(outgoing(notices.reply, { references: [...ids, ...odd], inReplyTo: odd[1]! }));
  lint(raw);
  const references = fieldValue(headerOf(raw), 'references')?.split(' ');
  expect([references?.length, references?.at(0), references?.at(-1)]).toEqual([20, ids[0], ids[29]]);
  expect(fieldValue(headerOf(raw), 'in-reply-to')).toBe(null);
});
test('subject and topic are one for all mails of a ticket, in every language', async () => {
  const subjects = new Set<string | null>();
  for (const kind of kinds) {
    const raw = await rawOf(withSubject('Réservation ✓ impossible', kind));
    subjects.add((await simpleParser(raw)).subject ?? null);
    expect(fieldValue(headerOf(raw), 'thread-topic')).toBe(fieldValue(headerOf(raw), 'subject'));
  }
  expect([...subjects]).toEqual(['[PT-42] Réservation ✓ impossible']);
  expect(await fieldOf(withSubject('', 'reply'), 'subject')).toBe('[PT-42]');
});
test('only a follower can unfollow, with one click and by mail', async () => {
  const mailto = '<mailto:support+16.2n.lfqxk3tsmnzw4dkb@desk.example?subject=unfollow>';
  expect(await fieldOf(outgoing(notices.opened), 'list-unsubscribe')).toBe(mailto);
  const linked = headerOf(await rawOf(outgoing(notices.opened, { unfollowUrl: 'https://desk.example/u/x' })));
  expect(fieldValue(linked, 'list-unsubscribe')).toBe(`<https://desk.example/u/x>, ${mailto}`);
  expect(fieldValue(linked, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  for (const kind of ['receipt', 'new-ticket'] as const) {
    expect(await fieldOf(outgoing(notices[kind]), 'list-unsubscribe')).toBe(null);
  }
});
test('the receipt says back what was read, and what was dropped and why', () => {
  const { text, html } = compose(outgoing(notices.receipt), templates).message;
  for (const part of [text, html]) {
    for (const said of ['Centro San Marco', 'High', 'most functions', '243 kB', 'too large', 'Bruno Weiss', 'PT-40']) {
      expect(part).toContain(said);
    }
  }
});
test.each(locales)('notices of resolution in %s tell all but agents what to do if it is not resolved', locale => {
  const change = { field: 'status', from: 'open', to: 'resolved' } as const;
  const notice = { ...notices.change, changes: [change] };
  const { reopen } = templates.words(locale).answer as Record<string, string>;
  for (const [role, told] of [
    ['requester', true],
    ['follower', true],
    ['agent', false],
  ] as const) {
    const { text, html } = compose(outgoing(notice, { role, locale }), templates).message;
    for (const part of [text, html]) expect(String(part).includes(reopen!), role).toBe(told);
  }
});
test('only a follower gets the unfollow link and mailto below the mail', () => {
  const unfollowUrl = 'https://desk.example/unfollow/en/x';
  for (const part of ['text', 'html'] as const) {
    const below = String(compose(outgoing(notices.reply, { unfollowUrl }), templates).message[part]);
    for (const said of [unfollowUrl, '?subject=unfollow', 'Stop following this ticket', 'by email']) {
      expect(below).toContain(said);
    }
    expect(String(compose(outgoing(notices.reply), templates).message[part])).not.toContain('by email');
    const receipt = outgoing(notices.receipt, { unfollowUrl: null });
    expect(String(compose(receipt, templates).message[part])).not.toMatch(/unfollow|Stop following/);
  }
});
test('agents see what is open already, and since when, in their language', () => {
  const list = (locale: Locale) => {
    const { text = '', html = '' } = compose(outgoing(notices['new-ticket'], { locale }), templates).message;
    expect(html).toMatch(/<li>PT-40: Booking page stays empty <span class="note">– [^<]*2026[^<]*<\/span><\/li>/);
    return String(text)
      .split('\n')
      .filter(line => /^- PT-/.test(line));
  };
  expect(list('en')[0]).toMatch(/^- PT-40: Booking page stays empty – since 2 Mar 2026, \d\d:41 \S+$/);
  expect(list('en')[1]).toMatch(/^- PT-38 – since/);
  expect(list('de')[0]).toContain('seit dem 2. März 2026');
  for (const locale of locales) expect(list(locale)).toHaveLength(2);
});
test('the receipt of a mail without content asks for it', () => {
  const bare = { kind: 'receipt', instance: null, priority: null, attachments: [], missing: [], similar: [] } as const;
  const { text } = compose(outgoing(bare), templates).message;
  expect(text).toContain('which one is it?');
  expect(text).not.toMatch(/Attachments|Can you also tell us/);
});
test('text of authors stays text, never markup', async () => {
  const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)> {{ words }} {% raw %} {author} & "q" 'a'`;
  const notice = { ...notices.reply, text: hostile, author: mailbox(hostile, 'x@y.example'), attachments: [hostile] };
  const { text = '', html = '' } = await simpleParser(await rawOf(outgoing(notice)));
  expect(String(html)).not.toMatch(/<script|<img/);
  expect(String(html)).toContain('{{ words }} {% raw %} {author}');
  expect(text).toContain(hostile);
});
test('direction marks and line ends are removed from names and file names', async () => {
  const name = 'invoice\u202egpj.exe\u2066\r\nBcc: evil@x.example\0';
  const file = { name, size: 10, kept: true } as const;
  const notice = { ...notices.receipt, attachments: [file], instance: { value: name, known: true } };
  const raw = await rawOf(outgoing(notice, { from: mailbox(name, 'support@desk.example') }));
  lint(raw);
  const { text, html } = await simpleParser(raw);
  for (const part of [text, html]) expect(part).toContain('invoicegpj.exe Bcc: evil@x.example');
});
test('no name, subject or text can add a field, a recipient or a bare line end', async () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.stringMatching(/^[ \ta-z<>",;:@=?\r\n\u0085\u2028\u202e\ud800é😀]{0,80}$/u),
    fc.constantFrom(
      'a\r\nBcc: evil@x.example',
      'x\r\n\r\n.\r\n',
      'a@b.c>,<evil@x.example',
      '=?utf-8?q?a=0D=0ABcc:_b?=',
    ),
    fc.nat({ max: 3000 }).map(length => 'é'.repeat(length)),
  );
  const property = fc.asyncProperty(anything, anything, fc.constantFrom(...kinds), async (name, text, kind) => {
    const notice = { ...notices[kind], text, authorName: name };
    const ticket = { ...outgoing(notice).ticket, subject: name, requester: mailbox(text, 'anna@clinic.example') };
    const mail = outgoing(notice, { ticket, recipient: mailbox(name, 'bruno@clinic.example') });
    const raw = await rawOf(mail);
    lint(raw);
    const { to } = await simpleParser(raw);
    expect([to].flat().flatMap(list => list?.value.map(({ address }) => address))).toEqual(['bruno@clinic.example']);
    expect(fieldValue(headerOf(raw), 'bcc')).toBe(null);
  });
  await fc.assert(property, { numRuns: 300 });
});

function withSubject(subject: string, kind: (typeof kinds)[number]): OutgoingMail {
  const mail = outgoing(notices[kind], { locale: locales[kinds.indexOf(kind)]! });
  return { ...mail, ticket: { ...mail.ticket, subject } };
}

test.each(locales)(
  'who is told of a merge within an answer, a reply or a change reads which ticket it was: %s',
  locale => {
    for (const kind of ['answer', 'reply', 'change'] as const) {
      const { text, html } = compose(outgoing({ ...notices[kind], merged: ['PT-40'] }, { locale }), templates).message;
      for (const part of [text, html]) expect(String(part)).toMatch(/PT-40\b/);
    }
  },
);
