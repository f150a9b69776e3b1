// Look-alikes before Send: open tickets that seem to be about the same incident, within what the author may know.
import type { DraftFields } from '../../desk/draft.ts';
import { numberOf, type TicketKey } from '../../desk/ticket.ts';
import type { Viewer } from '../../signin/who.ts';
import { openTicketsNear } from '../../tickets/similar.ts';
import { accessTo } from '../../tickets/views/visible.ts';
import { likeliest, profileOf } from '../../triage/incident/likeness.ts';
import { may, standingOn } from '../rights.ts';
import type { PageRooms } from '../rooms.ts';

/** `subject` is null for a colleague's ticket that the author may know of and not read. */
export type Alike = Readonly<{
  key: TicketKey;
  number: number;
  subject: string | null;
  who: string | null;
  openedAt: Date;
}>;

const most = 3;

export async function alikeOf({ db, desk }: PageRooms, viewer: Viewer, fields: DraftFields): Promise<Alike[]> {
  if (!fields.subject) return [];
  const known = desk.directory.instances();
  const instance = fields.instance || null;
  const about = {
    number: 0,
    createdAt: new Date(),
    instance,
    instanceKnown: instance !== null && known.has(instance),
    requesterEmail: viewer.email,
    organisation: viewer.organisation,
  };
  const who = [viewer.name, viewer.organisation];
  const profile = profileOf({ subject: fields.subject, text: fields.description ?? '', who });
  const admittedBy = desk.directory.find(viewer.email)?.email ?? null;
  const near = await db.transaction(tx => openTicketsNear(tx, about, { profile, admittedBy }));
  const found = likeliest(profile, near.candidates, near.background)
    .filter(({ isVisible }) => isVisible)
    .slice(0, most);
  const shown: Alike[] = [];
  for (const { key, subject, openedAt } of found) {
    const number = numberOf(key)!;
    const access = await accessTo(db, viewer.email, number);
    const isOpen = access !== null && may(viewer, 'see', standingOn(viewer, access));
    shown.push({ key, number, openedAt, subject: isOpen ? subject : null, who: isOpen ? access.requester : null });
  }
  return shown;
}
