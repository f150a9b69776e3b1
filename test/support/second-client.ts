import { join } from 'node:path';
import postgres from 'postgres';

/** postgres.js, a second opinion beside `pg`; by the port, or by the socket whose folder the query names. */
export function openSecondClient(url: string, options: Readonly<{ connect_timeout?: number }> = {}): postgres.Sql {
  const place = new URL(url);
  const folder = place.searchParams.get('host');
  place.searchParams.delete('host');
  const path = folder === null ? {} : { path: join(folder, `.s.PGSQL.${place.port}`) };
  return postgres(place.href, { max: 1, onnotice: () => {}, ...options, ...path });
}

/** The same database by its port. */
export function byPort(url: string): URL {
  const place = new URL(url);
  place.hostname = '127.0.0.1';
  place.search = '';
  return place;
}
