// The files of tickets: rows here, bytes in the store.
import { and, asc, eq, ne } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { followers } from '../db/schema/followers.ts';
import { attachments, messages } from '../db/schema/messages.ts';
import { tickets } from '../db/schema/tickets.ts';
import type { Directory } from '../desk/person.ts';
import type { Address } from '../mail/address.ts';
import { livingOf } from './find.ts';

export type FileRow = Readonly<{
  name: string;
  contentType: string;
  size: number;
  sha256: string;
  key: string;
  infected: boolean;
}>;

const columns = {
  name: attachments.name,
  contentType: attachments.contentType,
  size: attachments.size,
  sha256: attachments.sha256,
  key: attachments.key,
  infected: attachments.infected,
};

/** Null for a key that no entry names, and for an infected file. */
export async function fileByKey(db: Database, key: string): Promise<FileRow | null> {
  const [row] = await db
    .select(columns)
    .from(attachments)
    .where(and(eq(attachments.key, key), ne(attachments.infected, true)));
  return row ?? null;
}

/** The same for the reader of a link; null also where that person is not on the ticket any more. */
export async function fileForReader(
  db: Database,
  key: string,
  { ticketNumber, isFor, directory }: ReaderOfFile,
): Promise<FileRow | null> {
  const living = await livingOf(db, ticketNumber);
  const rows = await db
    .select({ requester: tickets.requesterEmail, follower: followers.email })
    .from(tickets)
    .leftJoin(followers, and(eq(followers.ticketNumber, tickets.number), eq(followers.state, 'following')))
    .where(eq(tickets.number, living));
  const isRemoved = (address: string) => directory.isRemoved(address as Address);
  const requesters = rows.flatMap(({ requester }) => (isRemoved(requester) ? [] : [requester]));
  const followed = rows.flatMap(({ follower }) => follower ?? []);
  const agents = directory.agents().map(({ email }) => email);
  const isOn = [...requesters, ...followed, ...agents].some(email => isFor(email as Address));
  return isOn ? fileByKey(db, key) : null;
}

export type ReaderOfFile = Readonly<{
  ticketNumber: number;
  /** Whether the link was made for this address. */
  isFor(address: Address): boolean;
  directory: Pick<Directory, 'agents' | 'isRemoved'>;
}>;

/** All files of a ticket, in the order of its entries: `postern ticket show` numbers them from 1. */
export const filesOfTicket = (db: Database, ticketNumber: number): Promise<FileRow[]> =>
  db
    .select(columns)
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageRow))
    .where(eq(messages.ticketNumber, ticketNumber))
    .orderBy(asc(messages.createdAt), asc(messages.id), asc(attachments.id));
