// The facts by which a mail is filed: whose it is, what it names, whom it copies in, and what its words say.
import { describe, expect, test } from 'vitest';
import { callsForHelp } from '../../src/filing/file-mail.ts';
import { reportedBy } from '../../src/filing/file-report.ts';
import {
  admittingDomain,
  blindCopy,
  copied,
  filesOf,
  idsAnswered,
  othersAddressed,
} from '../../src/filing/read-mail.ts';
import { amongOurs, isHeld, mayHoldOurs, plainWords, wordFactsOf } from '../../src/filing/reading/words.ts';
import { isRobot, opensNoTicket, robotSignOf } from '../../src/filing/robots.ts';
import { waitsFor } from '../../src/filing/wait-for-send.ts';
import type { Address } from '../../src/mail/address.ts';
import type { TicketRow } from '../../src/tickets/ticket.ts';
import { signReturnPath } from '../../src/tokens/return-path.ts';
import {
  ada,
  bob,
  desk,
  eve,
  factsOf,
  readable,
  replyAddress,
  sam,
  support,
  type Written,
} from '../support/memory-desk.ts';

const zoe = 'zoe@corp.test' as Address;
const outboxId = '01jd3x5k8m2n4p6q7r9s0t1v2w';
const returnPath = signReturnPath(support, outboxId, desk.keys[0]!);

describe('who and what', () => {
  test.each<[string, Written, object]>([
    ['a person', {}, { author: { address: ada }, person: { email: ada }, isAgent: false, isAddressedToUs: true }],
    ['an alias', { from: 'ada.two@clinic.test' as Address }, { author: { address: ada }, person: { email: ada } }],
    ['an agent', { from: sam }, { isAgent: true }],
    ['a stranger', { from: eve }, { person: null, isAgent: false }],
    ['nobody', { mail: { author: null } }, { author: null, person: null, isAgent: false, ownReplyAddress: false }],
    ['no thread', {}, { clues: { addressed: [], inReplyTo: [], references: [], tagged: null }, reportsOn: null }],
    ['a ticket by its tag', { subject: 'Re: [PT-9] Portal' }, { clues: { tagged: 9 } }],
    [
      'a ticket by a tag that nobody signed',
      { subject: 'Re: [PT-9] Portal', admitted: { coveredFields: ['from', 'to'] } },
      { clues: { tagged: null } },
    ],
    [
      'threads',
      { fields: ['In-Reply-To: <1@x>', 'References: <2@x> <3@x>'] },
      { clues: { inReplyTo: ['<1@x>'], references: ['<2@x>', '<3@x>'] } },
    ],
    [
      'the own reply address',
      { rcptTo: [replyAddress(ada)], to: eve },
      { ownReplyAddress: true, boundToAgent: false, isAddressedToUs: true, clues: { addressed: [7] } },
    ],
    [
      'the reply address of an agent',
      { rcptTo: [replyAddress(sam)], to: eve },
      { ownReplyAddress: false, boundToAgent: true, isAddressedToUs: false },
    ],
    ['the reply address of another', { rcptTo: [replyAddress(bob)] }, { ownReplyAddress: false, boundToAgent: false }],
    ['its own as an agent', { from: sam, rcptTo: [replyAddress(sam)] }, { ownReplyAddress: true, boundToAgent: false }],
    [
      'several reply addresses',
      { rcptTo: [replyAddress(sam), replyAddress(ada)] },
      { ownReplyAddress: true, boundToAgent: false, clues: { addressed: [7, 7] } },
    ],
    ['a return path', { rcptTo: [support, returnPath] }, { reportsOn: outboxId, ownReplyAddress: false }],
    ['us in no field', { to: eve }, { isAddressedToUs: false }],
    ['us in Cc, by who forwards to us', { to: eve, cc: 'help@forwards.test' }, { isAddressedToUs: true }],
  ])('a mail of or to %s', async (_, written, facts) => {
    expect(await factsOf(written)).toMatchObject(facts);
  });

  test('the name is the envelope’s, else that of the field', async () => {
    const from = (name: string) => factsOf({ mail: { author: { address: ada, name } } });
    expect((await from('A. F.')).author.name).toBe('A. F.');
    const { mail, read } = await readable();
    expect(mail.author!.name || read.message.authorName).toBe('');
  });

  test('who is copied in: each once, without the author and ours, with the name that is known', async () => {
    const to = `${support}, Bobby <${bob}>`;
    const cc = [ada, `"" <${bob}>`, eve, zoe, 'ada.two@clinic.test', 'help@forwards.test', sam].join(', ');
    const people = [
      { address: bob, name: 'Bob' },
      { address: eve, name: '' },
      { address: zoe, name: '' },
      { address: sam, name: 'Sam' },
    ];
    const facts = await factsOf({ to, cc });
    expect(copied(facts, desk)).toEqual(people);
    expect(blindCopy(facts, desk)).toEqual([]);
    const blind = await factsOf({ to: eve });
    expect([copied(blind, desk), othersAddressed(blind, desk)]).toEqual([[], [{ address: eve, name: '' }]]);
    expect(blindCopy(blind, desk)).toEqual([{ kind: 'blind-copy' }]);
    expect(blindCopy(await factsOf({ to: 'undisclosed-recipients:;' }), desk)).toEqual([]);
  });

  test('what admits its author, what it answers, and which files it has', async () => {
    expect(admittingDomain(await factsOf({ from: zoe }))).toBe('@corp.test');
    for (const from of [ada, eve]) expect(admittingDomain(await factsOf({ from }))).toBeNull();
    const fields = ['In-Reply-To: <1@x>', 'References: <2@x> <1@x>'];
    expect(idsAnswered(await factsOf({ fields }))).toEqual(['<1@x>', '<2@x>', '<1@x>']);
    const attachments = [{ name: 'a' }, { name: 'b', isDecoration: true }];
    expect(filesOf({ attachments } as never)).toEqual([{ name: 'a' }]);
  });
});

describe('programs', () => {
  const by = (from: Address, more: Written = {}) => factsOf({ from, ...more });
  const [verifier, own] = ['account-verification@corp.test', 'account-verification@else.test'] as [Address, Address];
  const code = { subject: 'Verify your email', text: 'Your code is 482113.' };
  test.each<[string, Promise<object>, string | null]>([
    ['a person', by(ada), null],
    ['a person who writes of codes', by(ada, code), null],
    ['a member of a domain who writes of codes', by(zoe, code), null],
    ['a stranger who writes of codes', by(eve, code), 'it asks whether somebody reads this address'],
    ['a stranger', by(eve), null],
    ['a verifier of a domain', by(verifier), 'its author is a program that verifies addresses'],
    ['a stranger who verifies', by(own), 'its author is a program that verifies addresses'],
    ['a notification', by(ada, { fields: ['Auto-Submitted: auto-generated'] }), 'a program wrote it (notification)'],
    ['an absence notice', by(ada, { fields: ['Auto-Submitted: auto-replied'] }), null],
  ])('%s', async (_, facts, why) => {
    const sign = robotSignOf((await facts) as never);
    if (why === null) expect(sign).toBeNull();
    else expect(sign).toContain(why);
  });
  test.each([
    ['notification', true],
    ['challenge', true],
    ['dsn', false],
    ['list', false],
    ['person', false],
  ])('%s takes no answer, or only of its owner: %s', async (kind, expected) => {
    const facts = await factsOf();
    const classification = { ...facts.classification, class: kind, evidence: ['a sign'] } as never;
    expect(isRobot({ ...facts, classification })).toBe(expected);
    const words = expected ? `a program wrote it (${kind}): a sign` : null;
    expect(robotSignOf({ ...facts, classification })).toBe(words);
    const opens = opensNoTicket(null, { ...facts, classification });
    expect(opens).toBe(kind !== 'person');
    expect(opensNoTicket({} as TicketRow, { ...facts, classification })).toBe(false);
    expect(opensNoTicket(null, { ...(await factsOf({ from: zoe })), classification })).toBe(false);
    expect(opensNoTicket(null, { ...(await factsOf({ from: eve })), classification })).toBe(kind !== 'person');
  });
  test.each(['dsn', 'mdn'])('a %s says what it says, whoever sends it', async kind => {
    const facts = await factsOf({ from: verifier, ...code });
    expect(robotSignOf({ ...facts, classification: { ...facts.classification, class: kind } as never })).toBeNull();
  });
});

describe('words', () => {
  test.each([
    ['Importance: high', 'high'],
    ['Importance: Low', 'low'],
    ['Importance: normal', undefined],
    ['X-Priority: 1 (Highest)', 'high'],
    ['X-Priority: 2', 'high'],
    ['X-Priority: 3', undefined],
    ['X-Priority: 4', 'low'],
    ['X-Priority: 5', 'low'],
    ['X-Priority: 15', undefined],
    ['Importance: urgent', 'high'],
    ['Importance: non-urgent', 'low'],
    ['X-MSMail-Priority: High', 'high'],
    ['X-Other: high', undefined],
  ])('%s is %s', async (field, value) => {
    expect((await factsOf({ fields: [field] })).meaning.priority?.value).toBe(value);
  });

  const mixed = (own: string) => ({
    fields: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    text: [
      ...['--b', '', own, '--b', 'Content-Type: message/rfc822', '', `From: ${eve}`, 'Subject: Fax', ''],
      ...['The fax prints nothing.', '--b--'],
    ].join('\n'),
  });
  const words = (count: number) => Array.from({ length: count }, (_, n) => `word${'abcdefghijklm'[n]}`).join(' ');
  test.each<[string, Written, boolean]>([
    ['little else is said', mixed('Please see.'), true],
    ['twelve words are said', mixed(words(12)), true],
    ['more is said', mixed(words(13)), false],
    ['it says that it forwards', { ...mixed(words(13)), subject: 'Fwd: Fax' }, true],
  ])('an attached mail is read where %s', async (_, written, isRead) => {
    const { newText, forward } = await factsOf({ from: sam, ...written });
    const all = [newText.text, newText.quoted, newText.forward?.mail, forward?.words].join('\n');
    expect(all.includes('The fax prints nothing.')).toBe(isRead);
  });

  test.each([
    ['+0100', '2026-11-16T09:12:00.000Z'],
    ['-0330', '2026-11-16T13:42:00.000Z'],
    ['', '2026-11-16T10:12:00.000Z'],
  ])('a forwarded date is by the clock of who forwards: %s', async (zone, date) => {
    const block = `-----Original Message-----\nFrom: Ada <${ada}>\nSent: Monday, 16 November 2026 10:12\nTo: Sam <${sam}>\nSubject: Fax\n\nEmpty.`;
    const fields = zone === '' ? [] : [`Date: Mon, 23 Nov 2026 10:00:00 ${zone}`];
    const { forward } = await factsOf({ from: sam, subject: 'Fwd: Fax', text: `See below.\n\n${block}`, fields });
    expect(forward).toMatchObject({ date: new Date(date), own: 'See below.' });
  });

  test('of a held mail are not read, but where only its thread is away, or an answer may be due', async () => {
    const facts = async (admitted: object) => wordFactsOf((await readable({ admitted })).mail, desk);
    expect(await facts({ hold: true })).toBeNull();
    expect(await facts({ hold: true, refused: { refusal: 'unknown-author', answerable: false } })).toBeNull();
    expect(await facts({ hold: true, refused: { refusal: 'unknown-author', answerable: true } })).not.toBeNull();
    expect(await facts({ hold: true, awaitsThread: true })).not.toBeNull();
    const { mail } = await readable({ admitted: { hold: true, awaitsThread: true } });
    expect([isHeld(mail), isHeld({ ...mail, admitted: { hold: true, reasons: [] } })]).toEqual([false, true]);
  });
  test('are read with the instances of the person, by whichever address', async () => {
    const facts = async (from: Address) => wordFactsOf((await readable({ from })).mail, desk);
    const knownInstances = new Set(['tt_lakes', 'tt_hills']);
    const alias = await facts('ada.two@clinic.test' as Address);
    expect(alias).toMatchObject({ author: ada, instances: ['tt_lakes'], knownInstances });
    expect(await facts(eve)).toMatchObject({ author: eve, instances: [] });
    expect(wordFactsOf((await readable({ mail: { author: null } })).mail, desk)).toMatchObject({ author: null });
  });

  test('of a form have no quotes and no commands of a mail', async () => {
    const text = 'Fax\n\nOn Mon, 3 Mar 2025 at 10:00, Bob <bob@x.test> wrote:\n> quoted\n\n';
    const { newText, classification, forward } = await factsOf({ mail: { via: 'form' }, text });
    expect([newText, forward]).toEqual([{ text: text.trimEnd(), quoted: null, cuts: [] }, null]);
    expect(classification).toEqual({ class: 'person', evidence: [], suppressAnswer: false, doubtful: false });
  });

  test('that took too long stay as they stand, and no automatic mail answers', async () => {
    const { mail, read } = await readable({ text: '#high\nFax\n> quoted' });
    const plain = plainWords(read.message, wordFactsOf(mail, desk)!);
    expect(plain).toMatchObject({
      ...{ newText: { text: read.message.text, quoted: null, cuts: [] }, forward: null },
      classification: { class: 'person', suppressAnswer: true, doubtful: true },
      meaning: { description: read.message.text, missing: [], given: [], priority: null },
    });
  });

  test('may stand in ours where one of our keys does, and a person wrote them', async () => {
    const may = async (written: Written) => {
      const { mail, read } = await readable(written);
      return mayHoldOurs(read, mail);
    };
    expect(await may({ text: 'See PT-7.' })).toBe(true);
    expect(await may({ text: 'See XPT-7 and PT-x.' })).toBe(false);
    expect(await may({ text: 'See PT-7.', mail: { via: 'form' } })).toBe(false);
    expect(await may({ text: 'See PT-7.', fields: ['Auto-Submitted: auto-replied'] })).toBe(false);
    expect(await may({ text: 'See PT-7.', admitted: { hold: true } })).toBe(false);
  });

  test('typed within ours are found, and read for what they mean; what answers nothing of ours is left alone', async () => {
    const ours = [
      'Dear Ada,',
      '',
      'which browser do you use, and since when does it fail?',
      'Your support team',
      'PT-7',
    ];
    const typed = [...ours.slice(0, 3), 'Firefox, since Monday.', ...ours.slice(3)].join('\n');
    const { mail, read } = await readable({ text: typed });
    const facts = wordFactsOf(mail, desk)!;
    const found = amongOurs(read, { text: ours.join('\n'), html: '' }, facts);
    expect(found.words?.newText.text).toContain('Firefox, since Monday.');
    expect(found.words?.meaning.description).toContain('Firefox, since Monday.');
    const other = { text: 'Something that we never wrote to anybody at all.', html: '' };
    expect(amongOurs(read, other, facts)).toBe(read);
    expect(amongOurs({ ...read, words: null }, { text: typed, html: '' }, facts).words).toBeNull();
  });
});

describe('what is asked for', () => {
  const form = { via: 'form' } as const;
  test.each<[string, Written, boolean]>([
    ['the command alone', { text: '#help' }, true],
    ['the command with a request', { text: '#help\nThe portal is empty.' }, false],
    ['another command alone', { text: '#high' }, false],
    ['no command', {}, false],
    ['the word alone', { subject: 'help', text: '' }, true],
    ['the word in a form', { subject: 'help', text: '', mail: form }, false],
    ['the command in a form', { text: '#help', mail: form }, false],
  ])('the guide, by %s: %j is %s', async (_, written, expected) => {
    expect(callsForHelp(await factsOf(written))).toBe(expected);
  });

  const text = '#zzzzzzzz\nPlease restart it.';
  test.each<[string, Written, string | undefined]>([
    ['an agent', { from: sam, text }, '#zzzzzzzz'],
    ['an agent who had it let in', { from: sam, text, admitted: { released: true } }, undefined],
    ['an agent who said so', { from: sam, text, admitted: { confirmed: true } }, undefined],
    ['an agent who begins with a command', { from: sam, text: `#high\n${text}` }, undefined],
    ['an agent without a command', { from: sam }, undefined],
    ['a person', { text }, undefined],
    ['a stranger', { from: eve, text }, undefined],
  ])('an unknown word of %s holds the mail: %j for %s', async (_, written, words) => {
    expect(waitsFor(await factsOf(written))?.words).toBe(words);
  });
});

describe('a report', () => {
  const reporting = (recipient: string) => ({
    fields: ['MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
    text: [
      ...['--b', '', 'Sorry.', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.x', ''],
      ...[`Final-Recipient: rfc822; ${recipient}`, 'Action: failed', 'Status: 5.1.1', '--b--'],
    ].join('\n'),
  });
  const quoted = {
    subject: 'Undelivered Mail',
    text: `I got this, what is it?\n\n<${bob}>: host mx.x[1.2.3.4] said: 550 5.1.1 unknown user`,
  };
  const from = (mailFrom: Address | null, rcptTo: readonly [Address, ...Address[]] = [support]) => ({
    mail: { envelope: { mailFrom, rcptTo } },
  });
  const failed = [{ address: bob, action: 'failed', status: '5.1.1' }];
  test.each<[string, Written, object[]]>([
    ['with the null reverse-path', { ...reporting(bob), ...from(null) }, failed],
    ['with a reverse-path', { ...reporting(bob), ...from(eve) }, failed],
    ['about an address of ours', { ...reporting(support), ...from(null) }, []],
    ['that a person describes', { ...quoted, ...from(ada) }, []],
    ['that a person describes, to a return path', { ...quoted, ...from(ada, [returnPath]) }, []],
    ['in words, to a return path', { ...quoted, ...from(null, [returnPath]) }, failed],
    ['in words, to us', { ...quoted, ...from(null) }, failed],
  ])('%s', async (_, written, expected) => {
    const { mail, read } = await readable(written);
    expect(reportedBy({ mail, ...read }, desk)).toEqual(expected);
  });
});
