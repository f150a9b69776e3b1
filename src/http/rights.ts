// Who sees a ticket on pages, and what they may do there: one pure function and one total table.
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
  if (viewer.role === 'agent') return 'agent';
  if (viewer.ownsTickets && ticket.requesterEmail === viewer.email) return 'requester';
  if (ticket.isFollowed) return 'follower';
  const isOfOurs = viewer.organisation !== null && ticket.organisation === viewer.organisation;
  return viewer.seesOrganisation && isOfOurs ? 'colleague' : null;
}

export const canSee = (viewer: Viewer, ticket: TicketFacts): boolean => standingOn(viewer, ticket) !== null;

const agents: readonly Standing[] = ['agent'];
const owners: readonly Standing[] = ['agent', 'requester'];

/** Acts on a ticket, by standing. */
export const pageRights = {
  see: ['agent', 'requester', 'follower', 'colleague'],
  'see-notes': agents,
  'see-raw': agents,
  'see-stories': agents,
  reply: ['requester', 'follower', 'colleague'],
  answer: agents,
  note: agents,
  'open-or-resolve': owners,
  'set-priority': owners,
  'set-instance': owners,
  'set-status': agents,
  'set-assignee': agents,
  follow: owners,
  unfollow: owners,
  leave: ['follower'],
  'let-in': owners,
  'keep-out': owners,
  merge: agents,
  split: agents,
  undo: agents,
} as const satisfies Record<string, readonly Standing[]>;
export type PageRight = keyof typeof pageRights;

export const mayOnPage = (right: PageRight, standing: Standing | null): boolean =>
  standing !== null && (pageRights[right] as readonly Standing[]).includes(standing);

/** Pages that are about no single ticket, by the viewer's role. */
export const areas = {
  tickets: ['admin', 'agent', 'guest'],
  new: ['admin', 'agent'],
  held: ['agent'],
  mail: ['agent'],
  directory: ['agent'],
  operation: ['agent'],
} as const satisfies Record<string, readonly Viewer['role'][]>;
export type Area = keyof typeof areas;

export const mayEnter = (area: Area, viewer: Viewer | null): boolean =>
  viewer !== null && (areas[area] as readonly Viewer['role'][]).includes(viewer.role);
