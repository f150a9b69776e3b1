// Who sees and does what on pages: one pure function, `may`, and the two tables that it reads.
//
// It decides which page or button a reader gets. What is done to a ticket is checked again by the acts themselves
// (actions/rights.ts), whose table is the same for every door and never narrower than this one.
import type { Viewer } from '../signin/who.ts';

/** What decides about a viewer's standing on a ticket. */
export type TicketFacts = Readonly<{
  requesterEmail: string;
  organisation: string | null;
  /** The viewer follows it. */
  isFollowed: boolean;
}>;

/** `colleague`: of the ticket's organisation, whose people see all of its tickets. */
export type Standing = 'agent' | 'requester' | 'follower' | 'colleague';

/** Null for a person who may not see it. The first that fits. */
export function standingOn(viewer: Viewer, ticket: TicketFacts): Standing | null {
  const any = standingOnAny(viewer);
  if (any) return any;
  if (viewer.ownsTickets && ticket.requesterEmail === viewer.email) return 'requester';
  if (ticket.isFollowed) return 'follower';
  const isOfOurs = viewer.organisation !== null && ticket.organisation === viewer.organisation;
  return viewer.seesOrganisation && isOfOurs ? 'colleague' : null;
}

/** The standing that a viewer has on every ticket. */
export const standingOnAny = ({ role }: Viewer): Standing | null => (role === 'agent' ? 'agent' : null);

const agents: readonly Standing[] = ['agent'];
const owners: readonly Standing[] = ['agent', 'requester'];

/** What is done on a ticket, by standing. */
export const ticketRights = {
  see: ['agent', 'requester', 'follower', 'colleague'],
  'see-notes': agents,
  reply: ['requester', 'follower', 'colleague'],
  answer: agents,
  note: agents,
  'open-or-resolve': owners,
  'set-status': agents,
  'set-priority': owners,
  'set-instance': owners,
  'set-assignee': agents,
  follow: owners,
  unfollow: owners,
  leave: ['follower'],
  'let-in': owners,
  'keep-out': owners,
  merge: agents,
  split: agents,
  undo: agents,
  for: agents,
} as const satisfies Record<string, readonly Standing[]>;
export type TicketRight = keyof typeof ticketRights;

export type Rank = Viewer['role'] | 'operator';
const team: readonly Rank[] = ['agent', 'operator'];

/** Pages that are about no single ticket, by rank. */
export const areas = {
  tickets: ['admin', 'agent', 'operator', 'guest'],
  new: ['admin', 'agent', 'operator'],
  bulk: team,
  held: team,
  mail: team,
  views: team,
  snippets: team,
  events: ['admin', 'agent', 'operator', 'guest'],
  directory: team,
  operation: team,
  operate: ['operator'],
} as const satisfies Record<string, readonly Rank[]>;
export type Area = keyof typeof areas;
export type Right = TicketRight | Area;

/** `on`: the viewer's standing on the ticket that it is about; an area asks for none. */
export function may(viewer: Viewer | null, right: Right, on: Standing | null = null): boolean {
  if (viewer === null) return false;
  if (right in areas) return (areas[right as Area] as readonly Rank[]).includes(rankOf(viewer));
  return on !== null && (ticketRights[right as TicketRight] as readonly Standing[]).includes(on);
}

const rankOf = ({ role, isOperator }: Viewer): Rank => (role === 'agent' && isOperator ? 'operator' : role);
