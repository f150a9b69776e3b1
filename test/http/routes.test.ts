// Every route of the pages × who asks × which ticket: the answers are those that the one function of rights tells.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppPorts, createApp } from '../../src/http/app.ts';
import { loadAssets } from '../../src/http/assets.ts';
import { addPages } from '../../src/http/pages.ts';
import { may, type Right, type Standing } from '../../src/http/rights.ts';
import type { PageRooms } from '../../src/http/rooms.ts';
import type { Viewer } from '../../src/signin/who.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { hand, written } from '../support/post.ts';

let gateway: TestGateway;
const readers = new Map<string, Browser>();
/** Ada's, on which Fay follows and which Bea sees; and Max's. */
let [own, other] = ['', ''];
let mailOfOwn = '';
const missing = 'PT-999999';
const people: Record<string, { email: string; role: Viewer['role']; onOwn: Standing | null }> = {
  follower: { email: 'fay@outside.test', role: 'guest', onOwn: 'follower' },
  requester: { email: 'ada@clinic.test', role: 'admin', onOwn: 'requester' },
  colleague: { email: 'bea@clinic.test', role: 'admin', onOwn: 'colleague' },
  stranger: { email: 'max@other.test', role: 'admin', onOwn: null },
  agent: { email: 'sam@desk.test', role: 'agent', onOwn: 'agent' },
  operator: { email: 'ops@desk.test', role: 'agent', onOwn: 'agent' },
};

beforeAll(async () => {
  gateway = await startTestGateway({ LOG_LEVEL: 'warn' });
  for (const person of [
    ['ada@clinic.test', '--org', 'Clinic', '--name', 'Ada'],
    ['bea@clinic.test', '--org', 'Clinic', '--name', 'Bea'],
    ['max@other.test', '--name', 'Max'],
    ['sam@desk.test', '--role', 'agent', '--name', 'Sam'],
    ['ops@desk.test', '--role', 'operator', '--name', 'Ola'],
  ])
    await gateway.cli('admin', 'add', ...person);
  await gateway.cli('admin', 'organisation', 'Clinic', '--see', 'all');
  const opened = async (From: string, Subject: string, fields = {}) => {
    await hand(
      gateway.smtpPort(),
      written({ to: 'support@mx.test', fields: { From, Subject, ...fields }, text: 'It stays empty since nine.' }),
    );
    for (let tries = 0; tries < 600; tries += 1, await sleep(100)) {
      const [found] = await gateway.json<{ key: string }[]>('ticket', 'list', '--search', Subject);
      if (found) return found.key;
    }
    throw new Error(`no ticket: ${gateway.log()}`);
  };
  own = await opened('Ada <ada@clinic.test>', 'Calendar stays empty', { Cc: 'Fay <fay@outside.test>' });
  other = await opened('Max <max@other.test>', 'Printer prints twice');
  // So that Fay may still sign in after she has left the first one.
  await opened('Ada <ada@clinic.test>', 'Reminders arrive late', { Cc: 'Fay <fay@outside.test>' });
  const [mail] = await gateway.json<{ id: string; ticket: string }[]>('mail', 'list');
  mailOfOwn = mail!.id;
  for (const [name, { email }] of Object.entries(people)) {
    const browser = openBrowser(gateway.pages());
    const link = new URL((await gateway.cli('sign-in', email)).trim());
    await browser.send(await browser.get(link.pathname), link.pathname);
    readers.set(name, browser);
  }
  readers.set('nobody', openBrowser(gateway.pages()));
});
afterAll(() => gateway.remove());

type Route = Readonly<{
  /** The rights of which one is enough; missing: everybody has the page. */
  asks?: readonly Right[];
  fields?: Record<string, string>;
  /** What the reader gets who may. */
  answers?: readonly number[];
}>;
const id = '0'.repeat(26);
/** `:key` is a ticket; all others stand for what there is. */
const table: Record<string, Route> = {
  'GET /': { answers: [303] },
  'GET /guide': {},
  'GET /sign-in': { answers: [200, 303] },
  'GET /sign-in/sent': { answers: [303] },
  'GET /sign-in/k/:token': { answers: [404] },
  'POST /sign-in': { fields: { email: 'x@y.test' }, answers: [303] },
  'POST /sign-in/code': { answers: [303] },
  'POST /sign-in/k/:token': { answers: [404] },
  'GET /sessions': { asks: ['tickets'] },
  'POST /sessions/keys': { asks: ['tickets'], answers: [303] },
  'GET /mails': { asks: ['tickets'] },
  'GET /tickets': { asks: ['tickets'] },
  'GET /new': { asks: ['new'] },
  'POST /new': { asks: ['new'], fields: { save: '1' }, answers: [303] },
  'GET /new/:draft': { asks: ['new'], answers: [404] },
  'GET /new/:draft/sent': { asks: ['new'], answers: [404] },
  'POST /new/:draft/discard': { asks: ['new'], answers: [303] },
  'GET /events': { asks: ['events'] },
  'GET /tickets/bulk': { asks: ['bulk'] },
  'POST /tickets/bulk': { asks: ['bulk'], answers: [303] },
  'GET /held': { asks: ['held'] },
  'POST /held/bulk': { asks: ['held'], answers: [303] },
  'POST /held/:mail/let-in': { asks: ['held'], answers: [303] },
  'POST /held/:mail/keep-out': { asks: ['held'], answers: [303] },
  'GET /mail': { asks: ['mail'] },
  'GET /mail/:id': { asks: ['mail'] },
  'GET /mail/:id/raw': { asks: ['mail'] },
  'POST /mail/:id/replay': { asks: ['mail'], answers: [303] },
  'GET /m/:message/sent': { asks: ['mail'], answers: [404] },
  'GET /m/:message/html': { asks: ['mail'], answers: [404] },
  'GET /m/:message/raw': { asks: ['mail'] },
  'GET /charts': { asks: ['operation'] },
  'GET /belt': { asks: ['operation'] },
  'GET /directory': { asks: ['directory'] },
  'GET /directory/:email': { asks: ['directory'], answers: [404] },
  'POST /directory/:email': { asks: ['operate'], answers: [404] },
  'GET /directory/import': { asks: ['operate'] },
  'POST /directory/import': { asks: ['operate'], fields: { csv: 'email\n' }, answers: [422] },
  // This gateway has no LDAP_URL.
  'GET /directory/sync': { asks: ['operate'], answers: [404] },
  'POST /directory/sync': { asks: ['operate'], answers: [404] },
  'GET /settings': { asks: ['operate'] },
  'POST /views': { asks: ['views'], answers: [303] },
  'POST /views/remove': { asks: ['views'], answers: [303] },
  'GET /snippets': { asks: ['snippets'] },
  'POST /snippets': { asks: ['snippets'], answers: [422] },
  'POST /snippets/remove': { asks: ['snippets'], answers: [303] },
  'GET /tickets/:key/snippets/:name': { asks: ['answer'], answers: [404] },
  'POST /tickets/:key/snippet': { asks: ['answer'], answers: [404] },
  'GET /audit': { asks: ['operate'] },
  'GET /tickets/:key': { asks: ['see'] },
  'GET /tickets/:key/files/:id/:name': { asks: ['see'], answers: [404] },
  'GET /tickets/:key/split': { asks: ['split'] },
  'GET /tickets/:key/alike': { asks: ['merge'] },
  'POST /tickets/:key/reply': { asks: ['reply'], fields: { text: 'Still so.' }, answers: [303] },
  'POST /tickets/:key/note': { asks: ['note'], fields: { text: 'For us.' }, answers: [303] },
  'POST /tickets/:key/answer': { asks: ['answer'], fields: { text: 'We look.' }, answers: [303] },
  'POST /tickets/:key/commands': { asks: ['answer'], fields: { text: '#priority low' } },
  'POST /tickets/:key/set': { asks: ['set-priority'], fields: { priority: 'high' }, answers: [303] },
  'POST /tickets/:key/resolve': { asks: ['open-or-resolve'], answers: [303] },
  'POST /tickets/:key/reopen': { asks: ['open-or-resolve'], answers: [303] },
  'POST /tickets/:key/followers': {
    asks: ['follow'],
    fields: { people: 'gus@outside.test', follow: 'gus@outside.test' },
    answers: [303],
  },
  'POST /tickets/:key/for': { asks: ['for'], fields: { requester: 'eve@nowhere.test' }, answers: [422] },
  'POST /tickets/:key/merge': { asks: ['merge'], fields: { into: 'PT-888888' }, answers: [422] },
  'POST /tickets/:key/split': { asks: ['split'], fields: { message: '1' }, answers: [422] },
  'POST /tickets/:key/let-in': { asks: ['let-in'], fields: { mail: id }, answers: [303] },
  'POST /tickets/:key/keep-out': { asks: ['keep-out'], fields: { mail: id }, answers: [303] },
  'POST /tickets/:key/presence': { asks: ['note'], fields: { state: 'reading' }, answers: [204] },
  'POST /tickets/:key/undo': { asks: ['undo'], answers: [303, 422] },
  // Last, since the follower is gone after it.
  'POST /tickets/:key/unfollow': {
    asks: ['leave', 'unfollow'],
    fields: { person: 'fay@outside.test' },
    answers: [303],
  },
  'POST /sessions/end': { asks: ['tickets'], answers: [303] },
};
/** Of scripts, with their own tests, and of files that everybody may load. */
const elsewhere =
  /^(?:PUT|DELETE|PATCH|OPTIONS) |\/uploads|\/new\/:draft\/(?:reading|alike|files)|^GET \/(?:assets|unfollow|files|livez|readyz|metrics)|\/unfollow\/:locale|^POST \/sign-out/;

function routesOfPages(): string[] {
  const rooms = { assets: loadAssets({ 'tus.js': import.meta.filename }), home: '/nowhere' } as unknown as PageRooms;
  const app = createApp({ keys: ['k'] } as unknown as AppPorts, [each => addPages(each, rooms)]);
  const names = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
  return [...new Set(names)].filter(name => !elsewhere.test(name)).sort();
}

test('the table has every route', () => {
  expect(Object.keys(table).sort()).toEqual(routesOfPages());
});

const pathOf = (route: string, key: string): string =>
  route
    .split(' ')[1]!
    .replace(':key', key)
    .replace(/:(?:mail|id|draft)/, route.includes('/mail/:id') ? mailOfOwn : id)
    .replace(':message', '1')
    .replace(':token', 'wrong')
    .replace(':email', 'eve@nowhere.test')
    .replace(':name', 'x') + (route === 'GET /tickets/:key/split' ? '?message=1' : '');

async function ask(browser: Browser, route: string, key: string): Promise<{ status: number; text: string }> {
  const method = route.split(' ')[0]!;
  const body = method === 'POST' ? new URLSearchParams(table[route]!.fields ?? {}) : null;
  const headers = { origin: gateway.pages() };
  const response = await browser.raw(pathOf(route, key), body ? { method, body, headers } : { method });
  const isStream = response.headers.get('content-type')?.includes('event-stream');
  if (isStream) await response.body?.cancel();
  const text = isStream ? '' : await response.text();
  return { status: response.status, text: text.replaceAll(key, 'PT-n') };
}

for (const route of Object.keys(table))
  test(route, { timeout: 60_000 }, async () => {
    const { asks, answers = [200] } = table[route]!;
    const isOfTicket = route.includes(':key');
    for (const [who, browser] of readers) {
      const person = people[who];
      const viewer = person ? ({ role: person.role, isOperator: who === 'operator' } as Viewer) : null;
      const lookAt = isOfTicket ? [own, other, missing] : [''];
      const got = new Map<string, { status: number; text: string }>();
      for (const key of lookAt) {
        const answer = await ask(browser, route, key);
        got.set(key, answer);
        const about = `${who} asks ${route} of ${key || 'no ticket'}: ${answer.text.slice(0, 300)}`;
        const ofMax = person?.role === 'agent' ? 'agent' : who === 'stranger' ? 'requester' : null;
        const standing = key === own ? person?.onOwn : key === other ? ofMax : null;
        if (asks === undefined) expect(answers, about).toContain(answer.status);
        else if (!person) expect([303, 401], about).toContain(answer.status);
        else if (asks.some(right => may(viewer, right, standing ?? null)) && key !== missing)
          expect(answers, about).toContain(answer.status);
        // One that he sees and may not do this to.
        else if (standing) expect([403, 404], about).toContain(answer.status);
        else expect(answer.status, about).toBe(404);
      }
      // Another's ticket and one that there is not are told alike.
      if (isOfTicket && person && person.role !== 'agent' && who !== 'stranger')
        expect(got.get(other), `${who} ${route}`).toEqual(got.get(missing));
    }
  });

test('what a refused reader sent has changed nothing of another ticket', async () => {
  const ticket = await gateway.json<{ status: string; followers: object[]; messages: { author: { email: string } }[] }>(
    'ticket',
    'show',
    other,
  );
  const authors = new Set(ticket.messages.map(({ author }) => author?.email));
  for (const email of ['ada@clinic.test', 'fay@outside.test', 'bea@clinic.test'])
    expect(authors.has(email)).toBe(false);
});

test('a mark of a ticket that is far too long, or no number, is nothing either', async () => {
  const agent = readers.get('agent')!;
  const ada = readers.get('requester')!;
  for (const key of [
    'PT-0',
    'PT-1e3',
    'PT-',
    '1',
    'PT-99999999999999999999',
    `PT-${randomBytes(40).toString('hex')}`,
    '..%2f',
  ])
    for (const browser of [agent, ada]) expect((await browser.raw(`/tickets/${key}`)).status, key).not.toBe(500);
  expect((await ada.raw('/tickets/PT-99999999999999999999')).status).toBe(404);
});
