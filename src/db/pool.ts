// Connections to PostgreSQL that let it keep the plans of what it is asked again and again: reading and
// planning a statement costs it more than carrying it out. It is told by name which one is meant, and
// the name is made of nothing but the statement, so nobody has to invent one.
import pg from 'pg';

// A server keeps each on every connection. Ours are fewer; what varies with the number of its
// parameters, such as a list of ids, is not worth a name at every length.
const maxNames = 200;
const maxParameters = 60;
// A kept plan is refused once there are other columns, as while another machine runs the next release already.
const everyColumn = /(?:select|returning|\.)\s*\*/i;
const names = new Map<string, string>();

/** The name of a statement that was seen before; undefined for one that may never come again. */
function nameOf(text: string, parameters: unknown): string | undefined {
  if (!Array.isArray(parameters) || parameters.length > maxParameters) return undefined;
  const name = names.get(text);
  if (name === undefined && names.size < maxNames && !everyColumn.test(text)) names.set(text, `postern_${names.size}`);
  return name;
}

type Asked = Readonly<{ text: string; name?: string }>;

class Client extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg declares twelve shapes of this call, and all but two pass through.
  override query(asked: any, parameters?: any, ...others: any[]): any {
    const { text, name, ...how }: Asked = typeof asked === 'string' ? { text: asked } : asked;
    const known = typeof text === 'string' && name === undefined ? nameOf(text, parameters) : undefined;
    const named = known === undefined ? asked : { ...how, text, name: known };
    // @ts-expect-error: as it came in.
    return super.query(named, parameters, ...others);
  }
}

/** Connects lazily. Whoever uses a connection that dies hears of it by the query, the others by `onError`. */
export function openPool(settings: Omit<pg.PoolConfig, 'Client'>, onError: (cause: Error) => void): pg.Pool {
  const pool = new pg.Pool({ keepAlive: true, ...settings, Client });
  // An event without a listener ends the process.
  return pool.on('error', onError).on('connect', client => void client.on('error', onError));
}
