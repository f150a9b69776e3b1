// Who hears of which change by /events: those who may see the ticket, at once, and nobody for longer than that.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { hand, written } from '../support/post.ts';
import { signInAs } from '../support/sign-in-as.ts';

type Listening = { heard: string[]; ended: Promise<void>; stop(): void };
const people = {
  requester: 'ada@clinic.test',
  colleague: 'bea@clinic.test',
  follower: 'fay@outside.test',
  stranger: 'max@other.test',
  agent: 'sam@desk.test',
} as const;
type Who = keyof typeof people;

let gateway: TestGateway;
let own = '';
const browsers = {} as Record<Who, Browser>;

beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.cli('admin', 'add', people.requester, '--org', 'Clinic');
  await gateway.cli('admin', 'add', people.colleague, '--org', 'Clinic');
  await gateway.cli('admin', 'add', people.stranger);
  await gateway.cli('admin', 'add', people.agent, '--role', 'agent');
  await gateway.cli('admin', 'organisation', 'Clinic', '--see', 'all');
  await mail({ From: people.requester, Subject: 'Calendar stays empty', Cc: people.follower });
  await mail({ From: people.stranger, Subject: 'Printer prints twice' });
  own = await keyOf('Calendar');
  await keyOf('Printer');
  for (const who of Object.keys(people) as Who[]) {
    browsers[who] = openBrowser(gateway.pages());
    await signInAs(gateway, browsers[who], people[who]);
  }
});
afterAll(() => gateway.remove());

const mail = (fields: Record<string, string>, text = 'Since nine.') =>
  hand(gateway.smtpPort(), written({ to: 'support@mx.test', fields, text }));

async function keyOf(words: string): Promise<string> {
  for (let at = 0; at < 300; at += 1, await sleep(100)) {
    const [found] = await gateway.json<{ key: string }[]>('ticket', 'list', '--search', words);
    if (found) return found.key;
  }
  throw new Error('not filed');
}

async function listen(browser: Browser): Promise<Listening> {
  const response = await browser.raw('/events');
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.getReader();
  const heard: string[] = [];
  const read = async () => {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read())
      heard.push(
        ...[...new TextDecoder().decode(chunk.value).matchAll(/event: (\w+)\ndata: (.*)/g)].map(m => `${m[1]} ${m[2]}`),
      );
  };
  return { heard, ended: read().catch(() => {}), stop: () => void reader.cancel() };
}

const everyone = async () =>
  Object.fromEntries(
    await Promise.all(Object.entries(browsers).map(async ([who, browser]) => [who, await listen(browser)])),
  ) as Record<Who, Listening>;
const hears = ({ heard }: Listening) => heard.filter(line => line.startsWith('tickets ')).length > 0;

test('a change is told to those who see the ticket, and to no one else', async () => {
  const all = await everyone();
  await sleep(300);
  const page = await browsers.agent.get(`/tickets/${own}`);
  await browsers.agent.send(page, `/tickets/${own}/set`, { priority: 'high' });
  const heard = () => Object.keys(all).filter(who => hears(all[who as Who]));
  const those = ['requester', 'colleague', 'follower', 'agent'];
  await expect.poll(heard, { timeout: 10_000 }).toEqual(those);
  await sleep(300);
  expect(heard()).toEqual(those);
  expect(all.requester.heard).toContain(`tickets ${own}`);
  expect(
    Object.entries(all).flatMap(([who, { heard }]) =>
      who === 'agent' ? [] : heard.filter(line => line.startsWith('presence')),
    ),
  ).toEqual([]);
  for (const one of Object.values(all)) one.stop();
});

test('what the command line does, and a mail that causes no letter, are told as well', async () => {
  const ada = await listen(browsers.requester);
  await gateway.cli('ticket', 'set', own, '--priority', 'low');
  await expect.poll(() => hears(ada), { timeout: 5_000 }).toBe(true);
  await sleep(1_500);
  ada.heard.length = 0;
  const entries = async () => (await gateway.json<{ messages: { kind: string }[] }>('ticket', 'show', own)).messages;
  const before = (await entries()).length;
  await mail({ From: people.requester, Subject: `Out of office [${own}]`, 'Auto-Submitted': 'auto-replied' }, 'Away.');
  await expect.poll(async () => (await entries()).length, { timeout: 10_000 }).toBe(before + 1);
  expect((await entries()).at(-1)!.kind).toBe('auto-reply');
  await expect.poll(() => hears(ada), { timeout: 3_000 }).toBe(true);
  ada.stop();
});

test('of what agents do among themselves, requester and followers hear nothing, by whichever door', async () => {
  const [ada, fay, sam] = [
    await listen(browsers.requester),
    await listen(browsers.follower),
    await listen(browsers.agent),
  ];
  await sleep(300);
  const byPage = async (path: string, fields: Record<string, string>) =>
    browsers.agent.send(await browsers.agent.get(`/tickets/${own}`), `/tickets/${own}/${path}`, fields);
  const byMail = (text: string) => mail({ From: people.agent, Subject: `Re: [${own}]` }, text);
  const reply = (text: string, ...more: string[]) =>
    gateway.cli('ticket', 'reply', own, '--as', people.agent, '--text', text, ...more);
  const token = (await gateway.cli('token', 'add', '--name', 'all', '--scope', 'tickets:write', 'notes')).trim();
  const byApi = async (path: string, text: string) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ text, as: people.agent });
    const answer = await fetch(`${gateway.pages()}/api/v1/tickets/${own}/${path}`, { method: 'POST', headers, body });
    expect(answer.status).toBe(201);
  };
  /** What these acts did to the streams, once nothing more comes. */
  const heardOf = async (...acts: readonly (() => Promise<unknown>)[]) => {
    for (const one of [ada, fay, sam]) one.heard.length = 0;
    for (const act of acts) {
      const before = sam.heard.length;
      await act();
      await expect.poll(() => sam.heard.length, { timeout: 10_000 }).toBeGreaterThan(before);
    }
    // That a letter has left is seen, too.
    await expect.poll(() => gateway.json('outbox', 'list'), { timeout: 10_000 }).toEqual([]);
    for (let count = -1; count !== sam.heard.length; await sleep(1_500)) count = sam.heard.length;
    return { ada: hears(ada), fay: hears(fay) };
  };
  const inside = [
    () => byPage('note', { text: 'Her invoice is overdue.' }),
    () => byMail('#note\nNot before Monday.'),
    () => reply('Ask the bank.', '--internal'),
    () => byApi('notes', 'As in May.'),
    () => gateway.cli('ticket', 'assign', own, people.agent),
    () => byPage('set', { assignee: '', 'was-assignee': people.agent }),
    () => byMail('#assign me'),
    () => gateway.cli('ticket', 'undo', own, '--as', people.agent),
  ];
  expect(await heardOf(...inside)).toEqual({ ada: false, fay: false });
  expect(await heardOf(() => byMail('Which browser?'))).toEqual({ ada: true, fay: true });
  expect(await heardOf(...inside)).toEqual({ ada: false, fay: false });
  expect(await heardOf(() => byApi('answers', 'Since when?'))).toEqual({ ada: true, fay: true });
  expect(await heardOf(() => gateway.cli('ticket', 'follow', own, 'new@clinic.test'))).toEqual({
    ada: true,
    fay: true,
  });
  expect(await heardOf(() => byMail('#note #pending\nShe rings back.'))).toEqual({ ada: true, fay: true });
  expect(await heardOf(() => reply('Ask her again.', '--internal'))).toEqual({ ada: false, fay: false });
  for (const one of [ada, fay, sam]) one.stop();
}, 120_000);

test('a person who is removed, or signs out elsewhere, hears no more', async () => {
  const [bea, sam] = [await listen(browsers.colleague), await listen(browsers.agent)];
  const second = openBrowser(gateway.pages());
  await signInAs(gateway, second, people.agent);
  await second.send(await second.get('/sessions'), '/sessions/end');
  await sam.ended;
  expect((await browsers.agent.raw('/events')).status).toBe(303);
  await gateway.cli('admin', 'remove', people.colleague);
  await bea.ended;
  // The stream ends with the notification; the directory in memory is loaded anew by then, or a moment later.
  await expect.poll(async () => (await browsers.colleague.raw('/events')).status).toBe(303);
});
