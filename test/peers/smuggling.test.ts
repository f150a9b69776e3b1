// The table of smuggling through a real Postfix that stands in front, set up as README says; A18 of the
// checklist. What reaches the gateway itself is in test/smtp/smuggling.test.ts.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type Postfix, startPostfix } from '../support/postfix.ts';
import { missing, needsRoot } from '../support/programs.ts';
import { greeted } from '../support/smtp-client.ts';

const patience = { timeout: 60_000, interval: 200 };
/** A host of the public: relayed for, and trusted with nothing. */
const front = { relay_domains: 'mx.test', relay_transport: 'smtp', mynetworks: '192.0.2.0/24' };
const advised = { smtpd_forbid_bare_newline: 'normalize', smtpd_forbid_unauth_pipelining: 'yes' };

const known = missing('postconf', '-d', 'mail_version') ?? needsRoot('postfix');
describe.skipIf(known)('through Postfix', () => {
  let gateway: TestGateway;
  let postfix: Postfix;
  beforeAll(async () => {
    gateway = await startTestGateway();
    for (const name of ['alice', 'bob']) await gateway.cli('admin', 'add', `${name}@corp.test`);
    postfix = await startPostfix(gateway.smtpPort(), { ...front, ...advised });
  });
  afterAll(async () => {
    await postfix?.remove();
    await gateway?.remove();
  });

  /** Bob's mail, whose text goes on as a session of its own, which pretends to be Alice. */
  const smuggling = (name: string, sequence: string) =>
    `From: bob@corp.test\r\nSubject: outer ${name}\r\nMessage-ID: <outer.${name}@corp.test>\r\n\r\nbody${sequence}` +
    'MAIL FROM:<alice@corp.test>\r\nRCPT TO:<support@mx.test>\r\nDATA\r\n' +
    `From: alice@corp.test\r\nSubject: inner ${name}\r\nMessage-ID: <inner.${name}@corp.test>\r\n\r\nx\r\n.\r\n`;

  test.each([
    ['LF.LF', '\n.\n'],
    ['LF.CRLF', '\n.\r\n'],
    ['CRLF.LF', '\r\n.\n'],
    ['CR.CR', '\r.\r'],
    ['CR.CRLF', '\r.\r\n'],
    ['CRLF.CR', '\r\n.\r'],
    ['LF.CR', '\n.\r'],
    ['CRLF.CRCRLF', '\r\n.\r\r\n'],
    ['CRLF-NUL.CRLF', '\r\n\0.\r\n'],
    ['CRCRLF.CRLF', '\r\r\n.\r\n'],
    ['CRLF.CRLF', '\r\n.\r\n'],
  ])('%s: the outer mail is one ticket, and the inner none', async (name, sequence) => {
    const client = await vi.waitFor(() => greeted(postfix.port), patience);
    await client.sayAll('MAIL FROM:<bob@corp.test>', 'RCPT TO:<support@mx.test>', 'DATA');
    client.write(`${smuggling(name, sequence)}QUIT\r\n`);
    expect(await client.closed()).toMatch(/^250 .*queued as/);
    await vi.waitFor(async () => {
      const subjects = (await gateway.json<{ subject: string }[]>('ticket', 'list')).map(({ subject }) => subject);
      expect(subjects.filter(subject => subject === `outer ${name}`)).toHaveLength(1);
    }, patience);
    // Postfix has passed on all that it took, and nothing of it was of Alice.
    await vi.waitFor(async () => expect(await waitingIn(postfix)).toBe(0), patience);
    const mails = await gateway.json<{ from: string }[]>('mail', 'list');
    expect(mails.filter(({ from }) => from !== 'bob@corp.test')).toEqual([]);
  });
});

/** Mails that Postfix has taken (`from=`) and not yet done with (`removed`). */
async function waitingIn(postfix: Postfix): Promise<number> {
  const log = await postfix.log();
  const ids = (pattern: RegExp) => new Set([...log.matchAll(pattern)].map(([, id]) => id));
  const done = ids(/: (\w+): removed/g);
  return [...ids(/: (\w+): (?:from|message-id)=/g)].filter(id => !done.has(id)).length;
}
