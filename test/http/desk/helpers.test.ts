// What agents keep for themselves and for each other: searches with a name, and texts that they use again.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snippetBlanks, snippetFor, unknownBlanks } from '../../../src/http/compose/snippet.ts';
import { type Browser, openBrowser } from '../../support/browser.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hand, written } from '../../support/post.ts';
import { signInAs } from '../../support/sign-in-as.ts';

let gateway: TestGateway;
let sam: Browser;
let lea: Browser;
const key = 'PT-1';

beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.cli('admin', 'add', 'ada@clinic.test', '--name', 'FERRI Ada');
  await gateway.cli('admin', 'add', 'sam@desk.test', '--role', 'agent', '--name', 'Sam');
  await gateway.cli('admin', 'add', 'lea@desk.test', '--role', 'agent', '--name', 'Lea');
  const fields = { From: 'ada@clinic.test', Subject: 'Calendar stays empty' };
  await hand(gateway.smtpPort(), written({ to: 'support@mx.test', fields, text: 'Since nine.' }));
  for (let at = 0; at < 300 && (await gateway.json<unknown[]>('ticket', 'list')).length < 1; at += 1) await sleep(100);
  [sam, lea] = [openBrowser(gateway.pages()), openBrowser(gateway.pages())];
  await signInAs(gateway, sam, 'sam@desk.test');
  await signInAs(gateway, lea, 'lea@desk.test');
});
afterAll(() => gateway.remove());

const listOf = (query: string) => `/tickets?q=${encodeURIComponent(query)}`;
/** The names of the views on a list, in their order. */
const viewsIn = ({ text }: { text: string }) =>
  [.../<nav class="views"[^>]*>(.*?)<\/nav>/s.exec(text)![1]!.matchAll(/<a [^>]*>([^<]*?)(?: \d+\+?)?<\/a>/g)].map(
    m => m[1],
  );
const builtIn = ['Open', 'Mine', 'Unassigned', 'Waiting', 'All'];

test('a search is saved under a name, for oneself or for everyone, and removed again', async () => {
  const found = await sam.get(listOf('calendar priority:none'));
  const saved = await sam.send(found, '/views', { name: 'No priority <yet>' });
  expect(saved.url).toBe(`/tickets?q=${encodeURIComponent('calendar priority:none')}`);
  expect(saved.text).toContain('id="list-title">No priority &lt;yet&gt;<');
  expect(viewsIn(await sam.get('/tickets'))).toEqual([...builtIn, 'No priority &lt;yet&gt;']);
  expect(viewsIn(await lea.get('/tickets'))).toEqual(builtIn);
  await sam.send(await sam.get(listOf('from:ada@clinic.test')), '/views', { name: 'Ada', shared: 'yes' });
  await expect.poll(async () => viewsIn(await lea.get('/tickets')), { timeout: 8_000 }).toEqual([...builtIn, 'Ada']);
  // On a phone it is the same page, and a ticket opens beside the list that it was found in.
  const list = await lea.get(listOf('from:ada@clinic.test'));
  expect(list.text).toMatch(/aria-current="page">Ada</);
  expect(list.text).toContain(`/tickets/${key}?in=from%3Aada%40clinic.test`);
  await lea.send(list, '/views/remove');
  expect(viewsIn(await lea.get('/tickets'))).toEqual(builtIn);
  const others = /name="view" value="(\d+)"/.exec(saved.text)![1]!;
  const body = new URLSearchParams({ view: others });
  await lea.raw('/views/remove', { method: 'POST', headers: { origin: gateway.pages() }, body });
  expect(viewsIn(await sam.get('/tickets'))).toContain('No priority &lt;yet&gt;');
});
test('a view of the same name takes the place of the old one, and there is an end to how many', async () => {
  for (let at = 0; at < 60; at += 1)
    await lea.send(await lea.get(listOf(`word${at}`)), '/views', { name: `V${at % 55}` });
  const views = viewsIn(await lea.get('/tickets'));
  expect(views.length).toBe(builtIn.length + 50);
  const full = await lea.send(await lea.get(listOf('word99')), '/views', { name: 'One more' });
  expect(full.text).toContain('Not saved: there are 50 views already');
});

test('a snippet is written, used in an answer and in a note without script, changed and removed', async () => {
  const page = await sam.get('/snippets');
  const text = 'Hello {given},\n\nwe look into {ticket} ({subject}).\n\n{agent}';
  expect((await sam.send(page, '/snippets', { name: ';Hello', text })).text).toContain('Snippet saved.');
  const thread = await lea.get(`/tickets/${key}`);
  expect(thread.text).toContain('name="snippet" value="hello">;hello<');
  const filledIn = 'Hello Ada,\n\nwe look into PT-1 (Calendar stays empty).\n\nLea';
  expect((await lea.get(`/tickets/${key}/snippets/hello`)).text).toBe(filledIn);

  const inserted = await press(lea, `/tickets/${key}/snippet?kind=answer`, { text: 'Good morning.', snippet: 'hello' });
  expect(fieldOf(inserted.text, 'answer')).toBe(`Good morning.\n\n${filledIn}`);
  expect(fieldOf(inserted.text, 'note')).toBe('');
  await lea.send(inserted, '/answer');
  const noted = await press(lea, `/tickets/${key}/snippet?kind=note`, { text: '', snippet: 'hello' });
  expect(fieldOf(noted.text, 'note')).toBe(filledIn);
  expect(noted.text).toMatch(/value="note" checked/);
  await lea.send(noted, '/note');
  const { messages } = await gateway.json<{ messages: { kind: string; text: string }[] }>('ticket', 'show', key);
  expect(messages.filter(({ kind }) => kind === 'answer').map(each => each.text)).toEqual([
    `Good morning.\n\n${filledIn}`,
  ]);
  expect(messages.filter(({ kind }) => kind === 'note').map(each => each.text)).toEqual([filledIn]);

  const edited = await sam.send(await sam.get('/snippets'), '/snippets', {
    was: 'hello',
    name: 'hallo',
    text: 'Kurz.',
  });
  expect(edited.text).toContain(';hallo');
  expect(edited.text).not.toContain(';hello<');
  await sam.send(edited, '/snippets/remove');
  expect((await sam.get('/snippets')).text).not.toContain(';hallo');
  await gateway.cli('admin', 'add', 'ola@desk.test', '--role', 'operator');
  const ola = openBrowser(gateway.pages());
  await signInAs(gateway, ola, 'ola@desk.test');
  expect((await ola.get('/audit?q=sam')).text).toMatch(/Snippet removed[\s\S]*;hallo[\s\S]*Snippet saved/);
});
test('a snippet that cannot be used is refused in words, and what was typed stays', async () => {
  for (const [name, text, words] of [
    ['two words', 'x', 'A name is one word'],
    ['', 'x', 'A name is one word'],
    ['empty', '  ', 'The text is empty or too long.'],
    ['blank', 'Dear {firstname}', '{firstname} cannot be filled in'],
  ] as const) {
    const answer = await sam.send(await sam.get('/snippets'), '/snippets', { name, text });
    expect([answer.status, answer.text.includes(words)], name).toEqual([422, true]);
    if (text.trim()) expect(answer.text, name).toContain(text);
  }
});
test('every blank is filled in, also where little is known of the requester', () => {
  const ticket = { number: 7, subject: 'S {agent}', instance: null, requesterEmail: 'x@y.test', requesterName: null };
  const all = snippetBlanks.map(name => `{${name}}`).join('|');
  const filled = snippetFor(all, { ticket, agent: { name: '', email: 'sam@desk.test' as never } });
  // What stands in a subject is no blank.
  expect(filled).toBe('x@y.test|x@y.test|PT-7|S {agent}||sam@desk.test');
  expect(unknownBlanks(`${all} {x}`)).toEqual(['{x}']);
});

async function press(browser: Browser, path: string, fields: Record<string, string>) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const response = await browser.raw(path, { method: 'POST', headers: { origin: gateway.pages() }, body });
  expect(response.status).toBe(303);
  return browser.get(response.headers.get('location')!);
}
const fieldOf = (text: string, id: string) =>
  new RegExp(`<textarea id="${id}"[^>]*>\\n?([\\s\\S]*?)</textarea>`).exec(text)![1];

test('an agent opens a ticket for a person who called, as if that person had written', async () => {
  const form = { subject: 'She called: labels are blank', description: 'Since this morning.', send: '1' };
  const wrong = await sam.send(await sam.get('/new'), '/new', { ...form, for: 'nobody@clinic.test' });
  expect([wrong.status, wrong.text.includes('not the address of a person in the directory')]).toEqual([422, true]);
  expect(wrong.text).toContain('value="nobody@clinic.test"');
  const ofTeam = await sam.send(wrong, '/new', { ...form, for: 'lea@desk.test' });
  expect(ofTeam.status).toBe(422);
  await sam.send(ofTeam, '/new', { ...form, for: 'Ada@clinic.test' });
  type Listed = { key: string; requester: { email: string } };
  const found = async () => (await gateway.json<Listed[]>('ticket', 'list', '--search', 'labels'))[0];
  await expect.poll(found, { timeout: 20_000 }).toMatchObject({ requester: { email: 'ada@clinic.test' } });
  const { key: opened } = (await found())!;
  const receipts = async () =>
    (await gateway.outbox()).filter(mail => /^To: .*ada@clinic\.test/m.test(mail) && mail.includes(opened));
  await expect.poll(async () => (await receipts()).length, { timeout: 20_000 }).toBe(1);
  const { messages } = await gateway.json<{ messages: { mailId: string; author: { email: string } }[] }>(
    'ticket',
    'show',
    opened,
  );
  expect(messages[0]!.author.email).toBe('ada@clinic.test');
  expect((await sam.get(`/mail/${messages[0]!.mailId}`)).text).toContain('sam@desk.test wrote it for its author');
});
test('a requester writes for no one but himself', async () => {
  const ada = openBrowser(gateway.pages());
  await signInAs(gateway, ada, 'ada@clinic.test');
  await gateway.cli('admin', 'add', 'max@other.test');
  const form = { subject: 'Not for Max', description: 'Since nine.', send: '1', for: 'max@other.test' };
  expect((await ada.get('/new')).text).not.toContain('name="for"');
  await ada.send(await ada.get('/new'), '/new', form);
  type Listed = { requester: { email: string } };
  const found = async () => (await gateway.json<Listed[]>('ticket', 'list', '--search', 'Max'))[0];
  await expect.poll(found, { timeout: 20_000 }).toMatchObject({ requester: { email: 'ada@clinic.test' } });
});
