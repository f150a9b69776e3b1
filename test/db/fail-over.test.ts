// DATABASE_URL with two hosts: the primary dies, its standby is promoted, and no mail is lost.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectTo } from '../../src/db/client.ts';
import { openPool } from '../../src/db/pool.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type PostgresPair, startPostgresPair, withoutReplication } from '../support/postgres-pair.ts';
import { sendPlain } from '../support/smtp-client.ts';

describe.skipIf(withoutReplication('fail-over of PostgreSQL'))('fail-over', () => {
  let pair: PostgresPair;
  let gateway: TestGateway;
  let url = '';
  beforeAll(async () => {
    pair = await startPostgresPair();
    // The standby first: who is named first must not matter.
    url = `postgres://postern@${pair.standby},${pair.primary}/postern?target_session_attrs=read-write`;
    gateway = await startTestGateway({ DATABASE_URL: url });
    await gateway.cli('admin', 'add', 'ada@corp.test');
  });
  afterAll(async () => {
    await gateway?.remove();
    await pair?.remove();
  });

  const send = (id: string, from = 'ada@corp.test') => sendPlain(gateway.smtpPort(), { from, id, subject: id });
  const subjects = async () =>
    (await gateway.json<{ subject: string }[]>('ticket', 'list').catch(() => [])).map(({ subject }) => subject);
  const answered = () => gateway.outbox().then(mails => mails.length);

  test('a connection goes to the server that takes writes, and never to a standby', async () => {
    const pool = openPool({ connectionString: url, max: 2 }, () => {});
    const { rows } = await pool.query('select pg_is_in_recovery() as standby, inet_server_port() as port');
    expect(rows).toEqual([{ standby: false, port: Number(pair.primary.split(':')[1]) }]);
    await pool.end();
    const alone = `postgres://postern@${pair.standby}/postern?target_session_attrs=read-write`;
    await expect(connectTo(alone)).rejects.toMatchObject({ code: '25006' });
  });

  test('mail that was taken before, while no server takes writes, and after is filed once', async () => {
    const before = ['before 1', 'before 2', 'before 3'];
    for (const id of before) expect(await send(id)).toMatch(/^250/);
    await expect.poll(subjects, { timeout: 30_000 }).toHaveLength(3);
    await pair.killPrimary();
    const during = ['during 1', 'during 2', 'during 3'];
    for (const id of during) expect(await send(id)).toMatch(/^250/);
    await pair.promote();
    await expect.poll(async () => (await subjects()).toSorted(), { timeout: 45_000 }).toEqual([...before, ...during]);
    await expect.poll(answered, { timeout: 30_000 }).toBe(6);
  });

  test('notifications come from the new server', async () => {
    await gateway.cli('admin', 'add', 'bea@corp.test');
    await expect.poll(() => send('of a new person', 'bea@corp.test'), { timeout: 20_000 }).toMatch(/^250/);
    await expect.poll(subjects, { timeout: 30_000 }).toContain('of a new person');
  });
});
