// CHECKLIST G2 and X39: a marker is planted wherever a person can write, and is nowhere after the person is erased.
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { type Desktop, openDesktop } from '../support/desktop.ts';
import { sendRaw } from '../support/smtp-client.ts';

const marker = /mrk-7q/i;
let desk: Desktop;
let folder: string;

beforeAll(async () => {
  desk = await openDesktop();
  folder = await mkdtemp(join(tmpdir(), 'postern-privacy-'));
  await desk.postern('admin', 'add', 'mrk-7q@corp.test', '--name', 'Mrk-7q Person');
  await desk.postern('admin', 'add', 'bruno@corp.test', '--name', 'Bruno');
  await desk.postern('admin', 'add', 'tess@desk.test', '--role', 'agent');
});
afterAll(async () => {
  await desk?.gateway.remove();
  await desk?.close().catch(() => {});
  await rm(folder, { recursive: true, force: true });
});

const send = async (from: string, to: string, lines: readonly string[]) => {
  const bytes = [`Date: Mon, 23 Nov 2026 09:00:00 +0000`, 'MIME-Version: 1.0', ...lines, ''].join('\r\n');
  expect(await sendRaw(desk.gateway.smtpPort(), { from, to, bytes })).toMatch(/^250 /);
  await desk.settled();
};

test('a marker in every place is found before, and nowhere after', async () => {
  await send('mrk-7q@corp.test', 'support@mx.test', [
    'From: Mrk-7q Person <mrk-7q@corp.test>',
    'To: support@mx.test',
    'Cc: Bruno <bruno@corp.test>',
    'Subject: The mrk-7q calendar',
    'Message-ID: <mrk-7q-1@corp.test>',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html',
    '',
    '<p>The mrk-7q calendar stays empty.</p>',
    '--b',
    'Content-Type: text/plain; name=mrk-7q.txt',
    'Content-Disposition: attachment; filename=mrk-7q.txt',
    '',
    'mrk-7q in a file',
    '--b--',
  ]);
  const reply = await desk.fieldOfNewest('Reply-To', 'bruno@corp.test');
  await send('bruno@corp.test', reply, [
    'From: Bruno <bruno@corp.test>',
    `To: ${reply}`,
    'Cc: mrk-7q@corp.test',
    'Subject: Re: The mrk-7q calendar',
    'Message-ID: <b-1@corp.test>',
    '',
    'It is empty here as well.',
    '',
    'Mrk-7q Person <mrk-7q@corp.test> wrote:',
    '> The mrk-7q calendar stays empty.',
  ]);
  await desk.postern('ticket', 'reply', 'PT-1', '--as', 'tess@desk.test', '--text', 'Thank you, Mrk-7q Person.');
  await desk.settled();
  expect(await traces()).not.toEqual([]);

  await desk.postern('privacy', 'export', 'mrk-7q@corp.test', join(folder, 'all.zip'));
  // Names stand uncompressed in an archive.
  const archive = readFileSync(join(folder, 'all.zip'), 'latin1');
  for (const name of ['person.json', 'tickets/PT-1.json', 'files/PT-1/1-mrk-7q.txt']) expect(archive).toContain(name);

  const before = await traces();
  const planned = JSON.parse(await desk.postern('privacy', 'erase', 'mrk-7q@corp.test', '--dry-run', '--json'));
  expect(planned).toMatchObject({
    dryRun: true,
    counts: { tickets: 1, mails: 1, files: 1 },
    quotedIn: [/PT-1/, /PT-1/].map(() => expect.stringContaining('PT-1 #')),
  });
  expect(await traces(), 'a dry run changes nothing').toEqual(before);

  const receipt = await desk.postern('privacy', 'erase', 'mrk-7q@corp.test');
  expect(receipt).not.toMatch(marker);
  expect(await traces()).toEqual([]);
  const [ticket] = await desk.tickets();
  expect(ticket?.messages?.map(({ text }) => text)).toContain('It is empty here as well.');
  await expect(desk.postern('privacy', 'erase', 'mrk-7q@corp.test')).rejects.toThrow(
    /nothing is kept of mrk-7q@corp\.test/,
  );
});

/** Tables and files that hold the marker. */
async function traces(): Promise<string[]> {
  const database = openDatabase(desk.gateway.databaseUrl, 1);
  try {
    const { rows: tables } = await database.db.execute<{ name: string }>(
      sql`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await database.db.execute<{ text: string }>(sql.raw(`select t::text as text from ${name} t`));
      found.push(...rows.filter(({ text }) => marker.test(text)).map(({ text }) => `${name} ${text}`));
    }
    const files = globSync(join(desk.gateway.home, '{store,spool,outbox}/**/*'), { withFileTypes: true });
    for (const file of files.filter(each => each.isFile())) {
      const path = join(file.parentPath, file.name);
      if (marker.test(path) || marker.test(readFileSync(path, 'latin1'))) found.push(path);
    }
    return found;
  } finally {
    await database.close();
  }
}
