// Everything of a person as one zip archive (GDPR articles 15 and 20), written as it is read.
import { Readable } from 'node:stream';
import { inArray, or } from 'drizzle-orm';
import { ZipFile } from 'yazl';
import type { Database } from '../db/database.ts';
import { audit } from '../db/schema/audit.ts';
import { followers } from '../db/schema/followers.ts';
import { mails } from '../db/schema/mails.ts';
import { people } from '../db/schema/people.ts';
import type { Store } from '../store/store.ts';
import { filesOfTicket } from '../tickets/files.ts';
import { viewOf } from '../tickets/views/mail-view.ts';
import { showTicket } from '../tickets/views/ticket-view.ts';
import { personOf } from './person.ts';

type Sources = Readonly<{ db: Database; store: Store }>;

/**
 * The archive as a stream: `person.json`, a JSON document for each ticket without its notes, the person's mails as JSON and
 * as they came, and the files of the person's entries. Null where nothing is known of this address.
 */
export async function exportPerson({ db, store }: Sources, email: string): Promise<NodeJS.ReadableStream | null> {
  const { addresses, names, tickets } = await personOf(db, email);
  const his = [...addresses];
  const entries = await db.select().from(people).where(inArray(people.email, his));
  const sent = await db
    .select()
    .from(mails)
    .where(or(inArray(mails.author, his), inArray(mails.mailFrom, his)));
  if (entries.length + sent.length + tickets.length === 0) return null;
  const following = await db.select().from(followers).where(inArray(followers.email, his));
  const done = await db.select().from(audit).where(inArray(audit.who, his));
  const zip = new ZipFile();
  const add = (name: string, value: unknown) => zip.addBuffer(Buffer.from(JSON.stringify(value, null, 2)), name);
  add('person.json', { addresses, names, directory: entries, following, done });
  void fill().then(
    () => zip.end(),
    cause => zip.outputStream.emit('error', cause),
  );
  return zip.outputStream;

  async function fill(): Promise<void> {
    for (const row of sent) {
      add(`mails/${row.id}.json`, viewOf(row));
      await addBytes(`mails/${row.id}.eml`, `raw/${row.id}`);
    }
    for (const number of tickets) {
      const view = await showTicket(db, number);
      if (!view) continue;
      const { deliveries, messages = [], ...ticket } = view;
      const shown = messages.filter(({ kind }) => kind !== 'note');
      add(`tickets/${view.key}.json`, { ...ticket, messages: shown, deliveries: deliveries?.filter(isTheirs) });
      const own = new Set(shown.filter(({ author }) => his.includes(author?.email ?? '')).flatMap(numbersOf));
      for (const [at, file] of (await filesOfTicket(db, number)).entries())
        if (own.has(at + 1) && !file.infected)
          await addBytes(`files/${view.key}/${at + 1}-${plainName(file.name)}`, file.key);
    }
  }

  function isTheirs({ recipient }: { recipient: { email: string } }): boolean {
    return his.includes(recipient.email);
  }

  /** Bytes that are no longer kept are left out. */
  async function addBytes(name: string, key: string): Promise<void> {
    if (!(await store.has(key))) return;
    zip.addReadStreamLazy(name, { compress: true }, callback => callback(null, Readable.from(store.get(key))));
  }
}

const numbersOf = ({ attachments }: { attachments: readonly { number: number }[] }): number[] =>
  attachments.map(({ number }) => number);

const plainName = (name: string): string => name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/, '_') || 'file';
