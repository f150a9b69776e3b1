// Commands in an answer or a note on the agents' page, in a browser without script.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openBrowser, type Page } from '../../support/browser.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { field, hand, replyFields, until, written } from '../../support/post.ts';
import { signInAs } from '../../support/sign-in-as.ts';

let gateway: TestGateway;
let sam: Browser;
let ada: Browser;
const key = 'PT-1';

beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.cli('admin', 'add', 'ada@clinic.test', '--name', 'Ada');
  await gateway.cli('admin', 'add', 'sam@desk.test', '--role', 'agent', '--name', 'Sam');
  const fields = { From: 'ada@clinic.test', Subject: 'Calendar stays empty' };
  await hand(gateway.smtpPort(), written({ to: 'support@mx.test', fields, text: 'Since nine.' }));
  for (let at = 0; at < 300 && (await gateway.json<unknown[]>('ticket', 'list')).length < 1; at += 1) await sleep(100);
  [sam, ada] = [openBrowser(gateway.pages()), openBrowser(gateway.pages())];
  await signInAs(gateway, sam, 'sam@desk.test');
  await signInAs(gateway, ada, 'ada@clinic.test');
});
afterAll(() => gateway.remove());

type Shown = Readonly<{
  status: string;
  priority: string | null;
  assignee: string | null;
  followers: { email: string }[];
  messages: { kind: string; text: string }[];
  deliveries?: undefined;
}>;
/** Without its deliveries, which go on by themselves. */
const show = async (): Promise<Shown> => ({
  ...(await gateway.json<Shown>('ticket', 'show', key)),
  deliveries: undefined,
});
const typed = async (text: string, { as = 'answer', ...fields }: Record<string, string> = {}): Promise<Page> =>
  sam.send(await sam.get(`/tickets/${key}`), `/${as}`, { text, ...fields });
/** What stands in a field of a page. */
const fieldOf = ({ text }: Page, id: string) =>
  new RegExp(`<textarea id="${id}"[^>]*>\n([^<]*)</textarea>`).exec(text)?.[1];
const barOf = ({ text }: Page) => /<div class="moment[^>]*><p>([^<]*)/.exec(text)?.[1] ?? '';
const words = async () => (await show()).messages.filter(({ kind }) => kind !== 'event').map(each => each.text);

test('what is typed at the top is done and not sent, and the page says so', async () => {
  const done = await typed('#priority high #assign me\n#follow gus@clinic.test\n\nWe look into it.');
  expect([done.status, barOf(done)]).toEqual([200, expect.stringContaining('Answer sent.')]);
  for (const said of ['→ High', 'sam@desk.test', 'Now following this ticket: gus@clinic.test'])
    expect(barOf(done)).toContain(said);
  const ticket = await show();
  expect(ticket).toMatchObject({ priority: 'high', assignee: 'sam@desk.test', status: 'open' });
  expect(ticket.followers.map(({ email }) => email)).toContain('gus@clinic.test');
  expect((await words()).at(-1)).toBe('We look into it.');
  expect(fieldOf(done, 'answer')).toBe('');
  expect((await ada.get(`/tickets/${key}`)).text).not.toContain('#assign');
});

test('commands and nothing else say nothing, and a note stays one from the field for answers', async () => {
  const before = await words();
  const ordered = await typed('#pending');
  expect([barOf(ordered), await words()]).toEqual([expect.stringContaining('Ticket updated.'), before]);
  expect((await show()).status).toBe('pending');
  const noted = await typed('#note\nHer invoice is overdue, quokka.');
  expect(barOf(noted)).toBe('Note added. Only agents see it.');
  await typed('#open\nKnown since May.', { as: 'note' });
  const { messages, status } = await show();
  expect(messages.filter(({ kind }) => kind === 'note').map(({ text }) => text)).toEqual([
    'Her invoice is overdue, quokka.',
    'Known since May.',
  ]);
  expect(status).toBe('open');
  expect((await ada.get(`/tickets/${key}`)).text).not.toContain('quokka');
});

test.each([
  ['Hello Ada.\n#resolved', 'answer', 'Line 2: #resolved: not done. Commands only work at the start of a message.'],
  [
    '#priority low\n#resolvd\nThank you.',
    'answer',
    'Line 2: #resolvd: we did not understand this. Did you mean #resolved?',
  ],
  ['#priority whatever\nHm.', 'answer', 'Line 1: #priority whatever: we did not understand this.'],
  ['#ntoe she pays late', 'answer', 'Did you mean #note?'],
  ['#asign me\nMine.', 'note', 'Did you mean #assign?'],
  ['#split', 'answer', 'Line 1: #split: use “Split off” at the message it is about.'],
  [
    '#help',
    'answer',
    'Commands: #priority #instance #status #assign #merge #follow #for #mine #note #undo #unfollow #open',
  ],
  ['#assign bob@clinic.test\nOne moment.', 'answer', 'bob@clinic.test is not an agent.'],
  ['#merge PT-4000\n#priority low\nSee there.', 'note', 'There is no ticket PT-4000.'],
])('%j is not sent: the page says why, and keeps the text', async (text, as, why) => {
  const before = await show();
  const page = await typed(text, { as });
  expect(page.status).toBe(422);
  expect(barOf(page)).toContain('Nothing has been done yet, and your text is still below.');
  expect(barOf(page)).toContain(why);
  expect(fieldOf(page, as)).toBe(text);
  expect(page.text).toMatch(new RegExp(`value="${as}" checked`));
  expect(await show()).toEqual(before);
});

test('it is sent all the same where that is said, with the status of the first button', async () => {
  // biome-ignore lint/suspicious/noThenProperty: the field of the form is called so.
  const asked = await typed('#kernel-42 is the error, numbat.', { then: 'resolved' });
  expect(asked.text).toContain('name="anyway" value="commands resolved"');
  const sent = await sam.send(asked, '/answer', { anyway: 'commands resolved' });
  expect([sent.status, (await words()).at(-1)]).toEqual([200, '#kernel-42 is the error, numbat.']);
  expect((await show()).status).toBe('resolved');
  const noted = await typed('#ntoe she pays late', {});
  await sam.send(noted, '/answer', { anyway: 'commands' });
  // Meant as a note, it never goes out.
  expect((await show()).messages.at(-1)).toMatchObject({ kind: 'note' });
});

test('a button that says another status than the text is asked about; the same one is done once', async () => {
  // biome-ignore lint/suspicious/noThenProperty: the field of the form is called so.
  const page = await typed('#pending\nWhich browser?', { then: 'resolved' });
  expect([page.status, barOf(page)]).toEqual([422, expect.stringContaining('#pending: the button you pressed')]);
  expect(page.text).not.toContain('name="anyway"');
  // biome-ignore lint/suspicious/noThenProperty: the field of the form is called so.
  await typed('#pending\nWhich browser?', { then: 'pending' });
  expect([(await show()).status, (await words()).at(-1)]).toEqual(['pending', 'Which browser?']);
});

test('an answer that is taken back takes its typed fields with it', async () => {
  const before = await show();
  const sent = await typed('#urgent #closed\nToo early, wombat.');
  expect(await show()).toMatchObject({ priority: 'urgent', status: 'closed' });
  const entry = /name="entry" value="(\d+)"/.exec(sent.text)?.[1] ?? '';
  const back = await sam.send(sent, '/undo', { entry });
  expect(fieldOf(back, 'answer')).toBe('Too early, wombat.');
  expect(await show()).toMatchObject({ priority: before.priority, status: before.status });
  expect((await show()).messages).toEqual(before.messages);
});

test('a line under the field says what will be done, to our own page only', async () => {
  const page = await sam.get(`/tickets/${key}`);
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!;
  const looked = async (text: string, kind = 'answer', headers: Record<string, string> = {}) => {
    const body = new URLSearchParams({ csrf, text, kind });
    const answer = await sam.raw(`/tickets/${key}/commands`, { method: 'POST', body, headers });
    return answer.status === 200 ? answer.text() : answer.status;
  };
  expect(await looked('#priorità alta #note\nShe pays late')).toBe(
    'Will be done: Note for the team, never sent · Priority: High.',
  );
  expect(await looked('#resolvd')).toBe('Line 1: #resolvd: we did not understand this. Did you mean #resolved?');
  expect(await looked('#merge PT-7\n#follow x@y.test')).toContain('Merge into PT-7 · Add a follower: x@y.test');
  expect(await looked('Good morning.')).toBe('');
  expect(await looked('#resolved', 'answer', { origin: 'https://evil.test' })).toBe(403);
  const body = new URLSearchParams({ text: '#resolved' });
  expect((await sam.raw(`/tickets/${key}/commands`, { method: 'POST', body })).status).toBe(403);
  expect((await show()).messages.some(({ text }) => text.includes('resolvd'))).toBe(false);
});

test('a link does not make the page say what we have not said', async () => {
  const forged = `${'a'.repeat(16)}Your account is locked: call 555.`;
  expect((await sam.get(`/tickets/${key}?done=set&told=${encodeURIComponent(forged)}`)).text).not.toContain('call 555');
});

test('the requester reads an answer by mail as it was mailed, and the agents as it was typed', async () => {
  const ours = await until('the mail to the agent', async () =>
    (await gateway.outbox()).find(raw => field(raw, 'to').includes('sam@desk.test')),
  );
  const fields = { From: 'sam@desk.test', ...replyFields(ours) };
  const text = '#priority low #assign me\n\nPlease try it again, dingo.';
  await hand(gateway.smtpPort(), written({ to: fields.To, fields, text }));
  await until('the answer', async () => (await words()).at(-1)?.includes('dingo'));
  const [hers, desks] = [await ada.get(`/tickets/${key}`), await sam.get(`/tickets/${key}`)];
  expect(hers.text).toContain('Please try it again, dingo.');
  expect(hers.text).not.toContain('#assign me');
  expect(desks.text).toContain('#assign me');
});
