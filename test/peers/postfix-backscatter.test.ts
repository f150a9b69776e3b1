// A real Postfix in front of us, set up as docs/postfix.md says: whatever we refuse, no bounce leaves it.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { freePort, type Postfix, startPostfix } from '../support/postfix.ts';
import { missing, needsRoot } from '../support/programs.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';
import { greeted, mailText } from '../support/smtp-client.ts';

const patience = { timeout: 60_000, interval: 200 };
// Each starts a gateway and a Postfix of its own.
const timeout = 240_000;
type Mail = { id: string; disposition: string; from: string | null; subject: string | null; reasons: string[] };
type Finding = { name: string; ok: boolean; finding: string };

/** The settings of main.cf in the document, with its ports replaced. */
async function documented(ports: { smtp: number; policy: number }): Promise<Record<string, string>> {
  const document = await readFile('docs/postfix.md', 'utf8');
  const block = /## main\.cf\n\n```\n([\s\S]*?)```/.exec(document)![1]!;
  const lines = block.trim().replaceAll('2525', `${ports.smtp}`).replaceAll('2526', `${ports.policy}`).split('\n');
  return Object.fromEntries(lines.map(line => [line.split(' =')[0]!, line.slice(line.indexOf(' =') + 2).trim()]));
}

describe.skipIf(missing('postconf', '-d', 'mail_version') ?? needsRoot('postfix'))('behind postfix', () => {
  const open: { remove(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const part of open.splice(0).reverse()) await part.remove();
  });

  async function start(settings: Record<string, string>) {
    const policy = await freePort();
    const world: Smarthost = await startSmarthost();
    open.push({ remove: world.close });
    const gateway: TestGateway = await startTestGateway({
      POLICY_PORT: `${policy}`,
      RELAY_URL: `smtp://127.0.0.1:${world.port}`,
      ...settings,
    });
    open.push(gateway);
    await gateway.cli('admin', 'add', 'alice@corp.test');
    const main = await documented({ smtp: gateway.smtpPort(), policy });
    // Its clients are strangers, as they are on the Internet; what it bounces goes to the scripted smarthost.
    const postfix: Postfix = await startPostfix(world.port, { ...main, mynetworks: '192.0.2.1' });
    open.push(postfix);
    return { gateway, postfix, world };
  }

  /** The replies to RCPT and, if it was accepted, to the final dot. */
  async function send(
    { port }: Postfix,
    mail: { from: string; author?: string; to?: string; subject: string; fields?: string },
  ): Promise<string[]> {
    const { from, author = from, to = 'support@mx.test', subject, fields = '' } = mail;
    const client = await vi.waitFor(() => greeted(port), patience);
    const replies = [await client.say(`MAIL FROM:<${from}>`), await client.say(`RCPT TO:<${to}>`)].slice(1);
    if (replies[0]!.startsWith('250')) {
      await client.say('DATA');
      const own = `Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <${subject}@corp.test>\r\n${fields}`;
      replies.push(await client.say(`${own}${mailText(subject).replace(/^From: .*$/m, `From: ${author}`)}.`));
    }
    client.destroy();
    return replies;
  }

  async function quiet({ postfix, world }: { postfix: Postfix; world: Smarthost }, allowed: readonly string[] = []) {
    await vi.waitFor(async () => expect(await postfix.queue()).toBe(''), patience);
    await sleep(500);
    expect(await postfix.log()).not.toMatch(/status=bounced|sender non-delivery notification/);
    expect(world.received.map(({ mailFrom }) => mailFrom)).not.toContain('');
    const recipients = world.received.flatMap(({ rcptTo }) => rcptTo);
    expect(recipients.filter(address => !allowed.includes(address))).toEqual([]);
  }

  test('what the envelope settles is refused at its own door, with our text', { timeout }, async () => {
    const place = await start({});
    const { postfix, gateway } = place;
    const to = (address: string) => ({ from: 'alice@corp.test', to: address, subject: 'x' });
    expect((await send(postfix, { from: 'mallory@evil.test', subject: 'stranger' }))[0]).toMatch(
      /^554 5\.7\.1 .*The author is not in our directory/,
    );
    expect((await send(postfix, to('sales@mx.test')))[0]).toMatch(/^554 5\.1\.1 .*No such recipient here/);
    expect((await send(postfix, to('support+1.aaaaaaaa.zzz.aaaaaaaaaaaaaaaa@mx.test')))[0]).toMatch(
      /^554 5\.7\.1 .*This reply address was altered/,
    );
    // An author whose envelope is a bulk sender's, and a colleague.
    for (const from of ['alice@corp.test', 'bounces+1=mx.test@esp.example']) {
      const [, taken] = await send(postfix, { from, author: 'alice@corp.test', subject: `by-${from.split('@')[1]}` });
      expect(taken).toMatch(/^250 /);
    }
    await vi.waitFor(async () => {
      expect(await gateway.json<unknown[]>('ticket', 'list')).toHaveLength(2);
    }, patience);
    await quiet(place, ['alice@corp.test']);
    // Nothing reached us but the two.
    expect(await gateway.json<Mail[]>('mail', 'list')).toHaveLength(2);
  });

  test('while the policy server is away, nothing is taken and nothing is bounced', { timeout }, async () => {
    const place = await start({});
    await place.gateway.stop();
    expect((await send(place.postfix, { from: 'mallory@evil.test', subject: 'later' }))[0]).toMatch(
      /^45[01] 4\.3\.[05] /,
    );
    await quiet(place);
  });

  test('what we refuse after DATA is taken, kept and shown, and no bounce leaves', { timeout }, async () => {
    const place = await start({ RELAY_REFUSALS: 'keep' });
    const { postfix, gateway } = place;
    // The envelope of a known author with the From of a stranger passes the policy server.
    const forged = { from: 'alice@corp.test', author: 'mallory@evil.test' };
    expect((await send(postfix, { ...forged, subject: 'forged' }))[1]).toMatch(/^250 /);
    expect((await send(postfix, { ...forged, subject: 'twice', fields: 'Subject: other\r\n' }))[1]).toMatch(/^250 /);
    await vi.waitFor(async () => {
      const mails = await gateway.json<Mail[]>('mail', 'list');
      expect(mails.map(({ disposition }) => disposition)).toEqual(['refused', 'refused']);
      expect(mails[0]).toMatchObject({
        from: 'mallory@evil.test',
        subject: 'forged',
        reasons: ['refused: unknown-author'],
      });
      expect(mails[1]).toMatchObject({ reasons: ['refused: repeated-field'] });
    }, patience);
    expect(await gateway.json('ticket', 'list')).toEqual([]);
    await quiet(place);
  });

  test('under reject the relay bounces, and the doctor says so', { timeout }, async () => {
    const { postfix, gateway, world } = await start({ RELAY_REFUSALS: 'reject' });
    await send(postfix, { from: 'alice@corp.test', author: 'mallory@evil.test', subject: 'bounced' });
    await vi.waitFor(
      () => expect(world.received.map(({ rcptTo }) => rcptTo[0])).toContain('alice@corp.test'),
      patience,
    );
    const findings = async (): Promise<Finding[]> =>
      JSON.parse(await gateway.cli('doctor', '--json').catch((cause: { stdout: string }) => cause.stdout));
    await vi.waitFor(async () => {
      const relays = (await findings()).find(finding => finding.name === 'relays');
      expect(relays).toMatchObject({
        ok: false,
        finding: expect.stringMatching(/^1 mail of trusted relays refused after DATA/),
      });
    }, patience);
  });
});
