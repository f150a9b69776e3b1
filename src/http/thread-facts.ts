// All that a ticket's page shows, within the reader's rights.
import type { Viewer } from '../signin/who.ts';
import { livingOf } from '../tickets/find.ts';
import { releasedByHand } from '../tickets/held.ts';
import { type EventFacts, eventsOf } from '../tickets/views/event-changes.ts';
import { type FileView, filesOf } from '../tickets/views/files.ts';
import { type HeldForTicket, heldFor } from '../tickets/views/held-for.ts';
import { namesOf } from '../tickets/views/names.ts';
import { type MessageView, showTicket, type TicketView } from '../tickets/views/ticket-view.ts';
import { accessTo } from '../tickets/views/visible.ts';
import { readCommands } from '../triage/commands/read-commands.ts';
import { may, type Standing, standingOn } from './rights.ts';
import type { PageRooms } from './rooms.ts';

/** How the newest mail to a person went. */
export type Reached = Readonly<{ email: string; state: 'reached' | 'waiting' | 'failed'; why: string | null }>;
export type Thread = Readonly<{
  number: number;
  standing: Standing;
  ticket: TicketView;
  entries: readonly MessageView[];
  files: readonly FileView[];
  events: ReadonlyMap<string, EventFacts>;
  reached: readonly Reached[];
  held: readonly HeldForTicket[];
}>;

/** The reader's standing on a ticket, which may have been merged into another; null where there is none to see. */
export async function standingOf(
  { db }: Pick<PageRooms, 'db'>,
  viewer: Viewer,
  wanted: number,
): Promise<{ number: number; standing: Standing } | null> {
  const asked = await accessTo(db, viewer.email, wanted);
  if (!asked) return null;
  const number = asked.mergedInto === null ? wanted : await livingOf(db, wanted);
  const access = number === wanted ? asked : await accessTo(db, viewer.email, number);
  const standing = access && standingOn(viewer, access);
  return standing ? { number, standing } : null;
}

export async function threadOf(rooms: PageRooms, viewer: Viewer, wanted: number): Promise<Thread | null> {
  const { db } = rooms;
  const found = await standingOf(rooms, viewer, wanted);
  const ticket = found && (await showTicket(db, found.number));
  if (!found || !ticket) return null;
  const { standing } = found;
  const seesNotes = may(viewer, 'see-notes', standing);
  const seen = (ticket.messages ?? []).filter(({ kind }) => seesNotes || kind !== 'note');
  const entries = await asMailed(db, seen.map(named(ticket)));
  return {
    ...found,
    ticket,
    entries,
    files: await filesOf(
      db,
      entries.map(({ id }) => Number(id)),
    ),
    events: await eventsOf(db, found.number),
    reached: reachedIn(ticket),
    held: may(viewer, 'let-in', standing) ? await heldFor(db, found.number) : [],
  };
}

function named({ requester, followers }: TicketView): (entry: MessageView) => MessageView {
  const nameOf = namesOf([...followers, requester]);
  return entry => ({ ...entry, author: entry.author && { ...entry.author, name: nameOf(entry.author) } });
}

/** Agents' answers without the commands in them, as they were mailed. Those of a mail let in by hand are words. */
async function asMailed(db: PageRooms['db'], entries: readonly MessageView[]): Promise<MessageView[]> {
  const withoutCommands = new Map<string, string>();
  for (const { kind, mailId, text } of entries) {
    if (kind !== 'answer' || mailId === null) continue;
    const { rest } = readCommands(text);
    if (rest !== text) withoutCommands.set(mailId, rest);
  }
  for (const whole of await releasedByHand(db, [...withoutCommands.keys()])) withoutCommands.delete(whole);
  return entries.map(entry => {
    const rest = entry.kind === 'answer' && entry.mailId !== null ? withoutCommands.get(entry.mailId) : undefined;
    return rest === undefined ? entry : { ...entry, text: rest };
  });
}

function reachedIn({ deliveries = [] }: TicketView): Reached[] {
  const newest = new Map<string, Reached>();
  for (const { recipient, state, status, reply } of deliveries) {
    const failed = state === 'failed' || state === 'undeliverable';
    const how = failed ? 'failed' : state === 'sent' ? 'reached' : 'waiting';
    newest.set(recipient.email, { email: recipient.email, state: how, why: failed ? (status ?? reply) : null });
  }
  return [...newest.values()];
}
