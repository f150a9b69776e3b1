// One connection to PostgreSQL, or to whichever of several servers takes writes.
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';
import { plainUrl, readOnly, refuseReadOnly, type Writable, writableOf } from './writable.ts';

type Settings = Omit<pg.ClientConfig, 'connectionString'> & Readonly<{ connectionString: string }>;

/** The session is of no use any more: its answer would be taken for that of the next query. */
const late = 'Query read timeout';

/** All that are open in this process. */
const open = new Set<Client>();
const hurryMs = 4_000;

/** Ends every session that says nothing for so long: a process that ends waits for none that stands still. */
export function hurrySessions(): void {
  for (const client of open) client.hurry();
}

export class Client extends pg.Client {
  readonly #writable: Writable | null;
  #answers = 0;

  constructor(settings: Settings) {
    super({ ...settings, connectionString: plainUrl(settings.connectionString) });
    this.#writable = writableOf(settings.connectionString);
    // An error event without a listener ends the process.
    this.on('error', () => {});
    (this as unknown as { connection: EventEmitter }).connection.on('readyForQuery', () => {
      this.#answers++;
    });
  }

  hurry(): void {
    const before = this.#answers;
    // One that is idle is asked something; one that is busy owes an answer.
    const isIdle = (this as unknown as { readyForQuery: boolean }).readyForQuery;
    if (isIdle) super.query('select').catch(() => {});
    setTimeout(() => {
      if (this.#answers === before) this.cut();
    }, hurryMs).unref();
  }

  // biome-ignore lint/suspicious/noExplicitAny: pg declares two shapes of this call.
  override connect(callback?: any): any {
    const connected = this.#connect();
    if (!callback) return connected;
    connected.then(
      () => callback(null, this),
      cause => callback(cause),
    );
  }

  async #connect(): Promise<void> {
    if (!this.#writable) return this.#open();
    Object.assign(this, await this.#writable.find());
    try {
      await this.#open();
      await refuseReadOnly(this);
    } catch (cause) {
      this.#writable.forget();
      this.cut();
      throw cause;
    }
  }

  /** From here on the socket is there, and its end is told. */
  async #open(): Promise<void> {
    open.add(this);
    this.once('end', () => open.delete(this));
    await super.connect();
  }

  // biome-ignore lint/suspicious/noExplicitAny: pg declares twelve shapes of this call, and all pass through.
  override query(...asked: any[]): any {
    const answer: unknown = (super.query as (...asked: unknown[]) => unknown)(...asked);
    if (answer instanceof Promise) answer.catch(cause => this.#isSpent(cause) && this.cut());
    return answer;
  }

  #isSpent({ message, code }: Error & { code?: string }): boolean {
    const isStandby = this.#writable !== null && code === readOnly;
    if (isStandby) this.#writable?.forget();
    return isStandby || message === late;
  }

  /** Ends the session without a word, as towards a server that does not answer. */
  cut(): void {
    (this as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  }
}

/** Connected. Rejects where the server is away, or none of several takes writes. */
export async function connectTo(connectionString: string, settings: Omit<Settings, 'connectionString'> = {}) {
  const client = new Client({ connectionTimeoutMillis: 10_000, ...settings, connectionString });
  await client.connect();
  return client;
}
