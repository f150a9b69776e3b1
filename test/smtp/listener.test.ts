import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { ListenerPorts } from '../../src/smtp/listener.ts';
import { startTestListener, type TestListener } from '../support/listener.ts';
import { greeted, sendRaw } from '../support/smtp-client.ts';

let listener: TestListener | null = null;
afterEach(() => listener?.stop());

/** Listens; answers its port. */
async function listen(receive: ListenerPorts['receive']): Promise<number> {
  listener = await startTestListener({ ports: { receive }, times: { takeMs: 1_000 } });
  return listener.port;
}
const readAll = async (bytes: AsyncIterable<Buffer>): Promise<void> => {
  for await (const _ of bytes);
};

async function toData(port: number) {
  const client = await greeted(port);
  for (const line of ['MAIL FROM:<a@a.test>', 'RCPT TO:<support@mx.test>']) await client.say(line);
  expect(await client.say('DATA')).toMatch(/^354 /);
  return client;
}

test('a mail that takes long to send is taken, however little time taking it has', async () => {
  const port = await listen(async (_, bytes) => {
    await readAll(bytes);
    return { kind: 'received', id: 'id' };
  });
  const client = await toData(port);
  for (let piece = 0; piece < 6; piece++) {
    client.write('Subject: slow\r\n');
    await sleep(250);
  }
  client.write('\r\n.\r\n');
  expect(await client.reply()).toBe('250 2.0.0 Taken, queued as id');
  client.destroy();
});

test('what cannot be made safe in time is answered 451, and the session goes on', async () => {
  const port = await listen(async (_, bytes) => {
    await readAll(bytes);
    return new Promise<never>(() => {});
  });
  const client = await toData(port);
  client.write('Subject: stuck\r\n\r\n.\r\n');
  expect(await client.reply()).toMatch(/^451 4\.3\.0 /);
  expect(await client.say('NOOP')).toMatch(/^250 /);
  expect(listener?.unforeseen).toEqual([]);
  client.destroy();
});

test('the text of an exception never reaches a client, whether it comes early or late', async () => {
  for (const early of [true, false]) {
    const port = await listen(async (_, bytes) => {
      if (early) throw new Error('ENOSPC: /var/secret');
      await readAll(bytes);
      throw new Error('ENOSPC: /var/secret');
    });
    expect(await sendRaw(port, { from: 'a@a.test', to: 'support@mx.test', bytes: 'Subject: x\r\n\r\nx\r\n' })).toBe(
      '451 4.3.0 We cannot take this now, try again later',
    );
    expect(listener?.unforeseen).toHaveLength(1);
    await listener?.stop();
    listener = null;
  }
});

test('stopping lets idle clients go at once', async () => {
  const port = await listen(async () => ({ kind: 'received', id: 'id' }));
  const idle = await greeted(port);
  const asked = Date.now();
  await listener?.stop();
  listener = null;
  expect(Date.now() - asked).toBeLessThan(2_000);
  expect(await idle.reply()).toBe('421 4.3.2 Shutting down, try again later');
});
