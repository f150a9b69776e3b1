import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DsnFacts, deliveryReports } from '../../../src/mail/dsn/reports.ts';
import { parseHeader } from '../../../src/mail/header.ts';
import type { Report } from '../../../src/mail/report.ts';
import { cpuMs } from '../../support/cpu.ts';

describe('a machine-readable part says it all', () => {
  test('each recipient has its fate', () => {
    const found = deliveryReports(
      facts({
        report: status(
          'Reporting-MTA: dns; mx.test\nArrival-Date: Mon, 4 May 2026 10:00:00 +0200',
          'Final-Recipient: rfc822; ann@clinic.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such user',
          'Final-Recipient: rfc822;<BOB@Clinic.Test>\nAction: Delayed\nStatus: 4.4.1 (no answer)',
        ),
      }),
    );
    expect(found).toEqual([
      { recipient: 'ann@clinic.test', action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 No such user' },
      { recipient: 'bob@clinic.test', action: 'delayed', status: '4.4.1', diagnostic: null },
    ]);
  });
  test('the recipient is the one that the mail was sent to, not where it was forwarded', () => {
    const [found] = deliveryReports(
      facts({
        report: status(
          'Original-Recipient: rfc822;ann@clinic.test\nFinal-Recipient: rfc822;ann@home.test\nAction: failed\nStatus: 5.2.2',
        ),
      }),
    );
    expect(found).toMatchObject({ recipient: 'ann@clinic.test', status: '5.2.2' });
  });
  test('the diagnostic tells more than a status of 5.0.0', () => {
    const group =
      'Final-Recipient: rfc822; a@b.test\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full';
    expect(deliveryReports(facts({ report: status(group) }))[0]?.status).toBe('5.2.2');
  });
  test.each([
    ['failed', 'Action: failed'],
    ['failed', 'Action: failure'],
    ['failed', 'Action: expired'],
    ['failed', 'Action: deny'],
    ['delayed', 'Action: delayed (will retry)'],
    ['delivered', 'Action: delivered'],
    ['delivered', 'Action: deliverable'],
    ['relayed', 'Action: relayed'],
    ['expanded', 'Action: expanded'],
    ['failed', 'Status: 5.7.1'],
    ['delayed', 'Status: 4.2.2'],
    ['delivered', 'Status: 2.0.0'],
    [null, 'X-Nothing: said'],
  ])('%s is what "%s" means', (action, line) => {
    const report = status(`Final-Recipient: rfc822; a@b.test\n${line}`);
    expect(deliveryReports(facts({ report }))[0]?.action).toBe(action);
  });
  test('recipients without an empty line between them are told apart', () => {
    const report = status(
      'Reporting-MTA: dns; mx.test\nFinal-Recipient: rfc822; a@b.test\nAction: failed\nStatus: 5.2.2\nFinal-Recipient: rfc822; c@b.test\nAction: failed\nStatus: 5.1.1',
    );
    expect(deliveryReports(facts({ report })).map(({ recipient, status }) => `${recipient} ${status}`)).toEqual([
      'a@b.test 5.2.2',
      'c@b.test 5.1.1',
    ]);
  });
  test('a group without a recipient gets it from the text', () => {
    const report = status('Reporting-MTA: dns; mx.test', 'Action: failed\nStatus: 5.1.1');
    expect(deliveryReports(facts({ report, text: 'Could not deliver to:\n\n<a@b.test>\n' }))).toMatchObject([
      { recipient: 'a@b.test', status: '5.1.1' },
    ]);
  });
  test('receipts and complaints report no delivery', () => {
    const report: Report = {
      kind: 'disposition-notification',
      groups: [parseHeader('Final-Recipient: rfc822; a@b.test')],
    };
    expect(deliveryReports(facts({ report, text: '' }))).toEqual([]);
  });
});

const returnedMail =
  'Received: from ours.test by mx.test\nFrom: support@ours.test\nTo: other@elsewhere.test\nSubject: PT-4\n';
describe('mail systems that write no such part are read by their text', () => {
  test.each<[string, string, object[]]>([
    [
      'qmail',
      `Hi. This is the qmail-send program at mx.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<ann@clinic.test>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 <ann@clinic.test>... User Unknown\n\n--- Below this line is a copy of the message.\n\n${returnedMail}`,
      [{ recipient: 'ann@clinic.test', action: 'failed', status: '5.1.1' }],
    ],
    [
      'Exim',
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered. This is a permanent error. The following address(es) failed:\n\n  ann@clinic.test\n    SMTP error from remote mail server after RCPT TO:<ann@clinic.test>:\n    host mx.test [192.0.2.1]: 550 5.2.1 closed\n  bob@clinic.test\n    mailbox is full\n\n------ This is a copy of the message, including all the headers. ------\n\n${returnedMail}`,
      [
        { recipient: 'ann@clinic.test', action: 'failed', status: '5.2.1' },
        { recipient: 'bob@clinic.test', action: 'failed', status: null, diagnostic: 'bob@clinic.test mailbox is full' },
      ],
    ],
    [
      'Exim that still tries',
      `This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its recipients.\nThe address to which the message has not yet been delivered is:\n\n  ann@clinic.test\n\nNo action is required on your part.\n`,
      [{ recipient: 'ann@clinic.test', action: 'delayed' }],
    ],
    [
      'old Exchange',
      'Your message\n\n  To:      Support\n  Subject: PT-4\n\ndid not reach the following recipient(s):\n\nann@clinic.test on Mon, 4 May 2026 10:00:00 +0200\n    The recipient name is not recognized\n',
      [{ recipient: 'ann@clinic.test', action: 'failed', status: null }],
    ],
    [
      'Notes',
      `------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nann@clinic.test\n\n------- Returned Message --------\n${returnedMail}`,
      [{ recipient: 'ann@clinic.test' }],
    ],
    [
      'Sendmail 8',
      `The original message was received at Mon, 4 May 2026 10:00:00 +0200\n\n   ----- The following addresses had permanent fatal errors -----\n<ann@clinic.test>\n    (reason: 550 5.1.1 unknown)\n\n   ----- Transcript of session follows -----\n550 5.1.1 <ann@clinic.test>... User unknown\n`,
      [{ recipient: 'ann@clinic.test', status: '5.1.1' }],
    ],
    [
      'Sendmail 5',
      `   ----- Transcript of session follows -----\n554 <ann@clinic.test>... 550 Host unknown\n550 <bob@clinic.test>... User unknown\n\n   ----- Unsent message follows -----\n${returnedMail}`,
      [{ recipient: 'ann@clinic.test' }, { recipient: 'bob@clinic.test' }],
    ],
    ['IMail', 'Unknown user: ann@clinic.test\n\nOriginal message follows.\n', [{ recipient: 'ann@clinic.test' }]],
    [
      'DragonFly',
      'This is the DragonFly Mail Agent.\n\nThere was an error delivering your mail to <ann@clinic.test>.\n\n550 5.7.26 refused\n',
      [{ recipient: 'ann@clinic.test', status: '5.7.26' }],
    ],
    [
      'Gmail',
      'Delivery to the following recipient failed permanently:\n\n     ann@clinic.test\n\nTechnical details of permanent failure:\n550 5.1.1 gone\n',
      [{ recipient: 'ann@clinic.test', status: '5.1.1' }],
    ],
    [
      'a Japanese carrier',
      '次のあて先へのメッセージはエラーのため送信できませんでした。\n\n    Recipient: <ann@clinic.test>\n    >>> RCPT TO:<ann@clinic.test>\n    <<< 550 unknown\n',
      [{ recipient: 'ann@clinic.test' }],
    ],
    [
      'fields in running text',
      'Technical report:\n\nReporting-MTA: dsn; mx.test\nAction: failed\nFinal-Recipient: rfc822; ann@clinic.test\nDiagnostic-Code: smtp; 550 5.1.1 gone\nStatus: 5.1.1\n',
      [{ recipient: 'ann@clinic.test', action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 gone' }],
    ],
  ])('%s', (_, text, expected) => {
    const found = deliveryReports(facts({ text }));
    expect(found).toMatchObject(expected);
    expect(found).toHaveLength(expected.length);
  });
  test('X-Failed-Recipients names them where the text does not', () => {
    const header = parseHeader(
      'X-Failed-Recipients: ann@clinic.test,\n bob@clinic.test\nSubject: Mail delivery failed',
    );
    const found = deliveryReports(facts({ header, text: 'The group does not exist.\n550 5.1.1 none\n' }));
    expect(found.map(({ recipient, action }) => `${recipient} ${action}`)).toEqual([
      'ann@clinic.test failed',
      'bob@clinic.test failed',
    ]);
  });
  test('the subject tells a warning from a failure', () => {
    const header = parseHeader('Subject: Delivery Status Notification (Delay)');
    expect(deliveryReports(facts({ header, text: 'Delivery to:\n\n  ann@clinic.test\n' }))).toMatchObject([
      { action: 'delayed' },
    ]);
  });
  test('a text that names no recipient reports nothing', () => {
    expect(deliveryReports(facts({ text: 'Your message could not be delivered.' }))).toEqual([]);
  });
});

test('whatever stands in it, nothing throws', () => {
  const words = fc.constantFrom(
    '<a@b.test>',
    'RCPT TO:',
    'failed',
    ':',
    '5.1.1',
    '\n',
    ' ',
    'Final-Recipient: rfc822; a@b',
    '550',
    '@',
    '<',
    'é',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map(all => all.join('')),
  );
  fc.assert(
    fc.property(text, text, (body, group) => {
      for (const found of deliveryReports(facts({ text: body, report: status(group, body) }))) {
        expect(found.status ?? '5.1.1').toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
        expect(found.diagnostic?.length ?? 0).toBeLessThanOrEqual(500);
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['words', 'not '],
  ['dashed words', 'not-'],
  ['labels', 'recipient '],
  ['at signs', 'a@'],
  ['addresses', '<a@b.test> '],
  ['lines of addresses', 'a@b.test\n'],
  ['brackets', '<'],
  ['digits', '5.1.'],
])('a megabyte of %s takes no time', (_, word) => {
  const text = `${word.repeat(Math.ceil(1_000_000 / word.length))}@`;
  const lines = `${word.repeat(90)}@x\n`.repeat(2000);
  const mails = [text, lines].map(body => {
    const line = body.replaceAll('\n', ' ');
    return facts({ text: body, report: status(`Diagnostic-Code: ${line}`, `Final-Recipient: ${line}`) });
  });
  expect(cpuMs(() => mails.forEach(deliveryReports))).toBeLessThan(1000);
});

function facts(some: Partial<DsnFacts>): DsnFacts {
  return { header: parseHeader('Subject: failure notice'), text: '', report: null, ...some };
}

function status(...groups: string[]): Report {
  return { kind: 'delivery-status', groups: groups.map(parseHeader) };
}
