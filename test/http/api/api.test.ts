import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

let gateway: TestGateway;
let token = '';
let readOnly = '';
let base = '';
beforeAll(async () => {
  gateway = await startTestGateway();
  for (const [email, role] of [
    ['ada@clinic.test', 'admin'],
    ['sam@desk.test', 'agent'],
    ['lea@desk.test', 'agent'],
  ] as const)
    await gateway.cli('admin', 'add', email, '--role', role);
  const add = async (...args: string[]) => (await gateway.cli('token', 'add', ...args)).trim();
  token = await add('--name', 'all', '--scope', 'tickets:read', '--scope', 'tickets:write', 'notes');
  readOnly = await add('--name', 'reads', '--scope', 'tickets:read');
  base = `${gateway.pages()}/api`;
});
afterAll(() => gateway.remove());

// biome-ignore lint/suspicious/noExplicitAny: the tests look into documents of every shape.
type Answer = { status: number; body: any; headers: Headers };
async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}
const request = { from: 'ada@clinic.test', subject: 'Calendar empty', text: 'It stays empty since nine.' };
/** A busy machine may need more than the five seconds: then the mail's id leads to its ticket. */
async function open(fields: object = {}): Promise<Answer> {
  const written = { ...request, subject: `Calendar ${Math.random()}`, ...fields };
  const answer = await call('POST', '/v1/tickets', written, { prefer: 'wait=5' });
  if (answer.status !== 202) return answer;
  for (let found: Answer | null = null; ; await sleep(100)) {
    found = await call('GET', `/v1/tickets?q=${answer.body.mail}`);
    const [item] = found.body.items;
    if (item) return call('GET', `/v1/tickets/${item.key}`);
  }
}

describe('who may call', () => {
  test('a Bearer token of enough scope; never a cookie', async () => {
    for (const [headers, status] of [
      [{ authorization: '' }, 401],
      [{ authorization: `Bearer pst_aaaaaaaaaaaa_${'a'.repeat(64)}` }, 401],
      [{ authorization: '', cookie: `postern=${token}` }, 401],
      [{ authorization: `Basic ${token}` }, 401],
      [{ authorization: `Bearer ${readOnly}` }, 200],
    ] as const) {
      const { status: got, headers: fields } = await call('GET', '/v1/tickets', undefined, headers);
      expect(got).toBe(status);
      if (status === 401) expect(fields.get('content-type')).toContain('application/problem+json');
      if (status === 401) expect(fields.get('www-authenticate')).toContain('Bearer');
      expect(fields.get('set-cookie')).toBeNull();
    }
    expect((await call('POST', '/v1/tickets', request, { authorization: `Bearer ${readOnly}` })).status).toBe(403);
  });
  test('not with a token that was removed', async () => {
    const gone = (await gateway.cli('token', 'add', '--name', 'gone', '--scope', 'tickets:read')).trim();
    expect((await call('GET', '/v1/tickets', undefined, { authorization: `Bearer ${gone}` })).status).toBe(200);
    const listed = await gateway.json<{ id: string; name: string }[]>('token', 'list');
    expect(JSON.stringify(listed)).not.toContain(gone.split('_')[2]);
    await gateway.cli('token', 'remove', listed.find(({ name }) => name === 'gone')!.id);
    expect((await call('GET', '/v1/tickets', undefined, { authorization: `Bearer ${gone}` })).status).toBe(401);
  });
});

describe('a ticket', () => {
  test('is opened by a mail that is taken in like every mail', async () => {
    const { status, body, headers } = await open({
      instance: 'tt_x',
      functions: 'most',
      users: 'all',
      cc: ['tom@outside.test'],
      text: 'Löst sich nicht — „seit 9 Uhr“.',
    });
    expect(body).toMatchObject({
      status: 'new',
      instance: 'tt_x',
      priority: 'urgent',
      requester: { email: 'ada@clinic.test' },
    });
    expect(body.followers).toEqual([expect.objectContaining({ email: 'tom@outside.test' })]);
    expect(body.messages[0]).toMatchObject({
      kind: 'request',
      text: expect.stringContaining('Löst sich nicht — „seit 9 Uhr“.'),
    });
    if (status === 201) expect(headers.get('location')).toBe(`/api/v1/tickets/${body.key}`);
    const mail = await gateway.json<{ via: string; disposition: string }>('mail', 'show', body.messages[0].mailId);
    expect(mail).toMatchObject({ via: 'api', disposition: 'opened' });
    expect(await gateway.cli('mail', 'raw', body.messages[0].mailId)).toContain('From: ada@clinic.test');
    expect((await call('GET', `/v1/tickets/${body.key}`)).body.key).toBe(body.key);
  });
  test('has the fields of the call, whatever its text says', async () => {
    const text = 'Priority: low\nInstance: tt_other\n#close #urgent\nFunctions: all\nUsers: all\n#assign sam@desk.test';
    for (const [fields, wanted] of [
      [
        { priority: 'medium', instance: 'tt_x\nPriority: low' },
        { priority: 'medium', instance: 'tt_x Priority: low' },
      ],
      [
        { functions: 'few', users: 'most' },
        { priority: 'medium', instance: null },
      ],
      [{}, { priority: null, instance: null }],
    ] as const) {
      const { body } = await open({ ...fields, text });
      expect(body).toMatchObject({ ...wanted, status: 'new', assignee: null });
      expect(body.messages[0].text).toContain(text);
      expect(await gateway.cli('mail', 'raw', body.messages[0].mailId)).toMatch(/^X-Postern-Form: \d\r?$/m);
    }
  });
  test('is answered 202 at once without Prefer', async () => {
    const { status, body } = await call('POST', '/v1/tickets', { ...request, subject: 'At once' });
    expect([status, body]).toEqual([202, { mail: expect.stringMatching(/^[0-9a-z]{26}$/) }]);
  });
  test('is one for 20 calls at once with the same Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'twenty', prefer: 'wait=5' };
    const body = { ...request, subject: 'Idempotent zebra' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => call('POST', '/v1/tickets', body, headers)));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const again = await call('POST', '/v1/tickets', body, headers);
    expect(again.status).toBe(201);
    expect((await call('POST', '/v1/tickets', { ...body, subject: 'Other' }, headers)).status).toBe(422);
    const { body: found } = await call('GET', '/v1/tickets?q=zebra');
    expect(found.items.map(({ key }: { key: string }) => key)).toEqual([again.body.key]);
  });
  test('is not opened for strangers, nor by a body that is wrong, and the fault is named', async () => {
    for (const [body, status, pointer] of [
      [{ ...request, from: 'eve@elsewhere.test' }, 422, '/from'],
      [{ ...request, subject: '' }, 422, '/subject'],
      [{ ...request, priority: 'asap' }, 422, '/priority'],
      [{ ...request, text: undefined }, 422, '/text'],
      [{ ...request, more: 1 }, 422, '/'],
      ['{', 400, undefined],
    ] as const) {
      const answer = await call('POST', '/v1/tickets', body);
      expect(answer.status, JSON.stringify(body)).toBe(status);
      expect(answer.body.type).toMatch(/^\/api#/);
      if (pointer) expect(answer.body.errors[0].pointer).toBe(pointer);
    }
  });
});

describe('acts', () => {
  test('an answer goes to everyone, a note to nobody, and a reply comes in as mail', async () => {
    const { body: ticket } = await open();
    const path = `/v1/tickets/${ticket.key}`;
    const answered = await call('POST', `${path}/answers`, { text: 'We look into it.', as: 'sam@desk.test' });
    expect(answered.status).toBe(201);
    expect(answered.body.status).toBe('open');
    const noted = await call('POST', `${path}/notes`, { text: 'The pool is too small.', as: 'sam@desk.test' });
    expect(noted.body.messages.at(-1)).toMatchObject({ kind: 'note', author: { email: 'sam@desk.test' } });
    const replied = await call(
      'POST',
      `${path}/replies`,
      { text: 'Back again.', as: 'ada@clinic.test' },
      { prefer: 'wait=5' },
    );
    expect(replied.status).toBe(201);
    expect(replied.body.messages.at(-1)).toMatchObject({
      kind: 'reply',
      text: 'Back again.',
      author: { email: 'ada@clinic.test' },
    });
    const seen = await call('GET', path, undefined, { authorization: `Bearer ${readOnly}` });
    expect(seen.body.messages.map(({ kind }: { kind: string }) => kind)).not.toContain('note');
    expect((await call('POST', `${path}/answers`, { text: 'x', as: 'ada@clinic.test' })).status).toBe(422);
    expect((await call('POST', `${path}/replies`, { text: 'x', as: 'eve@elsewhere.test' })).status).toBe(422);
    expect((await call('POST', '/v1/tickets/PT-999999/answers', { text: 'x', as: 'sam@desk.test' })).status).toBe(404);
  });
  test('PATCH changes fields, and not over a change that the caller has not seen', async () => {
    const { body: ticket } = await open();
    const path = `/v1/tickets/${ticket.key}`;
    const { headers } = await call('GET', path);
    const changed = await call(
      'PATCH',
      path,
      { status: 'pending', priority: 'high', instance: 'tt_y', assignee: 'lea@desk.test', as: 'sam@desk.test' },
      { 'if-match': headers.get('etag')! },
    );
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      status: 'pending',
      priority: 'high',
      instance: 'tt_y',
      assignee: 'lea@desk.test',
    });
    expect((await call('PATCH', path, { priority: 'low' }, { 'if-match': headers.get('etag')! })).status).toBe(412);
    expect((await call('PATCH', path, { priority: 'low', assignee: 'ada@clinic.test' })).status).toBe(422);
    expect((await call('GET', path)).body.priority).toBe('high');
    expect((await call('PATCH', path, { priority: null })).body.priority).toBeNull();
    expect((await call('PATCH', path, {})).status).toBe(422);
  });
});

test('a list has pages, and says what it does not understand', async () => {
  const first = await call('GET', '/v1/tickets?limit=2');
  expect(first.body.items).toHaveLength(2);
  const second = await call('GET', `/v1/tickets?limit=2&after=${encodeURIComponent(first.body.next)}`);
  const keys = [...first.body.items, ...second.body.items].map(({ key }: { key: string }) => key);
  expect(new Set(keys).size).toBe(4);
  const wrong = await call('GET', '/v1/tickets?q=sttaus:open');
  expect([wrong.status, wrong.body.errors[0].detail]).toEqual([422, expect.stringContaining('sttaus:open')]);
  expect((await call('GET', '/v1/tickets?limit=1000')).status).toBe(422);
  expect((await call('GET', '/v1/tickets?after=nonsense')).status).toBe(422);
  expect((await call('GET', '/v1/nothing')).status).toBe(404);
});

test('the document tells of every route, without a token', async () => {
  const response = await fetch(`${base}/openapi.json`);
  const document = (await response.json()) as { openapi: string; paths: object };
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).sort()).toEqual([
    '/api/v1/tickets',
    '/api/v1/tickets/{key}',
    '/api/v1/tickets/{key}/answers',
    '/api/v1/tickets/{key}/notes',
    '/api/v1/tickets/{key}/replies',
  ]);
});
