// Everything about a mail that needs no transaction: its bytes are read, its files kept, its words understood.
import type { Database } from '../db/database.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import type { Desk } from '../desk/desk.ts';
import type { MailReader, ReadMail } from '../filing/reading/reader.ts';
import { fingerprinting } from '../mail/fingerprint.ts';
import type { Scan } from '../malware/clamd.ts';
import { withFilesScanned } from '../malware/consequences.ts';
import type { KeepAttachment } from '../parse/incoming-message.ts';
import type { Spool } from '../spool/spool.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { keepPart, measurePart, type Store } from '../store/store.ts';
import { forgottenAmong, releasedAmong } from '../tickets/held.ts';
import { readAmongOurs } from './among-ours.ts';

/** What reading a mail works with. */
export type ReadingRooms = Readonly<{
  db: Database;
  desk: Desk;
  spool: Pick<Spool, 'read' | 'release' | 'moveTo'>;
  store: Store;
  reader: MailReader;
  templates: Templates;
  /** As OutgoingRooms has it. */
  mailFilesBytes: number;
  /** Null where no clamd is named. */
  scan: Scan | null;
}>;

/** A mail of the spool, or of the store where it was held and is let in. */
export type Found = Readonly<{ mail: SpooledMail; bytes(): AsyncIterable<Buffer>; isSpooled: boolean }>;

/** A mail that is read and can be filed. `settle` gives the spool's copy up, once it is filed. */
export type Prepared = Readonly<{ mail: SpooledMail; read: ReadMail; bodyHash: string; settle(): Promise<void> }>;

/** Runs work on one mail; null where it failed. */
type Explained = <T>(mailId: string, work: () => Promise<T>) => Promise<T | null>;

/** Without those that are filed already. */
export async function findMails(ids: readonly string[], rooms: ReadingRooms, explained: Explained): Promise<Found[]> {
  const { db, spool, store } = rooms;
  const missing: string[] = [];
  const spooled = await Promise.all(
    ids.map(async id => {
      const found = await explained(id, async () => (await spool.read(id)) ?? 'missing');
      if (found === 'missing') missing.push(id);
      return found === 'missing' || found === null ? [] : [{ ...found, isSpooled: true }];
    }),
  );
  const released = (missing.length > 0 && (await explained(missing[0]!, () => releasedAmong(db, missing)))) || [];
  if (missing.length > 0) await countWithoutBytes(missing, rooms, explained);
  const kept = released.map(mail => ({ mail, bytes: () => store.get(`raw/${mail.id}`, mail.size), isSpooled: false }));
  return [...spooled.flat(), ...kept];
}

/** Bytes that neither spool nor store has any more fail, as what cannot be read does. */
async function countWithoutBytes(missing: readonly string[], rooms: ReadingRooms, explained: Explained): Promise<void> {
  const forgotten = (await explained(missing[0]!, () => forgottenAmong(rooms.db, missing))) ?? [];
  for (const id of forgotten) {
    await explained(id, async () => {
      if (!(await rooms.store.has(`raw/${id}`))) throw new Error('its bytes are gone: no spool and no store has them');
    });
  }
}

export async function prepare(found: Found, rooms: ReadingRooms): Promise<Prepared> {
  const { store, reader, scan } = rooms;
  const { id } = found.mail;
  const raw = fingerprinting(found.bytes());
  const isMoved = !found.isSpooled || (store.adopt !== undefined && rooms.spool.moveTo !== undefined);
  if (!isMoved) await store.put(`raw/${id}`, raw.bytes);
  let parts = 0;
  const keep: KeepAttachment = content => keeping(found.mail, store, parts++)(content);
  const read = await readAmongOurs(
    found.mail,
    await reader.read(found.mail, isMoved ? staying(raw.bytes) : found.bytes(), keep),
    rooms,
  );
  // Reading may have ended early: the hash is of all.
  await drain(raw.bytes);
  const isScanned = scan !== null && !found.mail.admitted.refused;
  const { mail, infected } = isScanned
    ? await withFilesScanned(found.mail, read.message.attachments, { scan, bytesOf: key => store.get(key) })
    : { mail: found.mail, infected: noFiles };
  return { mail, read: withMarks(read, infected), bodyHash: raw.bodyHash(), settle: () => settle(found, rooms) };
}

const noFiles: ReadonlySet<string> = new Set();

/** Infected files are kept with the mail, and go to no person. */
const withMarks = (read: ReadMail, infected: ReadonlySet<string>): ReadMail => ({
  ...read,
  message: {
    ...read.message,
    attachments: read.message.attachments.map(file => (infected.has(file.key) ? { ...file, infected: true } : file)),
  },
});

/** The same, and a reader that has enough does not end it. */
const staying = (bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> => {
  const source = bytes[Symbol.asyncIterator]();
  return { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
};

async function drain(bytes: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of bytes);
}

/** Of refused mail only the raw bytes are kept. */
const keeping = ({ id, admitted }: SpooledMail, store: Store, part: number): KeepAttachment =>
  admitted.refused ? measurePart : bytes => keepPart(store, `parts/${id}-${part}`, bytes);

/** The spool's file becomes the store's; where it cannot, the store got a copy, or gets it now. */
async function settle({ mail: { id, size }, bytes, isSpooled }: Found, { spool, store }: ReadingRooms): Promise<void> {
  if (!isSpooled) return;
  const { moveTo } = spool;
  if (store.adopt && moveTo) {
    if (await store.adopt(`raw/${id}`, size, path => moveTo(id, path))) return;
    await store.put(`raw/${id}`, bytes());
  }
  await spool.release(id);
}
