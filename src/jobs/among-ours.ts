// What the author of a reply typed within our own mail, where no mark of quoting tells the two apart.
import type { Database } from '../db/database.ts';
import { compose } from '../delivery/compose.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import type { ReadMail } from '../filing/reading/reader.ts';
import { amongOurs, mayHoldOurs, wordFactsOf } from '../filing/reading/words.ts';
import { type OutboxRow, sentMailOf } from '../outbox/rows.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { carriedBy, type OutgoingRooms, toMail } from './outgoing.ts';

type Rooms = Readonly<{ db: Database; templates: Templates }> & Omit<OutgoingRooms, 'publicUrl'>;

/** Links are not compared, but for the words before them, which are there with any address. */
const anywhere = 'https://desk.invalid';

/** The mail as read; its words are read anew where they stand in the mail of ours that it answers. */
export async function readAmongOurs(mail: SpooledMail, read: ReadMail, rooms: Rooms): Promise<ReadMail> {
  const facts = mayHoldOurs(read, mail) ? wordFactsOf(mail, rooms.desk) : null;
  if (!facts) return read;
  const { inReplyTo, references } = read.message;
  const row = await sentMailOf(rooms.db, [...inReplyTo, ...references.toReversed()]);
  const ours = row && (await shown(row, rooms));
  return ours ? amongOurs(read, ours, facts) : read;
}

/** Null where today's templates cannot show the mail: it was written by an earlier version, and the reply counts as read. */
async function shown(row: OutboxRow, rooms: Rooms): Promise<{ text: string; html: string } | null> {
  const outgoing = { ...rooms, publicUrl: anywhere };
  try {
    const mail = toMail(row, outgoing);
    const { text, html } = compose(mail, rooms.templates, await carriedBy(mail, row, outgoing)).message;
    return { text: String(text), html: String(html) };
  } catch {
    return null;
  }
}
