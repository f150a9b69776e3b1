// Connections to PostgreSQL that use prepared statements for repeated queries: parsing and planning a
// statement costs more than executing it. The name of a prepared statement is derived from its text.
import pg from 'pg';
import { Client } from './client.ts';

// The server keeps each prepared statement on every connection, so their number is bounded. A statement
// whose text varies with the length of a list is not worth a name for every length.
const maxNames = 200;
const maxParameters = 60;
// PostgreSQL refuses a prepared `select *` once a column was added, as while another machine runs the next release.
const everyColumn = /(?:select|returning|\.)\s*\*/i;
const names = new Map<string, string>();

/** The name of a statement that was seen before; undefined for one seen for the first time. */
function nameOf(text: string, parameters: unknown): string | undefined {
  if (!Array.isArray(parameters) || parameters.length > maxParameters) return undefined;
  const name = names.get(text);
  if (name === undefined && names.size < maxNames && !everyColumn.test(text)) names.set(text, `postern_${names.size}`);
  return name;
}

/**
 * Nothing waits without an end: not for a connection, an answer or a lock, nor does a session of ours that was forgotten
 * keep its locks. The server ends a slow statement; where it is stopped itself, the client gives up a second later.
 */
export const patience = (queryMs: number) => ({
  connectionTimeoutMillis: 10_000,
  query_timeout: queryMs + 1_000,
  statement_timeout: queryMs,
  lock_timeout: Math.min(queryMs, 10_000),
  // Longer than a relay may take over its final dot (delivery/relay/smtp-relay.ts).
  idle_in_transaction_session_timeout: 660_000,
  keepAliveInitialDelayMillis: 30_000,
});

type Asked = Readonly<{ text: string; name?: string }>;

class PreparingClient extends Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg declares twelve shapes of this call, and all but two pass through.
  override query(asked: any, parameters?: any, ...others: any[]): any {
    const { text, name, ...how }: Asked = typeof asked === 'string' ? { text: asked } : asked;
    const known = typeof text === 'string' && name === undefined ? nameOf(text, parameters) : undefined;
    return super.query(known === undefined ? asked : { ...how, text, name: known }, parameters, ...others);
  }
}

/** Connects lazily. A lost connection fails the query that uses it; idle connections report to `onError`. */
export function openPool(
  settings: Omit<pg.PoolConfig, 'Client' | 'connectionString'> & Readonly<{ connectionString: string }>,
  onError: (cause: Error) => void,
): pg.Pool {
  const pool = new pg.Pool({ keepAlive: true, ...settings, Client: PreparingClient as unknown as typeof pg.Client });
  // An error event without a listener ends the process.
  return pool.on('error', onError).on('connect', client => void client.on('error', onError));
}
