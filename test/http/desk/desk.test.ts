// The agents' pages over a running gateway, in a browser without script.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser, type Page } from '../../support/browser.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hand, written } from '../../support/post.ts';
import { signInAs } from '../../support/sign-in-as.ts';
import { greeted } from '../../support/smtp-client.ts';

let gateway: TestGateway;
let sam: Browser;
let lea: Browser;
let ada: Browser;
let [first, second] = ['', ''];

const mail = (Subject: string, text: string, fields: Record<string, string> = {}) =>
  hand(
    gateway.smtpPort(),
    written({ to: 'support@mx.test', fields: { From: 'Ada <ada@clinic.test>', Subject, ...fields }, text }),
  );
async function ticketOf(words: string): Promise<string> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await gateway.json<{ key: string }[]>('ticket', 'list', '--search', words);
    if (found[0]) return found[0].key;
    await sleep(100);
  }
  throw new Error(`no ticket has ${words}: ${gateway.log()}`);
}
const show = (key: string) =>
  gateway.json<{
    status: string;
    priority: string | null;
    instance: string | null;
    assignee: string | null;
    requester: { email: string };
    followers: { email: string }[];
    messages: { id: string; kind: string; text: string; attachments: { name: string }[] }[];
  }>('ticket', 'show', key);

beforeAll(async () => {
  gateway = await startTestGateway({ UNAUTHENTICATED: 'hold' });
  for (const [email, role, name] of [
    ['ada@clinic.test', 'admin', 'Ada Ferri'],
    ['sam@desk.test', 'agent', 'Sam'],
    ['lea@desk.test', 'agent', 'Lea'],
  ] as const)
    await gateway.cli('admin', 'add', email, '--role', role, '--name', name);
  await mail('Calendar stays empty', 'Since nine. <script>alert(1)</script> & "more"', { Cc: 'tom@outside.test' });
  await mail('Reminders arrive twice', 'Every SMS comes two times, zebra.');
  first = await ticketOf('Calendar');
  second = await ticketOf('zebra');
  [sam, lea, ada] = [openBrowser(gateway.pages()), openBrowser(gateway.pages()), openBrowser(gateway.pages())];
  await signInAs(gateway, sam, 'sam@desk.test');
  await signInAs(gateway, lea, 'lea@desk.test');
  await signInAs(gateway, ada, 'ada@clinic.test');
});
afterAll(() => gateway.remove());

const thread = (browser: Browser, key: string): Promise<Page> => browser.get(`/tickets/${key}`);

describe('the list', () => {
  test('opens with what is open, finds words, and says what it does not understand', async () => {
    const open = await sam.get('/tickets');
    expect(open.text).toContain(first);
    expect(open.text).toContain(second);
    const found = await sam.get('/tickets?q=zebra');
    expect(found.text).toContain(second);
    expect(found.text).not.toContain(`/tickets/${first}`);
    expect((await sam.get('/tickets?q=sttaus%3Aopen')).text).toContain('sttaus:open: we cannot search by this');
    expect((await sam.get(`/tickets?q=${second}`)).url).toContain(`/tickets/${second}`);
    expect((await sam.get('/tickets?q=agent%3Ame')).text).not.toContain(`/tickets/${first}`);
  });
  test('changes many tickets at once, with each outcome, and takes it back', async () => {
    const list = await sam.get('/tickets');
    const done = await sam.send(list, '/tickets/bulk', { ticket: [first, second], priority: 'low' });
    expect(done.text).toContain('2 of 2 changed');
    expect((await show(second)).priority).toBe('low');
    await sam.send(done, '/tickets/bulk');
    expect((await show(second)).priority).toBeNull();
  });
});

describe('a thread', () => {
  test('shows words as words', async () => {
    const { text } = await thread(sam, first);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
    expect(text).not.toContain('<script>alert');
  });
  test('takes an answer with a file, and a note that nobody gets', async () => {
    const answered = await sam.send(await thread(sam, first), '/answer', {
      text: 'We look into it.',
      files: new File(['some bytes'], 'what to do.txt', { type: 'text/plain' }),
    });
    expect(answered.status).toBe(200);
    expect(answered.text).toContain('We look into it.');
    await sam.send(await thread(sam, first), '/note', { text: 'The pool is too small, quokka.' });
    const { messages, status } = await show(first);
    expect(
      messages
        .filter(({ kind }) => kind !== 'event')
        .map(({ kind, text, attachments }) => [kind, text, attachments.map(({ name }) => name)]),
    ).toEqual([
      ['request', expect.any(String), []],
      ['answer', 'We look into it.', ['what to do.txt']],
      ['note', 'The pool is too small, quokka.', []],
    ]);
    expect(status).toBe('open');
    await sleep(3_000);
    const sent = await gateway.outbox();
    expect(sent.some(text => text.includes('quokka'))).toBe(false);
  });
  test('gives an answer back within ten seconds, with its text, and nobody hears of it', async () => {
    const before = (await show(second)).status;
    const answered = await sam.send(await thread(sam, second), '/answer', {
      text: 'Too early, wombat.',
      // biome-ignore lint/suspicious/noThenProperty: the field of the form is called so.
      then: 'resolved',
    });
    expect((await show(second)).status).toBe('resolved');
    const entry = /name="entry" value="(\d+)"/.exec(answered.text)?.[1] ?? '';
    const back = await sam.send(answered, '/undo', { entry });
    expect(back.text).toContain('Too early, wombat.</textarea>');
    expect((await show(second)).messages.some(({ text }) => text.includes('wombat'))).toBe(false);
    expect((await show(second)).status).toBe(before);
    await sam.send(await thread(sam, second), '/answer', { text: 'Now it is right, numbat.' });
    for (let tries = 0; tries < 400 && !(await gateway.outbox()).some(text => text.includes('numbat')); tries += 1)
      await sleep(100);
    const sent = await gateway.outbox();
    expect(sent.some(text => text.includes('numbat'))).toBe(true);
    expect(sent.some(text => text.includes('wombat'))).toBe(false);
  });
  test('is not answered over what the agent has not seen: 409, the text kept, and then anyway', async () => {
    const [samSees, leaSees] = [await thread(sam, first), await thread(lea, first)];
    await lea.send(leaSees, '/answer', { text: 'Lea was here.' });
    const refused = await sam.send(samSees, '/answer', { text: 'Sam <b>wrote</b> this.' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Lea was here.');
    expect(refused.text).toContain('Sam &lt;b&gt;wrote&lt;/b&gt; this.</textarea>');
    expect((await show(first)).messages.some(({ text }) => text.includes('wrote'))).toBe(false);
    expect((await thread(sam, first)).text).toContain('Sam &lt;b&gt;wrote&lt;/b&gt; this.</textarea>');
    await sam.send(refused, '/answer', { anyway: 'yes' });
    expect((await show(first)).messages.at(-1)!.text).toBe('Sam <b>wrote</b> this.');
  });
  test('has fields that are changed, but not over a change of another agent', async () => {
    const [samSees, leaSees] = [await thread(sam, second), await thread(lea, second)];
    const set = await sam.send(samSees, '/set', {
      status: 'pending',
      priority: 'high',
      instance: 'tt_x',
      assignee: 'sam@desk.test',
    });
    expect(set.status).toBe(200);
    expect(await show(second)).toMatchObject({
      status: 'pending',
      priority: 'high',
      instance: 'tt_x',
      assignee: 'sam@desk.test',
    });
    expect((await lea.send(leaSees, '/set', { priority: 'low' })).status).toBe(409);
    expect((await show(second)).priority).toBe('high');
    // Without the hidden values, as a program might.
    const { csrf = '' } = Object.fromEntries(
      [...set.text.matchAll(/name="(csrf)" value="([^"]+)"/g)].map(([, name, value]) => [name, value]),
    );
    const response = await sam.raw(`/tickets/${second}/set`, {
      method: 'POST',
      body: new URLSearchParams({ csrf, status: 'resolved' }),
    });
    expect(response.status).toBe(303);
    expect((await show(second)).status).toBe('resolved');
    await sam.send(await thread(sam, second), '/undo');
    expect((await show(second)).status).toBe('pending');
  });
  test('gets followers and another requester, is split, merged, and all of it undone', async () => {
    await sam.send(await thread(sam, second), '/followers', { follow: 'iris@clinic.test' });
    expect((await show(second)).followers.map(({ email }) => email)).toEqual(['iris@clinic.test']);
    await sam.send(await thread(sam, second), '/for', { requester: 'lea@desk.test' });
    expect((await show(second)).requester.email).toBe('lea@desk.test');
    await sam.send(await thread(sam, second), '/undo');
    expect((await show(second)).requester.email).toBe('ada@clinic.test');
    const merged = await sam.send(await thread(sam, second), '/merge', { into: first });
    expect(merged.url).toContain(`/tickets/${first}`);
    expect((await thread(sam, second)).text).toContain('This ticket is part of');
    await sam.send(await thread(sam, first), '/undo');
    expect((await thread(sam, second)).text).not.toContain('This ticket is part of');
    expect((await sam.send(await thread(sam, second), '/merge', { into: 'PT-99999' })).status).toBe(422);
  });
});

test('what has changed is told to open pages within a moment', async () => {
  const stream = await lea.raw('/events');
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const reader = stream.body!.getReader();
  let heard = '';
  const listening = (async () => {
    while (!heard.includes(`data: ${second}`)) {
      const part = await reader.read();
      if (part.done) return;
      heard += new TextDecoder().decode(part.value);
    }
  })();
  await sam.send(await thread(sam, second), '/set', { priority: 'urgent' });
  await Promise.race([listening, sleep(20_000)]);
  expect(heard).toContain('event: tickets');
  expect(heard).toContain(second);
  const said = await sam.raw(`/tickets/${second}/presence`, {
    method: 'POST',
    headers: { origin: gateway.pages() },
    body: new URLSearchParams({ state: 'writing' }),
  });
  expect(said.status).toBe(204);
  while (!heard.includes('"state":"writing"')) heard += new TextDecoder().decode((await reader.read()).value);
  expect(heard).toContain(`{"ticket":"${second}","who":[{"email":"sam@desk.test","name":"Sam","state":"writing"}]}`);
  await reader.cancel();
});

describe('a story', () => {
  test('tells who handed a mail over, each check and field with why, and when it was filed', async () => {
    const { messages } = await gateway.json<{ messages: { mailId: string | null }[] }>('ticket', 'show', first);
    const page = await sam.get(`/mail/${messages[0]!.mailId}`);
    for (const words of ['127.0.0.1', 'Opened a ticket', ' s after it came', 'tom@outside.test'])
      expect(page.text, words).toContain(words);
    expect((await sam.get('/mail?q=127.0.0.1')).text).toContain(messages[0]!.mailId!);
    expect((await sam.get('/mail?q=ada@clinic.test')).text).toContain(messages[0]!.mailId!);
  });
  test('is kept of a recipient that was refused, by address and by peer', async () => {
    const client = await greeted(gateway.smtpPort());
    const guesses = Array.from({ length: 12 }, (_, at) => `RCPT TO:<info${at}@mx.test>`);
    await client.sayAll('MAIL FROM:<who@guesser.test>', ...guesses, 'QUIT');
    for (const q of ['info0@mx.test', 'who@guesser.test', '127.0.0.1']) {
      let text = '';
      for (let tries = 0; tries < 100 && !text.includes('this is no address of ours'); tries += 1, await sleep(100))
        text = (await sam.get(`/mail?q=${encodeURIComponent(q)}`)).text;
      expect(text, q).toContain('this is no address of ours');
    }
    // A client that guesses makes no more than a few lines.
    expect((await sam.get('/mail?q=who@guesser.test')).text.match(/no address of ours/g)).toHaveLength(5);
  });
});

describe('others', () => {
  test('see none of it, and learn nothing from the answers', async () => {
    for (const path of ['/held', '/mail', `/mail/${'0'.repeat(26)}`, '/m/1/sent', '/m/1/html', '/m/1/raw'])
      expect((await ada.raw(path)).status, path).toBe(404);
    const page = await ada.get('/sessions');
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    for (const path of [
      `/tickets/${first}/note`,
      `/tickets/${first}/answer`,
      `/tickets/${first}/merge`,
      '/tickets/bulk',
      '/held/bulk',
    ])
      expect(
        (
          await ada.raw(path, {
            method: 'POST',
            body: new URLSearchParams({ csrf, text: 'x', into: second, ticket: first, status: 'closed' }),
          })
        ).status,
        path,
      ).toBe(404);
    expect((await show(first)).messages.some(({ text }) => text === 'x')).toBe(false);
    for (const path of ['/held', '/mail', `/tickets/${first}`])
      expect((await openBrowser(gateway.pages()).get(path)).text, path).toContain('name="email"');
  });
  test('cannot make an agent post: a form without our proof, or from elsewhere, does nothing', async () => {
    const body = () => new URLSearchParams({ text: 'forged' });
    expect((await sam.raw(`/tickets/${first}/answer`, { method: 'POST', body: body() })).status).toBe(403);
    expect(
      (
        await sam.raw(`/tickets/${first}/answer`, {
          method: 'POST',
          body: body(),
          headers: { origin: 'https://evil.test' },
        })
      ).status,
    ).toBe(403);
    expect((await show(first)).messages.some(({ text }) => text === 'forged')).toBe(false);
  });
});
