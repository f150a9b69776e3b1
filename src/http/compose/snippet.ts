// The text of a snippet with its blanks filled in for one ticket.

import { givenName } from '../../delivery/templates/given-name.ts';
import { blanksIn, filled } from '../../delivery/templates/words.ts';
import { keyOf } from '../../desk/ticket.ts';
import type { Viewer } from '../../signin/who.ts';
import type { TicketRow } from '../../tickets/ticket.ts';

/** All blanks that there are. */
export const snippetBlanks = ['given', 'name', 'ticket', 'subject', 'instance', 'agent'] as const;
type Blank = (typeof snippetBlanks)[number];

export const maxSnippetLength = 10_000;
/** As it is typed: `;hello-again`. */
export const snippetName = /^[\p{Ll}\p{N}][\p{Ll}\p{N}-]{0,39}$/u;

type About = Readonly<{
  ticket: Pick<TicketRow, 'number' | 'subject' | 'instance' | 'requesterEmail' | 'requesterName'>;
  agent: Pick<Viewer, 'name' | 'email'>;
}>;

/** People without a known name are called by their address. */
export function snippetFor(text: string, { ticket, agent }: About): string {
  const name = ticket.requesterName || ticket.requesterEmail;
  const blanks: Record<Blank, string> = {
    given: givenName(ticket.requesterName ?? '') || name,
    name,
    ticket: keyOf(ticket.number),
    subject: ticket.subject,
    instance: ticket.instance ?? '',
    agent: agent.name || agent.email,
  };
  return filled(text, blank => blanks[blank as Blank]);
}

/** The blanks that no ticket can fill in, with their braces. */
export const unknownBlanks = (text: string): string[] =>
  blanksIn(text).filter(blank => !snippetBlanks.some(known => blank === `{${known}}`));
