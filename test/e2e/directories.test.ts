// Plays every directory beside this file: a configuration, a directory of people, a conversation, and
// what must have come of it. A new case needs no code.
//
//   config.env     settings; cases with the same ones share a gateway
//   zone.json      what DNS says, where the settings have `DNS_SERVERS=zone`
//   directory.csv  for `postern admin import`
//   dialog.smtp    see test/support/dialog.ts; `@` lines are below
//   tickets.json   every ticket there is afterwards, partly; none without the file
//   mails.json     every mail there is, partly, in the order of their arrival
//   reply*.eml     every mail that went out; see test/support/expected-mail.ts
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepOnFailure } from '../support/database.ts';
import { type Desktop, openDesktop } from '../support/desktop.ts';
import { playDialog } from '../support/dialog.ts';
import { differenceTo, expectSound, readSent, type SentMail } from '../support/expected-mail.ts';
import { likeJson } from '../support/like.ts';

const cases = globSync(join(import.meta.dirname, '[0-9]*-*/')).sort();
const settingsOf = (folder: string): string =>
  existsSync(join(folder, 'config.env')) ? readFileSync(join(folder, 'config.env'), 'utf8') : '';
const bySettings = Map.groupBy(cases, settingsOf);

// Each gateway starts while the one before it is in use.
const groups = [...bySettings];
const desks = new Map<string, Promise<Desktop>>();
function deskWith(settings: string | undefined): Promise<Desktop> | null {
  if (settings === undefined) return null;
  const desk = desks.get(settings) ?? openDesktop(parseEnv(settings) as Record<string, string>);
  desks.set(settings, desk);
  return desk;
}

for (const [at, [settings, folders]] of groups.entries()) {
  describe(settings === '' ? 'with the defaults' : settings.trim().replaceAll('\n', ' '), () => {
    let desk: Desktop;
    beforeAll(async () => {
      desk = (await deskWith(settings))!;
      deskWith(groups[at + 1]?.[0])?.catch(() => {});
    });
    afterAll(async () => {
      const log = desk.gateway.log();
      await desk.close();
      expect(log, 'an error was logged').not.toMatch(/"level":[56]0/);
    });
    for (const folder of folders) test(basename(folder), () => play(folder, desk));
  });
}

async function play(folder: string, desk: Desktop): Promise<void> {
  keepOnFailure(desk.gateway.databaseUrl);
  await desk.clear();
  desk.publish((read(folder, 'zone.json') ?? {}) as Record<string, string[]>);
  const directory = join(folder, 'directory.csv');
  if (existsSync(directory)) await desk.postern('admin', 'import', directory);
  const captured = new Map<string, string>();
  await playDialog('dialog.smtp', {
    port: desk.gateway.smtpPort(),
    folder,
    captured,
    act: (words, send) => act(words, { desk, captured, send }),
  });
  await desk.settled();
  expect(await desk.tickets()).toEqual(likeJson(read(folder, 'tickets.json') ?? []));
  const mails = read(folder, 'mails.json');
  if (mails !== null) expect(await desk.mails()).toEqual(likeJson(mails));
  await expectSent(folder, await Promise.all((await desk.gateway.outbox()).map(readSent)));
}

function read(folder: string, file: string): unknown {
  const path = join(folder, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

async function expectSent(folder: string, sent: SentMail[]): Promise<void> {
  for (const mail of sent) expectSound(mail);
  const left = [...sent];
  for (const file of globSync(join(folder, 'reply*.eml')).sort()) {
    const expected = readFileSync(file, 'utf8');
    const differences = left.map(mail => differenceTo(expected, mail));
    const at = differences.indexOf(null);
    expect(at, `${basename(file)}:\n${differences.join('\n---\n') || 'no mail is left'}`).toBeGreaterThanOrEqual(0);
    left.splice(at, 1);
  }
  expect(left.map(({ raw }) => raw)).toEqual([]);
}

type Stage = Readonly<{ desk: Desktop; captured: Map<string, string>; send(bytes: Buffer): void }>;

/** What a dialog can ask for beside SMTP. */
async function act([verb, ...words]: readonly string[], { desk, captured, send }: Stage): Promise<void> {
  if (verb === 'postern') await desk.postern(...words);
  else if (verb === 'settle') await desk.settled();
  else if (verb === 'stream') send(Buffer.alloc(Number(words[0]), `${'x'.repeat(76)}\r\n`));
  else if (verb === 'stream-line') send(Buffer.alloc(Number(words[0]), 'x'));
  else if (verb === 'capture') {
    // `@ capture name Field recipient`: from the newest mail that went to this recipient.
    const [name = '', field = '', to = ''] = words;
    captured.set(name, await desk.fieldOfNewest(field, to));
  } else if (verb === 'held') {
    // `@ held name who`: the mail of theirs that is held.
    const [name = '', who] = words;
    const held = (await desk.mails()).find(({ disposition, from }) => disposition === 'held' && from === who);
    captured.set(name, held?.id ?? 'nothing is held');
  } else throw new Error(`a dialog cannot ask for ${verb}`);
}
