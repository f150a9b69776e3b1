// The command line as people and scripts rely on it: shapes, exit statuses, and what it does to a running gateway.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commandRun, type Ran } from '../support/command-line.ts';
import { ListedTicket, Mail, Ticket } from '../support/contract.ts';
import { type Desktop, desktopOn } from '../support/desktop.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { greeted, sendRaw } from '../support/smtp-client.ts';
import { headerOf } from '../support/wire.ts';

const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));

/** `postern …` in a process of its own, as people run it. */
function run(args: readonly string[], env: Record<string, string>, input = ''): Promise<Ran> {
  return new Promise(resolve => {
    const options = { env: { PATH: process.env.PATH ?? '', ...env }, cwd: env.POSTERN_HOME, encoding: 'utf8' as const };
    const child = execFile(process.execPath, [main, ...args], options, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    );
    child.stdin!.end(input);
  });
}

const mail = (fields: Record<string, string>, text = 'Since 9:00 the calendar stays empty.') =>
  `${Object.entries({ From: 'alice@corp.test', To: 'support@mx.test', ...fields })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${text}\r\n`;

describe('beside a running gateway', () => {
  let desk: Desktop<GatewayProcess>;
  let env: Record<string, string>;
  const postern = (...args: string[]) => commandRun(args, { PATH: process.env.PATH, ...env });

  beforeAll(async () => {
    desk = await desktopOn(startGatewayProcess);
    const { home, databaseUrl } = desk.gateway;
    env = { POSTERN_HOME: home, DATABASE_URL: databaseUrl, SUPPORT_ADDRESS: 'support@mx.test', HTTP_PORT: '0' };
    await postern('admin', 'add', 'alice@corp.test', '--name', 'Alice Ada', '--instance', 'tt_one', 'TT_two');
    await postern('admin', 'add', 'tess@desk.test', '--role', 'agent', '--name', 'Tess Tech');
    await sleep(300);
    await send({ Subject: '[HIGH] tt_one Bookings fail', Cc: 'carl@corp.test', 'Message-ID': '<1@corp.test>' });
    await send({ Subject: 'Priority: low, printer 50% slow', 'Message-ID': '<2@corp.test>' }, 'It is tt_two.');
  });
  afterAll(() => desk.close());

  async function send(fields: Record<string, string>, text?: string, from = 'alice@corp.test'): Promise<string> {
    const answer = await sendRaw(desk.gateway.smtpPort(), { from, to: 'support@mx.test', bytes: mail(fields, text) });
    await desk.settled();
    return answer;
  }
  const sentTo = async (who: string): Promise<string[]> =>
    (await desk.gateway.outbox()).filter(raw => headerOf(raw).some(f => f.name === 'to' && f.value.includes(who)));

  /** One document on stdout, nothing else anywhere. */
  async function json<T>(shape: z.ZodType<T>, ...args: string[]): Promise<T> {
    const { status, stdout, stderr } = await postern(...args, '--json');
    expect([status, stderr]).toEqual([0, '']);
    return shape.parse(JSON.parse(stdout));
  }
  const tickets = (...filter: string[]) => json(z.array(ListedTicket), 'ticket', 'list', ...filter);

  test('ticket list --json filters, without messages', async () => {
    expect((await tickets()).map(({ key }) => key)).toEqual(['PT-2', 'PT-1']);
    const keysOf = async (...filter: string[]) => (await tickets(...filter)).map(({ key }) => key);
    expect(await keysOf('--priority', 'high')).toEqual(['PT-1']);
    expect(await keysOf('--status', 'resolved')).toEqual([]);
    expect(await keysOf('--instance', 'tt_one')).toEqual(['PT-1']);
    expect(await keysOf('--search', 'CALENDAR')).toEqual(['PT-1']);
    expect(await keysOf('--search', '50%')).toEqual(['PT-2']);
    expect(await keysOf('--search', '5_%')).toEqual([]);
    expect(await keysOf('--search', 'alice@', '--status', 'new', '--priority', 'high')).toEqual(['PT-1']);
  });

  test('ticket show and mail list, show, raw --json are as the contract says', async () => {
    const ticket = await json(Ticket, 'ticket', 'show', 'pt-1');
    expect(ticket).toMatchObject({ key: 'PT-1', instance: 'tt_one', priority: 'high' });
    const [first] = await json(z.array(Mail), 'mail', 'list');
    expect(first).toMatchObject({ disposition: 'opened', ticket: 'PT-1', rcptTo: ['support@mx.test'] });
    expect(await json(Mail, 'mail', 'show', first!.id)).toEqual(first);
    expect(await json(z.array(Mail), 'held', 'list')).toEqual([]);
    expect(ticket.messages[0]).toMatchObject({ kind: 'request', mailId: first!.id });
  });

  test('mail list --since and --limit: in the order they came, the newest kept', async () => {
    const listed = (...range: string[]) => json(z.array(Mail), 'mail', 'list', ...range);
    const all = await listed();
    expect(all.length).toBeGreaterThan(1);
    expect(all.map(({ receivedAt }) => receivedAt)).toEqual(all.map(({ receivedAt }) => receivedAt).toSorted());
    expect(await listed('--limit', '1')).toEqual(all.slice(-1));
    expect(await listed('--since', all[1]!.receivedAt)).toEqual(all.slice(1));
    expect(await listed('--since', '2999-01-01')).toEqual([]);
    for (const wrong of [
      ['--limit', '0'],
      ['--limit', 'x'],
      ['--since', 'yesterday'],
      ['--since', '2026-13-01'],
    ])
      expect((await postern('mail', 'list', ...wrong)).status).toBe(2);
  });

  test('what is not there is one line and status 1; what cannot be meant is status 2', async () => {
    const refused = [
      ['ticket', 'show', 'PT-99'],
      ['ticket', 'show', 'PT-999999999999999', '--json'],
      ['ticket', 'show', '42'],
      ['mail', 'show', 'nothing', '--json'],
      ['mail', 'raw', '../../etc/passwd'],
      ['mail', 'raw', '0'.repeat(26)],
      ['held', 'release', '0'.repeat(26)],
      ['held', 'drop', 'x'],
      ['admin', 'add', 'no address'],
      ['admin', 'remove', 'nobody@corp.test'],
      ['admin', 'import', 'missing.csv'],
      ['ticket', 'set', 'PT-99', '--status', 'open'],
      ['ticket', 'reply', 'PT-1', '--as', 'alice@corp.test', '--text', 'I am no agent'],
      ['ticket', 'reply', 'PT-1', '--as', 'tess@desk.test', '--text', ' '],
    ];
    const bad = [
      ['nonsense'],
      ['ticket'],
      ['ticket', 'show'],
      ['ticket', 'list', '--status', 'done'],
      ['ticket', 'set', 'PT-1'],
      ['ticket', 'set', 'PT-1', '--priority', 'huge'],
      ['ticket', 'reply', 'PT-1', '--text', 'by whom?'],
      ['admin', 'add', 'a@b.test', '--role', 'king'],
      ['serve', '--roles', 'http2'],
      ['serve', '--roles', 'smtp,http,'],
    ];
    for (const args of refused) {
      const { status, stdout, stderr } = await postern(...args);
      expect([status, stdout], args.join(' ')).toEqual([1, '']);
      expect(stderr, args.join(' ')).toMatch(/^postern: [^\n]+\n$/);
    }
    for (const args of bad) {
      const { status, stdout, stderr } = await postern(...args);
      expect([status, stdout], args.join(' ')).toEqual([2, '']);
      expect(stderr, args.join(' ')).not.toMatch(/^ +at /m);
    }
    expect((await run(['ticket', 'list'], { ...env, SMTP_PORT: 'many' })).status).toBe(2);
    expect((await run(refused[0]!, env)).status).toBe(1);
    expect((await run(bad[0]!, env)).status).toBe(2);
    expect((await run(['--help'], env)).status).toBe(0);
  }, 120_000);

  test('a note never leaves, an answer goes to all but its author, a status comes with it', async () => {
    const before = (await desk.gateway.outbox()).length;
    const noted = await postern('ticket', 'reply', 'PT-1', '--as', 'tess@desk.test', '--text', 'Hm.', '--internal');
    expect(noted.status).toBe(0);
    await desk.settled();
    expect((await desk.gateway.outbox()).length).toBe(before);
    const answer = ['ticket', 'reply', 'PT-1', '--as', 'tess@desk.test', '--status', 'resolved', '--text', '-'];
    expect((await run(answer, env, 'Mended.\nReally.\n')).status).toBe(0);
    await desk.settled();
    const ticket = await json(Ticket, 'ticket', 'show', 'PT-1');
    expect(ticket.status).toBe('resolved');
    expect(ticket.messages.map(({ kind }) => kind)).toEqual(['request', 'event', 'note', 'answer', 'event']);
    for (const raw of await desk.gateway.outbox()) expect(raw).not.toContain('Hm.');
    expect((await sentTo('alice@corp.test')).at(-1)).toContain('Mended.\r\nReally.');
    expect((await sentTo('carl@corp.test')).at(-1)).toContain('Mended.');
    expect(await sentTo('tess@desk.test')).toHaveLength(2);
  });

  test('a change is told to each person once, and no mail goes out where nothing changed', async () => {
    const change = ['ticket', 'set', 'PT-2', '--status', 'pending', '--priority', 'urgent', '--instance', 'tt_other'];
    expect((await postern(...change)).stdout).toContain('status new -> pending');
    await desk.settled();
    expect((await tickets('--status', 'pending'))[0]).toMatchObject({ priority: 'urgent', instance: 'tt_other' });
    const sent = await desk.gateway.outbox();
    expect((await postern(...change)).status).toBe(0);
    await desk.settled();
    expect(await desk.gateway.outbox()).toHaveLength(sent.length);
    expect((await sentTo('alice@corp.test')).at(-1)).toMatch(/Status: New =E2=86=92 Waiting for an answer/);
  });

  test('mail raw is the mail as it came, byte for byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from(mail({ Subject: 'bytes', 'Message-ID': '<raw@corp.test>' }), 'latin1'),
      Buffer.from(Array.from({ length: 256 }, (_, byte) => (byte === 10 || byte === 13 ? 32 : byte))),
      Buffer.from('\r\n.leading dot\r\n..two\r\n \r\n\r\n'),
    ]);
    const answer = await sendRaw(desk.gateway.smtpPort(), { from: 'alice@corp.test', to: 'support@mx.test', bytes });
    const id = answer.split(' ').at(-1)!;
    const read = async (): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        const options = { env: { PATH: process.env.PATH ?? '', ...env }, encoding: 'buffer' as const };
        execFile(process.execPath, [main, 'mail', 'raw', id], options, (cause, out) =>
          cause ? reject(cause) : resolve(out),
        );
      });
    const digest = (of: Buffer) => createHash('sha256').update(of).digest('hex');
    expect(digest(await read())).toBe(digest(bytes));
    await desk.settled();
    expect(digest(await read())).toBe(digest(bytes));
    const shown = await json(Mail, 'mail', 'show', id);
    expect(shown).toMatchObject({ size: bytes.length, disposition: 'opened' });
  });

  test('the directory counts within a second of its change', async () => {
    const probe = async (who: string) => {
      await sleep(900);
      return sendRaw(desk.gateway.smtpPort(), {
        from: who,
        to: 'support@mx.test',
        bytes: mail({ From: who, Subject: 'probe', 'Message-ID': `<${Math.random()}@corp.test>` }),
      });
    };
    expect(await probe('dan@new.test')).toMatch(/^550 5\.7\.1 /);
    await postern('admin', 'add', '@new.test', '--org', 'New');
    expect(await probe('dan@new.test')).toMatch(/^250 /);
    expect(await probe('dan@sub.new.test')).toMatch(/^550 5\.7\.1 /);
    await postern('admin', 'add', 'dan@new.test');
    await postern('admin', 'remove', 'DAN@new.test');
    expect(await probe('dan@new.test')).toMatch(/^550 5\.7\.1 /);
    expect(await probe('eva@new.test')).toMatch(/^250 /);
    await postern('admin', 'remove', '@new.test');
    expect(await probe('eva@new.test')).toMatch(/^550 5\.7\.1 /);
  });

  test('admin import takes all of a file or nothing, and --sync deactivates the others', async () => {
    const file = join(env.POSTERN_HOME!, 'people.csv');
    const columns = 'email,name,role,organisation,instances,locale\n';
    await writeFile(
      file,
      `\ufeff${columns}"alice@corp.test","Ada, Alice",,Corp,tt_one tt_three,it\r\nTESS@desk.test,,agent\n`,
    );
    const before = await json(z.array(z.looseObject({ email: z.string(), active: z.boolean() })), 'admin', 'list');
    expect((await postern('admin', 'import', file, '--sync')).status).toBe(0);
    const people = await json(z.array(z.looseObject({ email: z.string(), active: z.boolean() })), 'admin', 'list');
    expect(people.map(({ email }) => email)).toEqual(before.map(({ email }) => email));
    expect(people.filter(({ active }) => active)).toMatchObject([
      {
        email: 'alice@corp.test',
        name: 'Ada, Alice',
        organisation: 'Corp',
        instances: ['tt_one', 'tt_three'],
        locale: 'it',
      },
      { email: 'tess@desk.test', name: null, role: 'agent' },
    ]);
    for (const line of ['broken', 'x@y.test,X,king', '"open']) {
      await writeFile(file, `${columns}new@corp.test,,,,,\n${line}\n`);
      const { status, stderr } = await postern('admin', 'import', file, '--sync');
      expect([status, stderr.split('\n').length], stderr).toEqual([1, 2]);
    }
    await writeFile(file, columns);
    expect((await postern('admin', 'import', file, '--sync')).status).toBe(1);
    expect(await json(z.array(z.looseObject({ email: z.string() })), 'admin', 'list')).toHaveLength(people.length);
  });

  test('a second gateway on the same folder says so in one line, as does a taken port', async () => {
    const second = await run(['serve'], { ...env, SMTP_PORT: '0' });
    expect([second.status, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toMatch(/^postern: a gateway runs on [^\n]+\n$/);
    const home = await mkdtemp(join(tmpdir(), 'postern-other-'));
    const port = String(desk.gateway.smtpPort());
    const other = await run(['serve'], { ...env, POSTERN_HOME: home, SMTP_PORT: port });
    await rm(home, { recursive: true });
    expect([other.status, other.stdout]).toEqual([1, '']);
    expect(other.stderr).toMatch(/^postern: 127\.0\.0\.1:\d+ is taken [^\n]+\n$/);
  });

  test('SIGTERM lets idle clients go, answers the mail in hand, and exits 0', async () => {
    const port = desk.gateway.smtpPort();
    const idle = await greeted(port);
    const busy = await greeted(port);
    const deaf: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    deaf.on('error', () => {});
    await sleep(300);
    for (const line of ['MAIL FROM:<alice@corp.test>', 'RCPT TO:<support@mx.test>', 'DATA']) {
      await busy.say(line);
    }
    busy.write(mail({ Subject: 'the last one', 'Message-ID': '<last@corp.test>' }));
    const asked = Date.now();
    const stopped = desk.gateway.stop();
    expect(await idle.reply()).toBe('421 4.3.2 Shutting down, try again later');
    await sleep(500);
    busy.write('more of it\r\n.\r\n');
    expect(await busy.reply()).toMatch(/^250 2\.0\.0 Taken, queued as /);
    expect(await busy.reply()).toMatch(/^421 4\.3\.2 /);
    expect(await stopped).toBe(0);
    expect(Date.now() - asked).toBeLessThan(6_000);
    deaf.destroy();
    const closed = await run(['mail', 'send', '--from', 'alice@corp.test'], { ...env, SMTP_PORT: String(port) });
    expect([closed.status, closed.stderr.split('\n').length]).toEqual([1, 2]);
    await desk.gateway.start();
    await desk.settled();
    expect(await tickets('--search', 'the last one')).toHaveLength(1);
  });
});

describe('without a gateway, on the embedded PostgreSQL', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'postern-alone-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  test('the server is started for the call, also for two at once, and is gone after it', async () => {
    const env = { POSTERN_HOME: home };
    const added = await Promise.all(['a@x.test', 'b@x.test'].map(who => run(['admin', 'add', who], env)));
    expect(added.map(({ status, stderr }) => [status, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const listed = await run(['admin', 'list', '--json'], env);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ email: 'a@x.test' }, { email: 'b@x.test' }]);
    const nothing = await run(['ticket', 'list', '--json'], env);
    expect(nothing).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  });
});
