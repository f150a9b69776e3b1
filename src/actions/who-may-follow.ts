// Decides which of the people copied in follow the ticket. Pure.

import type { Feedback } from '../desk/feedback.ts';
import { type Address, domainOf, localPartOf, type Mailbox } from '../mail/address.ts';

export type FollowRules = Readonly<{
  /** `anyone`, `directory`, or domains (beside the directory): the organisation's, or else the setting. */
  followers: readonly string[];
  inDirectory(address: Address): boolean;
  /** The requester, followers, and people who left or are kept out. */
  known: ReadonlySet<Address>;
  /** Those of them who left, or whom another person took off. */
  absent: ReadonlySet<Address>;
  /** The number of followers. */
  following: number;
}>;

/** Zendesk's limit. Every mail of the thread goes to each follower. */
export const maxFollowers = 48;
const maxNamed = 10;

// Role names of RFC 2142, and of list servers and programs: no person reads there, or a whole list does.
const robot =
  /^(?:postmaster|mailer-?daemon|abuse|hostmaster|webmaster|listserv|majordomo|mailman|sympa|bounces?|no-?reply|do-?not-?reply|owner)(?:$|[-+=.])|[-.](?:request|owner|bounces?|subscribe|unsubscribe|help|noreply)$/;

export type LeftOut = Readonly<{ barred: readonly Mailbox[]; surplus: readonly Mailbox[] }>;

export function whoMayFollow(copied: readonly Mailbox[], rules: FollowRules): { follow: Mailbox[] } & LeftOut {
  const fresh = copied.filter(({ address }) => !rules.known.has(address) && !robot.test(localPartOf(address)));
  const allowed = fresh.filter(({ address }) => mayFollow(address, rules));
  const follow = allowed.slice(0, Math.max(0, maxFollowers - rules.following));
  const barred = fresh.filter(mailbox => !allowed.includes(mailbox));
  return { follow, barred, surplus: allowed.slice(follow.length) };
}

/** The feedback about people who do not follow. */
export function linesAbout({ barred, surplus }: LeftOut): Feedback[] {
  const lines: Feedback[] = [];
  const names = barred.slice(0, maxNamed).map(({ address }) => address);
  if (names.length > 0) lines.push({ kind: 'may-not-follow', names: names.join(', ') });
  if (surplus.length > 0) lines.push({ kind: 'too-many-followers', left: surplus.length, most: maxFollowers });
  return lines;
}

const mayFollow = (address: Address, { followers, inDirectory }: FollowRules): boolean =>
  followers.includes('anyone') || inDirectory(address) || followers.includes(domainOf(address));
