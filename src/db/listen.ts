// LISTEN on a connection of its own, which is renewed when it is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Client } from './client.ts';

/**
 * Calls `hear` with the payload of each notification of the channel, and `onListening` each time that listening begins, since
 * earlier notifications were missed. Resolves once it listens; rejects when the first connection fails.
 */
export type Listen = (channel: string, hear: (payload: string) => void, onListening?: () => void) => Promise<void>;
export type Listener = Readonly<{ listen: Listen; close(): Promise<void> }>;

type Subscription = Readonly<{ channel: string; hear: (payload: string) => void; onListening: () => void }>;
const retryMs = 500;
// A stopped server keeps its connections open and notifies nobody.
const beatMs = 15_000;
const answerMs = 5_000;

export function openListener(url: string): Listener {
  const subscriptions: Subscription[] = [];
  let current: Promise<Client> | null = null;
  let closed = false;

  async function connect(): Promise<Client> {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      query_timeout: answerMs,
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload = '' }) => {
      for (const subscription of subscriptions) if (subscription.channel === channel) subscription.hear(payload);
    });
    try {
      await client.connect();
      for (const subscription of subscriptions) await begin(client, subscription);
    } catch (cause) {
      await client.end().catch(() => {});
      throw cause;
    }
    const beat = setInterval(() => void client.query('select').catch(() => client.cut()), beatMs).unref();
    client.once('end', () => {
      clearInterval(beat);
      void again();
    });
    return client;
  }

  /** Retries without limit, in the background. */
  async function again(): Promise<void> {
    while (!closed) {
      await sleep(retryMs, undefined, { ref: false });
      current = connect();
      if (await current.then(() => true).catch(() => false)) return;
    }
  }

  return {
    async listen(channel, hear, onListening = () => {}) {
      const subscription = { channel, hear, onListening };
      current ??= connect();
      const client = await current;
      await begin(client, subscription);
      subscriptions.push(subscription);
    },
    async close() {
      closed = true;
      const client = await current?.catch(() => null);
      await Promise.race([client?.end(), sleep(retryMs, undefined, { ref: false })]);
    },
  };
}

async function begin(client: Client, { channel, onListening }: Subscription): Promise<void> {
  await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  onListening();
}
