import { keyOf } from '../../desk/ticket.ts';
import { maxCandidates, type Candidate as Near } from '../../tickets/similar.ts';
import type { Opened } from '../../tickets/together/write.ts';
import { admittingDomain } from '../read-mail.ts';
import type { Candidate } from './candidate.ts';

const minShared = 3;

type Before = Pick<Opened, 'ticket' | 'followers'> & Pick<Candidate, 'profile'>;

/** Tickets of the same batch that may be about the same incident, newest first; the database has none of them yet. */
export function nearInBatch({ facts, opened, profile }: Candidate, before: readonly Before[]): Near[] {
  const near: Near[] = [];
  const domain = admittingDomain(facts);
  const organisation = opened.organisation ?? null;
  const instance = opened.instance ?? null;
  for (const { ticket, followers, profile: other } of before.toReversed()) {
    if (near.length === maxCandidates) break;
    if (instance !== null && ticket.instance !== null && ticket.instance !== instance) continue;
    const isVisible =
      ticket.requesterEmail === opened.requesterEmail ||
      followers.some(({ address }) => address === opened.requesterEmail) ||
      (organisation !== null && ticket.organisation === organisation) ||
      (organisation === null &&
        domain !== null &&
        ticket.organisation === null &&
        ticket.requesterEmail.endsWith(domain));
    if (!isVisible && !(opened.instanceKnown && ticket.instance === instance)) continue;
    const shared = [...profile.keys()].filter(word => other.has(word)).length;
    if (shared < Math.min(minShared, profile.size, other.size)) continue;
    const { subject, createdAt: openedAt } = ticket;
    near.push({ key: keyOf(ticket.number), subject, openedAt, profile: other, isVisible });
  }
  return near;
}
