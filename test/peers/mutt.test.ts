// Ten mails, each composed by mutt itself in answer to a mail of ours, as its user would press `r`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketView } from '../../src/tickets/views/ticket-view.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { missingDovecot, threadsOf, topLevel } from '../support/imap-threads.ts';
import { addressOf, field, hand, until } from '../support/post.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';
import { lint } from '../support/wire.ts';

const missing = !existsSync('/usr/bin/mutt') || !existsSync('/usr/bin/script');
if (missing) console.warn('left out: replies as mutt writes them, for want of the Debian package mutt');

const people = ['alice@corp.test', 'bob@corp.test', 'dana@desk.test'];
const [alice = '', bob = '', dana = ''] = people;

describe.skipIf(missing)('mutt', () => {
  let world: Smarthost;
  let gateway: TestGateway;
  let folder = '';
  const sentBy = new Map<string, string[]>(people.map(person => [person, []]));
  const gotBy = (person: string) => world.received.filter(({ rcptTo }) => rcptTo[0] === person).map(({ raw }) => raw);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-mutt-'));
    await chmod(folder, 0o755);
    world = await startSmarthost();
    gateway = await startTestGateway({ RELAY_URL: `smtp://127.0.0.1:${world.port}` });
    await gateway.cli('admin', 'add', '@corp.test');
    await gateway.cli('admin', 'add', dana, '--name', 'Dana', '--role', 'agent');
    for (const person of people) await furnish(join(folder, person), person);
    await converse();
  }, 400_000);
  afterAll(async () => {
    await gateway?.remove();
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Hands over what mutt gave to its sendmail. */
  async function handOver(person: string, home: string): Promise<void> {
    const raw = (await readFile(join(home, 'sent.eml'), 'utf8')).replace(/\r?\n/g, '\r\n');
    await rm(join(home, 'sent.eml'));
    sentBy.get(person)!.push(raw);
    // Bob gets his copy of the opening mail from Alice's server, not from us.
    const to = addressOf(field(raw, 'to').split(',')[0]!.trim());
    expect(await hand(gateway.smtpPort(), { raw, envelope: { from: person, to: [to] } })).toMatch(/^250 /);
  }

  async function reply(person: string, about: string, text: string): Promise<void> {
    const home = join(folder, person);
    const mail = await until(`a mail to ${person} about ${about}`, () =>
      gotBy(person).find(raw => raw.includes(about)),
    );
    await rm(join(home, 'box'), { recursive: true, force: true });
    for (const dir of ['new', 'cur', 'tmp']) await mkdir(join(home, 'box', dir), { recursive: true });
    await writeFile(join(home, 'box', 'new', '1.mail'), mail.replaceAll('\r\n', '\n'), 'latin1');
    await writeFile(join(home, 'text'), `${text}\n\n`);
    const command = `mutt -n -F ${home}/muttrc -f ${home}/box -e 'push "<first-entry><reply><send-message><quit>"'`;
    const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
      env: { PATH: process.env.PATH, HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', LINES: '40', COLUMNS: '100' },
      encoding: 'utf8',
      timeout: 60_000,
      input: '',
    });
    expect(existsSync(join(home, 'sent.eml')), `${status} ${stdout.slice(-2000)}`).toBe(true);
    await handOver(person, home);
  }

  async function converse(): Promise<void> {
    const home = join(folder, alice);
    const opening = ['-n', '-F', `${home}/muttrc`, '-s', 'Agenda à vide', '-c', bob, '--', 'support@mx.test'];
    const { status, stderr } = spawnSync('mutt', opening, {
      env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' },
      input: 'Since nine the calendar stays empty.\n',
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(status, stderr).toBe(0);
    await handOver(alice, home);
    await reply(dana, 'Since nine', 'Which clinic is it, number one or number two?');
    await reply(alice, 'Which clinic', 'The one in the north.');
    await reply(bob, 'in the north', 'I see it as well.');
    await reply(dana, 'I see it as well', '#priority high\nWe are looking into the database.');
    await reply(alice, 'into the database', 'Thank you for the quick answer.');
    await reply(dana, 'the quick answer', '#pending\nPlease try again now.');
    await reply(bob, 'Please try again', 'Works here.');
    await reply(alice, 'Works here', 'It works for me, too.');
    await reply(dana, 'for me, too', '#resolved\nGood to hear.');
    await until('the last mail', () => gotBy(bob).some(raw => raw.includes('Good to hear')));
  }

  test('ten mails are one ticket, each with its own words alone', async () => {
    const [ticket, ...others] = await gateway.json<TicketView[]>('ticket', 'list');
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({ status: 'resolved', priority: 'high', subject: 'Agenda à vide' });
    const { messages = [] } = await gateway.json<TicketView>('ticket', 'show', 'PT-1');
    const said = messages.filter(({ kind }) => kind !== 'event').map(({ kind, text }) => `${kind}: ${text.trim()}`);
    expect(said).toEqual([
      'request: Since nine the calendar stays empty.',
      'answer: Which clinic is it, number one or number two?',
      'reply: The one in the north.',
      'reply: I see it as well.',
      'answer: #priority high\nWe are looking into the database.',
      'reply: Thank you for the quick answer.',
      'answer: #pending\nPlease try again now.',
      'reply: Works here.',
      'reply: It works for me, too.',
      'answer: #resolved\nGood to hear.',
    ]);
  });
  test('one subject in all that goes out, and nothing to complain of', () => {
    const all = world.received.map(({ raw }) => raw);
    expect(new Set(all.map(raw => field(raw, 'subject'))).size).toBe(1);
    expect(new Set(all.map(raw => field(raw, 'message-id'))).size).toBe(all.length);
    for (const raw of all) lint(raw);
  });
  /** What stands in somebody's mailbox; Bob had the opening mail from Alice. */
  const mailsOf = (person: string) => [
    ...sentBy.get(person)!,
    ...gotBy(person),
    ...(person === bob ? [sentBy.get(alice)![0]!] : []),
  ];
  test.each(people)('%s sees one thread, sorted by threads', async person => {
    const mails = mailsOf(person);
    const whole = await threadIn(join(folder, person), [...mails, stray]);
    const ids = (raws: readonly string[]) => raws.map(raw => field(raw, 'message-id')).sort();
    expect(ids(whole)).toEqual(ids(mails));
  });
  test.skipIf(missingDovecot).each(people)('%s sees one thread', async person => {
    const mails = mailsOf(person);
    const threads = await threadsOf(join(folder, `imap-${person}`), mails);
    expect(threads.match(/\d+/g)).toHaveLength(mails.length);
    expect(topLevel(threads), threads).toBe(1);
  });
});

/** On no thread, and under the same subject: mutt must not take it for one of them. */
const stray = [
  'From: eve@corp.test',
  'Subject: Re: [PT-1] Agenda =?utf-8?b?w6A=?= vide',
  'Message-ID: <stray@corp.test>',
  'Date: Mon, 23 Nov 2020 09:00:00 +0000',
  '',
  'Something else.',
  '',
].join('\r\n');

/** The mails of the thread that the last of these is on, as mutt tags them in its threaded index. */
async function threadIn(home: string, mails: readonly string[]): Promise<string[]> {
  const box = join(home, 'threads');
  await rm(box, { recursive: true, force: true });
  for (const dir of ['new', 'cur', 'tmp']) await mkdir(join(box, dir), { recursive: true });
  for (const [n, raw] of mails.entries())
    await writeFile(join(box, 'new', `${n}.mail`), raw.replaceAll('\r\n', '\n'), 'latin1');
  // The newest thread stands last; a mail a line, so that none is taken for two.
  const pipe = `base64 -w0 >> ${home}/thread; echo >> ${home}/thread`;
  await rm(join(home, 'thread'), { force: true });
  await writeFile(
    join(home, 'threads.rc'),
    `source ${home}/muttrc
set sort=threads
set sort_aux=last-date-sent
set strict_threads=yes
set pipe_split=yes
set pipe_decode=no
macro index X "<pipe-message>${pipe}<enter>"
push "<last-entry><tag-thread><tag-prefix>X<quit>"
`,
  );
  const { stdout } = spawnSync('script', ['-qec', `mutt -n -F ${home}/threads.rc -f ${box}`, '/dev/null'], {
    env: { PATH: process.env.PATH, HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', LINES: '60', COLUMNS: '100' },
    encoding: 'utf8',
    timeout: 60_000,
    input: '',
  });
  const piped = await readFile(join(home, 'thread'), 'utf8').catch(() => '');
  expect(piped, stdout.slice(-2000)).not.toBe('');
  return piped
    .trim()
    .split('\n')
    .map(line => Buffer.from(line, 'base64').toString('latin1').replaceAll('\n', '\r\n'));
}

/** A home with a mutt that asks nothing, types what stands in `text` above the quote, and sends into a file. */
async function furnish(home: string, person: string): Promise<void> {
  await mkdir(home);
  const files = {
    muttrc: `set from="${person}"
set realname="${person.split('@')[0]}"
set use_from=yes
set envelope_from=no
set editor="${home}/type"
set sendmail="${home}/sendmail"
set fast_reply=yes
set include=yes
set reply_to=yes
set abort_unmodified=no
set abort_noattach=no
set folder="${home}"
set spoolfile="${home}/box"
set postponed="${home}/box"
set quit=yes
set copy=no
set record=""
set mbox_type=Maildir
set sleep_time=0
set wait_key=no
set confirmappend=no
set delete=no
set move=no
set beep=no
set ssl_starttls=no
set crypt_use_gpgme=no
set hostname="corp.test"
`,
    type: `#!/bin/sh\ncat ${home}/text "$1" > "$1.new" && mv "$1.new" "$1"\n`,
    sendmail: `#!/bin/sh\ncat > ${home}/sent.eml\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text, { mode: 0o755 });
}
